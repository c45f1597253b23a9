/** The colours of a chart's series and slices. */

import { BLANK, colorAt } from '../palette.js';

/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {{name: string, blank: boolean}} Member `blank` where the field is empty */

/**
 * The colours of the members of a field: each keeps its own all over the dashboard.
 * @param {Drawing} drawing
 * @param {string} column whose members they are
 * @param {Member[]} members
 * @returns {string[]}
 */
export function memberColors({ palette, scheme }, column, members) {
  palette.learn(column, members.filter((one) => !one.blank).map((one) => one.name));
  return members.map((one) => (one.blank ? BLANK[scheme] : palette.color(column, one.name, scheme)));
}

/**
 * The colours of series: of members where the chart is split by a field, else by place, so that a chart of one measure
 * has the first colour everywhere.
 * @param {import('../wire.d.ts').ChartView} view
 * @param {Drawing} drawing
 * @param {Member[]} series
 */
export function seriesColors(view, drawing, series) {
  if (view.split.length > 0) return memberColors(drawing, view.split.join('~~~'), series);
  return series.map((_, at) => colorAt(at, drawing.scheme));
}
