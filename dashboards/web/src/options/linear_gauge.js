/** Flat gauges and bullets: bars on a track, over the bands of their range, with a mark at the target. */

import { compactNumber } from '../format.js';
import { bandAt, bandsOf, entriesOf, rangeOf } from './entries.js';
import { fade, frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { valueLines } from './reference.js';
import { settingsOf } from './settings.js';
import { percent, valueWriter } from './values.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./entries.js').Entry} Entry */
/** @typedef {import('./entries.js').Range} Range */

const LABELS = 1 / 3;

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function linearGaugeOption(view, drawing) {
  const entries = entriesOf(view);
  const range = rangeOf(view, entries);
  const several = entries.length > 1;
  const names = several
    ? Math.min(150, drawing.width * LABELS, Math.max(...entries.map((one) => one.name.length)) * 6.6 + 12)
    : 0;
  const format = entries[0]?.measure.format ?? null;
  const lines = settingsOf(view).lines.length > 0;
  // A gauge alone in a high widget stands in its middle, with its scale near.
  const idle = Math.max(0, drawing.height - entries.length * 96 - (lines ? 20 : 6));
  const room = (drawing.height - idle - 24) / Math.max(1, entries.length);
  const thick = Math.max(6, Math.min(28, (room - 24) * 0.5));
  const values = entries.map((one) => one.value ?? 0);
  return {
    ...frame(view, drawing),
    grid: { left: 10 + names, right: 16, top: idle / 2 + (lines ? 20 : 6), bottom: idle / 2 + 24 },
    legend: { show: false },
    xAxis: {
      ...rangeAxis(view, range, drawing, format),
      min: Math.min(range.min, ...values.map((value) => Math.min(value, range.min))),
    },
    yAxis: entryAxis(drawing, entries, several ? names - 10 : null),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => entryTooltip(entries[mark.dataIndex], range),
    },
    series: [
      {
        ...valueBars(view, drawing, entries, range, thick, room),
        markLine: valueLines(view, drawing, { axis: 1, direction: 'xAxis', format }),
      },
      ...bandBars(view, drawing, entries, range),
      ...targets(drawing, entries, thick),
    ],
  };
}

/**
 * The names of entries, one below the other.
 * @param {Drawing} drawing
 * @param {Entry[]} entries
 * @param {number | null} width px for a name; null where none is shown
 */
export function entryAxis(drawing, entries, width) {
  return {
    type: 'category',
    inverse: true,
    data: entries.map((one) => one.name),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      show: width !== null,
      color: inks(drawing.scheme).muted,
      fontSize: 12,
      fontFamily: FONT,
      width: Math.max(20, width ?? 0),
      overflow: 'truncate',
      ellipsis: '…',
    },
  };
}

/**
 * What a gauge tells under the pointer.
 * @param {Entry | undefined} one
 * @param {Range} range
 */
export function entryTooltip(one, range) {
  if (!one) return '';
  const lines = [{ name: one.measure.label || one.measure.name, value: valueText(one.value, one.measure) }];
  if (one.target !== null) lines.push({ name: 'Target', value: valueText(one.target, one.measure) });
  lines.push({ name: 'Range', value: `${valueText(range.min, one.measure)} – ${valueText(range.max, one.measure)}` });
  return tooltipText(one.name, lines);
}

/**
 * @param {ChartView} view
 * @param {Range} range
 * @param {Drawing} drawing
 * @param {string | null} format
 */
function rangeAxis(view, range, drawing, format) {
  const said = settingsOf(view).range;
  const marks = [
    range.min,
    ...(said?.medium == null ? [] : [range.medium]),
    ...(said?.high == null ? [] : [range.high]),
    range.max,
  ];
  return {
    type: 'value',
    min: range.min,
    max: range.max,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      customValues: [...new Set(marks)],
      color: inks(drawing.scheme).muted,
      fontSize: 11,
      fontFamily: FONT,
      hideOverlap: true,
      alignMinLabel: 'left',
      alignMaxLabel: 'right',
      formatter: (/** @type {number} */ value) => compactNumber(value, format),
    },
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Entry[]} entries
 * @param {Range} range
 * @param {number} thick px
 * @param {number} room px that an entry has
 */
function valueBars(view, drawing, entries, range, thick, room) {
  const ink = inks(drawing.scheme);
  const bands = bandsOf(view, drawing.scheme);
  const opaque = opacity(view, drawing);
  const writer = valueWriter(view, entries[0]?.measure.format ?? null, range.max);
  return {
    type: 'bar',
    name: view.title,
    barWidth: thick,
    barGap: '12%',
    cursor: view.selectable ? 'pointer' : 'default',
    showBackground: true,
    backgroundStyle: { color: ink.grid, borderRadius: 4 },
    itemStyle: { borderRadius: 4 },
    emphasis: { focus: 'none' },
    label: {
      show: writer !== null && room > 40,
      position: [0, -16],
      color: ink.text,
      fontSize: 13,
      fontWeight: 600,
      fontFamily: FONT,
      formatter: (/** @type {any} */ mark) => {
        const value = entries[mark.dataIndex]?.value;
        if (value === null || value === undefined || !writer) return '–';
        return view.settings?.valueType === 'percent' ? percent(range.max ? value / range.max : 0) : writer(value);
      },
    },
    data: entries.map((one) => {
      const band = bands[bandAt(range, one.value ?? range.min)];
      const faded = fade(opaque(one.row));
      const value = one.value === null ? null : Math.min(range.max, Math.max(range.min, one.value));
      return {
        value: value ?? '-',
        row: one.row,
        ...faded,
        itemStyle: { ...faded.itemStyle, color: gradient(band.from, band.to) },
      };
    }),
  };
}

/**
 * @param {string} from
 * @param {string} to
 * @param {boolean} [upright]
 */
export function gradient(from, to, upright = false) {
  if (from === to) return from;
  return {
    type: 'linear',
    x: 0,
    y: 0,
    x2: upright ? 0 : 1,
    y2: upright ? 1 : 0,
    colorStops: [
      { offset: 0, color: from },
      { offset: 1, color: to },
    ],
  };
}

/**
 * A thin strip that shows the bands of the range.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Entry[]} entries
 * @param {Range} range
 */
function bandBars(view, drawing, entries, range) {
  const limits = [range.min, range.medium, range.high, range.max];
  return bandsOf(view, drawing.scheme).map((band, at) => ({
    type: 'bar',
    name: band.label,
    stack: 'bands',
    barWidth: 3,
    silent: true,
    animation: false,
    tooltip: { show: false },
    color: gradient(band.from, band.to),
    itemStyle: { opacity: 0.75 },
    data: entries.map(() => (at === 0 ? limits[1] : limits[at + 1] - limits[at])),
  }));
}

/**
 * @param {Drawing} drawing
 * @param {Entry[]} entries
 * @param {number} thick
 */
function targets(drawing, entries, thick) {
  if (entries.every((one) => one.target === null)) return [];
  return [
    {
      type: 'scatter',
      name: 'Target',
      silent: true,
      symbol: 'rect',
      symbolSize: [3, thick + 8],
      symbolOffset: [0, -2],
      color: inks(drawing.scheme).text,
      z: 5,
      data: entries.map((one, at) => [one.target ?? '-', at]),
    },
  ];
}
