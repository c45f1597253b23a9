/** What gauges show: one value for each row and measure, its range, and the band in which it lies. */

import { findColumn, label } from './matrix.js';
import { extent, roundScale } from './scale.js';
import { settingsOf } from './settings.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').Column} Column */
/** @typedef {{name: string, value: number | null, target: number | null, row: number, measure: Column}} Entry */
/** @typedef {{min: number, medium: number, high: number, max: number}} Range */

/** More gauges than these tell nobody anything. */
const MOST = 60;

/**
 * @param {ChartView} view
 * @returns {Entry[]}
 */
export function entriesOf(view) {
  const measures = view.measures.map((name) => findColumn(view, name));
  const number = (/** @type {unknown} */ cell) => (typeof cell === 'number' ? cell : null);
  const targeted = view.chart === 'bullet' && measures.length > 1;
  const shown = targeted ? measures.slice(0, 1) : measures;
  return view.rows.slice(0, MOST).flatMap((cells, row) =>
    shown.map(({ at, column }) => ({
      name: nameOf(label(view, cells, view.dimensions), column.label || column.name, view, shown.length),
      value: number(cells[at]),
      target: targeted ? number(cells[measures[1].at]) : null,
      row,
      measure: column,
    })),
  );
}

/**
 * @param {string} group
 * @param {string} measure
 * @param {ChartView} view
 * @param {number} measures
 */
function nameOf(group, measure, view, measures) {
  if (view.dimensions.length === 0) return measure;
  return measures > 1 ? `${group} · ${measure}` : group;
}

/**
 * The range of all gauges: the dashboard's, else from zero to a round number above the values.
 * @param {ChartView} view
 * @param {Entry[]} entries
 * @returns {Range}
 */
export function rangeOf(view, entries) {
  const said = settingsOf(view).range;
  const reach = extent(entries.flatMap((one) => [one.value, one.target])) ?? [0, 1];
  const min = said?.min ?? Math.min(0, roundScale(reach[0], reach[1]).min);
  const given = said?.max;
  const max =
    given !== null && given !== undefined && given > min
      ? given
      : Math.max(min + 1e-9, roundScale(Math.min(min, reach[0]), Math.max(min + 1e-9, reach[1])).max);
  const inside = (/** @type {number | null | undefined} */ value, /** @type {number} */ part) =>
    Math.min(max, Math.max(min, value ?? min + (max - min) * part));
  const medium = inside(said?.medium, 1 / 3);
  return { min, medium, high: Math.max(medium, inside(said?.high, 2 / 3)), max };
}

/** @type {Record<'light' | 'dark', string[]>} */
const COLORS = { light: ['#d64550', '#e8a21c', '#2f9e62'], dark: ['#e5646d', '#f0b43c', '#49b97c'] };

/**
 * The colours of the three bands, each from one end to the other.
 * @param {ChartView} view
 * @param {'light' | 'dark'} scheme
 * @returns {{from: string, to: string, label: string}[]}
 */
export function bandsOf(view, scheme) {
  const { bands } = settingsOf(view);
  return COLORS[scheme].map((color, at) => {
    const from = bands[at]?.from ?? color;
    return { from, to: bands[at]?.to ?? from, label: bands[at]?.label ?? '' };
  });
}

/**
 * Which band a value is in: 0, 1 or 2.
 * @param {Range} range
 * @param {number} value
 */
export function bandAt(range, value) {
  return value < range.medium ? 0 : value < range.high ? 1 : 2;
}

/**
 * A value as part of its range, 0 to 1.
 * @param {Range} range
 * @param {number | null} value
 */
export function partOf(range, value) {
  return value === null ? 0 : Math.min(1, Math.max(0, (value - range.min) / (range.max - range.min)));
}

/**
 * Rectangles for several round things, as large as they can be.
 * @param {number} count
 * @param {{left: number, top: number, width: number, height: number}} area
 */
export function spread(count, area) {
  let columns = 1;
  let best = 0;
  for (let each = 1; each <= count; each += 1) {
    const size = Math.min(area.width / each, area.height / Math.ceil(count / each));
    if (size > best * 1.001) [columns, best] = [each, size];
  }
  const rows = Math.max(1, Math.ceil(count / columns));
  const [width, height] = [area.width / columns, area.height / rows];
  return Array.from({ length: count }, (_, at) => ({
    left: area.left + (at % columns) * width,
    top: area.top + Math.floor(at / columns) * height,
    width,
    height,
  }));
}
