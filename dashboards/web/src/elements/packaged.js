/** `swell-packaged`: a widget of another package, drawn by the element that it brings, with its data as a table one button away. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { loadElement } from '../packaged.js';
import { base, controls } from './sheets.js';
import './table.js';
import { twinHead, twinStyles } from './twin.js';

class SwellPackaged extends LitElement {
  static properties = {
    type: { type: String },
    view: { attribute: false },
    selected: { attribute: false },
    keys: { attribute: false },
    scheme: { type: String },
    asTable: { state: true },
    element: { state: true },
    fault: { state: true },
  };

  static styles = [
    base,
    controls,
    twinStyles,
    css`
      .drawing { position: absolute; inset: 0; overflow: auto; padding: 0 var(--space-3) var(--space-2); }
      .drawing > * { display: block; min-height: 100%; }
    `,
  ];

  constructor() {
    super();
    this.type = '';
    /** @type {import('../wire.d.ts').PackagedView} */
    this.view = /** @type {any} */ (null);
    /** @type {import('../wire.d.ts').SelectionRow[]} */
    this.selected = [];
    /** @type {string[]} */
    this.keys = [];
    /** @type {'light' | 'dark'} */
    this.scheme = 'light';
    this.asTable = false;
    /** @type {any} what the package draws with, once it is loaded */
    this.element = null;
    /** why the package can't draw */
    this.fault = '';
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('type') && this.type) this.#load(this.type);
  }

  /** @param {string} type */
  async #load(type) {
    this.element = null;
    this.fault = '';
    try {
      const name = await loadElement(type);
      if (type === this.type) this.element = document.createElement(name);
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }

  render() {
    const { view, element, fault } = this;
    if (!view) return nothing;
    const table = this.asTable || Boolean(fault);
    if (element) Object.assign(element, { view, selected: this.selected, scheme: this.scheme });
    return html`
      ${twinHead(view, { drawn: !fault, asTable: this.asTable, what: 'drawing', change: () => (this.asTable = !this.asTable) })}
      <div class="body">
        ${table ? this.#table() : html`<div class="drawing" role="group" aria-label=${view.title || 'Drawing'}>${element}</div>`}
      </div>
      ${fault ? html`<p class="note" role="note">Shown as a table. ${fault}</p>` : nothing}
    `;
  }

  #table() {
    const { columns = [], rows = [], title, selectable = false, selectMode = 'none' } = this.view;
    return html`<swell-table .columns=${columns} .rows=${rows} .caption=${title || 'Data'} .selected=${this.selected} .keys=${this.keys}
      ?selectable=${selectable} .multiple=${selectMode.startsWith('multi')}></swell-table>`;
  }
}

customElements.define('swell-packaged', SwellPackaged);
