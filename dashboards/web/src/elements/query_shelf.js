/** `swell-query-shelf`: saved queries to open, those that ran before, and saving the one that is written. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { get } from '../api.js';
import { counted, moment } from '../format.js';
import { forgetQueries, ranQueries } from '../recent.js';
import { navigate, savedPath } from '../router.js';
import * as icons from './icons.js';
import './save_query.js';
import { sheetLeft } from './sheet_place.js';
import { base, controls } from './sheets.js';

class SwellQueryShelf extends LitElement {
  static properties = { text: { attribute: false }, opened: { attribute: false }, saved: { state: true }, ran: { state: true }, said: { state: true } };

  static styles = [
    base,
    controls,
    css`
      :host { display: flex; align-items: center; gap: var(--space-2); }
      .said { color: var(--ink-muted); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 200px; }
      .menu { position: fixed; margin: 0; inset: auto; padding: var(--space-1); width: min(420px, calc(100vw - 16px)); max-height: 60vh; overflow: auto; border: 1px solid var(--line); border-radius: var(--radius-m); background: var(--surface-raised); color: var(--ink); box-shadow: var(--shadow-raised); }
      .menu button { width: 100%; height: auto; min-height: 32px; padding: 6px var(--space-2); border-color: transparent; background: transparent; font-weight: 400; text-align: var(--start); justify-content: space-between; line-height: 18px; }
      .menu button:hover { background: var(--hover); }
      .menu button:focus-visible { outline-offset: -2px; }
      .menu .what { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .menu .what.code { font-family: var(--font-code); font-size: var(--text-s); }
      .menu .when { color: var(--ink-muted); font-size: var(--text-s); white-space: nowrap; font-variant-numeric: tabular-nums; }
      .menu .forget { border-top: 1px solid var(--line); border-radius: 0; color: var(--ink-muted); justify-content: center; }
      .none { padding: var(--space-3); color: var(--ink-muted); }
      @media (max-width: 800px) {
        :host { gap: var(--space-1); }
        .said, button[popovertarget] svg { display: none; }
        :host > button, button[popovertarget] { padding: 0 var(--space-2); }
      }
    `,
  ];

  constructor() {
    super();
    this.text = '';
    /** @type {{file: string, version: string} | null} the saved query that was opened */
    this.opened = null;
    /** @type {import('../wire.d.ts').SavedQuery[]} */
    this.saved = [];
    /** @type {import('../recent.js').Ran[]} */
    this.ran = [];
    this.said = '';
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('text')) this.said = '';
  }

  #toggled = async (/** @type {any} */ event) => {
    if (event.newState !== 'open') return;
    const menu = /** @type {HTMLElement} */ (event.target);
    const button = /** @type {HTMLElement} */ (this.renderRoot.querySelector(`[popovertarget=${menu.id}]`)).getBoundingClientRect();
    menu.style.setProperty('left', sheetLeft(button, menu.offsetWidth, 'start'));
    menu.style.setProperty('top', `${button.bottom + 4}px`);
    if (menu.id === 'history') this.ran = ranQueries();
    else await this.#list();
  };

  async #list() {
    try {
      this.saved = (await get('/api/queries')).queries;
    } catch {
      this.saved = [];
    }
  }

  #close() {
    for (const menu of this.renderRoot.querySelectorAll('[popover]')) /** @type {any} */ (menu).hidePopover();
  }

  /** @param {string} file */
  #openSaved(file) {
    this.#close();
    navigate(savedPath(file));
  }

  /** @param {string} text */
  #again(text) {
    this.#close();
    this.dispatchEvent(new CustomEvent('swell-again', { detail: text, bubbles: true, composed: true }));
  }

  #save = () => {
    const dialog = /** @type {any} */ (this.renderRoot.querySelector('swell-save-query'));
    const { text } = this;
    dialog.content = () => (text.endsWith('\n') ? text : `${text}\n`);
    dialog.open('', this.opened);
  };

  #written = (/** @type {CustomEvent} */ event) => {
    this.said = `Saved as ${event.detail.file}`;
  };

  render() {
    return html`<span class="said" role="status">${this.said || (this.opened?.file ?? '')}</span>
      <button popovertarget="saved" aria-haspopup="true">Open${icons.chevron}</button>
      <button popovertarget="history" aria-haspopup="true">History${icons.chevron}</button>
      <button @click=${this.#save} ?disabled=${!this.text.trim()}>Save</button>
      <div class="menu" id="saved" popover aria-label="Saved queries" @toggle=${this.#toggled}>
        ${this.saved.map((one) => html`<button @click=${() => this.#openSaved(one.file)}>${one.file.endsWith('.json') ? icons.chart : icons.code}
          <span class="what">${one.label}</span><span class="when">${moment(one.changed)}</span></button>`)}
        ${this.saved.length === 0 ? html`<p class="none">Nothing is saved yet.</p>` : nothing}
      </div>
      <div class="menu" id="history" popover aria-label="Queries that ran" @toggle=${this.#toggled}>
        ${this.ran.map((one) => html`<button title=${one.text} @click=${() => this.#again(one.text)}>
          <span class="what code">${one.text.replace(/\s+/g, ' ')}</span><span class="when">${counted(one.rows, 'row')}, ${moment(one.when)}</span></button>`)}
        ${this.ran.length === 0
          ? html`<p class="none">No query has run in this browser yet.</p>`
          : html`<button class="forget" @click=${() => (forgetQueries(), (this.ran = []))}>Forget them</button>`}
      </div>
      <swell-save-query suffix=".saql" @swell-saved=${this.#written}></swell-save-query>`;
  }
}

customElements.define('swell-query-shelf', SwellQueryShelf);
