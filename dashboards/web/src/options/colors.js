/** The colours of a chart's series and slices. */

import { BLANK, colorAt } from '../palette.js';
import { findColumn } from './matrix.js';

/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {{name: string, blank: boolean}} Member `blank` where the field is empty */

/**
 * The colours of the members of fields: those that the dataset says; of the others each keeps its own all over the dashboard.
 * @param {import('../wire.d.ts').ChartView} view
 * @param {Drawing} drawing
 * @param {string[]} columns whose members they are
 * @param {Member[]} members
 * @returns {string[]}
 */
export function memberColors(view, { palette, scheme }, columns, members) {
  const key = columns.join('~~~');
  const said = columns.length === 1 ? saidColors(findColumn(view, columns[0]).column) : undefined;
  palette.learn(key, members.filter((one) => !one.blank && !said?.[one.name]).map((one) => one.name));
  return members.map((one) => (one.blank ? BLANK[scheme] : said?.[one.name] ?? palette.color(key, one.name, scheme)));
}

/**
 * The colours of series: of members where the chart is split by a field, else by place, so that a chart of one measure
 * has the first colour everywhere.
 * @param {import('../wire.d.ts').ChartView} view
 * @param {Drawing} drawing
 * @param {Member[]} series
 */
export function seriesColors(view, drawing, series) {
  if (view.split.length > 0) return memberColors(view, drawing, view.split, series);
  return series.map((_, at) => colorAt(at, drawing.scheme));
}

/**
 * The colours that the dataset says, by what people read in the place of the values.
 * @param {import('../wire.d.ts').Column} column
 * @returns {Record<string, string> | undefined}
 */
function saidColors({ colors, labels }) {
  if (!colors || !labels) return colors;
  return Object.fromEntries(Object.entries(colors).map(([value, color]) => [labels[value] ?? value, color]));
}
