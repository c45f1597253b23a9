/** Pyramids: two measures, or two members, that lie back to back along one axis of groups. */

import { compactNumber } from '../format.js';
import { compose } from './compose.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, matrix } from './matrix.js';
import { extent, roundScale } from './scale.js';
import { settingsOf } from './settings.js';
import { stackedRange } from './stack.js';
import { FONT, inks } from './theme.js';
import { valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Matrix} Matrix */
/** @typedef {import('./matrix.js').Series} Series */
const VALUE = 52; // px for the values at the ends of bars

/** @typedef {{title: string, series: Series[], colors: string[]}} Side */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function pyramidOption(view, drawing) {
  const whole = matrix({ ...view, measures: view.measures.slice(0, 2) });
  const sides = sidesOf(view, drawing, whole);
  const stacked = sides.some((side) => side.series.length > 1);
  const box = legend(view, drawing, stacked ? [...new Set(sides.flatMap((side) => side.series.map((one) => one.name)))] : []);
  const { left, top } = box.margins;
  const room = { width: drawing.width - left - box.margins.right, height: drawing.height - top - box.margins.bottom };
  const longest = Math.max(0, ...whole.categories.map((category) => category.length)) * 6.6 + 16;
  const middle = view.axes.dimension.show ? Math.min(longest, room.width / 3) : 8;
  const half = (room.width - middle) / 2;
  const scales = scalesOf(sides, whole, view.showValues ? half : Infinity);
  const cells = sides.map((side, at) => ({
    option: sideOption(view, drawing, {
      side,
      at,
      middle,
      scale: scales[at],
      categories: whole.categories,
      both: sides.length > 1,
      width: half,
    }),
    at:
      sides.length > 1
        ? { left: left + (at ? half : 0), top, width: at ? half + middle : half, height: room.height }
        : { left, top, width: room.width, height: room.height },
    rows: null,
  }));
  return compose({ ...frame(view, drawing), legend: box.legend }, cells, drawing);
}

/**
 * Left and right: two measures, or where there is one, the two members that a group has.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Matrix} whole
 * @returns {Side[]}
 */
function sidesOf(view, drawing, whole) {
  const { left, right } = settingsOf(view).colors;
  const defaults = seriesColors({ ...view, split: [] }, drawing, [
    { name: 'left', blank: false },
    { name: 'right', blank: false },
  ]);
  const single = [left ?? defaults[0], right ?? defaults[1]];
  const measures = [...new Set(whole.series.map((one) => one.measure.name))];
  if (view.split.length === 0)
    return whole.series.slice(0, 2).map((one, at) => ({ title: one.name, series: [one], colors: [single[at]] }));
  if (measures.length < 2 && whole.series.length === 2) {
    return whole.series.map((one, at) => ({ title: one.name, series: [one], colors: [single[at]] }));
  }
  return measures.map((measure) => {
    const series = whole.series.filter((one) => one.measure.name === measure);
    const named = series.map((one) => ({ ...one, name: one.name.replace(` · ${one.measure.label || one.measure.name}`, '') }));
    return {
      title: findColumn(view, measure).column.label || measure,
      series: named,
      colors: seriesColors(view, drawing, named),
    };
  });
}

/**
 * One scale for both sides, unless they are of different kinds or one would be nothing on the other's.
 * @param {Side[]} sides
 * @param {Matrix} whole
 * @param {number} width px of a side
 */
function scalesOf(sides, whole, width) {
  const longer = width === Infinity ? 1 : Math.min(2, width / Math.max(1, width - VALUE));

  const ranges = sides.map((side) => stackedRange({ categories: whole.categories, series: side.series }) ?? [0, 1]);
  const scale = (/** @type {number[]} */ values) => {
    const [low, high] = extent(values) ?? [0, 1];
    return roundScale(Math.min(0, low), high * longer, 3);
  };
  const alike = new Set(sides.map((side) => side.series[0]?.measure.format)).size < 2;
  const highest = ranges.map((range) => Math.max(range[1], Number.MIN_VALUE));
  const shared = alike && Math.max(...highest) < Math.min(...highest) * 50;
  return ranges.map((range) => scale(shared ? ranges.flat() : range));
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {{side: Side, at: number, middle: number, scale: {min: number, max: number, interval: number}, categories: string[], both: boolean, width: number}} form
 */
function sideOption(view, drawing, { side, at, middle, scale, categories, both, width }) {
  const ink = inks(drawing.scheme);
  const leftward = both && at === 0;
  const opaque = opacity(view, drawing);
  const bearer = !leftward;
  const format = side.series[0]?.measure.format ?? null;
  const writer = view.showValues ? valueWriter(view, format) : null;
  return {
    grid: { left: bearer ? middle : 6, right: bearer ? 10 : 0, top: 22, bottom: view.axes.measure.show ? 22 : 6 },
    xAxis: {
      type: 'value',
      inverse: leftward,
      ...scale,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: view.axes.measure.show, lineStyle: { color: ink.grid } },
      axisLabel: {
        show: view.axes.measure.show,
        color: ink.muted,
        fontSize: 11,
        fontFamily: FONT,
        hideOverlap: true,
        formatter: (/** @type {number} */ value) => compactNumber(value, format),
      },
      name: side.title,
      nameLocation: 'middle',
      nameGap: 0,
      nameTextStyle: { opacity: 0 },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      position: leftward ? 'right' : 'left',
      data: categories,
      axisLine: { show: true, lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: {
        show: bearer && view.axes.dimension.show,
        color: ink.muted,
        fontSize: 12,
        fontFamily: FONT,
        align: 'center',
        margin: middle / 2,
        width: Math.max(20, middle - 10),
        overflow: 'truncate',
        ellipsis: '…',
        interval: 0,
      },
    },
    graphic: [
      {
        type: 'text',
        silent: true,
        x: bearer ? middle + 2 : width - 2,
        y: 2,
        style: {
          text: side.title,
          fill: ink.text,
          font: `600 12px ${FONT}`,
          align: bearer ? 'left' : 'right',
          width: width - 8,
          overflow: 'truncate',
          ellipsis: '…',
        },
      },
    ],
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const one = side.series[mark.seriesIndex];
        const value = valueText(one?.points[mark.dataIndex]?.value, one?.measure);
        return tooltipText(categories[mark.dataIndex], [
          { marker: mark.marker, name: side.series.length > 1 ? one.name : side.title, value },
        ]);
      },
    },
    series: side.series.map((one, n) => ({
      type: 'bar',
      name: one.name,
      stack: side.series.length > 1 ? `side ${at}` : undefined,
      color: side.colors[n],
      cursor: view.selectable ? 'pointer' : 'default',
      barMaxWidth: 30,
      barCategoryGap: '22%',
      itemStyle: { borderRadius: side.series.length > 1 ? 0 : leftward ? [3, 0, 0, 3] : [0, 3, 3, 0] },
      emphasis: { focus: 'none' },
      label: {
        show: writer !== null && side.series.length === 1,
        position: leftward ? 'left' : 'right',
        fontSize: 11,
        color: ink.muted,
        formatter: (/** @type {any} */ mark) => (writer && typeof mark.value === 'number' ? writer(mark.value) : ''),
      },
      data: one.points.map((point) =>
        point ? { value: point.value ?? '-', row: point.row, ...fade(opaque(point.row)) } : { value: '-' },
      ),
    })),
  };
}
