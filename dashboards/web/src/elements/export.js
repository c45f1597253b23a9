/** `swell-export`: a button that opens a menu of files. Whoever hears `swell-export` makes the file and says when it is done. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { wordsOf } from '../api.js';
import { me, writes } from '../me.js';
import * as icons from './icons.js';
import { sheetLeft } from './sheet_place.js';
import { base, controls } from './sheets.js';

/** @type {Map<string, string>} */
const NAMES = new Map([
  ['pdf', 'PDF, with all tables'],
  ['png', 'Picture (PNG)'],
  ['svg', 'Drawing (SVG)'],
  ['xlsx', 'Workbook (Excel)'],
  ['csv', 'Values (CSV)'],
  ['why', 'Why this number'],
  ['alert', 'Alert me when…'],
  ['mail', 'Send by mail…'],
]);

/** What only those are offered who may write. */
const WRITERS = new Set(['alert', 'mail']);

class SwellExport extends LitElement {
  static properties = {
    formats: { attribute: false },
    about: { attribute: false },
    open: { type: Boolean, reflect: true },
    busy: { state: true },
    failure: { state: true },
    writes: { state: true },
  };

  static styles = [
    base,
    controls,
    css`
      :host { flex: none; }
      button.icon { width: 28px; height: 28px; }
      .menu {
        position: fixed; margin: 0; inset: auto; padding: var(--space-1); border: 1px solid var(--line); border-radius: var(--radius-m);
        background: var(--surface-raised); color: var(--ink); box-shadow: var(--shadow-raised); width: 210px;
      }
      .menu button { width: 100%; border-color: transparent; background: transparent; font-weight: 400; }
      .menu button:hover { background: var(--hover); }
      .menu button:focus-visible { outline-offset: -2px; }
      .failure { padding: var(--space-2) var(--space-3); font-size: var(--text-s); line-height: 16px; color: var(--danger); }
    `,
  ];

  constructor() {
    super();
    /** @type {string[]} */
    this.formats = [];
    this.about = '';
    this.open = false;
    this.busy = false;
    this.failure = '';
    this.writes = false;
  }

  connectedCallback() {
    super.connectedCallback();
    // Known before the menu opens: an entry that comes later would move the others under the pointer.
    me().then((who) => (this.writes = writes(who)), () => {});
  }

  render() {
    const asks = this.formats.includes('why');
    const name = asks ? `More about ${this.about}` : `Save ${this.about} as a file`;
    return html`<button class="quiet icon" popovertarget="menu" aria-haspopup="menu" aria-expanded=${String(this.open)} aria-label=${name} title=${asks ? 'More' : 'Save as a file'}>${asks ? icons.more : icons.save}</button>
      <div class="menu" id="menu" popover role="menu" aria-label=${name} aria-busy=${String(this.busy)} @toggle=${this.#toggled} @keydown=${this.#walk}>
        ${this.formats.filter((format) => this.writes || !WRITERS.has(format)).map(
          (format) => html`<button role="menuitem" ?disabled=${this.busy} @click=${() => this.#choose(format)}>${NAMES.get(format) ?? format}</button>`,
        )}
        ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
      </div>`;
  }

  /** @param {string} format */
  async #choose(format) {
    /** @type {{format: string, done?: Promise<void>}} */
    const detail = { format };
    this.dispatchEvent(new CustomEvent('swell-export', { detail, bubbles: true, composed: true }));
    this.busy = true;
    this.failure = '';
    try {
      await detail.done;
      /** @type {any} */ (this.renderRoot.querySelector('.menu')).hidePopover();
    } catch (/** @type {any} */ error) {
      this.failure = wordsOf(error);
    } finally {
      this.busy = false;
    }
  }

  #toggled = (/** @type {any} */ event) => {
    this.open = event.newState === 'open';
    this.failure = '';
    if (!this.open) return;
    const menu = /** @type {HTMLElement} */ (event.currentTarget);
    const button = /** @type {HTMLElement} */ (this.renderRoot.querySelector('button')).getBoundingClientRect();
    const below = button.bottom + 4 + menu.offsetHeight <= window.innerHeight;
    menu.style.setProperty('left', sheetLeft(button, menu.offsetWidth, 'end'));
    menu.style.setProperty('top', `${below ? button.bottom + 4 : Math.max(8, button.top - 4 - menu.offsetHeight)}px`);
    menu.querySelector('button')?.focus();
  };

  #walk = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const items = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button')];
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (/** @type {any} */ (this.shadowRoot)?.activeElement));
    items[(at + step + items.length) % items.length].focus();
  };
}

customElements.define('swell-export', SwellExport);
