/**
 * From a chart's view to the option that ECharts draws. Pure: the same module serves the page and engines without one.
 *
 * `Drawing` is what a view does not know: size in px, scheme, the colours that members already have, perhaps the colour of
 * the surface on which it stands, and perhaps the px that the labels of lying bars take, and whether a legend elsewhere names
 * the members. Maps want the shapes that
 * `mapOf(view)` names (options/places.js), registered under that name, before the option is drawn.
 */

import { isMirrored } from './locale.js';
import { barOption } from './options/bar.js';
import { calendarHeight, calendarOption } from './options/calendar.js';
import { comboOption } from './options/combo.js';
import { cometOption } from './options/comet.js';
import { dotOption } from './options/dot.js';
import { boxOption } from './options/box.js';
import { funnelOption } from './options/funnel.js';
import { gaugeOption } from './options/gauge.js';
import { cellsHeight, heatmapOption } from './options/heatmap.js';
import { histogramOption } from './options/histogram.js';
import { linearGaugeOption } from './options/linear_gauge.js';
import { lineOption } from './options/line.js';
import { mapOption } from './options/map.js';
import { matrix } from './options/matrix.js';
import { mirrored } from './options/mirror.js';
import { origamiOption } from './options/origami.js';
import { parallelOption } from './options/parallel.js';
import { pieOption } from './options/pie.js';
import { pyramidOption } from './options/pyramid.js';
import { radarOption } from './options/radar.js';
import { ratingOption } from './options/rating.js';
import { ringOption } from './options/ring.js';
import { sankeyOption } from './options/sankey.js';
import { scatterOption } from './options/scatter.js';
import { treeOption } from './options/tree.js';
import { withOwnTooltip } from './options/tooltip.js';
import { hasPanels, panels, trellis, trellisHeight } from './options/trellis.js';
import { waterfallOption } from './options/waterfall.js';

export { mapOf } from './options/places.js';

/** @typedef {import('./wire.d.ts').ChartView} ChartView */
/** @typedef {import('./palette.js').Palette} Palette */
/**
 * @typedef {{width: number, height: number, scheme: 'light' | 'dark', palette: Palette, keys: string[], surface?: string | null,
 *   lead?: number, named?: boolean}} Drawing
 */
/** @typedef {Record<string, any>} Option */

/** @type {Map<string, (view: ChartView, drawing: Drawing) => Option>} */
const BUILDERS = new Map([
  ['hbar', barOption],
  ['vbar', barOption],
  ['stackhbar', barOption],
  ['stackvbar', barOption],
  ['time-bar', barOption],
  ['line', lineOption],
  ['time', lineOption],
  ['combo', comboOption],
  ['time-combo', comboOption],
  ['pie', pieOption],
  ['flatgauge', linearGaugeOption],
  ['bullet', linearGaugeOption],
  ['polargauge', ringOption],
  ['gauge', gaugeOption],
  ['rating', ratingOption],
  ['treemap', treeOption],
  ['sunburst', treeOption],
  ['origami', origamiOption],
  ['funnel', funnelOption],
  ['waterfall', waterfallOption],
  ['stackwaterfall', waterfallOption],
  ['pyramid', pyramidOption],
  ['stackpyramid', pyramidOption],
  ['scatter', scatterOption],
  ['hdot', dotOption],
  ['vdot', dotOption],
  ['comet', cometOption],
  ['heatmap', heatmapOption],
  ['matrix', heatmapOption],
  ['calheatmap', calendarOption],
  ['sankey', sankeyOption],
  ['metricsradar', radarOption],
  ['parallelcoords', parallelOption],
  ['choropleth', mapOption],
  ['bubblemap', mapOption],
  ['geomap', mapOption],
  ['boxplot', boxOption],
  ['histogram', histogramOption],
]);

/** @param {string} chart */
export function isDrawable(chart) {
  return BUILDERS.has(chart);
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {Option}
 */
export function buildOption(view, drawing) {
  const build = BUILDERS.get(view.chart);
  if (!build) throw new Error(`There is no drawing for the chart type ${view.chart}.`);
  const one = (/** @type {ChartView} */ part, /** @type {Drawing} */ size) =>
    hasPanels(part) ? panels(part, size, build) : build(part, size);
  const option = withOwnTooltip(view, view.trellis?.length ? trellis(view, drawing, one) : one(view, drawing));
  return isMirrored() ? mirrored(view.chart, option, drawing) : option;
}

/**
 * The size below which labels would be dropped; the page scrolls a larger drawing inside its widget instead.
 * @param {ChartView} view
 * @param {{width: number}} [room] that the widget has
 * @returns {{width: number, height: number}} px
 */
export function leastSize(view, room = { width: 480 }) {
  const largest = 8000;
  if (view.trellis?.length) return { width: 0, height: Math.min(largest, trellisHeight(view, room)) };
  const standing = ['vbar', 'stackvbar', 'time-bar', 'combo', 'time-combo', 'waterfall', 'stackwaterfall', 'vdot'].includes(view.chart);
  const lying = ['hbar', 'stackhbar', 'pyramid', 'stackpyramid', 'hdot', 'comet', 'flatgauge', 'bullet', 'rating'].includes(view.chart);
  if (view.chart === 'heatmap' || view.chart === 'matrix') return { width: 0, height: cellsHeight(view) };
  if (view.chart === 'calheatmap') return { width: 0, height: calendarHeight(view) };
  if (!standing && !lying) return { width: 0, height: hasPanels(view) ? view.measures.length * 84 : 0 };
  const { categories, series } = matrix(view);
  const panelled = hasPanels(view);
  const bars = view.chart.startsWith('stack') || panelled || !['hbar', 'vbar', 'time-bar'].includes(view.chart) ? 1 : series.length;
  const least = view.chart.startsWith('time') ? 3 : 18;
  const one = lying ? Math.max(20, bars * 12 + 6) : Math.max(least, bars * (least / 2 + 1) + least / 3);
  const axis = (lying ? view.axes.measure.show : true) ? 48 : 12;
  const length = Math.min(largest, categories.length * one + axis);
  return lying ? { width: 0, height: length } : { width: length, height: panelled ? view.measures.length * 84 : 0 };
}
