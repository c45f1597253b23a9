/** Dots along an axis of groups: several members or measures on one line, perhaps as large as a second measure. */

import { categoryAxis, plot, takenAcross, takenBeside, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, label, matrix } from './matrix.js';
import { lineValues, valueLines } from './reference.js';
import { radiusOf } from './scatter.js';
import { extent } from './scale.js';
import { inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function dotOption(view, drawing) {
  const lying = view.chart === 'hdot';
  const sized = view.roles?.size?.[0] ?? null;
  const plotted = view.roles?.y?.[0] ?? view.measures[0] ?? '';
  const drawn = matrix({ ...view, measures: sized === null ? view.measures : [plotted] });
  const colors = seriesColors(view, drawing, drawn.series);
  const box = legend(
    view,
    drawing,
    drawn.series.map((one) => one.name),
  );
  const size = sized === null ? null : findColumn(view, sized);
  const radius = radiusOf(view, size?.at ?? -1);
  const category = categoryAxis({ ...view, chart: 'vbar' }, drawing, drawn.categories, lying, takenAcross(box.margins));
  const ink = inks(drawing.scheme);
  const grided = { ...category, splitLine: { show: true, lineStyle: { color: ink.grid } } };
  const reach = extent(drawn.series.flatMap((one) => one.points.map((point) => point?.value)));
  const values = valueAxis(view, drawing, drawn.series[0]?.measure.format ?? null, !lying, {
    range: reach,
    include: lineValues(view, 1),
    taken: lying ? takenBeside(box.margins, drawing, drawn.categories) : 0,
  });
  const free = { ...values, scale: view.showZero === false, splitLine: { show: false } };
  const opaque = opacity(view, drawing);
  return {
    ...frame(view, drawing),
    grid: plot({ ...box.margins, top: box.margins.top + 6, right: box.margins.right + 8 }),
    legend: box.legend,
    xAxis: lying ? free : grided,
    yAxis: lying ? grided : free,
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const one = drawn.series[mark.seriesIndex];
        const cells = view.rows[mark.data?.row];
        if (!one || !cells) return '';
        const lines = [{ marker: mark.marker, name: one.name, value: valueText(mark.data.value[lying ? 0 : 1], one.measure) }];
        if (size && size.column.name !== plotted)
          lines.push({
            marker: '',
            name: size.column.label,
            value: valueText(/** @type {number} */ (cells[size.at]), size.column),
          });
        return tooltipText(label(view, cells, view.dimensions), lines);
      },
    },
    series: drawn.series.map((one, at) => ({
      type: 'scatter',
      name: one.name,
      color: colors[at],
      cursor: view.selectable ? 'pointer' : 'default',
      emphasis: { focus: 'none', scale: 1.2 },
      itemStyle: { opacity: 0.85 },
      markLine:
        at === 0
          ? valueLines(view, drawing, { axis: 1, direction: lying ? 'xAxis' : 'yAxis', format: one.measure.format })
          : undefined,
      data: one.points.flatMap((point, place) => {
        if (!point || point.value === null) return [];
        const cell = size ? view.rows[point.row][size.at] : null;
        return [
          {
            value: lying ? [point.value, place] : [place, point.value],
            row: point.row,
            symbolSize: size ? radius(Number(cell ?? 0)) : 11,
            ...(opaque(point.row) < 1 ? fade(opaque(point.row)) : {}),
          },
        ];
      }),
    })),
  };
}
