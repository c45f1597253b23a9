/** A chart's rows as categories and series, each point knowing the row it came from. */

import { columnKeys, columnTexts, isCalendar, periodText } from '../format.js';
import { localeTag } from '../locale.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').Column} Column */
/** @typedef {import('../wire.d.ts').Cell} Cell */
/** @typedef {{value: number | null, row: number}} Point `row` is an index into the view's rows */
/** @typedef {{name: string, key?: string, blank: boolean, measure: Column, points: (Point | null)[]}} Series `blank`: its member is null */
/** @typedef {{categories: string[], keys?: string[], series: Series[]}} Matrix `keys`: the categories in a form that sorts */

/**
 * @param {ChartView} view
 * @param {string} name
 * @returns {{at: number, column: Column}}
 */
export function findColumn(view, name) {
  const at = view.columns.findIndex((column) => column.name === name);
  return { at, column: view.columns[at] ?? { name, label: name, type: 'text', format: null } };
}

/**
 * True when the axis runs along time, whose labels may be left out between others.
 * @param {ChartView} view
 */
export function isTimeAxis(view) {
  if (view.chart.startsWith('time')) return true;
  const { column } = findColumn(view, view.dimensions[0] ?? '');
  return column.type === 'date' || /_(Year|Quarter|Month|Week|Day)(~~~|$)/.test(column.name);
}

/** @typedef {((cell: Cell) => string)[]} Writers by column */
/** @type {WeakMap<Cell[][], {texts: Writers, keys: Writers, language: string}>} by the rows of a view, which outlive its copies */
const writers = new WeakMap();

/** @param {ChartView} view */
function writersOf({ columns, rows }) {
  let known = writers.get(rows);
  if (known?.language !== localeTag()) {
    known = { texts: columnTexts(columns, rows), keys: columnKeys(columns, rows), language: localeTag() };
    writers.set(rows, known);
  }
  return known;
}

/**
 * The text of several columns of a row, as an axis or a legend shows it.
 * @param {ChartView} view
 * @param {Cell[]} cells
 * @param {string[]} names
 */
export function label(view, cells, names) {
  return labeller(view, names)(cells);
}

/**
 * What writes the text of several columns of any row.
 * @param {ChartView} view
 * @param {string[]} names
 * @returns {(cells: Cell[]) => string}
 */
export function labeller(view, names) {
  return joined(view, names, writersOf(view).texts);
}

/**
 * The same in a form that sorts: dates as `2026-03-14`.
 * @param {ChartView} view
 * @param {string[]} names
 * @returns {(cells: Cell[]) => string}
 */
export function keyer(view, names) {
  return joined(view, names, writersOf(view).keys);
}

/**
 * @param {ChartView} view
 * @param {string[]} names
 * @param {Writers} known
 * @returns {(cells: Cell[]) => string}
 */
function joined(view, names, known) {
  const places = names.map((name) => findColumn(view, name).at);
  const one = (/** @type {Cell[]} */ cells, /** @type {number} */ at) => known[at]?.(cells[at]) ?? '';
  if (places.length === 1) return (cells) => one(cells, places[0]);
  return (cells) => places.map((at) => one(cells, at)).join(' · ');
}

/**
 * True where all of these columns are empty in a row.
 * @param {ChartView} view
 * @param {Cell[]} cells
 * @param {string[]} names
 */
export function isBlank(view, cells, names) {
  return names.length > 0 && names.every((name) => (cells[findColumn(view, name).at] ?? null) === null);
}

/**
 * @param {ChartView} view
 * @returns {Matrix}
 */
export function matrix(view) {
  if (view.dimensions.length + view.split.length === 0 && view.measures.length > 1) return ofMeasures(view);
  const along = view.rows.map(keyer(view, view.dimensions));
  const keys = axisCategories(view, along);
  const position = new Map(keys.map((key, at) => [key, at]));
  const [memberOf, keyOf] = [labeller(view, view.split), keyer(view, view.split)];
  const places = view.measures.map((name) => findColumn(view, name));
  /** @type {Map<string, Series>} */
  const series = new Map();
  view.rows.forEach((cells, row) => {
    const category = position.get(along[row]) ?? 0;
    const member = memberOf(cells);
    for (const measure of places) {
      const one = seriesOf(view, cells, { member, key: keyOf(cells) }, measure.column, series, keys.length);
      const value = cells[measure.at];
      one.points[category] = { value: typeof value === 'number' ? value : null, row };
    }
  });
  const found = [...series.values()];
  // Members keep one order, so that stacks and legends do not jump when a filter reorders the rows.
  if (view.split.length > 0) found.sort((a, b) => Number(a.blank) - Number(b.blank) || (String(a.key) < String(b.key) ? -1 : 1));
  return { categories: shown(view, keys, along), keys, series: found };
}

/**
 * Categories as people read them, also those that no row has.
 * @param {ChartView} view
 * @param {string[]} keys
 * @param {string[]} along the key of each row
 */
