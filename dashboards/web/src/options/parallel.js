/** Parallel coordinates: an upright axis for each measure, a line for each row. */

import { compactNumber } from '../format.js';
import { memberColors } from './colors.js';
import { frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, isBlank, label } from './matrix.js';
import { extent, roundScale } from './scale.js';
import { FONT, inks } from './theme.js';
import { onTwoLines } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */

/** px beside the first axis and the last one, whose numbers stand right of it. */
const LEAD = 12;
const TRAIL = 44;

const COLOURED = 16; // more lines than colours that can be told apart have one colour

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function parallelOption(view, drawing) {
  const measures = view.measures.map((name) => findColumn(view, name));
  const groups = [...view.dimensions, ...view.split];
  const rows = view.rows.map((cells, row) => ({
    cells,
    row,
    name: label(view, cells, groups),
    blank: isBlank(view, cells, groups),
  }));
  const many = rows.length > COLOURED;
  const colors = many ? [] : memberColors(view, drawing, groups, rows);
  const box = legend(view, drawing, many ? [] : rows.map((one) => one.name));
  const ink = inks(drawing.scheme);
  const each = (drawing.width - box.margins.left - box.margins.right - LEAD - TRAIL) / Math.max(1, measures.length - 1) - 8;
  const ground = drawing.surface ?? ink.surface;
  const share = measures.length > 2 ? 2 / 3 : 1 / 2; // names at the ends stand on one side of their axis
  const opaque = opacity(view, drawing);
  const number = (/** @type {unknown} */ cell) => (typeof cell === 'number' ? cell : null);
  return {
    ...frame(view, drawing),
    legend: box.legend,
    parallel: {
      left: box.margins.left + LEAD,
      right: box.margins.right + TRAIL,
      top: box.margins.top + 40,
      bottom: box.margins.bottom + 14,
    },
    parallelAxis: measures.map(({ at, column }, dim) => {
      const [low, high] = extent(rows.map(({ cells }) => number(cells[at]))) ?? [0, 1];
      const { min, max } = roundScale(view.showZero === false ? low : Math.min(0, low), high);
      return {
        dim,
        name: onTwoLines(column.label || column.name, Math.floor((each * share) / 6.4)),
        min,
        max,
        nameTextStyle: {
          color: ink.text,
          fontSize: 12,
          fontFamily: FONT,
          lineHeight: 14,
          align: dim === 0 ? 'left' : dim === measures.length - 1 ? 'right' : 'center',
        },
        nameGap: 12,
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
        splitNumber: 4,
        z: 10, // numbers stand before the lines, on a ground of their own
        axisLabel: {
          backgroundColor: ground,
          padding: [1, 3],
          margin: 4,
          color: ink.muted,
          fontSize: 11,
          fontFamily: FONT,
          formatter: (/** @type {number} */ value) => compactNumber(value, column.format),
        },
      };
    }),
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const one = rows[mark.data?.row];
        return one
          ? tooltipText(
              one.name,
              measures.map(({ at, column }) => ({ name: column.label, value: valueText(number(one.cells[at]), column) })),
            )
          : '';
      },
    },
    series: (many ? [null] : rows).map((only, n) => ({
      type: 'parallel',
      name: only ? only.name : view.title,
      color: only ? colors[n] : undefined,
      smooth: 0.1,
      cursor: view.selectable ? 'pointer' : 'default',
      data: (only ? [only] : rows).map(({ cells, row }) => ({
        value: measures.map(({ at }) => number(cells[at]) ?? '-'),
        row,
        lineStyle: {
          color: only ? colors[n] : colorOfMass(drawing),
          width: many ? 1 : 2,
          opacity: (many ? 0.45 : 0.9) * opaque(row),
        },
      })),
    })),
  };
}

/** @param {Drawing} drawing */
function colorOfMass({ scheme }) {
  return scheme === 'dark' ? '#6ea2ff' : '#2f6bd8';
}
