/** Gauges with a needle over the bands of their range. */

import { compactNumber } from '../format.js';
import { bandAt, bandsOf, entriesOf, partOf, rangeOf, spread } from './entries.js';
import { frame, tooltip } from './frame.js';
import { entryTooltip } from './linear_gauge.js';
import { settingsOf } from './settings.js';
import { FONT, inks } from './theme.js';
import { percent, valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function gaugeOption(view, drawing) {
  const entries = entriesOf(view);
  const range = rangeOf(view, entries);
  const places = spread(entries.length, { left: 4, top: 4, width: drawing.width - 8, height: drawing.height - 8 });
  return {
    ...frame(view, drawing),
    legend: { show: false },
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => entryTooltip(entries[mark.seriesIndex], range),
    },
    series: entries.map((one, at) => needle(view, drawing, one, range, places[at], entries.length > 1)),
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {import('./entries.js').Entry} one
 * @param {import('./entries.js').Range} range
 * @param {{left: number, top: number, width: number, height: number}} place
 * @param {boolean} titled
 */
function needle(view, drawing, one, range, place, titled) {
  const settings = settingsOf(view);
  const ink = inks(drawing.scheme);
  const bands = bandsOf(view, drawing.scheme);
  const half = settings.angle / 2;
  const named = !titled && settings.showLabel && one.value !== null;
  // A gauge of half a circle needs little room below its centre.
  const below = Math.max(0.32, -Math.cos((half * Math.PI) / 180));
  const radius = Math.max(20, Math.min(place.width / 2 - 16, (place.height - (titled || named ? 32 : 14)) / (1 + below)));
  const width = Math.max(6, Math.min(22, radius * 0.16));
  const band = bands[bandAt(range, one.value ?? range.min)];
  return {
    type: 'gauge',
    name: one.name,
    center: [place.left + place.width / 2, place.top + 8 + radius],
    radius,
    startAngle: 90 + half,
    endAngle: 90 - half,
    min: range.min,
    max: range.max,
    splitNumber: 1,
    cursor: view.selectable ? 'pointer' : 'default',
    axisLine: {
      lineStyle: {
        width,
        color: [
          [partOf(range, range.medium), bands[0].from],
          [partOf(range, range.high), bands[1].from],
          [1, bands[2].from],
        ],
      },
    },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      show: settings.showRange && radius > 50,
      distance: width + 4,
      color: ink.muted,
      fontSize: 11,
      fontFamily: FONT,
      formatter: (/** @type {number} */ value) => compactNumber(value, one.measure.format),
    },
    pointer: { show: one.value !== null, length: '62%', width: Math.max(3, radius * 0.05), itemStyle: { color: ink.text } },
    anchor: { show: true, size: Math.max(6, radius * 0.12), itemStyle: { color: ink.text, borderWidth: 0 } },
    title: {
      show: titled || named,
      offsetCenter: [
        0,
        titled ? radius * below + 16 : Math.max(radius * 0.32, radius * below * 0.62) + Math.max(20, radius * 0.17),
      ],
      color: ink.muted,
      fontSize: 12,
      fontFamily: FONT,
      width: place.width - 8,
      overflow: 'truncate',
    },
    detail: {
      show: settings.showValue || settings.showPercentage,
      offsetCenter: [0, Math.max(radius * 0.32, radius * below * 0.62)],
      color: ink.text,
      fontSize: Math.max(12, Math.min(24, radius * 0.24)),
      fontWeight: 600,
      fontFamily: FONT,
      formatter: detail(view, one, range),
    },
    data: [
      {
        value: Math.min(range.max, Math.max(range.min, one.value ?? range.min)),
        name: titled ? one.name : band.label,
        row: one.row,
      },
    ],
  };
}

/**
 * @param {ChartView} view
 * @param {import('./entries.js').Entry} one
 * @param {import('./entries.js').Range} range
 */
function detail(view, one, range) {
  const { showValue, showPercentage } = settingsOf(view);
  if (one.value === null) return '–';
  const writer = valueWriter(view, one.measure.format, range.max) ?? ((value) => compactNumber(value, one.measure.format));
  const parts = [showValue ? writer(one.value) : '', showPercentage ? percent(partOf(range, one.value), 0) : ''].filter(Boolean);
  return parts.length > 1 ? `${parts[0]} (${parts[1]})` : (parts[0] ?? '');
}