function shown(view, keys, along) {
  const text = labeller(view, view.dimensions);
  const known = new Map(along.map((key, row) => [key, row]));
  const period = isCalendar(findColumn(view, view.dimensions[0] ?? '').column) ? periodText : (/** @type {string} */ key) => key;
  return keys.map((key) => {
    const row = known.get(key);
    return row === undefined ? period(key) : text(view.rows[row]);
  });
}

/**
 * The measures of a chart without groups side by side.
 * @param {ChartView} view
 * @returns {Matrix}
 */
function ofMeasures(view) {
  const found = view.measures.map((name) => findColumn(view, name));
  const points = found.map(({ at }) => {
    const value = view.rows[0]?.[at];
    return { value: typeof value === 'number' ? value : null, row: 0 };
  });
  const measure = found[0].column;
  return {
    categories: found.map(({ column }) => column.label || column.name),
    series: [{ name: '', blank: false, measure, points: view.rows.length ? points : [] }],
  };
}

/**
 * Categories in the order of the rows; along time always ascending, with the periods between that have no rows.
 * @param {ChartView} view
 * @param {string[]} texts the category of each row
 */
function axisCategories(view, texts) {
  const found = [...new Set(texts)];
  return view.chart.startsWith('time') ? withGaps(found.sort()) : found;
}

const STEPS = [/^(\d{4})$/, /^(\d{4})-Q([1-4])$/, /^(\d{4})-(\d\d)$/, /^(\d{4})-(\d\d)-(\d\d)$/];
const DAY = 86_400_000; // milliseconds

/** An axis with more empty periods than this for each that has rows would be mostly empty. */
const SPARSE = 8;

/**
 * Years, quarters, months, weeks or days with those missing between them; anything else as it is.
 * @param {string[]} periods ascending
 */
function withGaps(periods) {
  const form = STEPS.findIndex((step) => periods.every((period) => step.test(period)));
  if (form < 0 || periods.length < 2 || Number.isNaN(Date.parse(form === 3 ? periods[0] : '2000'))) return periods;
  const days = form === 3 ? daysBetween(periods) : 1;
  const next = [
    (/** @type {string} */ at) => String(Number(at) + 1).padStart(4, '0'),
    (/** @type {string} */ at) => (at.endsWith('4') ? `${Number(at.slice(0, 4)) + 1}-Q1` : `${at.slice(0, 6)}${Number(at[6]) + 1}`),
    (/** @type {string} */ at) => new Date(Date.UTC(Number(at.slice(0, 4)), Number(at.slice(5)), 1)).toISOString().slice(0, 7),
    (/** @type {string} */ at) => new Date(Date.parse(at) + days * DAY).toISOString().slice(0, 10),
  ][form];
  const whole = [periods[0]];
  const most = periods.length * SPARSE;
  const last = periods[periods.length - 1];
  while (whole[whole.length - 1] < last && whole.length < most) whole.push(next(whole[whole.length - 1]));
  const there = new Set(whole);
  return periods.every((period) => there.has(period)) ? whole : periods;
}

/**
 * Seven where days are all the same day of the week, else one.
 * @param {string[]} days
 */
function daysBetween(days) {
  const weekday = (/** @type {string} */ day) => new Date(`${day}T00:00Z`).getUTCDay();
  return days.every((day) => weekday(day) === weekday(days[0])) ? 7 : 1;
}

/**
 * @param {ChartView} view
 * @param {Cell[]} cells
 * @param {{member: string, key: string}} split of the field that splits
 * @param {Column} column the measure
 * @param {Map<string, Series>} series
 * @param {number} length
 * @returns {Series}
 */
function seriesOf(view, cells, { member, key }, column, series, length) {
  const own = column.label || column.name;
  const name = view.split.length === 0 ? own : view.measures.length > 1 ? `${member} · ${own}` : member;
  const id = `${key}\u0000${name}`; // two members may have the same label
  let one = series.get(id);
  if (!one) {
    one = { name, key: id, blank: isBlank(view, cells, view.split), measure: column, points: new Array(length).fill(null) };
    series.set(id, one);
  }
  return one;
}

/**
 * Each point as a share (0 to 1) of its category's sum of absolute values.
 * @param {Matrix} whole
 * @returns {Matrix}
 */
export function normalized(whole) {
  const sums = whole.categories.map((_, at) =>
    whole.series.reduce((sum, one) => sum + Math.abs(one.points[at]?.value ?? 0), 0),
  );
  const share = (/** @type {Point | null} */ point, /** @type {number} */ at) =>
    point && { ...point, value: sums[at] === 0 || point.value === null ? null : point.value / sums[at] };
  const series = whole.series.map((one) => ({
    ...one,
    measure: { ...one.measure, format: '0%' },
    points: one.points.map(share),
  }));
  return { ...whole, series };
}
