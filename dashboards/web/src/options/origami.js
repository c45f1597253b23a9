/** Origami: a folded peak for each group, as high as its value. */

import { compactNumber } from '../format.js';
import { categoryAxis, plot, valueAxis } from './axes.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { partsOf } from './parts.js';
import { percent, valueWriter } from './values.js';
import { inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

const PEAK = 'path://M0,10 L5,0 L10,10 Z';

/** The part of its place by which a peak lies over its neighbours. */
const OVERLAP = 0.25;

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function origamiOption(view, drawing) {
  const { parts, measure, total } = partsOf(view, drawing);
  const box = legend({ ...view, legend: { ...view.legend, show: false } }, drawing, []);
  const opaque = opacity(view, drawing);
  const writer = valueWriter(view, measure.format, total) ?? ((value) => compactNumber(value, measure.format));
  const over = Math.ceil((drawing.width / Math.max(1, parts.length)) * OVERLAP * 0.5); // what the outermost peaks reach beyond their place
  const bare = { ...view, axes: { ...view.axes, measure: { show: false, title: null } } };
  return {
    ...frame(view, drawing),
    legend: box.legend,
    grid: plot({ ...box.margins, left: box.margins.left + over, right: box.margins.right + over, top: box.margins.top + 18 }),
    xAxis: categoryAxis(
      { ...bare, chart: 'vbar' },
      drawing,
      parts.map((part) => part.name),
      false,
    ),
    yAxis: valueAxis(bare, drawing, measure.format, true),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) =>
        tooltipText(mark.name, [
          { name: measure.label, value: `${valueText(mark.value, measure)} (${percent(total ? mark.value / total : 0, 1)})` },
        ]),
    },
    series: [
      {
        type: 'pictorialBar',
        name: measure.label,
        symbol: PEAK,
        barCategoryGap: `${-100 * OVERLAP}%`,
        cursor: view.selectable ? 'pointer' : 'default',
        label: {
          show: true,
          position: 'top',
          fontSize: 11,
          color: inks(drawing.scheme).muted,
          formatter: (/** @type {any} */ mark) => writer(mark.value),
        },
        labelLayout: { hideOverlap: true },
        data: parts.map((part) => {
          const faded = fade(opaque(part.row));
          return {
            value: part.value,
            row: part.row,
            ...faded,
            itemStyle: { ...faded.itemStyle, color: part.color, opacity: faded.itemStyle.opacity * 0.82 },
          };
        }),
      },
    ],
  };
}
