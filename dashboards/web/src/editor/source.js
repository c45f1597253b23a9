/** The JSON of a dashboard that is edited: reading it, and setting a part of it in a copy that shares all other parts. */

/** @typedef {Record<string, any>} Source the JSON of a dashboard: an asset with its `state`, or the state alone */
/** @typedef {{layout: number, page: number}} Where a page, by the numbers of its layout and of itself */
/** @typedef {{row: number, column: number, rowspan: number, colspan: number}} Place */
/** @typedef {Place & {widget: string, index: number}} Placed a widget on a page; `index` is its number in the JSON */

/** @param {Source} source */
export function stateOf(source) {
  return source.state ?? source;
}

/**
 * @param {Source} source
 * @param {(string | number)[]} path inside the state
 * @returns {any}
 */
export function read(source, path) {
  return path.reduce((value, part) => value?.[part], stateOf(source));
}

/**
 * @param {Source} source
 * @param {(string | number)[]} path inside the state
 * @param {unknown} value `undefined` takes the member away
 * @returns {Source}
 */
export function write(source, path, value) {
  return source.state ? { ...source, state: withPart(source.state, path, value) } : withPart(source, path, value);
}

/**
 * @param {any} whole
 * @param {(string | number)[]} path
 * @param {unknown} value `undefined` takes the member away
 * @returns {any}
 */
export function withPart(whole, [first, ...rest], value) {
  if (first === undefined) return value;
  const inner = rest.length > 0 ? withPart(whole?.[first] ?? {}, rest, value) : value;
  if (Array.isArray(whole)) return inner === undefined ? whole.filter((_, at) => at !== first) : whole.with(Number(first), inner);
  const copy = { ...whole };
  if (inner === undefined) delete copy[first];
  else copy[first] = inner;
  return copy;
}

/**
 * @param {Source} source
 * @returns {any[]}
 */
export function layoutsOf(source) {
  return read(source, ['gridLayouts']) ?? [];
}

/**
 * @param {Source} source
 * @param {Where} where
 */
export function pageOf(source, { layout, page }) {
  return layoutsOf(source)[layout]?.pages?.[page];
}

/**
 * @param {Where} where
 * @param {...(string | number)} rest
 */
export function pagePath({ layout, page }, ...rest) {
  return ['gridLayouts', layout, 'pages', page, ...rest];
}

/**
 * @param {Source} source
 * @param {number} layout
 */
export function columnsOf(source, layout) {
  return Math.max(1, count(layoutsOf(source)[layout]?.numColumns, 12));
}

/**
 * @param {Source} source
 * @param {Where} where
 * @returns {Placed[]}
 */
export function placedOn(source, where) {
  const listed = pageOf(source, where)?.widgets ?? [];
  return listed.map((/** @type {any} */ one, /** @type {number} */ index) => ({
    widget: one.name,
    index,
    row: Math.max(0, count(one.row, 0)),
    column: Math.max(0, count(one.column, 0)),
    rowspan: Math.max(1, count(one.rowspan, 1)),
    colspan: Math.max(1, count(one.colspan, 1)),
  }));
}

/**
 * @param {unknown} value
 * @param {number} otherwise
 */
function count(value, otherwise) {
  const number = Math.trunc(Number(value ?? otherwise));
  return Number.isFinite(number) ? number : otherwise;
}

/**
 * A name that no member has: `chart_1`, `chart_2`, …
 * @param {Record<string, unknown>} members
 * @param {string} stem
 */
export function freeName(members, stem) {
  for (let number = 1; ; number += 1) {
    const name = `${stem}_${number}`;
    if (!(name in members)) return name;
  }
}

/**
 * What people call a widget: what it says of itself, else its name.
 * @param {string} id
 * @param {any} widget
 * @returns {string}
 */
export function widgetName(id, widget) {
  const { title, text, content } = widget?.parameters ?? {};
  const rich = content?.richTextContent?.map?.((/** @type {any} */ one) => one.insert ?? '').join('');
  const said = [title?.label, title, text, content?.displayTemplate, rich].find((each) => typeof each === 'string' && each.trim());
  return said ? said.trim().replace(/\s+/g, ' ').slice(0, 60) : id;
}
