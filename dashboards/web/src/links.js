/** Where links of a dashboard lead, and the selections that they carry to another one. No DOM. */

import { isRange } from './ranges.js';
import { dashboardPath } from './router.js';
import { settable } from './state.js';

/** @typedef {import('./wire.d.ts').Dashboard} Dashboard */
/** @typedef {import('./wire.d.ts').Selections} Selections */
/** @typedef {import('./wire.d.ts').SelectionRow} SelectionRow */
/** @typedef {{dashboard: Dashboard, selections: Selections, filters: import('./wire.d.ts').FilterChoices}} Here what there is to take along */
/** @typedef {{datasets: string[], groups: string[], rows: SelectionRow[]}} Carried a selection by the fields that it is of */

/** Longer addresses are cut off by some servers on the way. */
const LONGEST = 6000;

/**
 * The address of a link that leaves its dashboard; null for one that leads nowhere we know.
 * @param {import('./wire.d.ts').LinkView} link
 * @param {Dashboard} dashboard
 * @param {Selections} selections
 * @param {import('./wire.d.ts').FilterChoices} [filters] what global filters are set to
 * @returns {string | null}
 */
export function linkAddress(link, dashboard, selections, filters = {}) {
  const { kind, target, query } = link;
  if (!target) return null;
  if (kind === 'url') return /^(https?:|mailto:|\/(?!\/))/i.test(target) ? target : null;
  if (kind === 'explore') return query ? `/query#q=${encodeURIComponent(query)}` : null;
  return kind === 'dashboard' ? dashboardAddress(target, link.page, link.carries ? { dashboard, selections, filters } : null) : null;
}

/**
 * The address of another dashboard.
 * @param {string} name
 * @param {string | null} page
 * @param {Here | null} here what it takes along; null for nothing
 */
function dashboardAddress(name, page, here) {
  const parts = page ? [`page=${encodeURIComponent(page)}`] : [];
  const take = (/** @type {string} */ key, /** @type {unknown[] | Record<string, unknown>} */ value) => {
    const text = `${key}=${encodeURIComponent(JSON.stringify(value))}`;
    if (Object.keys(value).length > 0 && text.length <= LONGEST) parts.push(text);
  };
  if (here) {
    take('from', carried(here.dashboard, here.selections));
    take('f', filtersInForce(here));
  }
  return dashboardPath(name) + (parts.length > 0 ? `#${parts.join('&')}` : '');
}

/**
 * What global filters are set to, by a viewer or by the dashboard itself.
 * @param {Here} here
 * @returns {import('./wire.d.ts').FilterChoices}
 */
function filtersInForce({ dashboard, filters }) {
  const own = (dashboard.filters ?? []).flatMap(({ id, set }) => (set ? [[id, set]] : []));
  return { ...Object.fromEntries(own), ...settable(dashboard, filters) };
}

/**
 * What is selected, by the fields of the datasets that it is of.
 * @param {Dashboard} dashboard
 * @param {Selections} selections
 * @returns {Carried[]}
 */
export function carried(dashboard, selections) {
  const found = [];
  for (const [name, rows] of Object.entries(selections)) {
    const step = dashboard.steps[name];
    const ranges = rows.every(isRange);
    const fields = step ? fieldsOf(step) : [];
    if (!step || step.datasets.length === 0 || fields.length === 0 || rows.length === 0) continue;
    if (!ranges && !rows.every((row) => step.groups.every((group) => group in row))) continue;
    const kept = ranges ? rows : rows.map((row) => Object.fromEntries(step.groups.map((group) => [group, row[group]])));
    if (ranges || step.groups.length > 0) found.push({ datasets: step.datasets, groups: fields, rows: kept });
  }
  return found;
}

/**
 * The selections that another dashboard's become here: of the steps that filter others and are of the same fields of a dataset.
 * @param {Dashboard} dashboard
 * @param {Carried[]} along
 * @returns {Selections}
 */
export function arrived(dashboard, along) {
  /** @type {Selections} */
  const made = {};
  // Many steps have a measure and no groups; a range can be selected only where a widget offers it.
  const ranged = new Set(Object.values(dashboard.widgets ?? {}).flatMap(({ type, step }) => (type === 'rangeselector' ? [step] : [])));
  for (const [name, step] of Object.entries(dashboard.steps)) {
    if (step.selectMode === 'none' || !step.faceted || (step.groups.length === 0 && !ranged.has(name))) continue;
    const groups = [...fieldsOf(step)].sort().join('\n');
    const same = along.find((one) => [...one.groups].sort().join('\n') === groups && one.datasets.some((each) => step.datasets.includes(each)));
    if (same) made[name] = step.selectMode.startsWith('multi') ? same.rows : same.rows.slice(0, 1);
  }
  return made;
}

/**
 * The fields that are selected from: the groups, or the measure that a range selector has instead.
 * @param {import('./wire.d.ts').Step} step
 */
function fieldsOf({ groups, measure }) {
  return groups.length > 0 || !measure ? groups : [measure];
}

/**
 * The selections that an address carries; what can't be read is left out, since people edit addresses.
 * @param {string} hash with or without `#`
 * @returns {Carried[]}
 */
export function readCarried(hash) {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get('from');
  if (!text) return [];
  try {
    const value = JSON.parse(text);
    const names = (/** @type {unknown} */ list) => Array.isArray(list) && list.every((each) => typeof each === 'string');
    const rows = (/** @type {unknown} */ list) => Array.isArray(list) && list.length > 0 && list.every((row) => row && typeof row === 'object');
    return Array.isArray(value) ? value.filter((one) => one && names(one.datasets) && names(one.groups) && one.groups.length > 0 && rows(one.rows)) : [];
  } catch {
    return [];
  }
}

/**
 * What a click on a widget does that has no choice of its own: turn to a page, follow a link, or clear selections.
 * @typedef {{page: string} | {href: string, outside: boolean} | {clear: string[]}} ClickAction
 */

/**
 * @param {Record<string, any>} parameters of the widget, as exported
 * @param {Here} here
 * @returns {ClickAction | null} the first click that leads somewhere
 */
export function clickAction(parameters, here) {
  const listed = Array.isArray(parameters.interactions) ? parameters.interactions : [];
  const actions = listed.filter((one) => String(one?.event).toLowerCase() === 'click').flatMap((one) => one.actions ?? []);
  for (const action of actions) {
    const kind = String(action?.type ?? action?.action).toLowerCase();
    if (kind === 'clear' && Array.isArray(action.lensIds)) return { clear: action.lensIds.map(String) };
    if (kind !== 'navigate') continue;
    const { name, url, pageName } = action.destinationLink ?? {};
    const to = String(action.destinationType).toLowerCase();
    if (to === 'page' && name) return { page: String(name) };
    const along = String(action.includeState) === 'true' ? here : null;
    if (to === 'dashboard' && name) return { href: dashboardAddress(String(name), pageName ?? null, along), outside: false };
    if (to === 'url' && /^https?:/i.test(String(url))) return { href: String(url), outside: true };
  }
  return null;
}
