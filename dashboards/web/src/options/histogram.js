/** Histograms: how many rows have a measure within each of several equal steps. */

import { compactNumber, counted, numberFormat } from '../format.js';
import { categoryAxis, plot, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { frame, tooltip, tooltipText } from './frame.js';
import { findColumn } from './matrix.js';
import { extent, roundScale } from './scale.js';
import { inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function histogramOption(view, drawing) {
  const { at, column } = findColumn(view, view.measures[0] ?? '');
  const values = view.rows.flatMap((cells) => (typeof cells[at] === 'number' ? [Number(cells[at])] : []));
  const steps = stepsOf(values);
  const [color] = seriesColors({ ...view, split: [] }, drawing, [{ name: '', blank: false }]);
  const short = (/** @type {number} */ value) => compactNumber(value, column.format);
  const named = {
    ...view,
    chart: 'vbar',
    axes: {
      ...view.axes,
      dimension: { ...view.axes.dimension, title: column.label || column.name },
      measure: { ...view.axes.measure, title: null },
    },
  };
  return {
    ...frame(view, drawing),
    legend: { show: false },
    grid: plot({ left: 4, right: 12, top: 18, bottom: 4 }),
    xAxis: categoryAxis(
      named,
      drawing,
      steps.map((step) => `${short(step.from)} – ${short(step.to)}`),
      false,
    ),
    yAxis: valueAxis(named, drawing, '#,##0', true),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => tooltipText(mark.name, [{ name: column.label, value: counted(mark.value, 'row') }]),
    },
    series: [
      {
        type: 'bar',
        name: column.label,
        color,
        barCategoryGap: '4%',
        label: {
          show: view.showValues,
          position: 'top',
          fontSize: 11,
          color: inks(drawing.scheme).muted,
          formatter: (/** @type {any} */ mark) => (mark.value ? numberFormat('#,##0')(mark.value) : ''),
        },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: 'none' },
        data: steps.map((step) => step.count),
      },
    ],
  };
}

/**
 * Equal steps at round numbers, about as many as Sturges' rule says.
 * @param {number[]} values
 */
function stepsOf(values) {
  const reach = extent(values);
  if (!reach) return [];
  const wanted = Math.max(4, Math.min(30, Math.ceil(Math.log2(values.length) + 1)));
  const { min, max, interval } = roundScale(reach[0], reach[1], wanted);
  const count = Math.max(1, Math.round((max - min) / interval));
  const steps = Array.from({ length: count }, (_, n) => ({ from: min + n * interval, to: min + (n + 1) * interval, count: 0 }));
  for (const value of values) steps[Math.min(count - 1, Math.max(0, Math.floor((value - min) / interval)))].count += 1;
  return steps;
}
