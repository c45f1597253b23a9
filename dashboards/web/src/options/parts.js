/** The parts of a whole: one for each row, with its name, value and colour. */

import { memberColors } from './colors.js';
import { findColumn, isBlank, label } from './matrix.js';
import { bandColor } from './values.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {{name: string, blank: boolean, value: number, row: number, color: string}} Part */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {{parts: Part[], measure: import('../wire.d.ts').Column, total: number}} `total` of what is above zero
 */
export function partsOf(view, drawing) {
  const { at, column } = findColumn(view, view.measures[0] ?? '');
  const found = view.dimensions.length === 0 && view.measures.length > 1 ? measuresOf(view) : rowsOf(view, at);
  const colors = memberColors(view, drawing, view.dimensions, found);
  const parts = found.map((part, n) => ({ ...part, color: bandColor(view, part.value, part.row) ?? colors[n] }));
  return { parts, measure: column, total: parts.reduce((sum, part) => sum + Math.max(0, part.value), 0) };
}

/**
 * @param {ChartView} view
 * @param {number} at
 */
function rowsOf(view, at) {
  return view.rows.map((cells, row) => ({
    name: label(view, cells, view.dimensions),
    blank: isBlank(view, cells, view.dimensions),
    value: typeof cells[at] === 'number' ? Number(cells[at]) : 0,
    row,
  }));
}

/**
 * The measures of a chart without groups, as its parts.
 * @param {ChartView} view
 */
function measuresOf(view) {
  return view.measures.map((name) => {
    const { at, column } = findColumn(view, name);
    const value = view.rows[0]?.[at];
    return { name: column.label || name, blank: false, value: typeof value === 'number' ? value : 0, row: 0 };
  });
}
