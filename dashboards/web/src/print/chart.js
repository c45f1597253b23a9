/** A chart on a picture: its titles, the drawing that ECharts makes of the page's options, and its notes. No DOM. */

import { numberFormat } from '../format.js';
import { buildOption, isDrawable, leastSize } from '../options.js';
import { label } from '../options/matrix.js';
import { FONT } from '../options/theme.js';
import { keyColumns } from '../state.js';
import { FAMILY, directed, line, sided, writable } from './svg.js';
import { drawTable } from './table.js';

/** @typedef {import('./page.js').Tools} Tools */
/** @typedef {import('../wire.d.ts').ChartView} ChartView */
/** @typedef {{width: number, height: number}} Size */

const SIDE = 12;

/**
 * @param {import('./page.js').Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawChart(widget, size, tools) {
  const { look } = widget;
  /** @type {ChartView} */
  const view = { ...widget.view, selected: widget.selected };
  const head = titles(view, size, tools, look);
  const drawn = isDrawable(view.chart);
  const room = { width: size.width - 16, height: size.height - head.height - 6 };
  const fitting = drawn ? fitted(view, room) : view;
  const notes = [view.note, cutNote(view, fitting)].filter(Boolean).join(' ');
  const foot = notes ? line(tools.ruler.cut(notes, 11, size.width - 2 * SIDE), { x: SIDE, y: size.height - 8, size: 11, color: look.muted }) : '';
  if (notes) room.height -= 18;
  if (room.width < 40 || room.height < 40) return head.svg + foot;
  const inner = drawn
    ? chartSvg(fitting, room, widget, tools)
    : drawTable({ ...widget, view: { ...view, totals: null, style: {} } }, { width: size.width, height: room.height }, tools);
  const left = drawn ? 8 : 0;
  return `${head.svg}<g transform="translate(${left} ${head.height})">${inner}</g>${foot}`;
}

/**
 * @param {ChartView} view
 * @param {Size} size
 * @param {Tools} tools
 * @param {import('./look.js').Look} look
 */
function titles(view, size, { ruler }, look) {
  const room = size.width - 2 * SIDE;
  let height = 8;
  let svg = '';
  if (view.title) {
    svg += line(ruler.cut(view.title, 13, room, true), { x: SIDE, y: height + 18, size: 13, color: look.ink, bold: true });
    height += 26;
  }
  if (view.subtitle) {
    svg += line(ruler.cut(view.subtitle, 12, room), { x: SIDE, y: height + 10, size: 12, color: look.muted });
    height += 18;
  }
  return { svg, height };
}

/**
 * @param {ChartView} view
 * @param {Size} room
 * @param {import('./page.js').Widget} widget
 * @param {Tools} tools
 */
function chartSvg(view, room, { step, look }, { echarts, palette, ruler }) {
  if (view.rows.length === 0) {
    return line('No data for this selection.', { x: room.width / 2, y: room.height / 2, size: 12, color: look.muted, align: 'middle' });
  }
  const keys = keyColumns(view.columns, step?.groups ?? [], [...view.dimensions, ...view.split]);
  const option = buildOption(view, { ...room, scheme: look.scheme, surface: look.own, palette, keys });
  echarts.setPlatformAPI({ measureText: (/** @type {string} */ text, /** @type {string} */ font) => measured(ruler, text, font) });
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...room });
  try {
    chart.setOption({ ...still(option), animation: false });
    // ECharts puts the family into a style attribute as it is, with its quotes, and texts with whatever is in them.
    return sided(room.width, directed(writable(chart.renderToSVGString()).replaceAll(FONT, FAMILY)));
  } finally {
    chart.dispose();
  }
}

/**
 * An option for a picture: a legend that is longer than its room can't be turned, so it ends in an ellipsis.
 * @param {import('../options.js').Option} option
 */
function still(option) {
  if (option.legend?.type !== 'scroll') return option;
  return { ...option, legend: { ...option.legend, pageFormatter: '…', pageIconSize: 0, pageButtonGap: 4 } };
}

/**
 * @param {import('./ruler.js').Ruler} ruler
 * @param {string} text
 * @param {string} font as CSS has it
 */
function measured(ruler, text, font = '') {
  const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
  return { width: ruler.width(text ?? '', size, /bold|[6-9]00/.test(font)) };
}

/**
 * A view of the first categories only, where a picture has no room for all: it can't be scrolled as the page can.
 * @param {ChartView} view
 * @param {Size} room
 * @returns {ChartView}
 */
function fitted(view, room) {
  const least = leastSize(view, room);
  const share = Math.min(least.height > 0 ? room.height / least.height : 1, least.width > 0 ? room.width / least.width : 1);
  if (share >= 1) return view;
  const names = view.rows.map((cells) => label(view, cells, view.dimensions));
  const kept = new Set([...new Set(names)].slice(0, Math.max(1, Math.floor(new Set(names).size * share))));
  const seen = (/** @type {unknown} */ _, /** @type {number} */ at) => kept.has(names[at]);
  return { ...view, rows: view.rows.filter(seen), paints: view.paints?.filter(seen) };
}

/**
 * @param {ChartView} view
 * @param {ChartView} fitting
 */
function cutNote({ rows, truncated }, fitting) {
  const whole = numberFormat('#,##0');
  if (fitting.rows.length < rows.length) return `The first ${whole(fitting.rows.length)} of ${whole(rows.length)} rows are drawn.`;
  return truncated ? `The first ${whole(truncated.shown)} rows are shown (limit ${whole(truncated.limit)}).` : '';
}
