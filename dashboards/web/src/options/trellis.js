/** Small charts side by side: one a value of a field (trellis), or one a measure. */

import { colorAt } from '../palette.js';
import { compose } from './compose.js';
import { frame, legend } from './frame.js';
import { findColumn, isTimeAxis, label, labeller, matrix } from './matrix.js';
import { extent, roundScale } from './scale.js';
import { settingsOf } from './settings.js';
import { stackedRange } from './stack.js';
import { FONT, inks } from './theme.js';

/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {import('../options.js').Drawing} Drawing */
/** @typedef {import('../options.js').Option} Option */
/** @typedef {(view: ChartView, drawing: Drawing) => Option} Build */
/** @typedef {{left: number, top: number, width: number, height: number}} Rectangle */

const TITLE = 20; // px over each small chart
const GAP = 8;
const LEAST = { width: 96, height: 96 };

const UPRIGHT = ['vbar', 'stackvbar', 'combo', 'waterfall', 'vdot'];

/** Kinds with an axis of numbers, which small charts share so that they can be compared. */
const SHARING = ['hbar', 'vbar', 'stackhbar', 'stackvbar', 'line', 'time', 'time-bar'];

/**
 * True where each measure has a chart of its own.
 * @param {ChartView} view
 */
export function hasPanels(view) {
  const { axisMode, band } = settingsOf(view);
  const known = ['hbar', 'vbar', 'line', 'time', 'time-bar'].includes(view.chart);
  return known && axisMode === 'multi' && !band && view.measures.length > 1 && view.dimensions.length + view.split.length > 0;
}

/**
 * A chart for each measure: bars that lie beside each other, others one over the other, with one axis of categories.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Build} build
 * @returns {Option}
 */
export function panels(view, drawing, build) {
  const lying = view.chart === 'hbar';
  const split = view.split.length > 0;
  const box = legend(
    view,
    drawing,
    split ? matrix({ ...view, measures: view.measures.slice(0, 1) }).series.map((one) => one.name) : [],
  );
  const { left, right, top, bottom } = box.margins;
  const room = { width: drawing.width - (split ? left + right : 0), height: drawing.height - (split ? top + bottom : 0) };
  const labels = labelRoom(view, room, lying);
  const count = view.measures.length;
  const each = lying ? (room.width - labels) / count : (room.height - labels) / count;
  const cells = view.measures.map((measure, n) => {
    const bearer = lying ? n === 0 : n === count - 1;
    const size = each + (bearer ? labels : 0);
    const start = (lying && n > 0 ? labels : 0) + n * each + (split ? (lying ? left : top) : 0);
    const at = lying
      ? { left: start, top: split ? top : 0, width: size, height: room.height }
      : { left: split ? left : 0, top: start, width: room.width, height: size };
    const own = panelView(view, measure, bearer);
    const option = build(own, { ...drawing, width: at.width, height: at.height, lead: lying && bearer ? labels : undefined });
    // Each measure has the colour that it would have beside the others.
    if (!split)
      option.series = option.series.map((/** @type {any} */ one) =>
        one.color === colorAt(0, drawing.scheme) ? { ...one, color: colorAt(n, drawing.scheme) } : one,
      );
    if (!lying) option.grid = { ...option.grid, left: 8 };
    return { option, at, rows: null };
  });
  const base = { ...frame(view, drawing), legend: split ? box.legend : { show: false } };
  const whole = compose(base, cells, drawing);
  return lying ? whole : { ...whole, axisPointer: { link: [{ xAxisIndex: 'all' }] } };
}

/**
 * @param {ChartView} view
 * @param {string} measure
 * @param {boolean} bearer of the labels of categories
 * @returns {ChartView}
 */
function panelView(view, measure, bearer) {
  const { column } = findColumn(view, measure);
  const axis = view.axes.measure;
  const dimension = { ...view.axes.dimension, show: bearer && view.axes.dimension.show };
  return {
    ...view,
    measures: [measure],
    legend: { ...view.legend, show: false },
    axes: { ...view.axes, dimension, measure: { ...axis, title: axis.title ?? (column.label || measure) } },
  };
}

/**
 * px that the labels of the categories take in the panel that has them.
 * @param {ChartView} view
 * @param {{width: number, height: number}} room
 * @param {boolean} lying
 */
function labelRoom(view, room, lying) {
  if (!view.axes.dimension.show) return 0;
  const longest = Math.max(0, ...view.rows.slice(0, 200).map((cells) => label(view, cells, view.dimensions).length)) * 6.6;
  if (lying) return Math.min(180, room.width / 3, longest + 12) + (view.axes.dimension.title ? 18 : 0);
  const titled = view.axes.dimension.title ? 18 : 0;
  if (isTimeAxis(view)) return 22 + titled;
  return (longest > room.width / Math.max(1, view.rows.length) ? Math.min(60, room.height / 4) : 22) + titled;
}

/**
 * How the small charts stand: columns, rows, and the values that each is for.
 * @param {ChartView} view
 * @param {{width: number}} drawing
 */
