/** SAQL for the editor: colouring, and completion as the server answers it. What names mean is the server's to say. */

/** @typedef {{label: string, type: string, detail?: string, info?: string, apply?: string, boost?: number}} Option */
/** @typedef {{from: number, to: number, options: Option[], validFor?: RegExp}} Completion */

const KEYWORDS = new Set(
  ('load sample repeatable filter group cogroup by foreach generate order limit offset union join augment flatten self semi anti fill timeseries arimax ' +
    'with rollup as asc desc nulls first last inner left right full and or not in is null true false all case when then else end ' +
    'matches like over partition within').split(' '),
);

/** A stream parser for CodeMirror. Each token's name is a highlighting tag of it. */
export const saqlTokens = {
  name: 'saql',
  languageData: { commentTokens: { line: '--' }, closeBrackets: { brackets: ['(', '[', '"', "'"] } },
  /** @param {any} stream */
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match('--')) {
      stream.skipToEnd();
      return 'lineComment';
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/^'(?:[^'\\]|\\.)*'?/)) return 'propertyName';
    if (stream.match(/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number';
    const word = stream.match(/^[A-Za-z_][A-Za-z0-9_]*/);
    if (word) return wordTag(word[0], stream);
    stream.next();
    return null;
  },
};

/**
 * @param {string} word
 * @param {any} stream after the word
 */
function wordTag(word, stream) {
  if (KEYWORDS.has(word.toLowerCase())) return 'keyword';
  return stream.match(/^\s*\(/, false) ? 'variableName.function' : 'variableName';
}

/**
 * Names of the datasets that a query loads.
 * @param {string} text
 * @returns {string[]}
 */
export function loadedDatasets(text) {
  return [...new Set([...text.matchAll(/\bload\s+"([^"]+)"/gi)].map((found) => found[1].split('@')[0]))];
}

/** Code of a kind for CodeMirror, which shows it by its style. */
const TYPES = {
  dataset: 'class',
  stream: 'variable',
  field: 'property',
  function: 'function',
  aggregate: 'function',
  window: 'function',
  keyword: 'keyword',
  date: 'constant',
  parameter: 'property',
  choice: 'constant',
};

/**
 * What the server offers at a place, as the editor takes it.
 * @param {import('./wire.d.ts').Completions} answer
 * @param {string} text of the query
 * @returns {Completion | null}
 */
export function offered({ start, end, items }, text) {
  if (items.length === 0) return null;
  const quoted = text[start] === "'";
  const options = items.map((item, index) => ({
    label: quoted ? item.insert : item.name,
    apply: item.insert,
    type: TYPES[item.kind],
    detail: item.detail.startsWith(`${item.name}(`) ? item.detail.slice(item.name.length) : item.detail,
    info: item.summary || undefined,
    boost: Math.max(-99, 99 - index),
  }));
  // Inside double quotes what is offered follows what is typed: "3" makes "3 months ago" of it.
  const within = text[start - 1] === '"';
  return { from: start, to: end, options, validFor: within ? undefined : quoted ? /^'[^'\n]*$/ : /^\w*$/ };
}

/**
 * Whether something may be offered at a place without being asked for: in a word, or after a sign that begins one.
 * @param {string} before the text up to the place
 */
export function invites(before) {
  return /[A-Za-z_'"][\w ]*$|[.[]$/.test(before.slice(before.lastIndexOf('\n') + 1)) && !/\s$/.test(before);
}
