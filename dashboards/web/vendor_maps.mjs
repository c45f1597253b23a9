// Shapes and names of countries and US states as modules, from Natural Earth and the Census Bureau by way of two packages.
// vendor.py runs it in a folder with the packages: `node vendor_maps.mjs`, and takes the files that it writes.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/`);
const { feature } = require('topojson-client');
const read = (path) => JSON.parse(readFileSync(require.resolve(path), 'utf8'));

const WORLD = { tolerance: 0.09, digits: 2, least: 0.12 }; // degrees, digits after the point, square degrees of an island
const STATES = { tolerance: 0.015, digits: 2, least: 0.02 };
const POSTAL = 'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY';
const FIPS = '01 02 04 05 06 08 09 10 11 12 13 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 44 45 46 47 48 49 50 51 53 54 55 56';

/** Absolute arcs of a topology with fewer points; neighbours keep their common borders. */
function thinned(topology, tolerance) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
    return thin(points, tolerance);
  });
  return { ...topology, arcs, transform: undefined };
}

/** A line by the points that are farther than the tolerance from what is left (Douglas and Peucker). */
function thin(points, tolerance) {
  if (points.length < 3) return points;
  const [a, b] = [points[0], points[points.length - 1]];
  let [farthest, at] = [0, 0];
  for (let n = 1; n < points.length - 1; n += 1) {
    const away = distance(points[n], a, b);
    if (away > farthest) [farthest, at] = [away, n];
  }
  if (farthest <= tolerance) return a[0] === b[0] && a[1] === b[1] ? [a, points[Math.floor(points.length / 3)], points[Math.floor((points.length * 2) / 3)], b] : [a, b];
  return [...thin(points.slice(0, at + 1), tolerance), ...thin(points.slice(at), tolerance).slice(1)];
}

function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy);
  return length ? Math.abs(dx * (ay - y) - dy * (ax - x)) / length : Math.hypot(x - ax, y - ay);
}

function area(ring) {
  return ring.reduce((sum, [x, y], at) => sum + x * ring[(at + 1) % ring.length][1] - ring[(at + 1) % ring.length][0] * y, 0) / 2;
}

function centre(ring) {
  let [x, y, twice] = [0, 0, 0];
  ring.forEach(([a, b], at) => {
    const [c, d] = ring[(at + 1) % ring.length];
    const part = a * d - c * b;
    [x, y, twice] = [x + (a + c) * part, y + (b + d) * part, twice + part];
  });
  return twice ? [x / (3 * twice), y / (3 * twice)] : ring[0];
}

/** A polygon cut where it crosses the antimeridian; on a plane it would span the whole map there. */
function cut(polygon) {
  let turn = 0;
  const outer = polygon[0].map(([x, y], at, ring) => {
    if (at > 0) turn += Math.abs(x - ring[at - 1][0]) > 180 ? Math.sign(ring[at - 1][0] - x) * 360 : 0;
    return [x + turn, y];
  });
  const xs = outer.map(([x]) => x);
  if (Math.max(...xs) <= 180 && Math.min(...xs) >= -180) return [polygon];
  const edge = Math.max(...xs) > 180 ? 180 : -180;
  const [inside, beyond] = [clip(outer, edge, edge > 0 ? -1 : 1), clip(outer, edge, edge > 0 ? 1 : -1)];
  return [[inside], [beyond.map(([x, y]) => [x - edge * 2, y])]].filter(([ring]) => ring.length > 3);
}

/** The part of a ring on one side of a meridian (Sutherland and Hodgman). */
function clip(ring, edge, side) {
  const made = [];
  ring.forEach(([x, y], at) => {
    const [u, v] = ring[(at + 1) % ring.length];
    const [here, there] = [(x - edge) * side >= 0, (u - edge) * side >= 0];
    if (here) made.push([x, y]);
    if (here !== there) made.push([edge, y + ((v - y) * (edge - x)) / (u - x)]);
  });
  return made.length > 0 ? [...made, made[0]] : made;
}

/** Rounded polygons without islands that nobody would see, and the point where a label or a bubble stands. */
function shape(geometry, { digits, least }) {
  const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flatMap(cut);
  const sorted = polygons.toSorted((a, b) => Math.abs(area(b[0])) - Math.abs(area(a[0])));
  const kept = sorted.filter((polygon, at) => at === 0 || Math.abs(area(polygon[0])) > least);
  const round = (number) => Number(number.toFixed(digits));
  const coordinates = kept.map((polygon) => polygon.map((ring) => ring.map((point) => point.map(round))));
  return { point: centre(sorted[0][0]).map(round), geometry: { type: 'MultiPolygon', coordinates } };
}

function collection(places) {
  const features = places.map(({ names, geometry }) => ({ type: 'Feature', properties: { name: names[0] }, geometry }));
  return { type: 'FeatureCollection', features };
}

const codes = new Map(read('i18n-iso-countries/codes.json').map(([two, three, number]) => [Number(number), [two, three]]));
const english = read('i18n-iso-countries/langs/en.json').countries;
const world = thinned(read('world-atlas/countries-50m.json'), WORLD.tolerance);
const countries = feature(world, world.objects.countries).features
  .filter((one) => one.properties.name !== 'Antarctica')
  .map((one) => {
    const [two, three] = codes.get(Number(one.id)) ?? [];
    const known = two ? [two, three, ...[english[two] ?? []].flat()] : [];
    return { names: [...new Set([one.properties.name, ...known])], ...shape(one.geometry, WORLD) };
  });

const postal = new Map(FIPS.split(' ').map((code, at) => [code, POSTAL.split(' ')[at]]));
const union = thinned(read('us-atlas/states-10m.json'), STATES.tolerance);
const states = feature(union, union.objects.states).features
  .filter((one) => postal.has(one.id))
  .map((one) => ({ names: [one.properties.name, postal.get(one.id)], ...shape(one.geometry, STATES) }));

const table = (places) => JSON.stringify(places.map(({ names, point }) => [point, ...names]));
writeFileSync('map_world.js', `export default ${JSON.stringify(collection(countries))};\n`);
writeFileSync('map_us_states.js', `export default ${JSON.stringify(collection(states))};\n`);
writeFileSync('places.js', `export const COUNTRIES = ${table(countries)};\nexport const STATES = ${table(states)};\n`);
