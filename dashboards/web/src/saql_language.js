/** SAQL for the editor: colouring and completion. What names mean is the server's to say; here are only their shapes. */

/** @typedef {import('./wire.d.ts').Schema} Schema */
/** @typedef {{label: string, type: string, detail?: string, info?: string, apply?: string, boost?: number}} Option */
/** @typedef {{from: number, options: Option[]}} Completion */

const KEYWORDS = new Set(
  ('load filter group cogroup by foreach generate order limit offset union fill rollup as asc desc nulls first last left right full ' +
    'and or not in is null true false all case when then else end matches like augment distinct having over partition').split(' '),
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

/**
 * What may be typed at a place.
 * @param {string} text of the query
 * @param {number} place offset into it
 * @param {Schema | null} schema
 * @param {boolean} asked by the person, not only by typing
 * @returns {Completion | null}
 */
export function complete(text, place, schema, asked) {
  if (!schema) return null;
  const before = text.slice(text.lastIndexOf('\n', place - 1) + 1, place);
  if (/--/.test(before)) return null;
  const dataset = /\bload\s+"([^"]*)$/i.exec(before);
  if (dataset) return { from: place - dataset[1].length, options: datasetOptions(schema) };
  const quoted = openQuote(before);
  if (quoted?.mark === '"') return null;
  if (quoted) return { from: quoted.at + place - before.length, options: fieldOptions(text, schema) };
  const word = /[A-Za-z_][A-Za-z0-9_]*$/.exec(before);
  if (!word && !asked) return null;
  const options = [...fieldOptions(text, schema), ...functionOptions(schema), ...keywordOptions(schema), ...streamOptions(text)];
  return { from: place - (word?.[0].length ?? 0), options };
}

/**
 * The quote that is open at the end of a line, with the place after its mark.
 * @param {string} line
 * @returns {{mark: string, at: number} | null}
 */
function openQuote(line) {
  /** @type {{mark: string, at: number} | null} */
  let open = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '\\') at += 1;
    else if (open) open = character === open.mark ? null : open;
    else if (character === '"' || character === "'") open = { mark: character, at: at + 1 };
  }
  // A field's completion replaces the opening quote as well, since it brings its own.
  return open && open.mark === "'" ? { mark: "'", at: open.at - 1 } : open;
}

/** @param {Schema} schema @returns {Option[]} */
function datasetOptions(schema) {
  return Object.entries(schema.datasets).map(([name, fields]) => ({
    label: name,
    type: 'class',
    detail: `${fields.filter((field) => !field.virtual).length} fields`,
  }));
}

/** @param {string} text @param {Schema} schema @returns {Option[]} */
function fieldOptions(text, schema) {
  const loaded = loadedDatasets(text).filter((name) => schema.datasets[name]);
  const names = loaded.length > 0 ? loaded : Object.keys(schema.datasets);
  /** @type {Map<string, Option>} */
  const options = new Map();
  for (const name of names) {
    for (const field of schema.datasets[name] ?? []) {
      const label = `'${field.name}'`;
      options.set(label, { label, type: 'property', detail: field.type, boost: field.virtual ? -1 : 1 });
    }
  }
  return [...options.values()];
}

/** @param {Schema} schema @returns {Option[]} */
function functionOptions(schema) {
  return schema.functions.map(({ name, signature, summary }) => ({
    label: name,
    type: 'function',
    detail: signature.replace(name, ''),
    info: summary,
    apply: `${name}(`,
  }));
}

/** @param {Schema} schema @returns {Option[]} */
function keywordOptions(schema) {
  return schema.keywords.map((label) => ({ label, type: 'keyword' }));
}

/** @param {string} text @returns {Option[]} */
function streamOptions(text) {
  const names = [...text.matchAll(/(?:^|;)\s*([A-Za-z_]\w*)\s*=/g)].map((found) => found[1]);
  return [...new Set(names)].map((label) => ({ label, type: 'variable' }));
}
