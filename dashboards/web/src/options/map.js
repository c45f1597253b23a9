/** Maps: regions shaded by a measure, or bubbles where places are. */

import { colorAt } from '../palette.js';
import { fade, frame, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, label } from './matrix.js';
import { mapOf, placeFinder, projectionOf, zoomOn } from './places.js';
import { radiusOf } from './scatter.js';
import { shadeKey, shadesOf } from './shades.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').Cell} Cell */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {{row: number, cells: Cell[], point: [number, number], shape: string}} Found */

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function mapOption(view, drawing) {
  const { found, unknown } = view.chart === 'geomap' ? pointsOf(view) : placesOf(view);
  const color = findColumn(view, view.roles?.color?.[0] ?? view.measures[0] ?? '');
  const size = findColumn(view, view.roles?.size?.[0] ?? color.column.name);
  const number = (/** @type {number} */ at, /** @type {Cell[]} */ cells) =>
    typeof cells[at] === 'number' ? Number(cells[at]) : null;
  const shades = shadesOf(
    view,
    drawing,
    found.map(({ cells }) => number(color.at, cells)),
  );
  const shaded = view.chart === 'choropleth' || (view.roles?.color?.length ?? 0) > 0;
  const key = shaded ? shadeKey(view, drawing, shades.range, color.column.format) : { graphic: [], height: 0 };
  const shown = [
    ...new Map([
      [color.column.name, color],
      [size.column.name, size],
    ]).values(),
  ].filter(({ at }) => at >= 0);
  const marked = (/** @type {Found} */ { cells }) =>
    shaded ? shades.colorOf(number(color.at, cells)) : colorAt(0, drawing.scheme);
  const place = {
    left: 8,
    right: 8,
    top: 6,
    bottom: 6 + key.height + (unknown.length > 0 ? 18 : 0),
    preserveAspect: 'contain',
    ...zoomOn(
      view,
      found.map((one) => one.point),
    ),
  };
  return {
    ...frame(view, drawing),
    legend: { show: false },
    graphic: [...key.graphic, ...missing(drawing, unknown, key.height)],
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const cells = view.rows[mark.data?.row];
        if (!cells) return mark.name ? tooltipText(mark.name, [{ name: 'No data', value: '' }]) : '';
        const lines = shown.map(({ at, column }) => ({
          name: column.label || column.name,
          value: valueText(number(at, cells), column),
        }));
        return tooltipText(label(view, cells, view.dimensions) || mark.name, lines);
      },
    },
    ...(view.chart === 'choropleth'
      ? regions(view, drawing, found, place, marked)
      : bubbles(view, drawing, found, place, { marked, size: size.at })),
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 */
function ground(view, drawing) {
  const ink = inks(drawing.scheme);
  return {
    map: mapOf(view)?.name,
    projection: projectionOf(view),
    roam: false,
    selectedMode: false,
    label: { show: false },
    itemStyle: { areaColor: ink.grid, borderColor: drawing.surface ?? ink.surface, borderWidth: 0.6 },
    emphasis: { label: { show: false }, itemStyle: { areaColor: ink.line } },
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Found[]} found
 * @param {Record<string, any>} place
 * @param {(one: Found) => string} marked
 */
function regions(view, drawing, found, place, marked) {
  const opaque = opacity(view, drawing);
  return {
    series: [
      {
        type: 'map',
        name: view.title,
        ...ground(view, drawing),
        ...place,
        cursor: view.selectable ? 'pointer' : 'default',
        showLegendSymbol: false,
        data: found.map((one) => {
          const style = { areaColor: marked(one), opacity: opaque(one.row) };
          return { name: one.shape, value: 1, row: one.row, itemStyle: style, emphasis: { itemStyle: style } };
        }),
      },
    ],
  };
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Found[]} found
 * @param {Record<string, any>} place
 * @param {{marked: (one: Found) => string, size: number}} form
 */
function bubbles(view, drawing, found, place, { marked, size }) {
  const opaque = opacity(view, drawing);
  const radius = radiusOf(view, size);
  const sorted = found.toSorted((a, b) => Math.abs(Number(b.cells[size] ?? 0)) - Math.abs(Number(a.cells[size] ?? 0)));
  return {
    geo: { ...ground(view, drawing), ...place, silent: true },
    series: [
      {
        type: 'scatter',
        name: view.title,
        coordinateSystem: 'geo',
        cursor: view.selectable ? 'pointer' : 'default',
        emphasis: { focus: 'none', scale: 1.1 },
        data: sorted.map((one) => {
          const faded = fade(opaque(one.row));
          return {
            name: label(view, one.cells, view.dimensions),
            value: [...one.point, Number(one.cells[size] ?? 0)],
            row: one.row,
            symbolSize: radius(Number(one.cells[size] ?? 0)) * 0.8,
            itemStyle: {
              ...faded.itemStyle,
              color: marked(one),
              opacity: faded.itemStyle.opacity * 0.8,
              borderColor: drawing.surface ?? inks(drawing.scheme).surface,
              borderWidth: 0.8,
            },
          };
        }),
      },
    ],
  };
}

/**
 * The rows whose group is a place of the map, and the names that are none.
 * @param {ChartView} view
 * @returns {{found: Found[], unknown: string[]}}
 */
function placesOf(view) {
  const find = placeFinder(view);
  const at = findColumn(view, view.dimensions[0] ?? '').at;
  /** @type {Found[]} */
  const found = [];
  const unknown = new Set();
  view.rows.forEach((cells, row) => {
    const text = cells[at];
    const place = typeof text === 'string' ? find(text) : undefined;
    if (place) found.push({ row, cells, point: place[0], shape: place[1] });
    else if (text !== null) unknown.add(String(text));
  });
  return { found, unknown: [...unknown] };
}

/**
 * The rows with a latitude and a longitude.
 * @param {ChartView} view
 * @returns {{found: Found[], unknown: string[]}}
 */
function pointsOf(view) {
  const [latitude, longitude] = [view.roles?.latitude?.[0], view.roles?.longitude?.[0]].map(
    (name) => findColumn(view, name ?? '').at,
  );
  const degrees = (/** @type {Cell | undefined} */ cell) =>
    cell === null || cell === undefined || cell === '' ? NaN : Number(cell);
  const found = view.rows.flatMap((cells, row) => {
    /** @type {[number, number]} */
    const point = [degrees(cells[longitude]), degrees(cells[latitude])];
    return point.every(Number.isFinite) ? [{ row, cells, point, shape: '' }] : [];
  });
  return { found, unknown: [] };
}

/**
 * A line that names the rows which are nowhere on the map.
 * @param {Drawing} drawing
 * @param {string[]} unknown
 * @param {number} below px that are taken at the bottom
 */
function missing(drawing, unknown, below) {
  if (unknown.length === 0) return [];
  const named = unknown.slice(0, 3).join(', ') + (unknown.length > 3 ? ` and ${unknown.length - 3} more` : '');
  const style = {
    text: `Not on the map: ${named}`,
    fill: inks(drawing.scheme).muted,
    font: `11px ${FONT}`,
    width: drawing.width - 16,
    overflow: 'truncate',
    ellipsis: '…',
  };
  return [{ type: 'text', silent: true, x: 8, y: drawing.height - below - 16, style }];
}
