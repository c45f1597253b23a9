/** The first rows of a table on a picture. No DOM. */

import { columnTexts, counted, numberFormat } from '../format.js';
import { tableLines } from '../table_lines.js';
import { fitted, inkOf } from './look.js';
import { box, element, line } from './svg.js';

/** @typedef {import('./page.js').Tools} Tools */

const HEAD = 30;
const ROW = 26;
const PAD = 12;
const WIDEST = 260;

/** @typedef {{words: string[], strong: boolean, cells: any[]}} Line */

/**
 * @param {import('./page.js').Widget} widget
 * @param {{width: number, height: number}} size
 * @param {Tools} tools
 */
export function drawTable({ view, look }, size, { ruler }) {
  const { columns, rows, totals, heads = null, subtotals = [], groups = [], looks = {}, paints = {} } = view;
  const style = view.style ?? {};
  const texts = columnTexts(columns, rows);
  const above = heads ? ROW : 0;
  const room = Math.max(1, Math.floor((size.height - above - HEAD - (totals ? ROW : 0)) / ROW));
  const places = groups.map((/** @type {string} */ name) => columns.findIndex((/** @type {any} */ one) => one.name === name));
  const all = tableLines(rows, subtotals, places, null);
  const cut = all.length > room;
  const lines = all.slice(0, cut ? Math.max(1, room - 1) : room).map((one) => written(one.cells, one.depth, columns, texts, places));
  const labels = columns.map((/** @type {any} */ column) => column.label || column.name);
  /** @type {Line | null} */
  const sums = totals && written(totals, 1, columns, texts, []);
  if (sums) sums.words = sums.words.map((/** @type {string} */ word, /** @type {number} */ at) => (totals[at] === null ? (at === 0 ? 'Total' : '') : word));
  const spots = columnPlaces([labels, ...lines.map((one) => one.words), ...(sums ? [sums.words] : [])], size.width, ruler);
  const right = columns.map((/** @type {any} */ one) => (looks[one.name]?.alignment ?? (one.type === 'number' ? 'right' : 'left')) === 'right');
  const head = inkOf(style.header?.fontColor, look, look.muted);
  const cell = inkOf(style.cell?.fontColor, look, look.ink);
  const painted = painter(columns, rows, paints, look);
  const row = (/** @type {string[]} */ words, /** @type {number} */ y, /** @type {string} */ color, bold = false, /** @type {any} */ cells = null) =>
    spots.map((spot, at) => cellText(words[at], { ...spot, y, color: painted(cells, at, 'ink') ?? color, bold, right: right[at] }, ruler)).join('');
  let svg = box({ x: 0, y: 0, width: size.width, height: above + HEAD }, { fill: fitted(style.header?.backgroundColor, look.adapt, look.scheme) ?? look.sunken });
  if (heads) svg += headTexts(heads, spots, head, ruler);
  svg += row(labels, above + 2, head, true);
  const bars = columns.map((/** @type {any} */ one, /** @type {number} */ at) => (looks[one.name]?.type === 'bar' ? largest(rows, at) : 0));
  let y = above + HEAD;
  for (const { words, strong, cells } of lines) {
    if (strong) svg += box({ x: 0, y, width: size.width, height: ROW }, { fill: look.sunken });
    svg += spots.map((spot, at) => ground(painted(cells, at, 'background'), spot, y) + bar(cells[at], bars[at], spot, y, look.accent)).join('');
    svg += row(words, y, cell, strong, cells) + box({ x: 0, y: y + ROW - 1, width: size.width, height: 1 }, { fill: look.line });
    y += ROW;
  }
  if (cut) {
    const note = `${numberFormat('#,##0')(lines.filter((one) => !one.strong).length)} of ${counted(rows.length, 'row')}`;
    svg += line(note, { x: PAD, y: y + 17, size: 11, color: look.muted });
  }
  if (rows.length === 0) svg += line('No rows match.', { x: size.width / 2, y: y + 24, size: 12, color: look.muted, align: 'middle' });
  return sums ? svg + row(sums.words, y + (cut ? ROW : 0), cell, true) : svg;
}

/**
 * The table twin of a widget that only the page can draw: its title above its rows.
 * @param {import('./page.js').Widget} widget
 * @param {{width: number, height: number}} size
 * @param {Tools} tools
 */
export function drawTwin(widget, size, tools) {
  const { title } = widget.view;
  if (!title) return drawTable(widget, size, tools);
  const words = tools.ruler.cut(String(title), 13, size.width - 2 * PAD, true);
  const rows = drawTable(widget, { width: size.width, height: size.height - HEAD }, tools);
  return line(words, { x: PAD, y: 20, size: 13, color: widget.look.ink, bold: true }) + element('g', { transform: `translate(0 ${HEAD})` }, rows);
}

