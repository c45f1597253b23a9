/** Where in a text of JSON a value stands. */

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

/** @typedef {{start: number, end: number}} Range */

/**
 * The range of the value that a path leads to, its name included; of an object or a list only where it begins. Where the path leads
 * further, as into a string that holds JSON itself, that of the last one on the way.
 * @param {string} text valid JSON
 * @param {(string | number)[]} path
 * @returns {Range}
 */
export function rangeAt(text, path) {
  let value = after(text, SPACE, 0);
  let range = { start: value, end: value + 1 };
  for (const part of path) {
    const inner = entries(text, value).find((one) => one.name === part);
    if (!inner) break;
    value = inner.value;
    range = { start: inner.start, end: '{['.includes(text[value]) ? value + 1 : inner.end };
  }
  return range;
}

/**
 * The members of an object, or the items of a list.
 * @param {string} text
 * @param {number} at where it begins
 * @returns {(Range & {name: string | number, value: number})[]}
 */
function entries(text, at) {
  const named = text[at] === '{';
  if (!named && text[at] !== '[') return [];
  const found = [];
  let place = after(text, SPACE, at + 1);
  while (text[place] !== '}' && text[place] !== ']') {
    const start = place;
    /** @type {string | number} */
    let name = found.length;
    if (named) {
      const end = after(text, STRING, place);
      name = JSON.parse(text.slice(place, end));
      place = after(text, SPACE, after(text, SPACE, end) + 1);
    }
    const end = endOf(text, place);
    found.push({ name, start, value: place, end });
    place = after(text, SPACE, end);
    if (text[place] === ',') place = after(text, SPACE, place + 1);
  }
  return found;
}

/**
 * @param {string} text
 * @param {number} at where a value begins
 * @returns {number} where it ends
 */
function endOf(text, at) {
  if (text[at] === '"') return after(text, STRING, at);
  if (text[at] !== '{' && text[at] !== '[') return after(text, SCALAR, at);
  const last = entries(text, at).at(-1);
  return after(text, SPACE, last ? last.end : at + 1) + 1;
}

/**
 * @param {string} text
 * @param {RegExp} pattern sticky
 * @param {number} at
 */
function after(text, pattern, at) {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return at + (found ? found[0].length : 0);
}
