/** A chart of any query result: its first text column as the axis, its numbers as measures. */

/** @typedef {import('./wire.d.ts').QueryResult} QueryResult */
/** @typedef {import('./wire.d.ts').ChartView} ChartView */
/** @typedef {import('./wire.d.ts').Column} Column */

/** More measures than this make no readable chart. */
const MEASURES = 4;
const CATEGORIES = 200;

/** Measures whose largest values differ by more than this factor do not share an axis. */
const ALIKE = 50;

/** Kinds of charts with how many texts and numbers a result needs for them. */
const KINDS = [
  { name: 'hbar', label: 'Bars', others: 1, numbers: 1 },
  { name: 'vbar', label: 'Columns', others: 1, numbers: 1 },
  { name: 'stackhbar', label: 'Stacked bars', others: 2, numbers: 1 },
  { name: 'stackvbar', label: 'Stacked columns', others: 2, numbers: 1 },
  { name: 'time', label: 'Line', others: 1, numbers: 1 },
  { name: 'combo', label: 'Columns and line', others: 1, numbers: 2 },
  { name: 'pie', label: 'Donut', others: 1, numbers: 1 },
  { name: 'treemap', label: 'Treemap', others: 1, numbers: 1 },
  { name: 'heatmap', label: 'Heat map', others: 2, numbers: 1 },
  { name: 'funnel', label: 'Funnel', others: 1, numbers: 1 },
  { name: 'waterfall', label: 'Waterfall', others: 1, numbers: 1 },
];

/**
 * The kinds of charts that a result can be drawn as.
 * @param {QueryResult} result
 */
export function chartsOf({ columns }) {
  const numbers = columns.filter((column) => column.type === 'number').length;
  return KINDS.filter((kind) => kind.numbers <= numbers && kind.others <= columns.length - numbers);
}

/**
 * @param {QueryResult} result
 * @param {string} [kind] one of `chartsOf`; any other lets the result choose
 * @returns {ChartView | null} null when the result has nothing to draw
 */
export function chartOf(result, kind = 'auto') {
  const numbers = result.columns.filter((column) => column.type === 'number');
  const others = result.columns.filter((column) => column.type !== 'number');
  if (numbers.length === 0 || others.length === 0 || result.rows.length === 0) return null;
  const [axis, second] = others;
  const isTime = axis.type === 'date' || looksLikeTime(axis, result);
  const suggested = isTime ? 'time' : second ? 'stackhbar' : 'hbar';
  const chart = chartsOf(result).some((one) => one.name === kind) ? kind : suggested;
  const splits = second && !['hbar', 'vbar', 'combo', 'pie', 'funnel', 'waterfall'].includes(chart);
  const rows = result.rows.slice(0, CATEGORIES);
  return {
    chart,
    requested: chart,
    note: null,
    title: '',
    subtitle: '',
    columns: result.columns,
    rows,
    dimensions: [axis.name],
    split: splits ? [second.name] : [],
    measures: ['pie', 'treemap', 'funnel', 'waterfall', 'heatmap'].includes(chart) ? [numbers[0].name] : measuresOf(result, numbers, splits ? 1 : MEASURES),
    legend: { show: true, position: 'right-top' },
    axes: { dimension: { show: true, title: null }, measure: { show: true, title: null } },
    inner: 0,
    fill: false,
    normalize: false,
    showValues: !isTime,
    showZero: true,
    theme: 'wave',
    selectable: false,
    selectMode: 'none',
    step: null,
    selected: [],
    truncated: rows.length < result.rows.length ? { shown: rows.length, limit: CATEGORIES } : null,
  };
}

/**
 * The first numbers of a result, without those that one axis would flatten to nothing beside the first.
 * @param {QueryResult} result
 * @param {Column[]} numbers
 * @param {number} most
 */
function measuresOf(result, numbers, most) {
  const size = (/** @type {Column} */ column) => {
    const at = result.columns.indexOf(column);
    return Math.max(...result.rows.slice(0, CATEGORIES).map((row) => Math.abs(Number(row[at] ?? 0))));
  };
  const first = size(numbers[0]);
  const fits = (/** @type {Column} */ column) => size(column) * ALIKE >= first && size(column) <= first * ALIKE;
  return numbers.filter(fits).slice(0, most).map((column) => column.name);
}

/**
 * True when the first values of a text column are years, composite dates or ISO dates.
 * @param {Column} column
 * @param {QueryResult} result
 */
function looksLikeTime(column, result) {
  const at = result.columns.indexOf(column);
  const sample = result.rows.slice(0, 20).map((row) => row[at]).filter((cell) => cell !== null);
  return sample.length > 1 && sample.every((cell) => /^\d{4}(~~~\d{1,2}|-\d\d(-\d\d.*)?)?$/.test(String(cell)));
}
