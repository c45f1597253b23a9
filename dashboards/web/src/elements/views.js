/** `swell-views`: the menu of saved views of a dashboard: selections with a name, and the link to what is shown now. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { get, post, remove } from '../api.js';
import { encodeState } from '../state.js';
import * as icons from './icons.js';
import { base, controls } from './sheets.js';

/** @typedef {{name: string, page: string | null, selections: import('../wire.d.ts').Selections, filters: import('../wire.d.ts').FilterChoices}} View */

class SwellViews extends LitElement {
  static properties = {
    name: { type: String },
    page: { type: String },
    selections: { attribute: false },
    filters: { attribute: false },
    open: { type: Boolean, reflect: true },
    views: { state: true },
    said: { state: true },
  };

  static styles = [
    base,
    controls,
    css`
      :host { position: relative; flex: none; }
      .toggle { height: 28px; color: var(--ink-muted); }
      .menu { position: absolute; inset-inline-end: 0; top: calc(100% + 4px); z-index: 20; width: 280px; padding: var(--space-1); background: var(--surface-raised); border: 1px solid var(--line); border-radius: var(--radius-m); box-shadow: var(--shadow-raised); }
      ul { list-style: none; margin: 0; padding: 0; max-height: 280px; overflow: auto; }
      li { display: flex; }
      li button { border-color: transparent; background: transparent; font-weight: 400; padding: 0 var(--space-2); }
      li .view { flex: 1; min-width: 0; justify-content: flex-start; }
      li .view span { overflow: hidden; text-overflow: ellipsis; }
      form { display: flex; gap: var(--space-1); padding: var(--space-2); border-top: 1px solid var(--line); }
      input { flex: 1; min-width: 0; height: 32px; padding: 0 var(--space-2); font: var(--text-m) / 1 var(--font); color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
      .none, .said { padding: var(--space-2); font-size: var(--text-s); color: var(--ink-muted); }
      .link { width: 100%; border-color: transparent; background: transparent; font-weight: 400; padding: 0 var(--space-2); }
      @media (max-width: 600px) { .menu { position: fixed; inset-inline: var(--space-4); top: auto; width: auto; margin-top: 4px; } }
    `,
  ];

  constructor() {
    super();
    this.name = '';
    /** @type {string | null} */
    this.page = null;
    /** @type {import('../wire.d.ts').Selections} */
    this.selections = {};
    /** @type {import('../wire.d.ts').FilterChoices} */
    this.filters = {};
    this.open = false;
    /** @type {View[] | null} */
    this.views = null;
    this.said = '';
    this.addEventListener('keydown', this.#key);
    this.addEventListener('focusout', this.#left);
  }

  get #path() {
    return `/api/dashboards/${encodeURIComponent(this.name)}/views`;
  }

  #toggle = () => {
    this.open = !this.open;
    this.said = '';
    if (this.open) this.#ask(() => get(this.#path));
  };

  /** @param {() => Promise<{views: View[]}>} request */
  async #ask(request) {
    try {
      this.views = (await request()).views;
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
    }
  }

  #keep = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input'));
    const name = input.value.trim();
    if (!name) return;
    await this.#ask(() => post(this.#path, { name, page: this.page, selections: this.selections, filters: this.filters }));
    input.value = '';
  };

  /** @param {View} view */
  #show(view) {
    this.open = false;
    this.dispatchEvent(new CustomEvent('swell-view', { detail: view, bubbles: true, composed: true }));
  }

  #copy = async () => {
    const hash = encodeState({ page: this.page, selections: this.selections, filters: this.filters });
    const address = location.origin + location.pathname + (hash ? `#${hash}` : '');
    try {
      await navigator.clipboard.writeText(address);
      this.said = 'The link is copied. Who opens it sees what you see.';
    } catch {
      this.said = address;
    }
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || !this.open) return;
    this.open = false;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.toggle'))?.focus();
  };

  #left = (/** @type {FocusEvent} */ event) => {
    if (!(event.relatedTarget instanceof Node) || event.relatedTarget !== this) {
      // Within the menu the focus only goes on.
      setTimeout(() => (this.open = this.open && this.matches(':focus-within')));
    }
  };

  render() {
    return html`<button class="toggle" aria-expanded=${String(this.open)} @click=${this.#toggle}>Views${icons.chevron}</button>
      ${this.open ? this.#menu() : nothing}`;
  }

  #menu() {
    return html`<div class="menu">
      ${this.views && this.views.length > 0
        ? html`<ul aria-label="Saved views">${this.views.map(
            (view) => html`<li><button class="view" @click=${() => this.#show(view)}><span>${view.name}</span></button>
              <button class="quiet icon" aria-label="Remove view ${view.name}" @click=${() => this.#ask(() => remove(`${this.#path}?view=${encodeURIComponent(view.name)}`))}>${icons.cross}</button></li>`,
          )}</ul>`
        : html`<p class="none">A view keeps what is selected now under a name.</p>`}
      <form @submit=${this.#keep}><input aria-label="Name of the view" placeholder="Name" maxlength="100"><button>Save view</button></form>
      <button class="link" @click=${this.#copy}>${icons.copy}Copy the link to what is shown</button>
      <p class="said" role="status" ?hidden=${!this.said}>${this.said}</p>
    </div>`;
  }
}

customElements.define('swell-views', SwellViews);
