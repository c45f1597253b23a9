/** Heat maps and matrices: a cell for each pair of members, shaded by a measure, and in a matrix as large as another. */

import { categoryAxis, plot } from './axes.js';
import { fade, frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, labeller } from './matrix.js';
import { shadeKey, shadesOf } from './shades.js';
import { FONT, inks } from './theme.js';
import { inkOn, valueWriter } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/**
 * The height in px at which each row of cells has its name.
 * @param {ChartView} view
 */
export function cellsHeight(view) {
  const along = labeller(view, view.roles?.y ?? view.dimensions.slice(1));
  return Math.min(8000, new Set(view.rows.map(along)).size * 18 + 92);
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function heatmapOption(view, drawing) {
  const names = { x: view.roles?.x ?? view.dimensions.slice(0, 1), y: view.roles?.y ?? view.dimensions.slice(1) };
  const color = findColumn(view, view.roles?.color?.[0] ?? view.measures[0] ?? '');
  const sized = view.roles?.size?.[0];
  const size = sized && view.chart === 'matrix' ? findColumn(view, sized) : color;
  const text = { x: labeller(view, names.x), y: labeller(view, names.y) };
  const across = [...new Set(view.rows.map(text.x))];
  const along = [...new Set(view.rows.map(text.y))];
  const number = (/** @type {unknown} */ cell) => (typeof cell === 'number' ? cell : null);
  const shades = shadesOf(
    view,
    drawing,
    view.rows.map((cells) => number(cells[color.at])),
  );
  const key = shadeKey(view, drawing, shades.range, color.column.format);
  const room = {
    width: (drawing.width * 0.8) / Math.max(1, across.length),
    height: ((drawing.height - key.height) * 0.8) / Math.max(1, along.length),
  };
  const axis = (/** @type {'x' | 'y'} */ which) => ({
    ...view,
    chart: 'vbar',
    axes: { ...view.axes, dimension: view.axes[which] ?? view.axes.dimension },
  });
  const bare = { axisLine: { show: false }, splitArea: { show: false } };
  const isMatrix = view.chart === 'matrix';
  const widest = Math.max(6, Math.min(room.width, room.height) * 0.92);
  const largest = Math.max(0, ...view.rows.map((cells) => Math.abs(number(cells[size.at]) ?? 0)));
  const diameter = (/** @type {number} */ value) =>
    largest > 0 ? Math.max(4, Math.sqrt(Math.abs(value) / largest) * widest) : 4;
  const writer = view.showValues ? valueWriter(view, color.column.format, shades.range[1]) : null;
  const longest = Math.max(
    0,
    ...view.rows
      .slice(0, 400)
      .map((cells) => (writer && number(cells[color.at]) !== null ? writer(Number(cells[color.at])) : '').length),
  );
  const labelled = writer !== null && longest * 6.6 + 6 < room.width && room.height > 16;
  const opaque = opacity(view, drawing);
  const ink = inks(drawing.scheme);
  return {
    ...frame(view, drawing),
    legend: { show: false },
    grid: plot({ left: 4, right: 12, top: 8, bottom: 4 + key.height }),
    xAxis: {
      ...categoryAxis(axis('x'), drawing, across, false),
      ...bare,
      splitLine: { show: isMatrix, lineStyle: { color: ink.grid } },
    },
    yAxis: {
      ...categoryAxis(axis('y'), drawing, along, true),
      ...bare,
      splitLine: { show: isMatrix, lineStyle: { color: ink.grid } },
    },
    graphic: key.graphic,
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const cells = view.rows[mark.data?.row];
        if (!cells) return '';
        const shown = size.at === color.at ? [color] : [color, size];
        const head = [text.x(cells), text.y(cells)].filter(Boolean).join(' · ');
        return tooltipText(
          head,
          shown.map(({ at, column }) => ({ name: column.label || column.name, value: valueText(number(cells[at]), column) })),
        );
      },
    },
    series: [
      {
        type: isMatrix ? 'scatter' : 'heatmap',
        name: color.column.label,
        cursor: view.selectable ? 'pointer' : 'default',
        itemStyle: isMatrix ? {} : { borderColor: drawing.surface ?? ink.surface, borderWidth: 1, borderRadius: 2 },
        emphasis: { focus: 'none' },
        label: {
          show: labelled,
          fontSize: 11,
          fontFamily: FONT,
          formatter: (/** @type {any} */ mark) =>
            writer && number(view.rows[mark.data.row][color.at]) !== null
              ? writer(Number(view.rows[mark.data.row][color.at]))
              : '',
        },
        data: view.rows.map((cells, row) => {
          const value = number(cells[color.at]);
          const fill = shades.colorOf(value);
          const faded = fade(opaque(row));
          return {
            value: [across.indexOf(text.x(cells)), along.indexOf(text.y(cells)), value ?? '-'],
            row,
            ...(isMatrix ? { symbolSize: diameter(number(cells[size.at]) ?? 0) } : {}),
            itemStyle: { ...faded.itemStyle, color: fill },
            label: {
              ...faded.label,
              color: inkOn(fill),
              ...(isMatrix ? { show: labelled && diameter(number(cells[size.at]) ?? 0) > longest * 6.4 + 6 } : {}),
            },
          };
        }),
      },
    ],
  };
}
