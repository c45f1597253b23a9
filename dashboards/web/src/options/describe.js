/** A chart in one or two sentences, for people who hear the page. */

import { counted, numberFormat } from '../format.js';
import { findColumn, label } from './matrix.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */

const KINDS = new Map([
  ['hbar', 'Bar chart'],
  ['vbar', 'Column chart'],
  ['stackhbar', 'Stacked bar chart'],
  ['stackvbar', 'Stacked column chart'],
  ['line', 'Line chart'],
  ['time', 'Time chart'],
  ['time-bar', 'Column chart over time'],
  ['combo', 'Combination of columns and lines'],
  ['time-combo', 'Combination of columns and lines over time'],
  ['pie', 'Pie chart'],
  ['flatgauge', 'Flat gauge'],
  ['polargauge', 'Ring gauge'],
  ['gauge', 'Gauge'],
  ['rating', 'Rating'],
  ['bullet', 'Bullet chart'],
  ['treemap', 'Treemap'],
  ['sunburst', 'Sunburst'],
  ['origami', 'Origami chart'],
  ['funnel', 'Funnel'],
  ['waterfall', 'Waterfall chart'],
  ['stackwaterfall', 'Stacked waterfall chart'],
  ['pyramid', 'Pyramid chart'],
  ['stackpyramid', 'Stacked pyramid chart'],
  ['scatter', 'Scatter plot'],
  ['hdot', 'Dot plot'],
  ['vdot', 'Dot plot'],
  ['comet', 'Comet chart'],
  ['heatmap', 'Heat map'],
  ['matrix', 'Matrix of bubbles'],
  ['calheatmap', 'Calendar heat map'],
  ['sankey', 'Sankey diagram'],
  ['metricsradar', 'Radar chart'],
  ['parallelcoords', 'Parallel coordinates'],
  ['choropleth', 'Map with shaded regions'],
  ['bubblemap', 'Map with bubbles'],
  ['geomap', 'Map with points'],
  ['boxplot', 'Box plot'],
  ['histogram', 'Histogram'],
]);

/**
 * @param {ChartView} view
 * @returns {string}
 */
export function describe(view) {
  const name = (/** @type {string} */ column) => findColumn(view, column).column.label || column;
  const kind = KINDS.get(view.chart) ?? 'Chart';
  const by = [...view.dimensions, ...view.split].map(name).join(' and ');
  const what = view.measures.map(name).join(', ');
  const title = view.title ? `${view.title}. ` : '';
  const head = `${title}${kind} of ${what}${by ? ` by ${by}` : ''}, ${counted(view.rows.length, 'row')}.`;
  return `${head} ${extremes(view)}`.trim();
}

/** @param {ChartView} view */
function extremes(view) {
  if (view.measures.length === 0 || view.rows.length < 2) return '';
  const { at, column } = findColumn(view, view.measures[0]);
  let highest = null;
  let lowest = null;
  for (const cells of view.rows) {
    const value = cells[at];
    if (typeof value !== 'number') continue;
    if (highest === null || value > Number(highest[at])) highest = cells;
    if (lowest === null || value <= Number(lowest[at])) lowest = cells;
  }
  if (highest === null || lowest === null || highest === lowest) return '';
  const say = (/** @type {import('../wire.d.ts').Cell[]} */ cells) =>
    `${label(view, cells, [...view.dimensions, ...view.split])} ${numberFormat(column.format)(Number(cells[at]))}`;
  return `Highest: ${say(highest)}. Lowest: ${say(lowest)}.`;
}
