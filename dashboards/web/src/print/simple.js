/** Numbers, texts, lists and pictures on a picture. No DOM. */

import { formatCell } from '../format.js';
import { keyColumns, rowKey, selectionRow } from '../state.js';
import { inkOf } from './look.js';
import { box, line } from './svg.js';

/** @typedef {import('./page.js').Tools} Tools */
/** @typedef {import('./page.js').Widget} Widget */
/** @typedef {{width: number, height: number}} Size */

const SIDE = 12;

/** px that a title and a field take. */
const CHOICE = 50;

/** px below which widgets have thinner margins, as on the page. */
const NARROW = 160;

/**
 * A size from dashboard JSON, kept within what can be read and fits.
 * @param {unknown} size px
 * @param {number} least
 * @param {number} most
 * @param {number} otherwise
 */
function sized(size, least, most, otherwise) {
  const number = Number(size);
  return size && Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : otherwise;
}

/**
 * Where aligned text begins, and how it is anchored there.
 * @param {unknown} alignment
 * @param {number} width
 * @param {number} [side] margin
 * @returns {{x: number, align: 'start' | 'middle' | 'end'}}
 */
function aligned(alignment, width, side = SIDE) {
  if (alignment === 'center') return { x: width / 2, align: 'middle' };
  return alignment === 'right' ? { x: width - side, align: 'end' } : { x: side, align: 'start' };
}

/**
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawNumber({ view, look }, size, { ruler }) {
  const style = view.style ?? {};
  const side = size.width < NARROW ? 4 : SIDE;
  const room = size.width - 2 * side;
  const small = view.title ? sized(style.titleSize, 11, 32, 12) : 0;
  const wanted = sized(style.numberSize, 12, 72, 30);
  const fits = (wanted * room) / Math.max(1, ruler.width(view.text, wanted, true));
  const large = Math.max(12, Math.min(wanted, fits, size.height - small * 1.5 - 4));
  const top = (size.height - small * 1.4 - large * 1.2) / 2;
  const place = aligned(style.textAlignment, size.width, side);
  const color = view.value === null ? look.muted : inkOf(style.numberColor, look, look.ink);
  const head = view.title
    ? line(ruler.cut(view.title, small, room), { ...place, y: top + small, size: small, color: inkOf(style.titleColor, look, look.muted) })
    : '';
  return head + line(view.text, { ...place, y: top + small * 1.4 + large * 0.95, size: large, color, bold: true });
}

/**
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawText({ view, look, type }, size, { ruler }) {
  const style = view.style ?? {};
  const high = sized(style.fontSize, 11, 48, 13);
  const bold = Number(style.fontSize) >= 16;
  const color = inkOf(style.textColor, look, type === 'link' ? look.accent : look.ink);
  const most = Math.floor(size.height / (high * 1.35));
  const lines = ruler.lines(view.text || view.target || '', high, size.width - 2 * SIDE, most, bold);
  const place = aligned(style.textAlignment, size.width);
  const top = Math.max(0, (size.height - lines.length * high * 1.35) / 2);
  return lines.map((words, at) => line(words, { ...place, y: top + (at * 1.35 + 1.03) * high, size: high, color, bold })).join('');
}

/**
 * A list or anything else to choose from: its title, and what is chosen.
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawChoice(widget, size, tools) {
  const { view } = widget;
  return choice(view.title || view.label || '', Array.isArray(view.rows) ? chosen(widget) : view.text || 'All', widget, size, tools);
}

/**
 * A filter panel: what each filter is set to.
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawFilters(widget, size, tools) {
  const { filters = [], title, perRow = 1 } = widget.view;
  const top = title?.label ? 28 : 0;
  const head = top ? line(tools.ruler.cut(title.label, 13, size.width - 2 * SIDE, true), { x: SIDE, y: 20, size: 13, color: widget.look.ink, bold: true }) : '';
  const across = Math.max(1, Math.min(perRow, Math.floor(size.width / 120)));
  const cell = { width: size.width / across, height: 62 };
  const fields = filters.map((/** @type {any} */ each, /** @type {number} */ at) => {
    const y = top + Math.floor(at / across) * cell.height;
    const field = choice(each.label ?? '', each.text || 'All', widget, cell, tools);
    return y + cell.height <= size.height + 12 ? `<g transform="translate(${(at % across) * cell.width} ${y})">${field}</g>` : '';
  });
  return head + fields.join('');
}

