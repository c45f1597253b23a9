/** Scatter plots and bubbles: a dot for each row, by two or three of its measures. */

import { plot, valueAxis } from './axes.js';
import { seriesColors } from './colors.js';
import { fade, frame, legend, opacity, tooltip, tooltipText, valueText } from './frame.js';
import { findColumn, isBlank, label, labeller } from './matrix.js';
import { lineValues, valueLines } from './reference.js';
import { extent, roundScale, signedRoot } from './scale.js';
import { settingsOf } from './settings.js';
import { inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../wire.d.ts').Axis} Axis */
/** @typedef {import('../options.js').Drawing} Drawing */

/** More dots than these are drawn as one mass, fast. */
const MANY = 2000;

/** More dots than these are small squares, px wide: they are told apart no better when larger, and take a third of the time. */
const CLOUD = 20_000;
const SPECK = 3;

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @returns {import('../options.js').Option}
 */
export function scatterOption(view, drawing) {
  const [x, y] = [0, 1].map((at) => findColumn(view, view.roles?.[at ? 'y' : 'x']?.[0] ?? view.measures[at] ?? ''));
  const sized = view.roles?.size?.[0];
  const size = sized ? findColumn(view, sized) : null;
  const shown = [x, y, ...(size && size.at !== x.at && size.at !== y.at ? [size] : [])];
  const groups = groupsOf(view);
  const colors = seriesColors({ ...view, split: groups.columns }, drawing, groups.members);
  const box = legend(
    view,
    drawing,
    groups.members.map((one) => one.name),
  );
  const radius = radiusOf(view, size?.at ?? -1);
  const axes = {
    x: view.axes.x ?? { show: true, title: x.column.label },
    y: view.axes.y ?? { show: true, title: y.column.label },
  };
  const shape = { x: axes.x.root ? signedRoot : same, y: axes.y.root ? signedRoot : same };
  const opaque = opacity(view, drawing);
  const rows = view.rows.flatMap((cells, row) =>
    typeof cells[x.at] === 'number' && typeof cells[y.at] === 'number' ? [{ cells, row }] : [],
  );
  const ofMember = Map.groupBy(rows, ({ cells }) => groups.of(cells));
  return {
    ...frame(view, drawing),
    grid: plot({ ...box.margins, top: box.margins.top + 8, right: box.margins.right + 8 }),
    legend: box.legend,
    xAxis: {
      ...numberAxis(view, drawing, axes.x, x, false),
      ...(axes.x.root
        ? {}
        : limits(
            axes.x,
            rows.map(({ cells }) => Number(cells[x.at])),
            [],
          )),
    },
    yAxis: {
      ...numberAxis(view, drawing, axes.y, y, true),
      ...(axes.y.root
        ? {}
        : limits(
            axes.y,
            rows.map(({ cells }) => Number(cells[y.at])),
            lineValues(view, 2),
          )),
    },
    tooltip: {
      ...tooltip(drawing),
      trigger: 'item',
      formatter: (/** @type {any} */ mark) => {
        const cells = view.rows[mark.data?.row ?? mark.data?.[3]];
        if (!cells) return '';
        return tooltipText(
          label(view, cells, view.dimensions),
          shown.map(({ at, column }) => ({
            name: column.label || column.name,
            value: valueText(/** @type {number} */ (cells[at]), column),
          })),
        );
      },
    },
    series: groups.members.map((member, n) => ({
      type: 'scatter',
      name: member.name,
      color: colors[n],
      cursor: view.selectable ? 'pointer' : 'default',
      large: rows.length > MANY && !size,
      progressive: 0,
      itemStyle: {
        opacity: 0.75,
        borderColor: drawing.surface ?? inks(drawing.scheme).surface,
        borderWidth: rows.length > 300 ? 0 : 0.5,
      },
      emphasis: { focus: 'none', scale: 1.2 },
      symbolSize: size ? (/** @type {number[]} */ value) => radius(value[2]) : rows.length > CLOUD ? SPECK : rows.length > 300 ? 6 : 10,
      markLine: n === 0 ? crossing(view, drawing, x, y) : undefined,
      data: (ofMember.get(member.name) ?? []).map(({ cells, row }) => {
        const value = [shape.x(Number(cells[x.at])), shape.y(Number(cells[y.at])), size ? Number(cells[size.at] ?? 0) : 0];
        if (rows.length > MANY) return [...value, row];
        const at = opaque(row);
        return at < 1 ? { value, row, ...fade(at) } : { value, row };
      }),
    })),
  };
}

/** @param {number} value */
const same = (value) => value;

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Axis} axis
 * @param {{column: import('../wire.d.ts').Column}} measure
 * @param {boolean} upright
 */
function numberAxis(view, drawing, axis, { column }, upright) {
  return { ...valueAxis({ ...view, normalize: false }, drawing, column.format, upright, { axis }), scale: axis.zero === false };
}

/**
 * @param {Axis} axis
 * @param {number[]} values
 * @param {number[]} include
 */
function limits(axis, values, include) {
  const reach = extent([...values, ...include, ...(axis.zero === false ? [] : [0])]);
  if (!reach || axis.domain) return {};
  const { min, max } = roundScale(reach[0], reach[1]);
  return { min, max };
}

/**
 * By which field dots are coloured: the last of several, else none.
 * @param {ChartView} view
 */
function groupsOf(view) {
  const columns = view.split.length > 0 ? view.split : view.dimensions.length > 1 ? view.dimensions.slice(-1) : [];
  const of = columns.length > 0 ? labeller(view, columns) : () => '';
  const members = new Map();
  for (const cells of view.rows) {
    const name = of(cells);
    if (!members.has(name)) members.set(name, { name, blank: isBlank(view, cells, columns) });
  }
  const found = [...members.values()].sort((a, b) => Number(a.blank) - Number(b.blank) || (a.name < b.name ? -1 : 1));
  return { columns, of, members: found };
}

/**
 * The width of a bubble, whose area grows with its value.
 * @param {ChartView} view
 * @param {number} at
 * @returns {(value: number) => number}
 */
export function radiusOf(view, at) {
  const ratio = settingsOf(view).radius ?? 5;
  const largest = view.rows.reduce((most, cells) => Math.max(most, Math.abs(Number(cells[at] ?? 0))), 0);
  const widest = Math.max(16, Math.min(60, 34 * Math.sqrt(ratio / 5)));
  return (value) => (largest > 0 ? Math.max(5, Math.sqrt(Math.abs(value) / largest) * widest) : 10);
}

/**
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {{column: import('../wire.d.ts').Column}} x
 * @param {{column: import('../wire.d.ts').Column}} y
 */
function crossing(view, drawing, x, y) {
  const across = valueLines(view, drawing, { axis: 1, direction: 'xAxis', format: x.column.format, inverse: false });
  const along = valueLines(view, drawing, { axis: 2, direction: 'yAxis', format: y.column.format });
  if (!across && !along) return undefined;
  return { ...(across ?? along), data: [...(across?.data ?? []), ...(along?.data ?? [])] };
}
