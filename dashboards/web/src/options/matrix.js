/** A chart's rows as categories and series, each point knowing the row it came from. */

import { columnTexts } from '../format.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').Column} Column */
/** @typedef {import('../wire.d.ts').Cell} Cell */
/** @typedef {{value: number | null, row: number}} Point `row` is an index into the view's rows */
/** @typedef {{name: string, blank: boolean, measure: Column, points: (Point | null)[]}} Series `blank`: its member is null */
/** @typedef {{categories: string[], series: Series[]}} Matrix */

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
  if (view.chart === 'time') return true;
  const { column } = findColumn(view, view.dimensions[0] ?? '');
  return column.type === 'date' || /_(Year|Quarter|Month|Week|Day)(~~~|$)/.test(column.name);
}

/** @type {WeakMap<Cell[][], ((cell: Cell) => string)[]>} by the rows of a view, which outlive its copies */
const texts = new WeakMap();

/** @param {ChartView} view */
function textsOf({ columns, rows }) {
  let known = texts.get(rows);
  if (!known) {
    known = columnTexts(columns, rows);
    texts.set(rows, known);
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
  const known = textsOf(view);
  return names
    .map((name) => findColumn(view, name).at)
    .map((at) => known[at]?.(cells[at]) ?? '')
    .join(' · ');
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
  const categories = axisCategories(view);
  const position = new Map(categories.map((category, at) => [category, at]));
  /** @type {Map<string, Series>} */
  const series = new Map();
  view.rows.forEach((cells, row) => {
    const category = position.get(label(view, cells, view.dimensions)) ?? 0;
    for (const measure of view.measures) {
      const one = seriesOf(view, cells, measure, series, categories.length);
      const value = cells[findColumn(view, measure).at];
      one.points[category] = { value: typeof value === 'number' ? value : null, row };
    }
  });
  const found = [...series.values()];
  // Members keep one order, so that stacks and legends do not jump when a filter reorders the rows.
  if (view.split.length > 0) found.sort((a, b) => Number(a.blank) - Number(b.blank) || (a.name < b.name ? -1 : 1));
  return { categories, series: found };
}

/**
 * Categories in the order of the rows; along time always ascending.
 * @param {ChartView} view
 */
function axisCategories(view) {
  const found = [...new Set(view.rows.map((cells) => label(view, cells, view.dimensions)))];
  return view.chart === 'time' ? found.sort() : found;
}

/**
 * @param {ChartView} view
 * @param {Cell[]} cells
 * @param {string} measure
 * @param {Map<string, Series>} series
 * @param {number} length
 * @returns {Series}
 */
function seriesOf(view, cells, measure, series, length) {
  const { column } = findColumn(view, measure);
  const member = view.split.length > 0 ? label(view, cells, view.split) : column.label || measure;
  const name = view.split.length > 0 && view.measures.length > 1 ? `${member} · ${column.label}` : member;
  let one = series.get(name);
  if (!one) {
    one = { name, blank: isBlank(view, cells, view.split), measure: column, points: new Array(length).fill(null) };
    series.set(name, one);
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
  return { categories: whole.categories, series };
}
