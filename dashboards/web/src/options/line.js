/** Lines and areas, over categories or time. */

import { categoryAxis, plot, takenAcross, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, matrix, normalized } from './matrix.js';
import { forecastBand } from './band.js';
import { lineValues, timeMarks, valueLines } from './reference.js';
import { extent, signedRoot } from './scale.js';
import { settingsOf } from './settings.js';
import { stackedRange } from './stack.js';
import { inks } from './theme.js';
import { valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Series} Series */
/** @typedef {import('./matrix.js').Matrix} Matrix */

/** px a point that a symbol needs; where there is less, symbols come up only under the pointer. */
const SYMBOL_ROOM = 12;

/** More points than these are drawn by a sample that keeps the line's shape, and are no marks of their own. */
const MANY = 3000;

/**
 * @param {ChartView} whole
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function lineOption(whole, drawing) {
  const view = withoutBounds(whole);
  const absolute = matrix(view);
  const drawn = view.normalize ? normalized(absolute) : absolute;
  const colors = seriesColors(view, drawing, absolute.series);
  const box = legend(
    view,
    drawing,
    drawn.series.map((one) => one.name),
  );
  const dual = settingsOf(view).axisMode === 'dual' && view.measures.length === 2 && !isStacked(view);
  const axisOf = (/** @type {Series} */ one) => (dual && one.measure.name === view.measures[1] ? 1 : 0);
  const shape = view.axes.measure.root && !isStacked(view) ? signedRoot : (/** @type {number} */ value) => value;
  const band = forecastBand(whole, drawing, drawn, colors);
  const values = lineAxes(view, drawing, drawn, { dual, shape, band: band.range });
  const series = drawn.series.map((one, at) => line(view, drawing, one, { color: colors[at], axis: axisOf(one), shape }));
  const marked = markedAxes(view, drawing, drawn, axisOf, shape);
  return {
    ...frame(view, drawing),
    grid: plot({ ...box.margins, top: box.margins.top + (marked.some(Boolean) ? 14 : 4), right: box.margins.right + 4 }),
    legend: box.legend,
    xAxis: {
      ...categoryAxis(view, drawing, drawn.categories, false, takenAcross(box.margins, dual)),
      boundaryGap: drawn.categories.length < 3,
    },
    yAxis: dual ? values : values[0],
    tooltip: lineTooltip(drawing, absolute),
    series: [...series.map((one, at) => ({ ...one, ...marked[at] })), ...band.series],
  };
}

/**
 * A chart without the bounds of its forecast, which are no lines.
 * @param {ChartView} view
 * @returns {ChartView}
 */
function withoutBounds(view) {
  const { band } = settingsOf(view);
  if (!band) return view;
  const measures = view.measures.filter((name) => name === band.measure || (name !== band.low && name !== band.high));
  return { ...view, measures: measures.length > 0 ? measures : view.measures };
}

/** @param {ChartView} view */
function isStacked(view) {
  return view.normalize || (view.fill && view.split.length > 0);
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Matrix} drawn
 * @param {{dual: boolean, shape: (value: number) => number, band: [number, number] | null}} form
 */
function lineAxes(view, drawing, drawn, { dual, shape, band }) {
  const valuesOf = (/** @type {Series[]} */ series) => series.flatMap((one) => one.points.map((point) => point?.value));
  const axes = dual ? view.measures : [null];
  return axes.map((measure, at) => {
    const series = measure === null ? drawn.series : drawn.series.filter((one) => one.measure.name === measure);
    const written = (at ? view.axes.second : view.axes.measure) ?? view.axes.measure;
    const axis = dual ? { ...written, title: written.title ?? findColumn(view, measure ?? '').column.label } : written;
    const range = isStacked(view) ? stackedRange(drawn) : extent(valuesOf(series));
    const include = [...lineValues(view, at + 1).map(shape), ...(at === 0 && band ? band : [])];
    const made = valueAxis(view, drawing, series[0]?.measure.format ?? null, true, { axis, range, include });
    return at ? { ...made, position: 'right', splitLine: { show: false }, alignTicks: true } : made;
  });
}

/**
 * The marks of each series: lines across, moments and forecasts, each carried once.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Matrix} drawn
 * @param {(one: Series) => number} axisOf
 * @param {(value: number) => number} shape
 * @returns {(Record<string, any> | undefined)[]}
 */
