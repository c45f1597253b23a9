/** Which element draws which type of widget. A new type is one more entry. */

import { html } from '../../vendor/lit.js';
import { linkAddress } from '../links.js';
import { keyColumns } from '../state.js';
import './chart.js';
import './component.js';
import './date_selector.js';
import './filter_panel.js';
import './input.js';
import './list.js';
import './navigation.js';
import './number.js';
import './packaged.js';
import './range_selector.js';
import './repeater.js';
import './table.js';
import './text.js';
import { pixels } from './number.js';

/**
 * @typedef {{
 *   view: any,
 *   step: import('../wire.d.ts').Step | null,
 *   selected: import('../wire.d.ts').SelectionRow[],
 *   scheme: 'light' | 'dark',
 *   surface: string | null,
 *   short: boolean,
 *   palette: import('../palette.js').Palette,
 *   choices: import('../wire.d.ts').AskChoices | null,
 *   ink: (color: unknown) => string | null,
 *   fill: (color: unknown) => string | null,
 *   dashboard: import('../wire.d.ts').Dashboard,
 *   selections: import('../wire.d.ts').Selections,
 *   filters: import('../wire.d.ts').FilterChoices,
 *   pages: import('../wire.d.ts').Page[],
 *   page: string,
 * }} Widget what a widget is drawn from
 */

/** @type {Map<string, (widget: Widget) => unknown>} */
const TEMPLATES = new Map([
  ['number', ({ view, ink }) => html`<swell-number .view=${view} .ink=${ink}></swell-number>`],
  ['text', ({ view, ink }) => html`<swell-text .view=${view} .ink=${ink}></swell-text>`],
  ['link', link],
  ['container', () => html``],
  ['image', image],
  ['navigation', navigation],
  ['component', component],
  ['repeater', repeater],
  ['chart', chart],
  ['table', table],
  ['filterpanel', filterPanel],
  ['globalfilters', filterPanel],
  ['dateselector', ({ view, ink, short }) => html`<swell-date-selector ?short=${short} .view=${view} .ink=${ink}></swell-date-selector>`],
  ['rangeselector', ({ view, ink, short }) => html`<swell-range-selector ?short=${short} .view=${view} .ink=${ink}></swell-range-selector>`],
  ['input', ({ view, ink, fill, short }) => html`<swell-input ?short=${short} .view=${view} .ink=${ink} .fill=${fill}></swell-input>`],
  ['listselector', (widget) => list(widget, widget.view.expanded && !widget.short ? 'open' : 'closed')],
  ['pillbox', (widget) => list(widget, 'pills')],
]);

/**
 * @param {string} type
 * @param {Widget} widget
 */
export function widgetTemplate(type, widget) {
  return TEMPLATES.get(type)?.(widget) ?? packaged(type, widget);
}

/**
 * Whether a type is one that another package brings.
 * @param {string} type
 */
export function isPackaged(type) {
  return !TEMPLATES.has(type);
}

/**
 * @param {string} type
 * @param {Widget} widget
 */
function packaged(type, { view, step, selected, scheme }) {
  const texts = (view.columns ?? []).filter((/** @type {any} */ column) => column.type !== 'number');
  const keys = keyColumns(view.columns ?? [], step?.groups ?? [], texts.map((/** @type {any} */ column) => column.name));
  return html`<swell-packaged .type=${type} .view=${view} .keys=${keys} .selected=${selected} .scheme=${scheme}></swell-packaged>`;
}

/** @param {Widget} widget */
function link({ view, ink, dashboard, selections, filters, pages }) {
  const label = pages.find((page) => page.name === view.target)?.label ?? view.target ?? '';
  return html`<swell-text .view=${view} .ink=${ink} link .href=${linkAddress(view, dashboard, selections, filters)} .label=${label}></swell-text>`;
}

/** @param {Widget} widget */
function image({ view }) {
  if (!view.source) return html`<p class="placeholder">${view.alt || 'Image'}</p>`;
  return html`<img class="picture" src=${view.source} alt=${view.alt ?? ''}>`;
}

/** @param {Widget} widget */
function navigation({ view, pages, page, ink, fill }) {
  return html`<swell-navigation .view=${view} .pages=${pages} .current=${page} .ink=${ink} .fill=${fill}></swell-navigation>`;
}

