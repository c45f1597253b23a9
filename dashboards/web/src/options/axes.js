/** Axes of bar and line charts. */

import { compactNumber, numberFormat } from '../format.js';
import { isTimeAxis } from './matrix.js';
import { longestOf, roundScale, signedRoot, signedSquare } from './scale.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/** The part of a drawing that labels of categories may take. */
const LABELS = 1 / 3;

/** About how many px an axis of numbers takes beside the plot. */
const NUMBERS = 52;

/** An axis of numbers below this many px has labels at its ends only. */
const NARROW = 150;

const SLANT = 40; // degrees
const SLANT_RISE = Math.sin((SLANT * Math.PI) / 180);

/**
 * The axis of the categories. Long labels end in an ellipsis; the tooltip has them whole.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {string[]} categories
 * @param {boolean} upright true for the axis of lying bars
 * @param {number} [taken] px of the width that the plot does not have
 */
export function categoryAxis(view, drawing, categories, upright, taken = NUMBERS) {
  const ink = inks(drawing.scheme);
  const across = (drawing.width - taken) / Math.max(1, categories.length);
  const room = upright ? drawing.lead ?? Math.min(180, drawing.width * LABELS) : across;
  const longest = longestOf(categories) * 6.6;
  const skips = !upright && (isTimeAxis(view) || across < 9);
  const slanted = !upright && !skips && longest > room - 6 && room < 90;
  const width = slanted ? Math.min(84, (drawing.height * LABELS) / SLANT_RISE) : Math.max(36, room - (upright ? 0 : 8));
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
      margin: upright ? 8 : 10,
      ...(skips ? {} : { width, overflow: 'truncate', ellipsis: '…' }),
      rotate: slanted ? SLANT : 0,
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
 * @param {{axis?: import('../wire.d.ts').Axis, range?: [number, number] | null, include?: number[], taken?: number}} [more] whose
 *   axis it is, what is drawn on it, values that must be on it as well, and px of the length that the plot does not have
 */
export function valueAxis(view, drawing, format, upright, { axis = view.axes.measure, range = null, include = [], taken = 0 } = {}) {
  const ink = inks(drawing.scheme);
  const length = (upright ? drawing.height : drawing.width) - taken;
  return {
    type: 'value',
    ...title(axis, drawing, upright),
    ...(view.normalize ? { min: 0, max: 1 } : limits(view, axis, range, include, upright ? Infinity : length)),
    // Bars say by their length how large something is, so theirs begin at zero whatever is set.
    scale: startsAtWill(view),
    splitNumber: Math.max(length < 110 && !upright ? 1 : 2, Math.min(5, Math.floor(length / (upright ? 48 : 90)))),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: axis.show, lineStyle: { color: ink.grid } },
    axisLabel: {
      show: axis.show,
      color: ink.muted,
      fontSize: 11,
      fontFamily: FONT,
      hideOverlap: true,
      formatter: (/** @type {number} */ value) =>
        view.normalize ? numberFormat('0%')(value) : compactNumber(axis.root ? signedSquare(value) : value, format),
    },
  };
}

/**
 * The limits of an axis of numbers: those that the dashboard says, else round ones where something besides the marks
 * must be on it, else none, and the chart chooses.
 * @param {ChartView} view
 * @param {import('../wire.d.ts').Axis} axis
 * @param {[number, number] | null} range
 * @param {number[]} include
 * @param {number} length px that it has for its labels
 */
function limits(view, axis, range, include, length) {
  const shape = axis.root ? signedRoot : (/** @type {number} */ value) => value;
  const [low, high] = (axis.domain ?? []).map((value) => (value === null ? null : shape(value)));
  const said = { ...(low === null || low === undefined ? {} : { min: low }), ...(high === null || high === undefined ? {} : { max: high }) };
  const outside = range && include.some((value) => value < Math.min(0, range[0]) || value > Math.max(0, range[1]));
  const narrow = range !== null && length < NARROW;
  if ((!outside && !narrow) || axis.root || !range) return said;
  const all = [...range, ...include, ...(startsAtWill(view) ? [] : [0])];
  const { min, max } = roundScale(Math.min(...all), Math.max(...all), narrow ? 2 : 4);
  return { min, max, ...(narrow && Object.keys(said).length === 0 ? { interval: max - min } : {}), ...said };
}

/**
 * True when the axis may begin where the numbers do: for lines and single areas, if the dashboard says so.
 * @param {ChartView} view
 */
function startsAtWill(view) {
  const stacked = view.normalize || (view.fill && view.split.length > 0);
  return view.showZero === false && !stacked && ['line', 'time'].includes(view.chart);
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
 * px of the width that the plot of upright marks does not have: legend and axes of numbers.
 * @param {{left: number, right: number}} margins
 * @param {boolean} [dual]
 */
export function takenAcross(margins, dual = false) {
  return margins.left + margins.right + NUMBERS * (dual ? 2 : 1);
}

/**
 * px of the width that the plot of lying marks does not have: legend and names.
 * @param {{left: number, right: number}} margins
 * @param {Drawing} drawing
 * @param {string[]} categories
 */
export function takenBeside(margins, drawing, categories) {
  const longest = longestOf(categories) * 6.6;
  return margins.left + margins.right + (drawing.lead ?? Math.min(180, drawing.width * LABELS, longest + 12));
}

/**
 * The rectangle of the plot, shrunk so that labels and axis titles stay inside the canvas.
 * @param {{left: number, right: number, top: number, bottom: number}} margins
 */
export function plot(margins) {
  return { ...margins, outerBoundsMode: 'same', outerBoundsContain: 'all' };
}
