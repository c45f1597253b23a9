/** `swell-chart`: a chart view drawn by ECharts, with the same data as a table one button away. */

import * as echarts from '../../vendor/echarts.js';
import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { hasShapes, loadShapes } from '../map_shapes.js';
import { buildOption, isDrawable, leastSize, mapOf } from '../options.js';
import { Palette } from '../palette.js';
import { numberFormat } from '../format.js';
import { selectionRow } from '../state.js';
import { base, controls } from './sheets.js';
import './table.js';
import { twinHead, twinStyles } from './twin.js';

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
    twinStyles,
    css`
      .scroll { position: absolute; inset: 0; overflow: auto; padding: 0 var(--space-2) var(--space-1); }
      .canvas { width: 100%; height: 100%; }
      .empty { position: absolute; inset: 0; display: grid; place-content: center; color: var(--ink-muted); }
    `,
  ];

  /** @type {any} */
  #drawing = null;
  /** the room that was drawn in */
  #room = '';
  #resize = new ResizeObserver(() => this.#fit());

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
      ${twinHead(view, { drawn, asTable: this.asTable, what: 'chart', change: () => (this.asTable = !this.asTable) })}
      <div class="body">
        ${table ? this.#table() : html`<div class="scroll"><div class="canvas" role="img"></div></div>`}
        ${view.rows.length === 0 && !table ? html`<p class="empty">No data for this selection.</p>` : nothing}
      </div>
      ${this.#notes()}
    `;
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

  /** Draws anew where the room is another one now; an observer also tells of the room that it begins with. */
  #fit() {
    const box = this.#canvas()?.parentElement;
    if (box && roomOf(box) !== this.#room) this.#draw();
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
    this.#room = roomOf(box);
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
    reachable(box);
  }

  #forget() {
    this.#room = '';
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
 * A chart that is larger than its place is scrolled by keyboard, too.
 * @param {HTMLElement} box
 */
function reachable(box) {
  const larger = box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth;
  if (larger) box.setAttribute('tabindex', '0');
  else box.removeAttribute('tabindex');
}

/** @param {HTMLElement} box */
function roomOf(box) {
  return `${box.clientWidth} ${box.clientHeight}`;
}

/**
 * Without movement for people who asked their system for that.
 * @param {Record<string, any>} option
 */
function withMotion(option) {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? { ...option, animation: false } : option;
}

customElements.define('swell-chart', SwellChart);
