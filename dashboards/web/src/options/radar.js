/** Radars: an axis for each measure, a shape for each group. */

import { memberColors } from './colors.js';
import { FADED, FONT, inks } from './theme.js';
import { frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, isBlank, label } from './matrix.js';
import { extent, roundScale } from './scale.js';
import { settingsOf } from './settings.js';
import { onTwoLines } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

const SHAPES = 24; // more shapes hide each other

/** A name of more characters may need a second line. */
const LONG = 13;

/** How far the axis that leans least reaches to the side, of the radius. */
const SIDEWAYS = 0.87;

/** The width in px of a character of a name, on average. */
const CHARACTER = 6.6;

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function radarOption(view, drawing) {
  const measures = view.measures.map((name) => findColumn(view, name));
  const groups = [...view.dimensions, ...view.split];
  const rows = view.rows
    .slice(0, SHAPES)
    .map((cells, row) => ({ cells, row, name: label(view, cells, groups), blank: isBlank(view, cells, groups) }));
  const colors = memberColors(view, drawing, groups, rows);
  const box = legend(
    view,
    drawing,
    rows.map((one) => one.name),
  );
  const { left, right, top, bottom } = box.margins;
  const [width, height] = [drawing.width - left - right, drawing.height - top - bottom];
  const ink = inks(drawing.scheme);
  const opaque = opacity(view, drawing);
  const twoLines = measures.some(({ column }) => (column.label || column.name).length > LONG);
  const radius = Math.max(24, Math.min(width / 2 - 82, height / 2 - (twoLines ? 44 : 30)));
  const characters = Math.floor((width / 2 - radius * SIDEWAYS - 14) / CHARACTER);
  return {
    ...frame(view, drawing),
    legend: box.legend,
    radar: {
      center: [left + width / 2, top + height / 2],
      radius,
      indicator: measures.map(({ at, column }) => {
        const [low, high] = extent(rows.map(({ cells }) => (typeof cells[at] === 'number' ? Number(cells[at]) : null))) ?? [0, 1];
        const { min, max } = roundScale(Math.min(0, low), Math.max(0, high));
        return { name: column.label || column.name, min, max };
      }),
      axisName: {
        color: ink.muted,
        fontSize: 11,
        fontFamily: FONT,
        lineHeight: 14,
        formatter: (/** @type {string} */ name) => onTwoLines(name, characters),
      },
      axisLine: { lineStyle: { color: ink.line } },
      splitLine: { lineStyle: { color: ink.grid } },
      splitArea: { show: false },
    },
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const cells = view.rows[mark.data?.row];
        return cells
          ? tooltipText(
              mark.name,
              measures.map(({ at, column }) => ({
                name: column.label,
                value: valueText(/** @type {number} */ (cells[at]), column),
              })),
            )
          : '';
      },
    },
    series: [
      {
        type: 'radar',
        name: view.title,
        symbol: settingsOf(view).showPoints ? 'circle' : 'none',
        symbolSize: 5,
        cursor: view.selectable ? 'pointer' : 'default',
        emphasis: { lineStyle: { width: 3 } },
        data: rows.map(({ cells, row, name }, n) => ({
          name,
          row,
          value: measures.map(({ at }) => (typeof cells[at] === 'number' ? Number(cells[at]) : '-')),
          lineStyle: { color: colors[n], width: 2, opacity: opaque(row) },
          itemStyle: { color: colors[n], opacity: opaque(row) },
          areaStyle: { color: colors[n], opacity: opaque(row) < 1 ? FADED / 4 : rows.length > 4 ? 0.04 : 0.12 },
        })),
      },
    ],
  };
}
