/** Which map a chart is on, and which place a text means. */

import { COUNTRIES, STATES } from '../../vendor/places.js';
import { ALBERS_USA, EQUIRECTANGULAR, MERCATOR, MILLER } from './projections.js';
import { settingsOf } from './settings.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../../vendor/places.js').Place} Place */
/** @typedef {{name: string, module: string}} MapShapes the name to register shapes under, and the module in `vendor/` that has them */

/** @type {Record<string, {shapes: MapShapes, places: Place[], width: number, height: number}>} */
const MAPS = {
  world: { shapes: { name: 'world', module: 'map_world.js' }, places: COUNTRIES, width: 360, height: 180 },
  states: { shapes: { name: 'us-states', module: 'map_us_states.js' }, places: STATES, width: 60, height: 28 },
};

/** @param {string} name as dashboards write it */
function mapNamed(name) {
  return /\bus\b|united states|\bstates\b/i.test(name) ? MAPS.states : MAPS.world;
}

/**
 * The shapes that a chart wants, or null where it is on no map.
 * @param {ChartView} view
 * @returns {MapShapes | null}
 */
export function mapOf(view) {
  return ['choropleth', 'bubblemap', 'geomap'].includes(view.chart) ? mapNamed(settingsOf(view).map).shapes : null;
}

/** @param {string} text */
function key(text) {
  return text
    .normalize('NFD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toLowerCase();
}

/** @type {Map<Place[], Map<string, Place>>} */
const indexes = new Map();

/**
 * What finds a place by its name, by another of its names, or by its code.
 * @param {ChartView} view
 * @returns {(text: string) => Place | undefined}
 */
export function placeFinder(view) {
  const { places } = mapNamed(settingsOf(view).map);
  let index = indexes.get(places);
  if (!index) {
    index = new Map();
    for (const place of places) for (const name of place.slice(1)) index.set(key(String(name)), place);
    for (const [alias, name] of ALIASES) {
      const known = index.get(key(name));
      if (known) index.set(key(alias), known);
    }
    indexes.set(places, index);
  }
  const known = index;
  return (text) => known.get(key(text));
}

/** Names in use that no list of codes has. */
const ALIASES = [
  ['UK', 'GB'],
  ['Great Britain', 'GB'],
  ['England', 'GB'],
  ['America', 'US'],
  ['Russian Federation', 'RU'],
  ['Korea', 'KR'],
  ['South Korea', 'KR'],
  ['North Korea', 'KP'],
  ['Czech Republic', 'CZ'],
  ['Holland', 'NL'],
  ['UAE', 'AE'],
  ['Ivory Coast', 'CI'],
  ['Burma', 'MM'],
  ['Swaziland', 'SZ'],
  ['Macedonia', 'MK'],
  ['Vatican City', 'VA'],
  ['Cape Verde', 'CV'],
  ['Turkey', 'TR'],
  ['Washington DC', 'DC'],
];

/**
 * The projection that the dashboard says, else the usual one of the map.
 * @param {ChartView} view
 */
export function projectionOf(view) {
  const { map, projection } = settingsOf(view);
  const said = (projection ?? '').toLowerCase();
  if (mapNamed(map) === MAPS.states) return ALBERS_USA;
  if (said.startsWith('equirect')) return EQUIRECTANGULAR;
  return said.startsWith('miller') ? MILLER : MERCATOR;
}

/**
 * The part of a map that holds some points, with room around it.
 * @param {ChartView} view
 * @param {[number, number][]} points
 * @returns {{center?: [number, number], zoom?: number}}
 */
export function zoomOn(view, points) {
  const whole = mapNamed(settingsOf(view).map);
  if (!settingsOf(view).autoZoom || points.length === 0 || whole === MAPS.states) return {};
  const span = (/** @type {0 | 1} */ at) => {
    const values = points.map((point) => point[at]);
    return { middle: (Math.min(...values) + Math.max(...values)) / 2, size: Math.max(...values) - Math.min(...values) };
  };
  const [x, y] = [span(0), span(1)];
  const zoom = Math.min(whole.width / (x.size + 25), whole.height / (y.size + 20), 8);
  return zoom < 1.3 ? {} : { center: projectionOf(view).project([x.middle, y.middle]), zoom };
}
