/** Pages of a layout and queries of a dashboard: added, copied and taken away; each function gives the changed JSON. */

import { freeName, layoutsOf, read, stateOf, write } from './source.js';
import { withoutUnplaced } from './widgets.js';

/** @typedef {import('./source.js').Source} Source */
/** @typedef {import('./source.js').Where} Where */

/**
 * @param {Source} source
 * @param {number} layout
 * @returns {{source: Source, page: number}}
 */
export function addPage(source, layout) {
  const pages = layoutsOf(source)[layout]?.pages ?? [];
  const names = Object.fromEntries(pages.map((/** @type {any} */ page) => [page.name, true]));
  const page = { name: freeName(names, 'page'), label: `Page ${pages.length + 1}`, widgets: [] };
  const whole = layoutsOf(source)[layout] ? source : write(source, ['gridLayouts'], [{ name: 'Default', numColumns: 12, pages: [] }]);
  return { source: write(whole, ['gridLayouts', layout, 'pages'], [...pages, page]), page: pages.length };
}

/**
 * Takes a page away, with the widgets that stand nowhere else.
 * @param {Source} source
 * @param {Where} where
 * @returns {Source}
 */
export function removePage(source, { layout, page }) {
  const pages = layoutsOf(source)[layout].pages;
  const widgets = (pages[page].widgets ?? []).map((/** @type {any} */ one) => one.name);
  return withoutUnplaced(write(source, ['gridLayouts', layout, 'pages'], pages.toSpliced(page, 1)), widgets);
}

/**
 * @param {Source} source
 * @param {Where} where
 * @param {number} by how many places, negative to the front
 * @returns {Source}
 */
export function movePage(source, { layout, page }, by) {
  const pages = layoutsOf(source)[layout].pages;
  const to = Math.min(Math.max(0, page + by), pages.length - 1);
  return write(source, ['gridLayouts', layout, 'pages'], pages.toSpliced(page, 1).toSpliced(to, 0, pages[page]));
}

/**
 * @param {Source} source
 * @param {'compact' | 'saql'} kind
 * @param {string} dataset
 * @returns {{source: Source, id: string}}
 */
export function addStep(source, kind, dataset) {
  const steps = stateOf(source).steps ?? {};
  const id = freeName(steps, dataset.replace(/\W+/g, '_') || 'query');
  const common = { datasets: [{ name: dataset }], label: id, selectMode: 'single' };
  const compact = { type: 'aggregateflex', ...common, query: { query: { measures: [['count', '*']], groups: [] }, version: -1 } };
  const text = `q = load "${dataset}";\nq = group q by all;\nq = foreach q generate count() as 'count';`;
  return { source: write(source, ['steps', id], kind === 'saql' ? { type: 'saql', ...common, query: text } : compact), id };
}

/**
 * The widgets that show a query.
 * @param {Source} source
 * @param {string} step
 * @returns {string[]}
 */
export function usersOf(source, step) {
  const widgets = Object.entries(stateOf(source).widgets ?? {});
  return widgets.filter(([, one]) => /** @type {any} */ (one)?.parameters?.step === step).map(([id]) => id);
}

/**
 * Where a query's text or compact form stands in its step.
 * @param {any} step
 * @returns {string[]}
 */
export function queryPath(step) {
  return step?.query && typeof step.query === 'object' && 'query' in step.query ? ['query', 'query'] : ['query'];
}

/**
 * @param {Source} source
 * @param {string} id
 * @returns {any} the query of a step: SAQL text, or an object in compact form
 */
export function queryOf(source, id) {
  const step = read(source, ['steps', id]);
  return queryPath(step).reduce((value, part) => value?.[part], step);
}
