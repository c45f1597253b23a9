/** Selections of a dashboard: plain functions on plain data. A selection is a list of rows of grouping columns. */

import { cellText } from './format.js';
import { isRange, listedText, rangeText } from './ranges.js';

/** @typedef {import('./wire.d.ts').Selections} Selections */
/** @typedef {import('./wire.d.ts').SelectionRow} SelectionRow */
/** @typedef {import('./wire.d.ts').SelectMode} SelectMode */
/** @typedef {import('./wire.d.ts').FilterChoices} FilterChoices */
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
 * @typedef {{step: string | null, filter: string | null, label: string, text: string, full: string}} Chip the selection of
 *   a step, or what a global filter was set to, for display
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
  const columns = columnsOf(data);
  for (const [step, rows] of Object.entries(selections)) {
    const known = dashboard.steps[step];
    if (!known || rows.length === 0 || known.selectMode.endsWith('required')) continue;
    if (known.type === 'input') continue; // an input always shows what was entered
    const numbers = selectorOf(step, data)?.type === 'rangeselector';
    const values = rows.map((row) => rowText(named(row, known.groups), numbers, columns));
    const more = values.length > 2 ? ` +${values.length - 2}` : '';
    const text = values.slice(0, 2).join(', ') + more;
    made.push({ step, filter: null, label: chipLabel(step, known, data), text, full: values.join('\n') });
  }
  return made;
}

/**
 * @param {SelectionRow} row
 * @param {boolean} numbers whether a range is one of numbers, not of dates
 * @param {Column[]} columns that have labels of values
 */
function rowText(row, numbers, columns) {
  if (isRange(row)) return rangeText(row, numbers ? 'number' : null);
  const label = (/** @type {string} */ name, /** @type {Cell} */ cell) => columns.find((one) => one.name === name && one.labels)?.labels?.[String(cell)];
  return Object.entries(row).map(([name, cell]) => (Array.isArray(cell) ? cell.join(' ') : label(name, cell) ?? cellText(cell, name))).join(', ');
}

/**
 * The widget that selects ranges for a step, which knows what it is a range of.
 * @param {string} step
 * @param {import('./wire.d.ts').DashboardData | null} data
 */
function selectorOf(step, data) {
  return Object.values(data?.widgets ?? {}).find(({ view }) => view?.step === step && view.domain) ?? null;
}

/**
 * The choices after some global filters are set; null puts one back to what the dashboard has.
 * @param {FilterChoices} choices
 * @param {Record<string, import('./wire.d.ts').FilterChoice | null>} set
 * @returns {FilterChoices}
 */
export function withFilters(choices, set) {
  const kept = Object.entries({ ...choices, ...set }).filter(([, choice]) => choice !== null);
  return /** @type {FilterChoices} */ (Object.fromEntries(kept));
}

/**
 * The global filters that a person set, and can take back.
 * @param {Dashboard} dashboard
 * @param {FilterChoices} choices
 * @param {import('./wire.d.ts').DashboardData | null} [data] whose filter panels know labels and kinds of fields
 * @returns {Chip[]}
 */
export function filterChips(dashboard, choices, data = null) {
  const views = Object.values(data?.widgets ?? {}).flatMap(({ view }) => /** @type {import('./wire.d.ts').FilterView[]} */ (view?.filters ?? []));
  const known = new Map((dashboard.filters ?? []).map((one) => [one.id, one]));
  const ids = [...known.keys(), ...Object.keys(choices).filter((id) => !known.has(id))];
  return ids.flatMap((id) => {
    const choice = choices[id];
    const label = known.get(id)?.label ?? broughtLabel(dashboard, id);
    if (!choice || !label || known.get(id)?.hidden) return [];
    const { operator, values } = choice;
    const shown = views.find((view) => view.id === id);
    const ends = { min: values[0] ?? null, max: values[1] ?? null };
    const text = operator === '>=<=' ? rangeText(ends, shown?.kind) : listedText(operator, values, shown?.labels);
    const full = values.map((value) => shown?.labels?.[String(value)] ?? value).join('\n');
    return [{ step: null, filter: id, label: shown?.label ?? label, text, full: operator === '>=<=' ? text : full || text }];
  });
}

