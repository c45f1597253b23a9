/** Bars and columns, grouped or stacked. */

import { compactNumber } from '../format.js';
import { categoryAxis, plot, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { matrix, normalized } from './matrix.js';
import { inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Series} Series */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function barOption(view, drawing) {
  const lying = view.chart.endsWith('hbar');
  const stacked = view.chart.startsWith('stack');
  const absolute = matrix(view);
  const drawn = stacked && view.normalize ? normalized(absolute) : absolute;
  const colors = seriesColors(view, drawing, absolute.series);
  const box = legend(view, drawing, drawn.series.map((one) => one.name));
  const category = categoryAxis(view, drawing, drawn.categories, lying);
  const value = valueAxis(view, drawing, drawn.series[0]?.measure.format ?? null, !lying);
  const outside = view.showValues && !stacked;
  const margins = { ...box.margins };
  if (outside && lying) margins.right += 28;
  if (outside && !lying) margins.top += 14;
  return {
    ...frame(view, drawing),
    grid: plot(margins),
    legend: box.legend,
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const one = absolute.series[mark.seriesIndex];
        const share = drawn === absolute ? '' : ` (${valueText(mark.value, { ...one.measure, format: '0.0%' })})`;
        const text = valueText(one.points[mark.dataIndex]?.value, one.measure) + share;
        return tooltipText(drawn.categories[mark.dataIndex], [{ marker: mark.marker, name: one.name, value: text }]);
      },
    },
    series: drawn.series.map((one, at) => {
      const form = { lying, stacked, last: at === drawn.series.length - 1, color: colors[at], scale: stacked ? stackScale(drawn, drawing, lying) : 0 };
      return bars(view, drawing, one, form);
    }),
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Series} one
 * @param {{lying: boolean, stacked: boolean, last: boolean, color: string, scale: number}} form
 */
function bars(view, drawing, one, { lying, stacked, last, color, scale }) {
  const opaque = opacity(view, drawing);
  const ink = inks(drawing.scheme);
  const round = lying ? [0, 3, 3, 0] : [3, 3, 0, 0];
  return {
    type: 'bar',
    name: one.name,
    stack: stacked ? 'all' : undefined,
    color,
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
    label: valueLabel(view, drawing, one, stacked ? 'inside' : lying ? 'right' : 'top', scale),
    labelLayout: { hideOverlap: true },
    data: one.points.map((point) =>
      point ? { value: point.value ?? '-', row: point.row, ...fade(opaque(point.row)) } : { value: '-' },
    ),
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Series} one
 * @param {string} position
 * @param {number} scale px a unit, where a label must fit its bar; 0 where it stands outside
 */
function valueLabel(view, drawing, one, position, scale) {
  if (!view.showValues || (position === 'top' && !fitsAbove(one, drawing))) return { show: false };
  return {
    show: true,
    position,
    fontSize: 11,
    ...(position === 'inside' ? {} : { color: inks(drawing.scheme).muted }),
    formatter: (/** @type {any} */ mark) => {
      if (typeof mark.value !== 'number') return '';
      const text = compactNumber(mark.value, one.measure.format);
      const room = view.chart.endsWith('hbar') ? text.length * 7 + 6 : 16;
      return scale > 0 && Math.abs(mark.value) * scale < room ? '' : text;
    },
  };
}

/**
 * True when the labels over bars are not wider than a category: of labels side by side some would be dropped, at random.
 * @param {Series} one
 * @param {Drawing} drawing
 */
function fitsAbove(one, drawing) {
  const texts = one.points.map((point) => (point?.value == null ? '' : compactNumber(point.value, one.measure.format)));
  const widest = Math.max(0, ...texts.map((text) => text.length)) * 6.4;
  return widest < (drawing.width * 0.9) / Math.max(1, one.points.length);
}

/**
 * About how many px a unit of the value axis takes: the plot has roughly this part of the drawing.
 * @param {import('./matrix.js').Matrix} drawn
 * @param {Drawing} drawing
 * @param {boolean} lying
 */
function stackScale(drawn, drawing, lying) {
  const sums = drawn.categories.map((_, at) => drawn.series.reduce((sum, one) => sum + Math.abs(one.points[at]?.value ?? 0), 0));
  const length = lying ? drawing.width * 0.5 : drawing.height * 0.7;
  return length / Math.max(...sums, Number.MIN_VALUE);
}
