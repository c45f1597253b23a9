/**
 * A page of a dashboard as a picture: each widget a drawing of its own, with where it stands and what it says in words.
 * Pure: ECharts and the widths of characters are given, so the same modules run in the page and in engines without one.
 */

import { schemeOf } from '../color.js';
import { describe } from '../options/describe.js';
import { inks } from '../options/theme.js';
import { chooseLayout, choosePage, orderPlacements, rowHeight } from '../layout.js';
import { counted } from '../format.js';
import { Palette } from '../palette.js';
import { chips } from '../state.js';
import { drawChart } from './chart.js';
import { fitted, groundOf, isClear, lookOf } from './look.js';
import { Ruler } from './ruler.js';
import { drawChoice, drawEmpty, drawFilters, drawNavigation, drawNumber, drawOther, drawProblem, drawText } from './simple.js';
import { drawRepeater } from './repeater.js';
import { box, drawing, element, line, sided } from './svg.js';
import { isMirrored } from '../locale.js';
import { drawTable, drawTwin } from './table.js';

/** @typedef {import('../wire.d.ts').Dashboard} Dashboard */
/** @typedef {import('../wire.d.ts').DashboardData} DashboardData */
/** @typedef {{type: string, view: any, step: import('../wire.d.ts').Step | null, selected: any[], look: import('./look.js').Look}} Widget */
/** @typedef {{ruler: Ruler, palette: Palette, echarts: any, pages: {name: string, label: string}[], page: string}} Tools */
/** @typedef {{width: number, height: number}} Size px */
/** @typedef {{left: number, top: number, width: number, height: number}} Box px */
/** @typedef {Box & {widget: string, svg: string, words: string}} Piece one widget */
/**
 * @typedef {{dashboard: Dashboard, data: DashboardData, page: string | null, widget?: string | null, width: number, scheme: 'light' | 'dark',
 *   locale?: string, stamp: string, advances: import('./ruler.js').Advances}} Request `locale`: the language of numbers and dates; `stamp`: when they were computed, as text
 */
/** @typedef {{page: string, title: string, scheme: 'light' | 'dark', background: string, filters: string[], pieces: Piece[]} & Size} Picture */

const EDGE = 24;
const WIDEST = 1720;
const LEAST_WIDTH = 360;
const CARDS = new Set(['chart', 'table', 'number', 'valuestable', 'comparetable']);

/** @type {Map<string, (widget: Widget, size: Size, tools: Tools) => string>} */
const DRAWERS = new Map([
  ['number', drawNumber],
  ['text', drawText],
  ['link', drawText],
  ['chart', drawChart],
  ['table', drawTable],
  ['valuestable', drawTable],
  ['comparetable', drawTable],
  ['listselector', drawChoice],
  ['pillbox', drawChoice],
  ['dateselector', drawChoice],
  ['rangeselector', drawChoice],
  ['input', drawChoice],
  ['filterpanel', drawFilters],
  ['globalfilters', drawFilters],
  ['navigation', drawNavigation],
  ['repeater', (widget, size, tools) => drawRepeater(widget, size, tools, DRAWERS)],
]);

/**
 * The drawing of a whole page, its pieces in their places.
 * @param {Picture} picture
 */
export function whole(picture) {
  const ground = box({ x: 0, y: 0, width: picture.width, height: picture.height }, { fill: picture.background });
  const placed = picture.pieces.map(({ left, top, svg }) => svg.replace('<svg ', `<svg x="${left}" y="${top}" `));
  return drawing(picture, ground + placed.join(''), { role: 'img' });
}

/**
 * The names of the pages that a reader can turn to.
 * @param {Dashboard} dashboard
 * @param {number} width px
 */
export function pages(dashboard, width) {
  const layout = chooseLayout(dashboard.layouts, width);
  return (layout?.pages ?? []).filter((page) => !page.hidden).map(({ name, label }) => ({ name, label }));
}

/**
 * @param {Request} request
 * @param {any} echarts
 * @returns {Picture}
 */
