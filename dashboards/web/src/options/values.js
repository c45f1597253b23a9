/** The texts of values on marks, and colours by value. */

import { compactNumber, numberFormat } from '../format.js';
import { luminance, parseColor } from '../color.js';
import { settingsOf } from './settings.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').ValueType} ValueType */

/**
 * What writes the values of marks: short, whole, or as a share; none where the chart shows no values.
 * @param {ChartView} view
 * @param {string | null} format of the measure
 * @param {number} [total] of which shares are taken
 * @param {ValueType} [type]
 * @returns {((value: number) => string) | null}
 */
export function valueWriter(view, format, total = 0, type = settingsOf(view).valueType) {
  const { decimals } = settingsOf(view);
  if (type === 'none') return null;
  if (type === 'number') return numberFormat(format);
  if (type === 'percent') return (value) => percent(total ? value / total : 0, decimals);
  return (value) => compactNumber(value, format, decimals);
}

/**
 * @param {number} share
 * @param {number} [digits]
 */
export function percent(share, digits = -1) {
  return numberFormat(digits < 0 ? '0.#%' : digits === 0 ? '0%' : `0.${'0'.repeat(Math.min(4, digits))}%`)(share);
}

/**
 * The colour of the band in which a value lies, else that which conditional formatting gives its row, else null.
 * @param {ChartView} view
 * @param {number | null | undefined} value
 * @param {number} [row] below zero for a mark of several rows
 * @returns {string | null}
 */
export function bandColor(view, value, row = -1) {
  const { bins } = settingsOf(view);
  if (value === null || value === undefined) return null;
  if (!bins) return view.paints?.[row] ?? null;
  return bins.bands[value < bins.low ? 0 : value < bins.high ? 1 : 2]?.color ?? null;
}

/** @type {Record<'light' | 'dark', [string, string]>} */
const RAMPS = { light: ['#deeafb', '#1f5bbf'], dark: ['#22364f', '#8fc1ff'] };

/**
 * The colours from the lowest to the highest value.
 * @param {ChartView} view
 * @param {'light' | 'dark'} scheme
 * @returns {[string, string]}
 */
export function ramp(view, scheme) {
  const { lowColor, highColor } = settingsOf(view);
  return [lowColor ?? RAMPS[scheme][0], highColor ?? RAMPS[scheme][1]];
}

/**
 * A text on two lines, broken between words; what is too long even so ends in an ellipsis.
 * @param {string} text
 * @param {number} characters on a line
 */
export function onTwoLines(text, characters) {
  const cut = (/** @type {string} */ line) =>
    line.length > characters ? `${line.slice(0, Math.max(1, characters - 1))}…` : line;
  if (text.length <= characters) return text;
  const space = text.lastIndexOf(' ', characters);
  return space < 0 ? cut(text) : `${text.slice(0, space)}\n${cut(text.slice(space + 1))}`;
}

/**
 * The ink that can be read on a colour.
 * @param {string} color
 */
export function inkOn(color) {
  return luminance(parseColor(color) ?? { r: 1, g: 1, b: 1, a: 1 }) < 0.36 ? '#ffffff' : '#1c2128';
}

/**
 * A colour between two.
 * @param {string} low
 * @param {string} high
 * @param {number} part 0 to 1
 */
export function blend(low, high, part) {
  const from = parseColor(low);
  const to = parseColor(high);
  if (!from || !to) return part < 0.5 ? low : high;
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => Math.round((a + (b - a) * part) * 255);
  return `rgb(${mix(from.r, to.r)}, ${mix(from.g, to.g)}, ${mix(from.b, to.b)})`;
}
