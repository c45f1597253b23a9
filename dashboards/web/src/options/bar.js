/** Bars and columns, grouped or stacked. */

import { compactNumber } from '../format.js';
import { categoryAxis, plot, takenAcross, takenBeside, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { matrix, normalized } from './matrix.js';
import { lineValues, timeMarks, valueLines } from './reference.js';
import { extent, longestOf, signedRoot } from './scale.js';
import { settingsOf } from './settings.js';
import { stackTotals, stackedRange } from './stack.js';
import { inks } from './theme.js';
import { bandColor, valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Series} Series */
/** @typedef {import('./matrix.js').Matrix} Matrix */

/**
 * @typedef {{
 *   lying: boolean, stacked: boolean, last: boolean, color: string, scale: number, axis: number,
 *   shape: (value: number) => number, writer: ((value: number) => string) | null, each: number, room: number,
 * }} Form how the bars of a series are drawn; `scale` is px a unit where a label must fit its bar, 0 where it stands outside;
 *   `each` is the px that a label inside a bar may be wide, `room` the width of the plot
 */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function barOption(view, drawing) {
  const settings = settingsOf(view);
  const lying = view.chart.endsWith('hbar');
  const stacked = view.chart.startsWith('stack');
  const absolute = stacked ? matrix(view) : withTotal(matrix(view), settings.total);
  const drawn = stacked && view.normalize ? normalized(absolute) : absolute;
  const colors = seriesColors(view, drawing, absolute.series);
  const box = legend(
    view,
    drawing,
    drawn.series.map((one) => one.name),
  );
  const dual = settings.axisMode === 'dual' && !stacked && drawn.series.length === 2 && view.split.length === 0;
  const shape = view.axes.measure.root && !stacked ? signedRoot : (/** @type {number} */ value) => value;
  const taken = lying ? takenBeside(box.margins, drawing, drawn.categories) : takenAcross(box.margins, dual);
  const { category, values } = barAxes(view, drawing, drawn, { lying, stacked, dual, shape, taken });
  const each = ((drawing.width - taken) / Math.max(1, drawn.categories.length)) * 0.72;
  const margins = { ...box.margins };
  const outside = view.showValues && (!stacked || settings.total.stack !== 'none');
  if (outside && lying) margins.right += 28;
  if (!lying && (outside || settings.lines.length > 0)) margins.top += 14;
  if (lying && settings.lines.length > 0) margins.top += 16;
  const scale = stacked ? stackScale(drawn, drawing, lying) : 0;
  return {
    ...frame(view, drawing),
    grid: plot(margins),
    legend: box.legend,
    xAxis: lying ? values : category,
    yAxis: lying ? category : values,
    tooltip: barTooltip(drawing, drawn, absolute),
    series: [
      ...drawn.series.map((one, at) => ({
        ...bars(view, drawing, one, {
          lying,
          stacked,
          last: at === drawn.series.length - 1,
          color: colors[at],
          scale,
          axis: dual ? at : 0,
          shape,
          each: lying ? Infinity : Math.min(36, each),
          room: drawing.width - taken,
          writer:
            view.normalize && stacked ? (value) => compactNumber(value, '0%') : valueWriter(view, one.measure.format, sumOf(one)),
        }),
        markLine: barLines(view, drawing, drawn, { lying, dual, shape }, at),
      })),
      ...stackTotals(view, drawing, absolute, lying),
    ],
  };
}

/**
 * The category axis, and one or two of numbers.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Matrix} drawn
 * @param {{lying: boolean, stacked: boolean, dual: boolean, shape: (value: number) => number, taken: number}} form
 */
function barAxes(view, drawing, drawn, { lying, stacked, dual, shape, taken }) {
  const category = categoryAxis(view, drawing, drawn.categories, lying, taken);
  const beside = lying ? taken : 0;
  const range = stacked ? stackedRange(drawn) : extent(drawn.series.flatMap((one) => one.points.map((point) => point?.value)));
  const first = valueAxis(view, drawing, drawn.series[0]?.measure.format ?? null, !lying, {
    range,
    include: lineValues(view, 1).map(shape),
    taken: beside,
  });
  if (!dual) return { category, values: first };
  const own = (/** @type {Series} */ one) => extent(one.points.map((point) => point?.value));
  const named = drawn.series.map((one, at) => {
    const axis = (at ? view.axes.second : view.axes.measure) ?? view.axes.measure;
    const titled = { ...axis, title: axis.title ?? one.name };
    return valueAxis(view, drawing, one.measure.format, !lying, {
      axis: titled,
      range: own(one),
      include: lineValues(view, at + 1),
      taken: beside,
    });
  });
  return {
    category,
    values: [named[0], { ...named[1], position: lying ? 'top' : 'right', splitLine: { show: false }, alignTicks: true }],
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Matrix} drawn
 * @param {{lying: boolean, dual: boolean, shape: (value: number) => number}} form
 * @param {number} at of the series
 */
function barLines(view, drawing, drawn, { lying, dual, shape }, at) {
  if (at > (dual ? 1 : 0)) return undefined;
  const place = {
    axis: at + 1,
    direction: /** @type {'xAxis' | 'yAxis'} */ (lying ? 'xAxis' : 'yAxis'),
    format: drawn.series[at].measure.format,
    shape,
  };
  const across = valueLines(view, drawing, place);
  const along = at === 0 && !lying ? timeMarks(view, drawing, drawn).lines : [];
  if (along.length === 0) return across;
  return { silent: true, symbol: 'none', animation: false, ...across, data: [...(across?.data ?? []), ...along] };
}

/**
 * @param {Drawing} drawing
 * @param {Matrix} drawn
 * @param {Matrix} absolute the same before it became shares
 */
export function barTooltip(drawing, drawn, absolute) {
  return {
    ...tooltip(drawing),
    trigger: 'item',
    formatter: (/** @type {any} */ mark) => {
      const one = absolute.series[mark.seriesIndex];
      if (!one) return '';
      const part = drawn.series[mark.seriesIndex].points[mark.dataIndex]?.value;
      const share = drawn === absolute ? '' : ` (${valueText(part, { ...one.measure, format: '0.0%' })})`;
      const text = valueText(one.points[mark.dataIndex]?.value, one.measure) + share;
      return tooltipText(drawn.categories[mark.dataIndex], [{ marker: mark.marker, name: one.name, value: text }]);
    },
  };
}

/**
 * With a last category that sums the others.
 * @param {Matrix} whole
 * @param {import('../wire.d.ts').ChartSettings['total']} total
 * @returns {Matrix}
 */
function withTotal(whole, total) {
  if (total.bar !== 'sum') return whole;
  const series = whole.series.map((one) => ({ ...one, points: [...one.points, { value: sumOf(one), row: -1 }] }));
  return { categories: [...whole.categories, total.label], keys: [...(whole.keys ?? whole.categories), total.label], series };
}

/** @param {Series} one */
function sumOf(one) {
  return one.points.reduce((sum, point) => sum + (point?.value ?? 0), 0);
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Series} one
 * @param {Form} form
 * @returns {Record<string, any>}
 */
export function bars(view, drawing, one, form) {
  const { lying, stacked, last, color, axis, shape } = form;
  const opaque = opacity(view, drawing);
  const ink = inks(drawing.scheme);
  const round = lying ? [0, 3, 3, 0] : [3, 3, 0, 0];
  const mark = (/** @type {import('./matrix.js').Point | null} */ point) => {
    if (!point || point.value === null) return { value: '-', ...(point && point.row >= 0 ? { row: point.row } : {}) };
    const faded = fade(point.row < 0 ? 1 : opaque(point.row));
    const band = bandColor(view, point.value, point.row);
    const own = band ? { itemStyle: { ...faded.itemStyle, color: band } } : {};
    return { value: shape(point.value), ...(point.row < 0 ? {} : { row: point.row }), ...faded, ...own };
  };
  return {
    type: 'bar',
    name: one.name,
    stack: stacked ? 'all' : undefined,
    color,
    ...(axis ? (lying ? { xAxisIndex: axis } : { yAxisIndex: axis }) : {}),
    cursor: view.selectable ? 'pointer' : 'default',
    barMaxWidth: 36,
    barMinHeight: stacked ? 0 : 1,
    barCategoryGap: '28%',
    barGap: '10%',
    itemStyle: {
      borderRadius: stacked && !last ? 0 : round,
      ...(stacked ? { borderColor: drawing.surface ?? ink.surface, borderWidth: 0.5 } : {}),
    },
    emphasis: { itemStyle: { shadowBlur: 0 }, focus: 'none' },
    label: valueLabel(view, drawing, one, stacked ? 'inside' : lying ? 'right' : 'top', form),
    labelLayout: { hideOverlap: true },
    data: one.points.map(mark),
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Series} one
 * @param {string} position
 * @param {Form} form
 */
function valueLabel(view, drawing, one, position, { scale, writer, each, room: width }) {
  if (!view.showValues || !writer || (position === 'top' && !fitsAbove(one, width, writer))) return { show: false };
  return {
    show: true,
    position,
    fontSize: 11,
    ...(position === 'inside' ? {} : { color: inks(drawing.scheme).muted }),
    formatter: (/** @type {any} */ mark) => {
      const value = one.points[mark.dataIndex]?.value;
      if (typeof value !== 'number') return '';
      const text = writer(value);
      const room = view.chart.endsWith('hbar') ? text.length * 7 + 6 : 16;
      return scale > 0 && (Math.abs(value) * scale < room || text.length * 6 > each) ? '' : text;
    },
  };
}

/**
 * True when the labels over bars are not wider than a category: of labels side by side some would be dropped, at random.
 * @param {Series} one
 * @param {number} width px of the plot
 * @param {(value: number) => string} writer
 */
function fitsAbove(one, width, writer) {
  const texts = one.points.map((point) => (point?.value == null ? '' : writer(point.value)));
  const widest = longestOf(texts) * 6.4;
  return widest < width / Math.max(1, one.points.length);
}

/**
 * About how many px a unit of the value axis takes: the plot has roughly this part of the drawing.
 * @param {Matrix} drawn
 * @param {Drawing} drawing
 * @param {boolean} lying
 */
function stackScale(drawn, drawing, lying) {
  const [low, high] = stackedRange(drawn) ?? [0, 0];
  const length = lying ? drawing.width * 0.5 : drawing.height * 0.7;
  return length / Math.max(high - Math.min(0, low), Number.MIN_VALUE);
}