/** @param {Widget} widget */
function component({ view, scheme, dashboard, selections }) {
  return html`<swell-component .view=${view} .scheme=${scheme} .outer=${dashboard} .around=${selections}></swell-component>`;
}

/** @param {Widget} widget */
function repeater(widget) {
  const { view, step, selected, ink, fill } = widget;
  const texts = view.columns.filter((/** @type {any} */ column) => column.type !== 'number');
  const keys = keyColumns(view.columns, step?.groups ?? [], texts.map((/** @type {any} */ column) => column.name));
  const draw = (/** @type {string} */ type, /** @type {any} */ part) => widgetTemplate(type, { ...widget, view: part, selected: [] });
  return html`<swell-repeater .view=${view} .keys=${keys} .selected=${selected} .draw=${draw} .ink=${ink} .fill=${fill}
    .caption=${step?.label ?? 'Cards'}></swell-repeater>`;
}

/** @param {Widget} widget */
function filterPanel({ view, choices, ink, fill, short }) {
  return html`<swell-filter-panel ?short=${short} ?single=${view.single} .view=${view} .choices=${choices} .ink=${ink} .fill=${fill}></swell-filter-panel>`;
}

/** @param {Widget} widget */
function chart({ view, step, selected, scheme, surface, palette }) {
  const keys = keyColumns(view.columns, step?.groups ?? [], [...view.dimensions, ...view.split]);
  return html`<swell-chart .view=${view} .keys=${keys} .selected=${selected} .scheme=${scheme} .surface=${surface}
    .palette=${palette}></swell-chart>`;
}

/** @param {Widget} widget */
function table({ view, step, selected, ink, fill }) {
  const texts = view.columns.filter((/** @type {any} */ column) => column.type !== 'number');
  const keys = keyColumns(view.columns, step?.groups ?? [], texts.map((/** @type {any} */ column) => column.name));
  const style = view.style ?? {};
  const { header = {}, cell = {} } = style;
  const inks = {
    '--head-background': fill(header.backgroundColor),
    '--head-ink': ink(header.fontColor),
    '--head-size': pixels(header.fontSize, 11, 20),
    '--head-weight': header.bold ? '600' : null,
    '--cell-background': fill(cell.backgroundColor),
    '--cell-ink': ink(cell.fontColor),
    '--cell-size': pixels(cell.fontSize, 11, 20),
    '--odd-background': fill(style.oddRowColor),
    '--even-background': fill(style.evenRowColor),
  };
  const widths = {
    least: Number(style.minColumnWidth) || 40,
    most: Number(style.maxColumnWidth) || 420,
    fixed: style.mode === 'fixed' ? Number(style.fixedColumnWidth) || null : null,
  };
  const lines = Math.min(5, Math.max(1, Number(style.numberOfLines) || 1));
  return html`<swell-table .columns=${view.columns} .rows=${view.rows} .heads=${view.heads} .totals=${view.totals} .subtotals=${view.subtotals}
    .groups=${view.groups} .folds=${view.folds ?? null} .looks=${view.looks} .paints=${paints(view.paints, ink, fill)} .frozen=${view.frozen} .widths=${widths} .lines=${lines} .numbered=${style.showRowIndexColumn === true}
    .keys=${keys} .selected=${selected} ?selectable=${view.selectable} .multiple=${view.selectMode.startsWith('multi')}
    .inks=${inks} .caption=${step?.label ?? 'Table'}></swell-table>`;
}

/**
 * The colours of cells, adapted to what they stand on.
 * @param {import('../wire.d.ts').TableView['paints']} given
 * @param {(color: unknown) => string | null} ink
 * @param {(color: unknown) => string | null} fill
 */
function paints(given, ink, fill) {
  const entries = Object.entries(given).map(([name, { background, ink: inks }]) => [name, { background: background?.map(fill), ink: inks?.map(ink) }]);
  return Object.fromEntries(entries);
}

/**
 * @param {Widget} widget
 * @param {string} form
 */
function list({ view, step, selected, ink, fill, short }, form) {
  const keys = keyColumns(view.columns, step?.groups ?? [], [view.column]);
  return html`<swell-list ?short=${short} .view=${view} .keys=${keys} .selected=${selected} .form=${form} .ink=${ink} .fill=${fill}></swell-list>`;
}
