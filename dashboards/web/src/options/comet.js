/** Comets: from one measure to another, with a tail that says where each came from. */

import { categoryAxis, plot, valueAxis } from './axes.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, label, labeller } from './matrix.js';
import { gradient } from './linear_gauge.js';
import { extent } from './scale.js';
import { settingsOf } from './settings.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/** @type {Record<'light' | 'dark', {up: string, down: string}>} */
const COLORS = { light: { up: '#2f6bd8', down: '#dd6f2f' }, dark: { up: '#6ea2ff', down: '#ffb347' } };

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function cometOption(view, drawing) {
  const [from, to] = view.measures.slice(0, 2).map((name) => findColumn(view, name));
  const { positive, negative } = settingsOf(view).colors;
  const own = COLORS[drawing.scheme];
  const colors = { up: positive ?? own.up, down: negative ?? own.down };
  const box = legend({ ...view, legend: { ...view.legend, show: false } }, drawing, []);
  const opaque = opacity(view, drawing);
  const rows = view.rows.flatMap((cells, row) => {
    const [start, end] = [cells[from.at], cells[to.at]];
    return typeof start === 'number' && typeof end === 'number' ? [{ cells, row, start, end }] : [];
  });
  const reach = extent(rows.flatMap((one) => [one.start, one.end]));
  const name = `${from.column.label} → ${to.column.label}`;
  const axes = { ...view.axes.measure, title: view.axes.measure.show ? (view.axes.measure.title ?? name) : null };
  return {
    ...frame(view, drawing),
    legend: box.legend,
    grid: plot({ ...box.margins, right: box.margins.right + 10 }),
    xAxis: { ...valueAxis(view, drawing, to.column.format, false, { axis: axes, range: reach }), scale: view.showZero === false },
    yAxis: categoryAxis(
      view,
      drawing,
      rows.map(({ cells }) => labeller(view, view.dimensions)(cells)),
      true,
    ),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const one = rows[mark.data?.at ?? -1];
        if (!one) return '';
        const lines = [
          [from, one.start],
          [to, one.end],
        ].map(([column, value]) => ({
          name: /** @type {any} */ (column).column.label,
          value: valueText(/** @type {number} */ (value), /** @type {any} */ (column).column),
        }));
        return tooltipText(label(view, one.cells, view.dimensions), lines);
      },
    },
    series: [
      {
        type: 'lines',
        name,
        coordinateSystem: 'cartesian2d',
        polyline: false,
        silent: true,
        data: rows.map((one, at) => {
          const color = one.end < one.start ? colors.down : colors.up;
          const tail = gradient('rgba(128,128,128,0.12)', color);
          return {
            coords: [
              [one.start, at],
              [one.end, at],
            ],
            at,
            lineStyle: {
              color: one.end < one.start ? gradient(color, 'rgba(128,128,128,0.12)') : tail,
              width: 8,
              cap: 'round',
              opacity: opaque(one.row),
            },
          };
        }),
      },
      {
        type: 'scatter',
        name: to.column.label,
        symbolSize: 13,
        cursor: view.selectable ? 'pointer' : 'default',
        emphasis: { focus: 'none' },
        data: rows.map((one, at) => {
          const faded = fade(opaque(one.row));
          return {
            value: [one.end, at],
            at,
            row: one.row,
            ...faded,
            itemStyle: { ...faded.itemStyle, color: one.end < one.start ? colors.down : colors.up },
          };
        }),
      },
    ],
  };
}
