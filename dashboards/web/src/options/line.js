/** Lines and areas, over categories or time. */

import { compactNumber } from '../format.js';
import { categoryAxis, plot, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { matrix, normalized } from './matrix.js';
import { inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('./matrix.js').Series} Series */

/** px a point that a symbol needs; where there is less, symbols come up only under the pointer. */
const SYMBOL_ROOM = 12;

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function lineOption(view, drawing) {
  const absolute = matrix(view);
  const drawn = view.normalize ? normalized(absolute) : absolute;
  const colors = seriesColors(view, drawing, absolute.series);
  const box = legend(view, drawing, drawn.series.map((one) => one.name));
  const ink = inks(drawing.scheme);
  return {
    ...frame(view, drawing),
    grid: plot({ ...box.margins, top: box.margins.top + 4, right: box.margins.right + 4 }),
    legend: box.legend,
    xAxis: { ...categoryAxis(view, drawing, drawn.categories, false), boundaryGap: drawn.categories.length < 3 },
    yAxis: valueAxis(view, drawing, drawn.series[0]?.measure.format ?? null, true),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: ink.line, type: 'solid' }, label: { show: false } },
      formatter: (/** @type {any[]} */ marks) => {
        const lines = marks.map((mark) => {
          const one = absolute.series[mark.seriesIndex];
          return { marker: mark.marker, name: one.name, value: valueText(one.points[mark.dataIndex]?.value, one.measure) };
        });
        return tooltipText(drawn.categories[marks[0]?.dataIndex ?? 0] ?? '', lines);
      },
    },
    series: drawn.series.map((one, at) => line(view, drawing, one, colors[at])),
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Series} one
 * @param {string} color
 */
function line(view, drawing, one, color) {
  const opaque = opacity(view, drawing);
  const stacked = view.normalize || (view.fill && view.split.length > 0);
  const faded = view.selected.length > 0;
  return {
    type: 'line',
    name: one.name,
    color,
    stack: stacked ? 'all' : undefined,
    cursor: view.selectable ? 'pointer' : 'default',
    symbol: 'circle',
    symbolSize: 7,
    showSymbol: one.points.length < 3 || one.points.length * SYMBOL_ROOM <= drawing.width,
    showAllSymbol: true,
    connectNulls: false,
    lineStyle: { width: 2, opacity: faded ? 0.4 : 1 },
    areaStyle: view.fill ? { opacity: faded ? 0.08 : stacked ? 0.55 : 0.14 } : undefined,
    emphasis: { focus: 'none', scale: 1.4 },
    label: {
      show: view.showValues && one.points.length <= 24,
      position: 'top',
      fontSize: 11,
      color: inks(drawing.scheme).muted,
      formatter: (/** @type {any} */ mark) =>
        typeof mark.value === 'number' ? compactNumber(mark.value, one.measure.format) : '',
    },
    labelLayout: { hideOverlap: true },
    data: one.points.map((point) =>
      point ? { value: point.value ?? '-', row: point.row, ...fade(opaque(point.row)) } : { value: '-' },
    ),
  };
}
