/** `swell-edit-canvas`: a page as it will look, with frames over its widgets. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import '../elements/dashboard.js';
import { base } from '../elements/sheets.js';
import { styled } from '../elements/styled.js';
import './frames.js';

const LEAST = 600; // px; a narrower one would be drawn in one column, where nothing has a place

class SwellEditCanvas extends LitElement {
  static properties = {
    dashboard: { attribute: false },
    layout: { attribute: false },
    page: { attribute: false },
    data: { attribute: false },
    selections: { attribute: false },
    scheme: { type: String },
    placed: { attribute: false },
    names: { attribute: false },
    findings: { attribute: false },
    selected: { type: String },
    columns: { type: Number },
    width: { state: true },
    measures: { state: true },
  };

  static styles = [
    base,
    css`
      :host { overflow: auto; height: 100%; min-width: 0; position: relative; }
      /* Columns count from the left here, as the JSON has them. */
      .sheet { position: relative; min-height: 100%; min-width: 600px; display: grid; direction: ltr; --start: left; --end: right; text-align: var(--start); }
      .sheet.narrow { min-width: 0; margin: 0 auto; border-inline: 1px dashed var(--line-strong); }
      swell-dashboard { min-height: 100%; }
      .empty { position: absolute; inset: 0; display: grid; place-content: center; text-align: center; color: var(--ink-muted); pointer-events: none; }
      .empty strong { display: block; font-size: var(--text-l); color: var(--ink); }
    `,
  ];

  #watch = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    /** @type {any} */
    this.dashboard = null;
    /** @type {any} */
    this.layout = null;
    /** @type {any} */
    this.page = null;
    /** @type {any} */
    this.data = null;
    /** @type {import('../wire.d.ts').Selections} */
    this.selections = {};
    /** @type {'light' | 'dark'} */
    this.scheme = 'light';
    /** @type {import('./source.js').Placed[]} */
    this.placed = [];
    /** @type {Record<string, {type: string, name: string}>} */
    this.names = {};
    /** @type {Record<string, import('../wire.d.ts').Finding[]>} by widget */
    this.findings = {};
    /** @type {string | null} */
    this.selected = null;
    this.columns = 12;
    this.width = LEAST;
    /** @type {import('./frames.js').Measures | null} */
    this.measures = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
  }

  updated() {
    this.#measure();
  }

  async #measure() {
    this.width = Math.max(LEAST, this.clientWidth);
    const drawn = /** @type {any} */ (this.renderRoot.querySelector('swell-dashboard'));
    if (!drawn) return;
    await drawn.updateComplete;
    const grid = drawn.measureGrid();
    const sheet = this.renderRoot.querySelector('.sheet')?.getBoundingClientRect();
    if (!grid || !sheet) return;
    const next = { left: grid.left - sheet.left, top: grid.top - sheet.top, column: grid.column, row: grid.row };
    if (JSON.stringify(next) !== JSON.stringify(this.measures)) this.measures = next;
  }

  /** @param {string} widget */
  async focusOn(widget) {
    await this.updateComplete;
    const frames = /** @type {any} */ (this.renderRoot.querySelector('swell-edit-frames'));
    await frames?.updateComplete;
    frames?.focusOn(widget);
  }

  render() {
    const { layout } = this;
    if (!layout || !this.page) return this.#nothing('No page yet');
    const device = phoneWidth(layout);
    return html`<div class="sheet ${device ? 'narrow' : ''}" ${styled({ width: device ? `${device}px` : null })}>
      <swell-dashboard inert .dashboard=${this.dashboard} .layout=${layout} .page=${this.page} .data=${this.data} .selections=${this.selections}
        .scheme=${this.scheme} .width=${device ?? this.width}></swell-dashboard>
      <swell-edit-frames .placed=${this.placed} .names=${this.names} .findings=${this.findings} .selected=${this.selected} .columns=${this.columns} .measures=${this.measures}></swell-edit-frames>
      ${this.placed.length === 0 ? this.#nothing('An empty page') : nothing}
    </div>`;
  }

  /** @param {string} what */
  #nothing(what) {
    return html`<p class="empty"><span><strong>${what}</strong>“Add” puts the first widget on it.</span></p>`;
  }
}

/**
 * The width in px that a layout is made for, where it is made for narrow windows.
 * @param {import('../wire.d.ts').Layout} layout
 */
function phoneWidth({ selectors }) {
  const widths = selectors.map((each) => Number(/^maxWidth\((\d+)\)$/.exec(each.trim())?.[1]) || 0);
  const least = Math.max(0, ...widths);
  return least > 0 && least < 1000 ? Math.min(least, 420) : null;
}

customElements.define('swell-edit-canvas', SwellEditCanvas);