export function drawPage(request, echarts) {
  const { dashboard, data, scheme } = request;
  const layout = chooseLayout(dashboard.layouts, request.width);
  const page = layout && (pageOf(layout, request.widget) ?? choosePage(layout, request.page));
  const ground = groundOf(layout?.style ?? {}, scheme);
  const seen = (layout?.pages ?? []).filter((one) => !one.hidden);
  const tools = { ruler: new Ruler(request.advances), palette: new Palette(), echarts, pages: seen, page: page?.name ?? '' };
  const typeOf = (/** @type {string} */ id) => dashboard.widgets[id]?.type ?? 'missing';
  const all = layout && page ? orderPlacements(page, typeOf, false) : [];
  const placed = request.widget ? all.filter((one) => one.widget === request.widget) : all;
  const spots = placed.map((placement) => spotOf(/** @type {any} */ (layout), placement, request.width));
  if (request.widget && spots.length > 0) spots[0] = { ...spots[0], left: EDGE, top: 0 };
  const width = request.widget && spots.length > 0 ? Math.max(LEAST_WIDTH, spots[0].width + 2 * EDGE) : request.width;
  const looks = placed.map((placement) => lookOf(/** @type {any} */ (page), placement, typeOf, ground, layout?.style.backgroundColor));
  const color = (request.widget && looks[0]?.own) || ground.color;
  const filters = chips(dashboard, data.selections, data).map(({ label, full }) => `${label}: ${full.replaceAll('\n', ', ')}`);
  const title = [dashboard.label, seen.length > 1 ? page?.label : ''].filter(Boolean).join(' · ');
  if (!page) filters.push('This dashboard has no page: its JSON holds no layout with a page to show.');
  const head = header(title, { width, stamp: request.stamp, scheme: schemeOf(color, ground.scheme) }, filters, tools);
  const pieces = placed.map((placement, at) => piece(request, placement, { ...spots[at], top: spots[at].top + head.height }, looks[at], tools));
  const bottom = Math.max(head.height + 40, ...pieces.map((one) => one.top + one.height)) + EDGE;
  return {
    page: page?.name ?? '',
    title,
    scheme: schemeOf(color, ground.scheme),
    width,
    height: Math.ceil(bottom),
    background: color,
    filters,
    pieces: [head, ...pieces],
  };
}

/**
 * The page on which a widget stands.
 * @param {import('../wire.d.ts').Layout} layout
 * @param {string | null | undefined} widget
 */
function pageOf(layout, widget) {
  return widget ? (layout.pages.find((page) => page.placements.some((one) => one.widget === widget)) ?? null) : null;
}

/**
 * Where the cells of a widget are, from the top of the layout.
 * @param {import('../wire.d.ts').Layout} layout
 * @param {import('../wire.d.ts').Placement} placement
 * @param {number} width px of the page
 * @returns {Box}
 */
function spotOf(layout, placement, width) {
  const { cellSpacingX = 8, cellSpacingY = 8 } = layout.style;
  const gap = { x: Number(cellSpacingX) || 0, y: Number(cellSpacingY) || 0 };
  const room = Math.min(width - 2 * EDGE + gap.x, layout.maxWidth ?? WIDEST);
  const column = room / Math.max(1, layout.columns);
  const row = rowHeight(layout);
  const wide = Math.max(1, placement.colspan * column - gap.x);
  const left = (width - room) / 2 + placement.column * column + gap.x / 2;
  return {
    left: isMirrored() ? width - left - wide : left,
    top: placement.row * row + gap.y / 2,
    width: wide,
    height: Math.max(1, Math.max(1, placement.rowspan) * row - gap.y),
  };
}

/**
 * The strip above: what this is, which page of it, what it is filtered by, and when it was computed.
 * @param {string} title
 * @param {{width: number, stamp: string, scheme: 'light' | 'dark'}} about
 * @param {string[]} filters
 * @param {Tools} tools
 * @returns {Piece}
 */
function header(title, { width, stamp, scheme }, filters, { ruler }) {
  const { text: ink, muted } = inks(scheme);
  const room = width - 2 * EDGE;
  const beside = ruler.width(stamp, 11) + 24;
  const shown = ruler.lines(filters.join('   '), 12, room, 3);
  const lines = filters.length > 0 ? shown : [];
  const svg =
    line(ruler.cut(title, 18, room - beside, true), { x: EDGE, y: 38, size: 18, color: ink, bold: true }) +
    line(stamp, { x: width - EDGE, y: 38, size: 11, color: muted, align: 'end' }) +
    lines.map((words, at) => line(words, { x: EDGE, y: 60 + at * 17, size: 12, color: muted })).join('');
  const height = 54 + lines.length * 17;
  const words = [title, ...filters, stamp].join('. ');
  return { widget: '', left: 0, top: 0, width, height, svg: drawing({ width, height }, sided(width, svg)), words };
}

/**
 * @param {Request} request
 * @param {import('../wire.d.ts').Placement} placement
 * @param {Box} spot
 * @param {import('./look.js').Look} look
 * @param {Tools} tools
 * @returns {Piece}
 */
