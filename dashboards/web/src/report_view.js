/** A table of a report as the views that tables and charts draw. No DOM. */

/** @typedef {import('./wire.d.ts').ReportTable} ReportTable */
/** @typedef {import('./wire.d.ts').ChartView} ChartView */

/** Rows that a chart has room for. */
const DRAWN = 200;

/** px of a lying bar, and of what stands around them. */
const BAR = 26;
const AROUND = 72;
/** px that a heat map of few lines needs for its axis and its scale of colours. */
const SHORTEST = 190;

/** @type {Record<import('./wire.d.ts').ReportChart['kind'], string>} */
const KINDS = {
  line: 'line',
  band: 'line',
  bars: 'hbar',
  columns: 'vbar',
  stacked: 'stackvbar',
  heat: 'heatmap',
  waterfall: 'waterfall',
  funnel: 'funnel',
  points: 'scatter',
};

/**
 * The chart of a table; null where it has none.
 * @param {ReportTable} table
 * @returns {ChartView | null}
 */
export function chartOfTable({ chart, columns, rows }) {
  if (!chart || rows.length === 0) return null;
  const { kind, dimension, measures, split } = chart;
  const isHeat = kind === 'heat';
  const isLine = kind === 'line' || kind === 'band';
  const shown = rows.slice(0, DRAWN);
  return {
    chart: isLine && columns.find(({ name }) => name === dimension)?.type === 'date' ? 'time' : KINDS[kind],
    requested: kind,
    note: null,
    title: '',
    subtitle: '',
    columns,
    rows: shown,
    dimensions: isHeat && split ? [dimension, split] : [dimension],
    split: split && !isHeat ? [split] : [],
    measures: kind === 'band' ? [measures[1]] : measures,
    legend: { show: split !== null || measures.length > 1, position: 'bottom-center' },
    axes: { dimension: { show: true, title: null }, measure: { show: true, title: null, ...(isLine ? { zero: false } : {}) } },
    ...(kind === 'points' ? { roles: { x: [measures[0]], y: [measures[1]] } } : {}),
    settings: {
      ...(kind === 'band' ? { band: { low: measures[0], measure: measures[1], high: measures[2] } } : {}),
      ...(kind === 'waterfall' ? { total: { bar: 'last', label: 'Total', stack: 'none' } } : {}),
      ...(kind === 'funnel' ? { showTotal: false } : {}),
    },
    inner: 0,
    fill: false,
    normalize: false,
    showValues: !isLine,
    showZero: true,
    theme: 'wave',
    selectable: false,
    selectMode: 'none',
    step: null,
    selected: [],
    truncated: shown.length < rows.length ? { shown: shown.length, limit: DRAWN } : null,
  };
}

/**
 * The px that a chart takes: lying bars and the cells of a heat map need room for their names.
 * @param {ChartView} view
 */
export function heightOf(view) {
  const [first] = [...view.split, ...view.dimensions.slice(1)];
  const places = view.columns.findIndex(({ name }) => name === (view.chart === 'heatmap' ? first : view.dimensions[0]));
  const members = new Set(view.rows.map((cells) => cells[places])).size;
  const lines = view.chart === 'hbar' ? members * Math.max(1, view.measures.length) : view.chart === 'heatmap' ? members : 0;
  const least = view.chart === 'heatmap' ? SHORTEST : 0;
  return lines > 0 ? Math.max(least, Math.min(720, lines * BAR + AROUND)) : 280;
}

/**
 * Whether a table has columns that its chart does not show.
 * @param {ReportTable} table
 */
export function saysMore({ chart, columns }) {
  if (!chart) return true;
  const drawn = new Set([chart.dimension, chart.split, ...chart.measures]);
  return columns.some(({ name }) => !drawn.has(name));
}
