/** Selections of a dashboard: plain functions on plain data. A selection is a list of rows of grouping columns. */

import { cellText } from './format.js';

/** @typedef {import('./wire.d.ts').Selections} Selections */
/** @typedef {import('./wire.d.ts').SelectionRow} SelectionRow */
/** @typedef {import('./wire.d.ts').SelectMode} SelectMode */
/** @typedef {import('./wire.d.ts').Column} Column */
/** @typedef {import('./wire.d.ts').Cell} Cell */
/** @typedef {import('./wire.d.ts').Dashboard} Dashboard */

/**
 * One text for the values of `names`, for comparing rows.
 * @param {SelectionRow} row
 * @param {string[]} names
 */
export function rowKey(row, names) {
  return JSON.stringify(names.map((name) => row[name] ?? null));
}

/**
 * The columns by which rows of a view are told apart: the step's groups where the view shows them all.
 * @param {Column[]} columns
 * @param {string[]} groups of the step
 * @param {string[]} shown columns that the view itself uses as keys
 */
export function keyColumns(columns, groups, shown) {
  const present = new Set(columns.map((column) => column.name));
  return groups.length > 0 && groups.every((name) => present.has(name)) ? groups : shown;
}

/**
 * @param {Column[]} columns
 * @param {Cell[]} cells
 * @param {string[]} names
 * @returns {SelectionRow}
 */
export function selectionRow(columns, cells, names) {
  return Object.fromEntries(names.map((name) => [name, cells[columns.findIndex((c) => c.name === name)] ?? null]));
}

/**
 * A test that says of a row of cells whether it is selected. `null` when nothing is, so that nothing fades.
 * @param {Column[]} columns
 * @param {SelectionRow[]} selected
 * @param {string[]} names
 * @returns {((cells: Cell[]) => boolean) | null}
 */
export function selectedTest(columns, selected, names) {
  if (selected.length === 0) return null;
  const keys = new Set(selected.map((row) => rowKey(row, names)));
  return (cells) => keys.has(rowKey(selectionRow(columns, cells, names), names));
}

/**
 * The selection after a click on `row`.
 * @param {SelectionRow[]} selection
 * @param {SelectionRow} row
 * @param {SelectMode} mode
 * @returns {SelectionRow[]}
 */
export function toggle(selection, row, mode) {
  if (mode === 'none') return selection;
  const names = Object.keys(row);
  const key = rowKey(row, names);
  const without = selection.filter((other) => rowKey(other, names) !== key);
  const was = without.length < selection.length;
  const required = mode.endsWith('required');
  if (mode.startsWith('multi')) {
    if (!was) return [...selection, row];
    return required && without.length === 0 ? selection : without;
  }
  return was && !required ? [] : [row];
}

/**
 * @typedef {{step: string, label: string, text: string, full: string}} Chip one step's selection, for display
 */

/**
 * The selections that a person made and can take back. Required ones always hold something and show in their widget.
 * @param {Dashboard} dashboard
 * @param {Selections} selections
 * @param {import('./wire.d.ts').DashboardData | null} [data] whose columns name the fields
 * @returns {Chip[]}
 */
export function chips(dashboard, selections, data = null) {
  const made = [];
  for (const [step, rows] of Object.entries(selections)) {
    const known = dashboard.steps[step];
    if (!known || rows.length === 0 || known.selectMode.endsWith('required')) continue;
    const values = rows.map((row) => Object.entries(row).map(([name, cell]) => cellText(cell, name)).join(', '));
    const more = values.length > 2 ? ` +${values.length - 2}` : '';
    made.push({ step, label: chipLabel(step, known, data), text: values.slice(0, 2).join(', ') + more, full: values.join('\n') });
  }
  return made;
}

/**
 * A step's label; where it only repeats the step's name, the label of the field that it groups by.
 * @param {string} name
 * @param {import('./wire.d.ts').Step} step
 * @param {import('./wire.d.ts').DashboardData | null} data
 */
function chipLabel(name, step, data) {
  if (step.label && step.label !== name) return step.label;
  const columns = Object.values(data?.widgets ?? {}).flatMap((widget) => /** @type {Column[]} */ (widget.view?.columns ?? []));
  return columns.find((column) => column.name === step.groups[0])?.label || name;
}

/**
 * @param {{page: string | null, selections: Selections}} state
 * @returns {string} the hash that restores it, without `#`
 */
export function encodeState({ page, selections }) {
  const parts = [];
  if (page) parts.push(`page=${encodeURIComponent(page)}`);
  if (Object.keys(selections).length > 0) parts.push(`s=${encodeURIComponent(JSON.stringify(selections))}`);
  return parts.join('&');
}

/**
 * Reads a hash; whatever it can't read it leaves out, since people edit addresses.
 * @param {string} hash with or without `#`
 * @returns {{page: string | null, selections: Selections}}
 */
export function decodeState(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  return { page: parameters.get('page'), selections: readSelections(parameters.get('s')) };
}

/**
 * @param {string | null} text
 * @returns {Selections}
 */
function readSelections(text) {
  if (!text) return {};
  try {
    const value = JSON.parse(text);
    const isRows = (/** @type {unknown} */ rows) => Array.isArray(rows) && rows.every((row) => row && typeof row === 'object');
    return Object.fromEntries(Object.entries(value).filter(([, rows]) => isRows(rows)));
  } catch {
    return {};
  }
}