function markedAxes(view, drawing, drawn, axisOf, shape) {
  const moments = timeMarks(view, drawing, drawn);
  return drawn.series.map((one, at) => {
    const axis = axisOf(one);
    if (drawn.series.findIndex((other) => axisOf(other) === axis) !== at) return undefined;
    const across = valueLines(view, drawing, { axis: axis + 1, direction: 'yAxis', format: one.measure.format, shape });
    const lines = [...(across?.data ?? []), ...(at === 0 ? moments.lines : [])];
    if (lines.length === 0) return undefined;
    return {
      markLine: { silent: true, symbol: 'none', animation: false, data: lines },
      ...(at === 0 && moments.area ? { markArea: moments.area } : {}),
    };
  });
}

/**
 * @param {Drawing} drawing
 * @param {Matrix} absolute
 */
export function lineTooltip(drawing, absolute) {
  const ink = inks(drawing.scheme);
  return {
    ...tooltip(drawing),
    trigger: 'axis',
    axisPointer: { type: 'line', lineStyle: { color: ink.line, type: 'solid' }, label: { show: false } },
    formatter: (/** @type {any[]} */ marks) => {
      const known = marks.filter((mark) => absolute.series[mark.seriesIndex]);
      const lines = known.map((mark) => {
        const one = absolute.series[mark.seriesIndex];
        return { marker: mark.marker, name: one.name, value: valueText(one.points[mark.dataIndex]?.value, one.measure) };
      });
      return tooltipText(absolute.categories[marks[0]?.dataIndex ?? 0] ?? '', lines);
    },
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Series} one
 * @param {{color: string, axis: number, shape: (value: number) => number, values?: boolean}} form `values` shows labels whatever
 *   the chart says of lines
 * @returns {Record<string, any>}
 */
export function line(view, drawing, one, { color, axis, shape, values = showsValues(view) }) {
  const { showPoints, missing, dashed } = settingsOf(view);
  const stacked = isStacked(view);
  const faded = view.selected.length > 0;
  const roomy = one.points.length < 3 || one.points.length * SYMBOL_ROOM <= drawing.width;
  const writer = valueWriter(view, one.measure.format, 0);
  return {
    type: 'line',
    name: one.name,
    color,
    stack: stacked ? 'all' : undefined,
    ...(axis ? { yAxisIndex: axis } : {}),
    cursor: view.selectable ? 'pointer' : 'default',
    symbol: 'circle',
    symbolSize: 7,
    showSymbol: roomy && (showPoints || isLonely(one)),
    showAllSymbol: true,
    connectNulls: missing !== 'disconnect',
    ...(one.points.length > MANY ? { sampling: 'lttb', animation: false } : {}),
    lineStyle: { width: 2, opacity: faded ? 0.4 : 1, ...(dashed.includes(one.measure.name) ? { type: 'dashed' } : {}) },
    areaStyle: view.fill ? { opacity: faded ? 0.08 : stacked ? 0.55 : 0.14 } : undefined,
    emphasis: { focus: 'none', scale: 1.4 },
    label: {
      show: values && writer !== null && one.points.length <= 24,
      position: 'top',
      fontSize: 11,
      color: inks(drawing.scheme).muted,
      formatter: (/** @type {any} */ mark) => {
        const value = one.points[mark.dataIndex]?.value;
        return typeof value === 'number' && writer ? writer(value) : '';
      },
    },
    labelLayout: { hideOverlap: true },
    data: dataOf(view, drawing, one, shape),
  };
}

/**
 * True where points have their values beside them: a dashboard has to ask for it, since lines are full of points.
 * @param {ChartView} view
 */
function showsValues(view) {
  return view.showValues && (view.settings === undefined || settingsOf(view).valueType !== null);
}

/**
 * True where a line would have points with nothing to join them to, which only a symbol shows.
 * @param {Series} one
 */
function isLonely(one) {
  const there = (/** @type {number} */ at) => (one.points[at]?.value ?? null) !== null;
  return one.points.some((_, at) => there(at) && !there(at - 1) && !there(at + 1));
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Series} one
 * @param {(value: number) => number} shape
 */
function dataOf(view, drawing, one, shape) {
  if (one.points.length > MANY) return one.points.map((point) => (point?.value == null ? '-' : shape(point.value)));
  const opaque = opacity(view, drawing);
  return one.points.map((point) => {
    if (!point) return { value: '-' };
    return { value: point.value === null ? '-' : shape(point.value), row: point.row, ...fade(opaque(point.row)) };
  });
}