/**
 * The choices that count: nobody changes a locked filter, and one that a link brings along counts where its dataset is read.
 * @param {Dashboard} dashboard
 * @param {FilterChoices} choices
 * @returns {FilterChoices}
 */
export function settable(dashboard, choices) {
  const locked = new Map((dashboard.filters ?? []).map((one) => [one.id, one.locked]));
  const kept = Object.entries(choices).filter(([id]) => (locked.has(id) ? !locked.get(id) : broughtLabel(dashboard, id) !== null));
  return Object.fromEntries(kept);
}

/**
 * The field of a filter that the dashboard does not have itself; null where it does not read its dataset.
 * @param {Dashboard} dashboard
 * @param {string} id
 */
function broughtLabel(dashboard, id) {
  const datasets = Object.values(dashboard.steps).flatMap((step) => step.datasets ?? []);
  const longest = datasets.filter((name) => id.startsWith(`${name}.`)).sort((one, other) => other.length - one.length)[0];
  return longest ? id.slice(longest.length + 1) : null;
}

/**
 * A step's label; where it only repeats the step's name, the label of the field that it groups by.
 * @param {string} name
 * @param {import('./wire.d.ts').Step} step
 * @param {import('./wire.d.ts').DashboardData | null} data
 */
function chipLabel(name, step, data) {
  if (step.label && step.label !== name) return step.label;
  const selector = selectorOf(name, data);
  if (selector) return selector.view.label;
  return columnsOf(data).find((column) => column.name === step.groups[0])?.label || name;
}

/**
 * @param {import('./wire.d.ts').DashboardData | null} data
 * @returns {Column[]} those of all widgets
 */
function columnsOf(data) {
  return Object.values(data?.widgets ?? {}).flatMap((widget) => widget.view?.columns ?? []);
}

/**
 * @param {{page: string | null, selections: Selections, filters?: FilterChoices}} state
 * @returns {string} the hash that restores it, without `#`
 */
export function encodeState({ page, selections, filters = {} }) {
  const parts = [];
  if (page) parts.push(`page=${encodeURIComponent(page)}`);
  if (Object.keys(selections).length > 0) parts.push(`s=${encodeURIComponent(JSON.stringify(selections))}`);
  if (Object.keys(filters).length > 0) parts.push(`f=${encodeURIComponent(JSON.stringify(filters))}`);
  return parts.join('&');
}

/**
 * Reads a hash; whatever it can't read it leaves out, since people edit addresses.
 * @param {string} hash with or without `#`
 * @returns {{page: string | null, selections: Selections, filters: FilterChoices}}
 */
export function decodeState(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const isRows = (/** @type {any} */ rows) => Array.isArray(rows) && rows.every((row) => row && typeof row === 'object');
  const isChoice = (/** @type {any} */ choice) => typeof choice?.operator === 'string' && Array.isArray(choice.values);
  return {
    page: parameters.get('page'),
    selections: readMembers(parameters.get('s'), isRows),
    filters: readMembers(parameters.get('f'), isChoice),
  };
}

/**
 * The members of an object in JSON that have the right shape.
 * @param {string | null} text
 * @param {(value: unknown) => boolean} fits
 * @returns {Record<string, any>}
 */
function readMembers(text, fits) {
  if (!text) return {};
  try {
    return Object.fromEntries(Object.entries(JSON.parse(text)).filter(([, value]) => fits(value)));
  } catch {
    return {};
  }
}

/**
 * A row by the groups of its step: a static step's rows hold what its choices stand for, too, which says nothing to a reader.
 * @param {SelectionRow} row
 * @param {string[]} groups
 * @returns {SelectionRow}
 */
function named(row, groups) {
  const kept = groups.filter((name) => name in row);
  return kept.length > 0 ? Object.fromEntries(kept.map((name) => [name, row[name]])) : row;
}
