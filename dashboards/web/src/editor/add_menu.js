/** `swell-add-menu`: the kinds of widgets that can be put on a page. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import * as icons from '../elements/icons.js';
import { base, controls } from '../elements/sheets.js';
import { packagedWidgets } from '../packaged.js';
import { NEW } from './widgets.js';

class SwellAddMenu extends LitElement {
  static properties = { open: { type: Boolean, reflect: true }, packaged: { state: true } };

  static styles = [
    base,
    controls,
    css`
      :host { position: relative; flex: none; }
      ul { list-style: none; position: absolute; inset-inline-end: 0; top: calc(100% + 4px); z-index: 30; width: 168px; margin: 0; padding: var(--space-1); background: var(--surface-raised); border: 1px solid var(--line); border-radius: var(--radius-m); box-shadow: var(--shadow-raised); }
      li button { width: 100%; height: 30px; border-color: transparent; background: transparent; font-weight: 400; padding: 0 var(--space-2); }
    `,
  ];

  constructor() {
    super();
    this.open = false;
    /** @type {[string, {label: string}][]} widgets of other packages */
    this.packaged = [];
    this.addEventListener('keydown', this.#key);
    this.addEventListener('focusout', this.#left);
  }

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (!this.open) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') this.#close();
    else if (!step) return;
    else {
      const buttons = /** @type {HTMLElement[]} */ ([...this.renderRoot.querySelectorAll('button')]);
      const at = buttons.indexOf(/** @type {any} */ (/** @type {ShadowRoot} */ (this.renderRoot).activeElement));
      buttons[(at + step + buttons.length) % buttons.length].focus();
    }
    event.preventDefault();
  };

  #left = () => {
    // Within the menu the focus only goes on.
    setTimeout(() => (this.open = this.open && this.matches(':focus-within')));
  };

  async #toggle() {
    this.open = !this.open;
    if (!this.open) return;
    try {
      this.packaged = (await packagedWidgets()).map((one) => [one.type, one]);
    } catch {
      // The menu has those that are always there.
      this.packaged = [];
    }
  }

  #close() {
    this.open = false;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.toggle'))?.focus();
  }

  /** @param {string} type */
  #add(type) {
    this.open = false;
    this.dispatchEvent(new CustomEvent('swell-add', { detail: type, bubbles: true, composed: true }));
  }

  render() {
    return html`<button class="toggle" aria-expanded=${String(this.open)} @click=${() => this.#toggle()}>Add${icons.chevron}</button>
      ${this.open
        ? html`<ul aria-label="Widgets">${[...NEW, ...this.packaged].map(([type, { label }]) => html`<li><button @click=${() => this.#add(type)}>${label}</button></li>`)}</ul>`
        : nothing}`;
  }
}

customElements.define('swell-add-menu', SwellAddMenu);
