/** Names and texts as SAQL has them, and questions that the page asks itself. No DOM. */

/** @param {string} text */
export function quotedName(text) {
  return `'${escaped(text).replaceAll("'", "\\'")}'`;
}

/** @param {string} text */
export function quotedText(text) {
  return `"${escaped(text).replaceAll('"', '\\"')}"`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/**
 * The most frequent values of a field, with how often each is there.
 * @param {string} dataset
 * @param {string} field
 * @param {string} search a part that the values have
 * @param {number} most
 */
export function valuesQuery(dataset, field, search, most) {
  const name = quotedName(field);
  const found = search ? ` q = filter q by ${name} matches ${quotedText(search)};` : '';
  return `q = load ${quotedText(dataset)};${found} q = group q by ${name}; q = foreach q generate ${name} as 'value', count() as 'rows'; q = order q by 'rows' desc; q = limit q ${most};`;
}

/**
 * A query cut into tokens for colouring.
 * @param {string} text
 * @returns {{kind: string, text: string}[]} kinds: keyword, string, number, comment, function, or nothing
 */
export function tokens(text) {
  const pattern = /(--[^\n]*)|("(?:[^"\\]|\\.)*")|('(?:[^'\\]|\\.)*')|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)/g;
  const found = [];
  let place = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > place) found.push({ kind: '', text: text.slice(place, match.index) });
    place = match.index + match[0].length;
    found.push({ kind: kindOf(match, text[place]), text: match[0] });
  }
  if (place < text.length) found.push({ kind: '', text: text.slice(place) });
  return found;
}

const KEYWORDS = new Set('load filter group cogroup by foreach generate order limit offset union join as asc desc nulls first last in not is null and or all fill case when then else end matches rollup'.split(' '));

/**
 * @param {RegExpMatchArray} match
 * @param {string | undefined} next the sign after it
 */
function kindOf([word, comment, string, name, digits], next) {
  if (comment) return 'comment';
  if (string) return 'string';
  if (digits) return 'number';
  if (name) return '';
  return KEYWORDS.has(word) ? 'keyword' : next === '(' ? 'function' : '';
}