/**
 * A line as texts; a subtotal says so behind its last group, and is empty where it has no number.
 * @param {any[]} cells
 * @param {number} depth
 * @param {import('../wire.d.ts').Column[]} columns
 * @param {((cell: any) => string)[]} texts
 * @param {number[]} groups
 * @returns {Line}
 */
function written(cells, depth, columns, texts, groups) {
  const last = depth > 0 ? groups[depth - 1] : -1;
  const words = columns.map((_, at) => {
    if (at === last) return `Total ${texts[at](cells[at])}`;
    return depth > 0 && (cells[at] === null || groups.includes(at)) ? '' : texts[at](cells[at]);
  });
  return { words, strong: depth > 0, cells };
}

/**
 * @param {string} text
 * @param {{left: number, width: number, y: number, color: string, bold: boolean, right: boolean}} place
 * @param {import('./ruler.js').Ruler} ruler
 */
function cellText(text, { left, width, y, color, bold, right }, ruler) {
  const shown = ruler.cut(text, 12, width - 2 * PAD, bold);
  return right
    ? line(shown, { x: left + width - PAD, y: y + 17, size: 12, color, bold, align: 'end' })
    : line(shown, { x: left + PAD, y: y + 17, size: 12, color, bold });
}

/**
 * The upper row of a pivot table's head.
 * @param {{label: string, span: number}[]} heads
 * @param {{left: number, width: number}[]} spots
 * @param {string} color
 * @param {import('./ruler.js').Ruler} ruler
 */
function headTexts(heads, spots, color, ruler) {
  let at = 0;
  return heads
    .map(({ label, span }) => {
      const [first, last] = [spots[at], spots[Math.min(at + span, spots.length) - 1]];
      at += span;
      if (!first || !last || !label) return '';
      const width = last.left + last.width - first.left;
      return line(ruler.cut(label, 12, width - PAD, true), { x: first.left + width / 2, y: 19, size: 12, color, bold: true, align: 'middle' });
    })
    .join('');
}

/**
 * What finds the colour that conditional formatting gives a cell.
 * @param {import('../wire.d.ts').Column[]} columns
 * @param {any[][]} rows
 * @param {import('../wire.d.ts').TableView['paints']} paints
 * @param {import('./look.js').Look} look
 * @returns {(cells: any[] | null, at: number, part: 'ink' | 'background') => string | null}
 */
function painter(columns, rows, paints, look) {
  const numbers = new Map(Object.keys(paints).length > 0 ? rows.map((cells, row) => [cells, row]) : []);
  return (cells, at, part) => {
    const row = cells ? numbers.get(cells) : undefined;
    const color = row === undefined ? null : paints[columns[at].name]?.[part]?.[row];
    if (!color) return null;
    return part === 'ink' ? inkOf(color, look, look.ink) : fitted(color, look.adapt, look.scheme);
  };
}

/**
 * @param {string | null} color
 * @param {{left: number, width: number}} spot
 * @param {number} y
 */
function ground(color, { left, width }, y) {
  return color ? box({ x: left, y, width, height: ROW - 1 }, { fill: color }) : '';
}

/**
 * A bar behind a number, where the column has bars.
 * @param {unknown} value
 * @param {number} most
 * @param {{left: number, width: number}} spot
 * @param {number} y
 * @param {string} color
 */
function bar(value, most, { left, width }, y, color) {
  if (most <= 0 || typeof value !== 'number') return '';
  return box({ x: left + 4, y: y + 5, width: ((width - 8) * Math.abs(value)) / most, height: ROW - 11 }, { fill: color, 'fill-opacity': 0.25, rx: 2 });
}

/**
 * @param {any[][]} rows
 * @param {number} at
 */
function largest(rows, at) {
  return rows.reduce((most, cells) => Math.max(most, typeof cells[at] === 'number' ? Math.abs(cells[at]) : 0), 0);
}

/**
 * Where columns stand: as wide as their texts; room that is left is shared, room that lacks is taken from the widest.
 * @param {string[][]} lines
 * @param {number} room px
 * @param {import('./ruler.js').Ruler} ruler
 */
function columnPlaces(lines, room, ruler) {
  const wanted = (lines[0] ?? []).map((_, at) =>
    Math.min(WIDEST, Math.max(...lines.map((words) => ruler.width(words[at], 12, true))) + 2 * PAD),
  );
  const sum = wanted.reduce((one, other) => one + other, 0);
  const least = 64;
  const spare = wanted.reduce((total, width) => total + Math.max(0, width - least), 0);
  const widths = wanted.map((width) => {
    if (sum <= room) return (width * room) / sum;
    return width - (Math.max(0, width - least) * Math.min(spare, sum - room)) / Math.max(1, spare);
  });
  let left = 0;
  return widths.map((width) => {
    left += width;
    return { left: left - width, width };
  });
}
