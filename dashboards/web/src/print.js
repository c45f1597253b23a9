/** The entry for engines without a page: pictures of dashboards as JSON text in and out. */

import * as echarts from '../vendor/echarts.js';
import { useLocale } from './locale.js';
import { mapOf } from './options.js';
import { drawPage, pages, whole } from './print/page.js';

export { registerMap } from '../vendor/echarts.js';

/**
 * @param {string} request what `drawPage` takes, and `every: boolean`
 * @returns {string} the pictures of the page, or of every page, each with its whole drawing as `svg`
 */
export function pictures(request) {
  const asked = JSON.parse(request);
  useLocale(asked.locale);
  const names = asked.every ? pages(asked.dashboard, asked.width).map(({ name }) => name) : [asked.page];
  const drawn = (names.length > 0 ? names : [null]).map((page) => drawPage({ ...asked, page }, echarts));
  return JSON.stringify(drawn.map((picture) => ({ ...picture, svg: whole(picture) })));
}

/**
 * @param {string} request as for `pictures`
 * @returns {string} the maps that its charts are on, whose shapes have to be registered before
 */
export function mapsOf(request) {
  const views = Object.values(JSON.parse(request).data.widgets).map((/** @type {any} */ widget) => widget.view);
  return JSON.stringify(views.filter((view) => view?.chart).map(mapOf).filter(Boolean));
}
