/** JSON as people write it: short lists on one line; and where a text is not JSON. */

const WIDTH = 72;

/**
 * @param {unknown} value
 * @param {string} [indent]
 * @returns {string}
 */
export function jsonText(value, indent = '') {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const list = Array.isArray(value);
  const entries = list ? value.map((each) => ['', each]) : Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return list ? '[]' : '{}';
  const line = oneLine(value);
  if (line && line.length + indent.length <= WIDTH) return line;
  const inside = `${indent}  `;
  const lines = entries.map(([key, each]) => `${inside}${list ? '' : `${JSON.stringify(key)}: `}${jsonText(each, inside)}`);
  return `${list ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}

/**
 * A list of plain values, or of such lists, on one line.
 * @param {unknown} value
 * @returns {string | null}
 */
function oneLine(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? '{}' : null;
  const parts = value.map(oneLine);
  return parts.includes(null) ? null : `[${parts.join(', ')}]`;
}

/**
 * @param {string} text
 * @returns {{value: any, fault: null} | {value: null, fault: import('../wire.d.ts').Diagnostic}}
 */
export function readJson(text) {
  try {
    return { value: JSON.parse(text), fault: null };
  } catch (error) {
    return { value: null, fault: fault(text, error instanceof Error ? error.message : String(error)) };
  }
}

/**
 * @param {string} text
 * @param {string} said by the browser, which names the place in one of two ways, or not at all
 * @returns {import('../wire.d.ts').Diagnostic}
 */
function fault(text, said) {
  const position = /position (\d+)/.exec(said);
  const place = /line (\d+) column (\d+)/.exec(said);
  const lines = text.split('\n');
  let start = text.trimEnd().length;
  if (position) start = Number(position[1]);
  else if (place) start = lines.slice(0, Number(place[1]) - 1).reduce((sum, line) => sum + line.length + 1, Number(place[2]) - 1);
  const before = text.slice(0, start).split('\n');
  const message = `This is not JSON: ${said.replace(/^JSON\.parse: /, '').replace(/ in JSON at position.*$/, '')}`;
  return { code: 'json', severity: 'error', message, hints: [], start, end: start + 1, line: before.length, column: before[before.length - 1].length + 1 };
}
