/**
 * From a chart's view to the option that ECharts draws. Pure: the same module serves the page and engines without one.
 *
 * `Drawing` is what a view does not know: size in px, scheme, the colours that members already have, and perhaps the
 * colour of the surface on which it stands.
 */

import { barOption } from './options/bar.js';
import { lineOption } from './options/line.js';
import { pieOption } from './options/pie.js';
import { matrix } from './options/matrix.js';

/** @typedef {import('./wire.d.ts').ChartView} ChartView */
/** @typedef {import('./palette.js').Palette} Palette */
/** @typedef {{width: number, height: number, scheme: 'light' | 'dark', palette: Palette, keys: string[], surface?: string | null}} Drawing */
/** @typedef {Record<string, any>} Option */

/** @type {Map<string, (view: ChartView, drawing: Drawing) => Option>} */
const BUILDERS = new Map([
  ['hbar', barOption],
  ['vbar', barOption],
  ['stackhbar', barOption],
  ['stackvbar', barOption],
  ['line', lineOption],
  ['time', lineOption],
  ['pie', pieOption],
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
  return build(view, drawing);
}

/**
 * The size below which labels would be dropped; the page scrolls a larger drawing inside its widget instead.
 * @param {ChartView} view
 * @returns {{width: number, height: number}} px
 */
export function leastSize(view) {
  const largest = 8000;
  if (!['hbar', 'vbar', 'stackhbar', 'stackvbar'].includes(view.chart)) return { width: 0, height: 0 };
  const { categories, series } = matrix(view);
  const bars = view.chart.startsWith('stack') ? 1 : series.length;
  const lying = view.chart.endsWith('hbar');
  const one = lying ? Math.max(20, bars * 12 + 6) : Math.max(18, bars * 10 + 6);
  const axis = (lying ? view.axes.measure.show : true) ? 48 : 12;
  const length = Math.min(largest, categories.length * one + axis);
  return lying ? { width: 0, height: length } : { width: length, height: 0 };
}
