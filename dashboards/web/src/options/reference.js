/** Lines across a chart: values to compare with, and moments on an axis of time. */

import { numberFormat } from '../format.js';
import { settingsOf } from './settings.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * The values of the lines on one axis of measures, which has to be long enough for them.
 * @param {ChartView} view
 * @param {number} axis 1 or 2
 */
export function lineValues(view, axis) {
  return settingsOf(view)
    .lines.filter((line) => line.axis === axis)
    .map((line) => line.value);
}

/**
 * The lines of one axis, as the first series on it carries them.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {{axis: number, direction: 'xAxis' | 'yAxis', format: string | null, shape?: (value: number) => number, inverse?: boolean}} place
 * @returns {Record<string, any> | undefined}
 */
export function valueLines(view, drawing, { axis, direction, format, shape = (value) => value, inverse = true }) {
  const lines = settingsOf(view).lines.filter((line) => line.axis === axis);
  if (lines.length === 0) return undefined;
  const ink = inks(drawing.scheme);
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: lines.map((line) => ({
      [direction]: shape(line.value),
      lineStyle: { color: line.color ?? ink.muted, width: 1.5, type: 'dashed' },
      label: {
        formatter: line.label || numberFormat(format)(line.value),
        color: ink.text,
        fontSize: 11,
        fontFamily: FONT,
        // Categories run downward, so a line across lying marks starts at the top.
        position: direction === 'yAxis' ? 'insideEndTop' : inverse ? 'start' : 'end',
        rotate: 0,
        distance: direction === 'yAxis' ? [4, 3] : 4,
      },
    })),
  };
}

const MOMENT = /^(\d{4})(?:[-/~]+(?:Q(\d)|W(\d+)|(\d{1,2})))?(?:[-/~]+(\d{1,2}))?/;

/**
 * The start of a period, as a number that grows with time; NaN for what is no period.
 * @param {string} text such as `2026-03`, `2026/3/1`, `2026-Q2`, `2026-W05`
 */
function startOf(text) {
  const matched = MOMENT.exec(text);
  if (!matched) return NaN;
  const [, year, quarter, week, month, day] = matched;
  if (week) return Number(year) * 372 + (Number(week) - 1) * 7;
  return Number(year) * 372 + ((quarter ? Number(quarter) * 3 - 2 : Number(month ?? 1)) - 1) * 31 + Number(day ?? 1) - 1;
}

/**
 * Where a moment is among the categories of an axis of time.
 * @param {string[]} categories ascending
 * @param {string} moment
 */
export function placeOf(categories, moment) {
  const start = startOf(moment);
  const found = categories.findLastIndex((category) => startOf(category) <= start);
  return found >= 0 ? found : null;
}

/**
 * The moments of an axis of time: lines, and the part after a forecast's begin shaded.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {import('./matrix.js').Matrix} drawn
 * @returns {{lines: Record<string, any>[], area: Record<string, any> | undefined}}
 */
export function timeMarks(view, drawing, { categories, keys = categories }) {
  const ink = inks(drawing.scheme);
  const lines = [];
  let area;
  for (const { time, label, color, forecast } of settingsOf(view).times) {
    const at = placeOf(keys, time);
    if (at === null) continue;
    lines.push({
      xAxis: at,
      lineStyle: { color: color ?? ink.muted, width: 1.5, type: 'dashed' },
      label: {
        formatter: label || categories[at],
        color: ink.text,
        fontSize: 11,
        fontFamily: FONT,
        position: 'insideEndTop',
        rotate: 0,
      },
    });
    if (forecast) {
      area = {
        silent: true,
        itemStyle: { color: color ?? ink.muted, opacity: 0.07 },
        data: [[{ xAxis: at }, { xAxis: categories.length - 1 }]],
      };
    }
  }
  return { lines, area };
}
