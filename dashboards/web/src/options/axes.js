/** Axes of bar and line charts. */

import { compactNumber } from '../format.js';
import { isTimeAxis } from './matrix.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * The axis of the categories. Long labels end in an ellipsis; the tooltip has them whole.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {string[]} categories
 * @param {boolean} upright true for the axis of lying bars
 */
export function categoryAxis(view, drawing, categories, upright) {
  const ink = inks(drawing.scheme);
  const room = upright ? Math.min(180, drawing.width * 0.34) : drawing.width / Math.max(1, categories.length);
  const longest = Math.max(0, ...categories.map((category) => category.length)) * 6.6;
  const skips = !upright && isTimeAxis(view);
  const slanted = !upright && !skips && longest > room - 6 && room < 64;
  return {
    type: 'category',
    data: categories,
    inverse: upright,
    ...title(view.axes.dimension, drawing, upright),
    axisTick: { show: false },
    axisLine: { show: view.axes.dimension.show, lineStyle: { color: ink.line } },
    axisLabel: {
      show: view.axes.dimension.show,
      color: ink.muted,
      fontSize: 12,
      fontFamily: FONT,
      margin: 8,
      ...(skips ? {} : { width: slanted ? 84 : Math.max(36, room - (upright ? 0 : 8)), overflow: 'truncate', ellipsis: '…' }),
      rotate: slanted ? 40 : 0,
      interval: skips ? 'auto' : 0,
      hideOverlap: skips,
    },
  };
}

/**
 * The axis of the numbers.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {string | null} format of the first measure
 * @param {boolean} upright
 */
export function valueAxis(view, drawing, format, upright) {
  const ink = inks(drawing.scheme);
  const length = upright ? drawing.height : drawing.width;
  return {
    type: 'value',
    ...title(view.axes.measure, drawing, upright),
    ...(view.normalize ? { min: 0, max: 1 } : {}),
    splitNumber: Math.max(2, Math.min(5, Math.floor(length / (upright ? 48 : 90)))),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: view.axes.measure.show, lineStyle: { color: ink.grid } },
    axisLabel: {
      show: view.axes.measure.show,
      color: ink.muted,
      fontSize: 11,
      fontFamily: FONT,
      hideOverlap: true,
      formatter: (/** @type {number} */ value) => (view.normalize ? `${Math.round(value * 100)}%` : compactNumber(value, format)),
    },
  };
}

/**
 * @param {{show: boolean, title: string | null}} axis
 * @param {Drawing} drawing
 * @param {boolean} upright
 */
function title(axis, drawing, upright) {
  if (!axis.show || !axis.title) return {};
  return {
    name: axis.title,
    nameLocation: 'middle',
    nameGap: upright ? 40 : 26,
    nameTextStyle: { color: inks(drawing.scheme).muted, fontSize: 11, fontFamily: FONT },
  };
}

/**
 * The rectangle of the plot, shrunk so that labels and axis titles stay inside the canvas.
 * @param {{left: number, right: number, top: number, bottom: number}} margins
 */
export function plot(margins) {
  return { ...margins, outerBoundsMode: 'same', outerBoundsContain: 'all' };
}
