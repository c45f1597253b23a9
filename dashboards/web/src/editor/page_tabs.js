/** `swell-edit-pages`: the pages of a layout as tabs, and the layouts where there are several. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { base, controls } from '../elements/sheets.js';
import { layoutsOf } from './source.js';
import { stepAcross } from '../locale.js';

class SwellEditPages extends LitElement {
  static properties = { source: { attribute: false }, where: { attribute: false } };

  static styles = [
    base,
    controls,
    css`
      :host { display: flex; align-items: center; gap: var(--space-1); padding: 0 var(--space-6); }
      [role="tablist"] { display: flex; gap: var(--space-1); overflow-x: auto; }
      [role="tab"] { height: 36px; border: 0; border-radius: 0; background: transparent; color: var(--ink-muted); border-bottom: 2px solid transparent; flex: none; }
      [role="tab"]:hover { color: var(--ink); background: transparent; }
      [role="tab"][aria-selected="true"] { color: var(--ink); border-bottom-color: var(--accent-strong); }
      [role="tab"]:focus-visible { outline-offset: -2px; }
      .grow { flex: 1; }
      select { height: 28px; padding: 0 var(--space-2); font: 500 var(--text-s) / 1 var(--font); color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./source.js').Source} */
    this.source = {};
    /** @type {import('./source.js').Where} */
    this.where = { layout: 0, page: 0 };
  }

  render() {
    const layouts = layoutsOf(this.source);
    const pages = layouts[this.where.layout]?.pages ?? [];
    return html`
      <div role="tablist" aria-label="Pages" @keydown=${this.#walk}>${pages.map(
        (/** @type {any} */ page, /** @type {number} */ at) => html`<button role="tab" aria-selected=${String(at === this.where.page)}
          tabindex=${at === this.where.page ? 0 : -1} @click=${() => this.#send('swell-turn', { ...this.where, page: at })}>${page.label || page.name}</button>`,
      )}</div>
      <button class="quiet" @click=${() => this.#send('swell-add-page', null)}>+ Page</button>
      <span class="grow"></span>
      ${layouts.length > 1 ? this.#layouts(layouts) : nothing}`;
  }

  /** @param {any[]} layouts */
  #layouts(layouts) {
    const turn = (/** @type {any} */ event) => this.#send('swell-turn', { layout: Number(event.target.value), page: 0 });
    return html`<select aria-label="Layout" @change=${turn}>
      ${layouts.map((one, at) => html`<option value=${at} .selected=${at === this.where.layout}>${one.name || 'Layout'} ${(one.selectors ?? []).join(' ')}</option>`)}
    </select>`;
  }

  #walk = (/** @type {KeyboardEvent} */ event) => {
    const step = stepAcross(event.key);
    const tabs = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button')];
    const next = tabs[(tabs.indexOf(/** @type {HTMLButtonElement} */ (event.target)) + step + tabs.length) % tabs.length];
    if (!step || !next) return;
    next.focus();
    next.click();
  };

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('swell-edit-pages', SwellEditPages);