function piece({ dashboard, data }, placement, spot, look, tools) {
  const id = placement.widget;
  const known = dashboard.widgets[id];
  const found = data.widgets[id];
  const type = found?.type ?? known?.type ?? 'missing';
  const size = { width: spot.width, height: spot.height };
  const twin = !DRAWERS.has(type) && Array.isArray(found?.view?.columns);
  const card = (CARDS.has(type) || twin) && Object.keys(placement.style).length === 0;
  const ground = cardBox(placement.style, card, size, look);
  if (type === 'container' || type === 'box') return { widget: id, ...spot, svg: drawing(size, sided(size.width, ground)), words: '' };
  if (!found?.view) {
    const problem = found?.problem ?? 'This widget has no data.';
    return { widget: id, ...spot, svg: drawing(size, sided(size.width, drawProblem(problem, look, size, tools))), words: `Not shown. ${problem}` };
  }
  if (typeof found.view.empty === 'string') {
    return { widget: id, ...spot, svg: drawing(size, sided(size.width, ground + drawEmpty(found.view.empty, look, size, tools))), words: found.view.empty };
  }
  const name = found.view.step ?? known?.step ?? null;
  const step = name ? (dashboard.steps[name] ?? null) : null;
  const widget = { type, view: found.view, step, selected: (name && data.selections[name]) || [], look };
  const draw = DRAWERS.get(type) ?? (twin ? drawTwin : drawOther);
  try {
    const inner = draw(widget, size, tools);
    return { widget: id, ...spot, svg: drawing(size, sided(size.width, card ? onCard(ground, inner, size, look, id) : ground + inner)), words: wordsOf(widget) };
  } catch (error) {
    // A mistake of ours in one widget must not take the others with it.
    const problem = `This is a mistake in Swell itself: ${error instanceof Error ? error.message : error}`;
    return { widget: id, ...spot, svg: drawing(size, sided(size.width, drawProblem(problem, look, size, tools))), words: `Not shown. ${problem}` };
  }
}

/**
 * @param {Record<string, any>} style
 * @param {boolean} card
 * @param {Size} size
 * @param {import('./look.js').Look} look
 */
function cardBox(style, card, size, look) {
  if (card) return box({ x: 0.5, y: 0.5, width: size.width - 1, height: size.height - 1 }, { rx: 10, fill: look.surface, stroke: look.line });
  const fill = fitted(style.backgroundColor, look.adapt, look.scheme);
  const edges = new Set(style.borderEdges ?? []);
  const thick = Number(style.borderWidth ?? 0);
  const color = fitted(style.borderColor, look.adapt, look.scheme) ?? look.line;
  const ground = isClear(fill) && !fill ? '' : box({ x: 0, y: 0, ...size }, { rx: Number(style.borderRadius) || null, fill });
  if (thick <= 0 || edges.size === 0) return ground;
  if (edges.has('all')) {
    const inset = { x: thick / 2, y: thick / 2, width: size.width - thick, height: size.height - thick };
    return ground + box(inset, { rx: Number(style.borderRadius) || null, fill: 'none', stroke: color, 'stroke-width': thick });
  }
  /** @type {Record<string, {x: number, y: number, width: number, height: number}>} */
  const sides = {
    top: { x: 0, y: 0, width: size.width, height: thick },
    bottom: { x: 0, y: size.height - thick, width: size.width, height: thick },
    left: { x: 0, y: 0, width: thick, height: size.height },
    right: { x: size.width - thick, y: 0, width: thick, height: size.height },
  };
  return ground + Object.keys(sides).filter((side) => edges.has(side)).map((side) => box(sides[side], { fill: color })).join('');
}

/**
 * What stands on a card, cut at its round corners, and its border above.
 * @param {string} ground
 * @param {string} inner
 * @param {Size} size
 * @param {import('./look.js').Look} look
 * @param {string} id of the widget
 */
function onCard(ground, inner, size, look, id) {
  const name = `card-${id.replaceAll(/[^\w-]/g, '_')}`;
  const edge = { x: 0.5, y: 0.5, width: size.width - 1, height: size.height - 1 };
  const cut = element('clipPath', { id: name }, box(edge, { rx: 10 }));
  return ground + cut + element('g', { 'clip-path': `url(#${name})` }, inner) + box(edge, { rx: 10, fill: 'none', stroke: look.line });
}

/**
 * What a widget shows, for people who hear the document.
 * @param {Widget} widget
 */
function wordsOf({ type, view, step }) {
  if (type === 'chart') return describe(view);
  if (type === 'number') return [view.title, view.text].filter(Boolean).join(': ');
  if (Array.isArray(view.rows)) return `${view.title || view.label || step?.label || 'Table'}, ${counted(view.rows.length, 'row')}.`;
  return String(view.text || view.title || view.label || view.alt || '');
}
