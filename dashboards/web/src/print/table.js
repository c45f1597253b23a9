/** The first rows of a table on a picture. No DOM. */

import { columnTexts, counted, numberFormat } from '../format.js';
import { fitted, inkOf } from './look.js';
import { box, line } from './svg.js';

/** @typedef {import('./page.js').Tools} Tools */

const HEAD = 30;
const ROW = 26;
const PAD = 12;
const WIDEST = 260;

/**
 * @param {import('./page.js').Widget} widget
 * @param {{width: number, height: number}} size
 * @param {Tools} tools
 */
export function drawTable({ view, look }, size, { ruler }) {
  const { columns, rows, totals } = view;
  const style = view.style ?? {};
  const room = Math.max(1, Math.floor((size.height - HEAD - (totals ? ROW : 0)) / ROW));
  const cut = rows.length > room;
  const shown = rows.slice(0, cut ? Math.max(1, room - 1) : room);
  const texts = columnTexts(columns, rows);
  const cells = shown.map((/** @type {any[]} */ row) => columns.map((/** @type {any} */ _, /** @type {number} */ at) => texts[at](row[at])));
  const sums = totals && columns.map((/** @type {any} */ _, /** @type {number} */ at) => (totals[at] === null ? (at === 0 ? 'Total' : '') : texts[at](totals[at])));
  const heads = columns.map((/** @type {any} */ column) => column.label || column.name);
  const numeric = columns.map((/** @type {any} */ column) => column.type === 'number');
  const places = columnPlaces([heads, ...cells, ...(sums ? [sums] : [])], size.width, ruler);
  const inks = {
    head: inkOf(style.header?.fontColor, look, look.muted),
    cell: inkOf(style.cell?.fontColor, look, look.ink),
    ground: fitted(style.header?.backgroundColor, look.adapt, look.scheme) ?? look.sunken,
  };
  const row = (/** @type {string[]} */ words, /** @type {number} */ y, /** @type {string} */ color, bold = false) =>
    places
      .map(({ left, width }, at) => {
        const text = ruler.cut(words[at], 12, width - 2 * PAD, bold);
        return numeric[at]
          ? line(text, { x: left + width - PAD, y: y + 17, size: 12, color, bold, align: 'end' })
          : line(text, { x: left + PAD, y: y + 17, size: 12, color, bold });
      })
      .join('');
  let svg = box({ x: 0, y: 0, width: size.width, height: HEAD }, { fill: inks.ground }) + row(heads, 2, inks.head, true);
  cells.forEach((/** @type {string[]} */ words, /** @type {number} */ at) => {
    const y = HEAD + at * ROW;
    svg += row(words, y, inks.cell) + box({ x: 0, y: y + ROW - 1, width: size.width, height: 1 }, { fill: look.line });
  });
  const below = HEAD + cells.length * ROW;
  if (cut) {
    const note = `${numberFormat('#,##0')(shown.length)} of ${counted(rows.length, 'row')}`;
    svg += line(note, { x: PAD, y: below + 17, size: 11, color: look.muted });
  }
  if (rows.length === 0) svg += line('No rows match.', { x: size.width / 2, y: below + 24, size: 12, color: look.muted, align: 'middle' });
  if (sums) svg += row(sums, below + (cut ? ROW : 0), inks.cell, true);
  return svg;
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