/**
 * The tabs of a navigation, the page that is drawn underlined.
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawNavigation({ view, look }, size, { ruler, pages, page }) {
  const high = sized(view.style?.fontSize, 11, 24, 13);
  const y = size.height / 2 + high * 0.35;
  let left = SIDE;
  return pages
    .map(({ name, label }) => {
      const width = ruler.width(label, high, true);
      const x = left;
      left += width + 28;
      if (x + width > size.width) return '';
      const current = name === page;
      const under = current ? box({ x, y: y + 8, width, height: 2 }, { fill: look.accent }) : '';
      return line(label, { x, y, size: high, color: current ? look.ink : inkOf(view.style?.textColor, look, look.muted), bold: current }) + under;
    })
    .join('');
}

/**
 * Why there is nothing to show, where nothing is wrong.
 * @param {string} text
 * @param {import('./look.js').Look} look
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawEmpty(text, look, size, { ruler }) {
  const lines = ruler.lines(text, 12, size.width - 2 * SIDE, Math.floor(size.height / 16));
  const top = (size.height - lines.length * 16) / 2 + 12;
  return lines.map((words, at) => line(words, { x: size.width / 2, y: top + at * 16, size: 12, color: look.muted, align: 'middle' })).join('');
}

/**
 * @param {string} title
 * @param {string} text
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
function choice(title, text, widget, size, tools) {
  const { look } = widget;
  const { ruler } = tools;
  const room = size.width - 2 * SIDE;
  if (title && size.height < CHOICE) return choice('', `${title}: ${text}`, widget, size, tools);
  const high = title ? CHOICE : Math.min(28, size.height);
  const top = Math.max(0, (size.height - high) / 2);
  const head = title ? line(ruler.cut(title, 12, room), { x: SIDE, y: top + 13, size: 12, color: look.muted }) : '';
  const frame = box({ x: SIDE, y: top + high - Math.min(29, high), width: room, height: Math.min(28, high) }, { rx: 6, fill: look.surface, stroke: look.line });
  return head + frame + line(ruler.cut(text, 13, room - 20), { x: SIDE + 10, y: top + high - Math.min(28, high) / 2 + 4, size: 13, color: look.ink });
}

/** @param {Widget} widget */
function chosen({ view, step, selected }) {
  const keys = keyColumns(view.columns, step?.groups ?? [], [view.column]);
  const wanted = new Set(selected.map((row) => rowKey(row, keys)));
  const at = view.columns.findIndex((/** @type {any} */ column) => column.name === view.column);
  const names = view.rows
    .filter((/** @type {any[]} */ cells) => wanted.has(rowKey(selectionRow(view.columns, cells, keys), keys)))
    .map((/** @type {any[]} */ cells) => formatCell(cells[at], view.columns[at]));
  return names.length === 0 ? 'All' : names.join(', ');
}

/**
 * A widget of a type that pictures do not know: its title and its text.
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawOther(widget, size, tools) {
  const { view } = widget;
  const embedded = view.dashboard ? `The dashboard “${view.dashboard}” stands here; it is a file of its own.` : '';
  const text = [embedded, view.title, view.label, view.text, view.alt].find((each) => typeof each === 'string' && each) ?? '';
  return drawText({ ...widget, view: { text, style: { textColor: widget.look.muted } } }, size, tools);
}

/**
 * Why a widget is not drawn.
 * @param {string} problem
 * @param {import('./look.js').Look} look
 * @param {Size} size
 * @param {Tools} tools
 */
export function drawProblem(problem, look, size, { ruler }) {
  const frame = box({ x: 0.5, y: 0.5, width: size.width - 1, height: size.height - 1 }, { rx: 10, fill: look.surface, stroke: look.muted, 'stroke-dasharray': '4 3' });
  const lines = ruler.lines(problem, 12, size.width - 32, Math.floor((size.height - 28) / 16));
  const top = Math.max(16, (size.height - lines.length * 16 - 18) / 2 + 12);
  const head = line('Not shown', { x: 16, y: top, size: 13, color: look.ink, bold: true });
  if (size.height < 48) return frame + line('Not shown', { x: 16, y: size.height / 2 + 4, size: 12, color: look.ink, bold: true });
  return frame + head + lines.map((words, at) => line(words, { x: 16, y: top + 18 + at * 16, size: 12, color: look.muted })).join('');
}
