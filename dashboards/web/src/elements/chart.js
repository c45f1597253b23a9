/** `swell-chart`: a chart view drawn by ECharts, with the same data as a table one button away. */

import * as echarts from '../../vendor/echarts.js';
import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { hasShapes, loadShapes } from '../map_shapes.js';
import { buildOption, isDrawable, leastSize, mapOf } from '../options.js';
import { Palette } from '../palette.js';
import { numberFormat } from '../format.js';
import { selectionRow } from '../state.js';
import * as icons from './icons.js';
import { base, controls } from './sheets.js';
import './table.js';

class SwellChart extends LitElement {
  static properties = {
    view: { attribute: false },
    selected: { attribute: false },
    keys: { attribute: false },
    palette: { attribute: false },
    scheme: { type: String },
    surface: { attribute: false },
    asTable: { state: true },
  };

  static styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; height: 100%; min-height: 0; position: relative; }
      .head { display: flex; align-items: flex-start; gap: var(--space-2); padding-block: var(--space-2) 0; padding-inline: var(--space-3) var(--space-2); min-height: 36px; }
      .head.bare { position: absolute; inset-inline-end: 0; top: 0; z-index: 2; padding: 2px; min-height: 0; }
      .titles { flex: 1; min-width: 0; padding-top: 4px; }
      h3 { font-size: var(--text-m); line-height: 20px; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .subtitle { font-size: var(--text-s); line-height: 16px; color: var(--ink-muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .head button { width: 28px; height: 28px; flex: none; opacity: 0; }
      :host(:hover) .head button, .head button:focus-visible, .head button[aria-pressed="true"] { opacity: 1; }
      @media (hover: none) { .head:not(.bare) button { opacity: 1; } }
      .body { flex: 1; min-height: 0; position: relative; }
      .scroll { position: absolute; inset: 0; overflow: auto; padding: 0 var(--space-2) var(--space-1); }
      .canvas { width: 100%; height: 100%; }
      .note { padding: 2px var(--space-3) var(--space-2); font-size: var(--text-s); color: var(--ink-muted); }
      .empty { position: absolute; inset: 0; display: grid; place-content: center; color: var(--ink-muted); }
    `,
  ];

  /** @type {any} */
  #drawing = null;
  #resize = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    /** @type {import('../wire.d.ts').ChartView} */
    this.view = /** @type {any} */ (null);
    /** @type {import('../wire.d.ts').SelectionRow[]} */
    this.selected = [];
    /** @type {string[]} */
    this.keys = [];
    this.palette = new Palette();
    /** @type {'light' | 'dark'} */
    this.scheme = 'light';
    /** @type {string | null} the colour on which the chart stands, where it is the dashboard's own */
    this.surface = null;
    this.asTable = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#forget();
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    const drawn = isDrawable(view.chart);
    const table = !drawn || this.asTable;
    return html`
      ${this.#head(drawn)}
      <div class="body">
        ${table ? this.#table() : html`<div class="scroll"><div class="canvas" role="img"></div></div>`}
        ${view.rows.length === 0 && !table ? html`<p class="empty">No data for this selection.</p>` : nothing}
      </div>
      ${this.#notes()}
    `;
  }

  /** @param {boolean} drawn */
  #head(drawn) {
    const { view } = this;
    const change = this.asTable ? 'Show as a chart' : 'Show as a table';
    const button = drawn
      ? html`<button class="quiet icon" aria-pressed=${String(this.asTable)} aria-label=${`${change}: ${view.title || 'chart'}`} title=${change}
          @click=${() => (this.asTable = !this.asTable)}>${this.asTable ? icons.chart : icons.table}</button>`
      : nothing;
    if (!view.title && !view.subtitle) return html`<div class="head bare">${button}</div>`;
    return html`<div class="head">
      <div class="titles">
        ${view.title ? html`<h3 title=${view.title}>${view.title}</h3>` : nothing}
        ${view.subtitle ? html`<p class="subtitle">${view.subtitle}</p>` : nothing}
      </div>
      ${button}
    </div>`;
  }

  #table() {
    const { view } = this;
    return html`<swell-table .columns=${view.columns} .rows=${view.rows} .caption=${view.title || 'Chart data'} .selected=${this.selected}
      .keys=${this.keys} ?selectable=${view.selectable} .multiple=${view.selectMode.startsWith('multi')}></swell-table>`;
  }

  #notes() {
    const { note, truncated } = this.view;
    const whole = numberFormat('#,##0');
    const cut = truncated ? `The first ${whole(truncated.shown)} rows are shown (limit ${whole(truncated.limit)}).` : '';
    const text = [note, cut].filter(Boolean).join(' ');
    return text ? html`<p class="note">${text}</p>` : nothing;
  }

  updated() {
    const canvas = this.#canvas();
    if (this.#drawing && this.#drawing.getDom() !== canvas) this.#forget();
    this.#resize.disconnect();
    const box = this.renderRoot.querySelector('.body');
    if (canvas && box) this.#resize.observe(box);
    this.#draw();
  }

  /** @returns {HTMLElement | null} */
  #canvas() {
    return this.renderRoot.querySelector('.canvas');
  }

  #draw() {
    const canvas = this.#canvas();
    const box = canvas?.parentElement;
    if (!canvas || !box || !this.view || box.clientWidth < 8 || box.clientHeight < 8) return;
    const shapes = mapOf(this.view);
    if (shapes && !hasShapes(shapes)) {
      loadShapes(shapes).then(() => this.#draw());
      return;
    }
    const style = getComputedStyle(box);
    const least = leastSize(this.view, { width: box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) });
    const width = Math.max(box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight), least.width);
    const height = Math.max(box.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom), least.height);
    canvas.style.setProperty('width', `${width}px`);
    canvas.style.setProperty('height', `${height}px`);
    if (!this.#drawing) {
      this.#drawing = echarts.init(canvas, null, { renderer: 'canvas', width, height });
      this.#drawing.on('click', this.#click);
    }
    this.#drawing.resize({ width, height, silent: true });
    const view = { ...this.view, selected: this.selected };
    const { scheme, surface, palette, keys } = this;
    this.#drawing.setOption(withMotion(buildOption(view, { width, height, scheme, surface, palette, keys })), { notMerge: true });
  }

  #forget() {
    this.#drawing?.dispose();
    this.#drawing = null;
  }

  #click = (/** @type {any} */ mark) => {
    const row = mark.data?.row;
    if (!this.view.selectable || row === undefined) return;
    const chosen = selectionRow(this.view.columns, this.view.rows[row], this.keys);
    this.dispatchEvent(new CustomEvent('swell-select', { detail: { row: chosen }, bubbles: true, composed: true }));
  };
}

/**
 * Without movement for people who asked their system for that.
 * @param {Record<string, any>} option
 */
function withMotion(option) {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? { ...option, animation: false } : option;
}

customElements.define('swell-chart', SwellChart);