function arrangement(view, { width }) {
  const names = view.trellis ?? [];
  const members = [...new Set(view.rows.map(labeller(view, names)))];
  const { trellisType, perLine } = settingsOf(view);
  const least = Math.min(width, Math.max(LEAST.width, UPRIGHT.includes(view.chart) ? categoriesOf(view) * 14 + 60 : 0));
  const most = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const wanted = trellisType === 'y' ? 1 : trellisType === 'wrap' ? perLine : members.length;
  const columns = Math.max(1, Math.min(wanted, most, members.length));
  return { members, columns, rows: Math.max(1, Math.ceil(members.length / columns)) };
}

/** @param {ChartView} view */
function categoriesOf(view) {
  return new Set(view.rows.map(labeller(view, view.dimensions))).size;
}

/**
 * The height that small charts need.
 * @param {ChartView} view
 * @param {{width: number}} drawing
 */
export function trellisHeight(view, drawing) {
  const flat = ['flatgauge', 'bullet', 'rating'].includes(view.chart);
  return arrangement(view, drawing).rows * (flat ? 72 : LEAST.height + TITLE + (UPRIGHT.includes(view.chart) ? 24 : 0));
}

/**
 * A chart for each value of a field, on one scale.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Build} build
 * @returns {Option}
 */
export function trellis(view, drawing, build) {
  const names = legendNames(view, drawing, build);
  const box = legend(view, drawing, names);
  const { margins } = box;
  const area = {
    left: margins.left,
    top: 4,
    width: drawing.width - margins.left - margins.right,
    height: drawing.height - margins.bottom - 4,
  };
  if (names.length > 1) area.top = margins.top;
  area.height = drawing.height - margins.bottom - area.top;
  const { members, columns, rows } = arrangement(view, area);
  const size = { width: (area.width - GAP * (columns - 1)) / columns, height: (area.height - GAP * (rows - 1)) / rows };
  const memberOf = labeller(view, view.trellis ?? []);
  const parts = members.map((member) => partOf(view, (cells) => memberOf(cells) === member));
  const axes = sharedAxes(
    view,
    parts.map((part) => part.view),
  );
  const cells = parts.map((part, n) => {
    const corner = {
      left: area.left + (n % columns) * (size.width + GAP),
      top: area.top + Math.floor(n / columns) * (size.height + GAP),
    };
    const at = { left: corner.left, top: corner.top + TITLE, width: size.width, height: Math.max(24, size.height - TITLE) };
    const own = { ...part.view, axes: untitled({ ...part.view.axes, ...axes }), legend: { ...view.legend, show: false } };
    return {
      option: build(own, { ...drawing, width: at.width, height: at.height, named: names.length > 1 }),
      at,
      rows: part.rows,
    };
  });
  const titles = cells.map(({ at }, n) => titleOf(members[n], at, drawing));
  return compose({ ...frame(view, drawing), legend: box.legend, graphic: titles }, cells, drawing);
}

/**
 * The rows of one small chart, and where they are in the whole.
 * @param {ChartView} view
 * @param {(cells: import('../wire.d.ts').Cell[]) => boolean} belongs
 */
function partOf(view, belongs) {
  const rows = view.rows.flatMap((cells, row) => (belongs(cells) ? [row] : []));
  return { rows, view: { ...view, trellis: [], rows: rows.map((row) => view.rows[row]), paints: view.paints && rows.map((row) => view.paints?.[row] ?? null) } };
}

/**
 * The names that a legend of all small charts has.
 * @param {ChartView} view
 * @param {Drawing} drawing
 * @param {Build} build
 * @returns {string[]}
 */
function legendNames(view, drawing, build) {
  if (!view.legend.show) return [];
  const option = build({ ...view, trellis: [] }, drawing);
  return [...new Set((option.legend?.data ?? []).map((/** @type {any} */ one) => one.name))];
}

/**
 * One scale for the measure of all.
 * @param {ChartView} view
 * @param {ChartView[]} parts
 */
function sharedAxes(view, parts) {
  const { axisMode } = settingsOf(view);
  if (!SHARING.includes(view.chart) || view.normalize || view.axes.measure.domain || view.axes.measure.root) return {};
  if (axisMode === 'multi' && hasPanels(view)) return {};
  const stacked = view.chart.startsWith('stack') || (view.fill && view.split.length > 0);
  const ranges = parts.map((part) => {
    const whole = matrix(part);
    return stacked ? stackedRange(whole) : extent(whole.series.flatMap((one) => one.points.map((point) => point?.value)));
  });
  const reach = extent(ranges.flatMap((range) => range ?? []));
  if (!reach) return {};
  const { min, max } = roundScale(Math.min(0, reach[0]), Math.max(0, reach[1]));
  return { measure: { ...view.axes.measure, domain: [min, max] } };
}

/** @param {ChartView['axes']} axes */
function untitled(axes) {
  const bare = (/** @type {import('../wire.d.ts').Axis} */ axis) => ({ ...axis, title: null });
  return { ...axes, dimension: bare(axes.dimension), measure: bare(axes.measure) };
}

/**
 * @param {string} text
 * @param {Rectangle} at
 * @param {Drawing} drawing
 */
function titleOf(text, at, drawing) {
  return {
    type: 'text',
    silent: true,
    x: at.left + at.width / 2,
    y: at.top - TITLE + 4,
    style: {
      text,
      align: 'center',
      width: at.width - 8,
      overflow: 'truncate',
      ellipsis: '…',
      fill: inks(drawing.scheme).text,
      font: `600 12px ${FONT}`,
    },
  };
}
