/** The shapes of maps, loaded when the first chart wants them, and known to ECharts from then on. */

import * as echarts from '../vendor/echarts.js';

/** @typedef {import('./options/places.js').MapShapes} MapShapes */

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/** @type {Set<string>} */
const known = new Set();

/** @param {MapShapes} shapes */
export function hasShapes(shapes) {
  return known.has(shapes.name);
}

/**
 * @param {MapShapes} shapes
 * @returns {Promise<void>} once they can be drawn
 */
export function loadShapes({ name, module }) {
  let loading = asked.get(name);
  if (!loading) {
    loading = import(`../vendor/${module}`).then(({ default: shapes }) => {
      echarts.registerMap(name, shapes);
      known.add(name);
    });
    loading.catch(() => asked.delete(name));
    asked.set(name, loading);
  }
  return loading;
}
