/** Cards of a repeater on a picture: as many as fit, each with its cells on a grid of its own. No DOM. */

import { counted, numberFormat } from '../format.js';
import { fitted } from './look.js';
import { box, drawing, line } from './svg.js';

/** @typedef {import('./page.js').Tools} Tools */
/** @typedef {import('./page.js').Widget} Widget */
/** @typedef {{width: number, height: number}} Size */

const ROW = { normal: 48, fine: 24 };
const GAP = 8;

/**
 * @param {Widget} widget
 * @param {Size} size
 * @param {Tools} tools
 * @param {Map<string, (widget: Widget, size: Size, tools: Tools) => string>} drawers
 */
export function drawRepeater(widget, size, tools, drawers) {
  const { view, look } = widget;
  /** @type {any[]} */
  const places = Object.values(view.places);
  const rows = Math.max(1, ...places.map((one) => one.row + one.rowspan));
  const card = { width: (size.width - GAP) / view.perRow - GAP, height: rows * ROW[/** @type {'fine' | 'normal'} */ (view.grid.rowHeight)] };
  const fit = Math.max(1, Math.floor((size.height - GAP) / (card.height + GAP))) * view.perRow;
  const shown = view.cards.slice(0, fit);
  const cut = shown.length < view.cards.length;
  const cards = shown.map((/** @type {any} */ cells, /** @type {number} */ at) => {
    const x = GAP + (at % view.perRow) * (card.width + GAP);
    const y = GAP + Math.floor(at / view.perRow) * (card.height + GAP);
    return `<g transform="translate(${x} ${y})">${drawCard(widget, cells, card, tools, drawers)}</g>`;
  });
  const note = `${numberFormat('#,##0')(shown.length)} of ${counted(view.cards.length, 'card')}`;
  return cards.join('') + (cut ? line(note, { x: size.width - GAP, y: size.height - 4, size: 11, color: look.muted, align: 'end' }) : '');
}

/**
 * @param {Widget} widget
 * @param {Record<string, any>} cells
 * @param {Size} card
 * @param {Tools} tools
 * @param {Map<string, (widget: Widget, size: Size, tools: Tools) => string>} drawers
 */
function drawCard(widget, cells, card, tools, drawers) {
  const { view, look } = widget;
  const style = view.grid.style ?? {};
  const fill = fitted(style.backgroundColor, look.adapt, look.scheme) ?? look.surface;
  const column = card.width / view.grid.columns;
  const row = ROW[/** @type {'fine' | 'normal'} */ (view.grid.rowHeight)];
  const ground = box({ x: 0, y: 0, ...card }, { rx: Number(style.borderRadius) || 4, fill, stroke: look.line });
  const parts = Object.entries(view.places).map(([name, /** @type {any} */ place]) => {
    const part = cells[name];
    const draw = drawers.get(place.type);
    if (!part || !draw) return '';
    const size = { width: place.colspan * column, height: place.rowspan * row };
    const inner = draw({ ...widget, type: place.type, view: part, selected: [] }, size, tools);
    return drawing(size, inner, { x: place.column * column, y: place.row * row });
  });
  return ground + parts.join('');
}
