/** Widgets added, copied, moved and taken away; each function gives the changed JSON. */

import { freePlace } from './grid.js';
import { columnsOf, freeName, layoutsOf, pageOf, pagePath, placedOn, read, write } from './source.js';

/** @typedef {import('./source.js').Source} Source */
/** @typedef {import('./source.js').Where} Where */
/** @typedef {import('./source.js').Place} Place */

/**
 * What a new widget of a type is like; `size` is in columns of a grid of 12 and in rows of the normal height.
 * @type {Map<string, {label: string, size: [number, number], parameters: Record<string, any>, query?: boolean}>}
 */
export const NEW = new Map([
  ['chart', { label: 'Chart', size: [6, 6], parameters: { visualizationType: 'hbar', title: { label: '' } }, query: true }],
  ['number', { label: 'Number', size: [3, 2], parameters: { title: '' }, query: true }],
  ['table', { label: 'Table', size: [12, 6], parameters: {}, query: true }],
  ['text', { label: 'Text', size: [6, 1], parameters: { text: 'Text', fontSize: 16, textAlignment: 'left' } }],
  ['listselector', { label: 'List', size: [3, 1], parameters: { title: '', expanded: false, instant: true }, query: true }],
  ['pillbox', { label: 'Toggle', size: [4, 1], parameters: { title: '' }, query: true }],
  ['dateselector', { label: 'Date', size: [3, 1], parameters: { title: '' }, query: true }],
  ['link', { label: 'Link', size: [2, 1], parameters: { text: 'Link', destinationType: 'url', destinationLink: { url: '' } } }],
  ['navigation', { label: 'Navigation', size: [12, 1], parameters: {} }],
  ['container', { label: 'Container', size: [12, 4], parameters: {} }],
  ['image', { label: 'Image', size: [3, 3], parameters: { altText: '' } }],
]);

const FINE = 2; // fine rows in a normal one

/**
 * @param {Source} source
 * @param {Where} where
 * @param {string} type
 * @param {string | null} step that it shows
 * @returns {{source: Source, id: string}}
 */
export function addWidget(source, where, type, step) {
  const fresh = NEW.get(type) ?? { label: type, size: [4, 4], parameters: {}, query: true };
  const id = freeName(read(source, ['widgets']) ?? {}, type);
  const parameters = fresh.query && step ? { step, ...fresh.parameters } : fresh.parameters;
  const columns = columnsOf(source, where.layout);
  const fine = String(layoutsOf(source)[where.layout]?.rowHeight).toLowerCase() === 'fine';
  const size = {
    colspan: Math.max(1, Math.round((fresh.size[0] * columns) / 12)),
    rowspan: fresh.size[1] * (fine ? FINE : 1),
  };
  const place = freePlace(placedOn(source, where), columns, size);
  const made = write(source, ['widgets', id], { type, parameters });
  return { source: withPlacement(made, where, { name: id, ...place }), id };
}

/**
 * @param {Source} source
 * @param {Where} where
 * @param {string} id
 * @returns {{source: Source, id: string}}
 */
export function duplicateWidget(source, where, id) {
  const copy = freeName(read(source, ['widgets']) ?? {}, id.replace(/_\d+$/, ''));
  const made = write(source, ['widgets', copy], structuredClone(read(source, ['widgets', id])));
  const placed = placedOn(source, where);
  const one = placed.find((each) => each.widget === id);
  if (!one) return { source: made, id: copy };
  const place = freePlace(placed, columnsOf(source, where.layout), one);
  const whole = structuredClone(read(source, pagePath(where, 'widgets', one.index)));
  return { source: withPlacement(made, where, { ...whole, name: copy, ...place }), id: copy };
}

/**
 * Takes a widget off a page; one that stands nowhere else goes altogether.
 * @param {Source} source
 * @param {Where} where
 * @param {string} id
 * @returns {Source}
 */
export function removeWidget(source, where, id) {
  const left = pageOf(source, where).widgets.filter((/** @type {any} */ one) => one.name !== id);
  return withoutUnplaced(write(source, pagePath(where, 'widgets'), left), [id]);
}

/**
 * @param {Source} source
 * @param {string[]} ids widgets that may stand nowhere any more
 * @returns {Source}
 */
export function withoutUnplaced(source, ids) {
  const pages = layoutsOf(source).flatMap((layout) => layout.pages ?? []);
  const placed = new Set(pages.flatMap((page) => page.widgets ?? []).map((one) => one.name));
  return ids.filter((id) => !placed.has(id)).reduce((rest, id) => write(rest, ['widgets', id], undefined), source);
}

/**
 * @param {Source} source
 * @param {Where} where
 * @param {number} index of the widget on the page
 * @param {Place} place
 * @returns {Source}
 */
export function placeWidget(source, where, index, { row, column, rowspan, colspan }) {
  const path = pagePath(where, 'widgets', index);
  return write(source, path, { ...read(source, path), row, column, rowspan, colspan });
}

/**
 * @param {Source} source
 * @param {Where} where
 * @param {any} placement
 */
function withPlacement(source, where, placement) {
  const path = pagePath(where, 'widgets');
  return write(source, path, [...(read(source, path) ?? []), placement]);
}
