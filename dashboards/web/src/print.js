/** The entry for engines without a page: pictures of dashboards as JSON text in and out. */

import * as echarts from '../vendor/echarts.js';
import { drawPage, pages, whole } from './print/page.js';

/**
 * @param {string} request what `drawPage` takes, and `every: boolean`
 * @returns {string} the pictures of the page, or of every page, each with its whole drawing as `svg`
 */
export function pictures(request) {
  const asked = JSON.parse(request);
  const names = asked.every ? pages(asked.dashboard, asked.width).map(({ name }) => name) : [asked.page];
  const drawn = (names.length > 0 ? names : [null]).map((page) => drawPage({ ...asked, page }, echarts));
  return JSON.stringify(drawn.map((picture) => ({ ...picture, svg: whole(picture) })));
}
