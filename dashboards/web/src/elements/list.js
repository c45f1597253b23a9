/** `swell-list`: the members of a step to choose from: a drop-down, an open list, or a row of pills. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { formatCell } from '../format.js';
import { rowKey, selectionRow } from '../state.js';
import * as icons from './icons.js';
import { base, controls } from './sheets.js';

/** Lists longer than this get a search field. */
const SEARCH_FROM = 12;

class SwellList extends LitElement {
  static properties = {
    view: { attribute: false },
    selected: { attribute: false },
    keys: { attribute: false },
    form: { type: String, reflect: true },
    open: { state: true },
    search: { state: true },
  };

  static styles = [
    base,
    controls,
    css`
      :host { height: 100%; display: flex; flex-direction: column; gap: var(--space-1); padding: var(--space-2) var(--space-3); justify-content: center; }
      :host([form="open"]) { justify-content: flex-start; }
      .title { font-size: var(--text-s); line-height: 16px; font-weight: 500; color: var(--ink-muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: none; }
      .choose { width: 100%; justify-content: space-between; font-weight: 400; flex: none; }
      .choose span { overflow: hidden; text-overflow: ellipsis; line-height: 20px; }
      .choose svg { flex: none; }
      .popover {
        position: fixed; margin: 0; inset: auto; padding: var(--space-1); border: 1px solid var(--line); border-radius: var(--radius-m);
        background: var(--surface-raised); color: var(--ink); box-shadow: var(--shadow-raised); max-height: min(340px, 60vh); min-width: 180px;
      }
      .popover:popover-open { display: flex; flex-direction: column; gap: var(--space-1); }
      .options { overflow: auto; min-height: 0; margin: 0; padding: 0; list-style: none; }
      label { display: flex; align-items: center; gap: var(--space-2); padding: 5px var(--space-2); border-radius: var(--radius-s); cursor: pointer; line-height: 20px; }
      label:hover { background: var(--hover); }
      label:focus-within:has(:focus-visible) { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
      label .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      label .measure { color: var(--ink-muted); font-variant-numeric: tabular-nums; font-size: var(--text-s); }
      input[type="checkbox"], input[type="radio"] { margin: 0; width: 15px; height: 15px; accent-color: var(--accent-strong); flex: none; }
      input:focus-visible { outline: none; }
      .clear { align-self: flex-start; height: 28px; flex: none; }
      .pills { display: flex; max-width: 100%; overflow-x: auto; padding: 3px; gap: 2px; background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); align-self: flex-start; scrollbar-width: none; }
      .pills button { height: 26px; border-color: transparent; background: transparent; color: var(--ink-muted); flex: none; }
      .pills button:hover { color: var(--ink); }
      .pills button[aria-checked="true"] { background: var(--surface); color: var(--ink); border-color: var(--line); box-shadow: 0 1px 2px rgb(0 0 0 / 8%); }
      .none { padding: var(--space-2); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').ListView} */
    this.view = /** @type {any} */ (null);
    /** @type {import('../wire.d.ts').SelectionRow[]} */
    this.selected = [];
    /** @type {string[]} */
    this.keys = [];
    /** @type {'closed' | 'open' | 'pills'} */
    this.form = 'closed';
    this.open = false;
    this.search = '';
  }

  render() {
    const title = this.view.title || this.view.label;
    const head = html`<p class="title" id="title">${title}</p>`;
    if (this.form === 'pills') return html`${this.view.title ? head : nothing}${this.#pills(title)}`;
    if (this.form === 'open') return html`${head}${this.#search()}${this.#options()}`;
    return html`${head}
      <button class="choose" popovertarget="popover" aria-describedby="title" aria-expanded=${String(this.open)} title=${this.#summary()}>
        <span>${this.#summary()}</span>${icons.chevron}
      </button>
      <div class="popover" id="popover" popover @beforetoggle=${this.#leaving} @toggle=${this.#toggled}>
        ${this.open ? html`${this.#search()}${this.#options()}${this.#clear()}` : nothing}
      </div>`;
  }

  #items() {
    const { columns, rows, column, measure } = this.view;
    const at = columns.findIndex((one) => one.name === column);
    const beside = measure ? columns.findIndex((one) => one.name === measure) : -1;
    const chosen = new Set(this.selected.map((row) => rowKey(row, this.keys)));
    return rows.map((cells) => {
      const row = selectionRow(columns, cells, this.keys);
      const key = rowKey(row, this.keys);
      return {
        row,
        key,
        name: at < 0 ? '' : formatCell(cells[at], columns[at]),
        measure: beside < 0 ? '' : formatCell(cells[beside], columns[beside]),
        chosen: chosen.has(key),
      };
    });
  }

  #summary() {
    const chosen = this.#items().filter((item) => item.chosen);
    if (chosen.length === 0) return 'All';
    const names = chosen.map((item) => item.name);
    return names.length > 2 ? `${names.slice(0, 2).join(', ')} +${names.length - 2}` : names.join(', ');
  }

  #search() {
    if (this.view.rows.length < SEARCH_FROM) return nothing;
    const type = (/** @type {any} */ event) => (this.search = event.target.value);
    return html`<input type="search" placeholder="Search" aria-label="Search ${this.view.label}" .value=${this.search} @input=${type}>`;
  }

  #options() {
    const wanted = this.search.trim().toLowerCase();
    const items = this.#items().filter((item) => item.name.toLowerCase().includes(wanted));
    const kind = this.view.selectMode.startsWith('multi') ? 'checkbox' : 'radio';
    return html`<ul class="options" role=${kind === 'radio' ? 'radiogroup' : 'group'} aria-labelledby="title">
      ${items.map(
        (item) => html`<li>
          <label title=${item.name}>
            <input type=${kind} name="choice" .checked=${item.chosen} ?disabled=${this.view.selectMode === 'none'} @click=${() => this.#choose(item.row)}>
            <span class="name">${item.name}</span>${item.measure ? html`<span class="measure">${item.measure}</span>` : nothing}
          </label>
        </li>`,
      )}
      ${items.length === 0 ? html`<li class="none">Nothing matches.</li>` : nothing}
    </ul>`;
  }

  #clear() {
    if (this.selected.length === 0 || this.view.selectMode.endsWith('required')) return nothing;
    const clear = () => this.dispatchEvent(new CustomEvent('swell-clear', { bubbles: true, composed: true }));
    return html`<button class="quiet clear" @click=${clear}>Clear</button>`;
  }

  /** @param {string} title */
  #pills(title) {
    const multi = this.view.selectMode.startsWith('multi');
    return html`<div class="pills" role=${multi ? 'group' : 'radiogroup'} aria-label=${title}>
      ${this.#items().map(
        (item) => html`<button role=${multi ? 'checkbox' : 'radio'} aria-checked=${String(item.chosen)} @click=${() => this.#choose(item.row)}>${item.name}</button>`,
      )}
    </div>`;
  }

  /** True while a list closes in which the keyboard was, which then goes back to the button. */
  #left = false;

  #leaving = (/** @type {any} */ event) => {
    this.#left = event.newState === 'closed' && event.currentTarget.contains(this.shadowRoot?.activeElement ?? null);
  };

  #toggled = (/** @type {any} */ event) => {
    this.open = event.newState === 'open';
    const opener = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.choose'));
    if (!this.open) {
      this.search = '';
      if (this.#left) opener.focus();
      return;
    }
    const popover = /** @type {HTMLElement} */ (event.currentTarget);
    const button = opener.getBoundingClientRect();
    popover.style.setProperty('width', `${Math.max(200, button.width)}px`);
    popover.style.setProperty('left', `${Math.max(8, Math.min(button.left, window.innerWidth - Math.max(200, button.width) - 8))}px`);
    const below = window.innerHeight - button.bottom;
    const upward = below < 240 && button.top > below;
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (popover.querySelector('input:checked, input'))?.focus());
    popover.style.setProperty('top', upward ? 'auto' : `${button.bottom + 4}px`);
    popover.style.setProperty('bottom', upward ? `${window.innerHeight - button.top + 4}px` : 'auto');
  };

  /** @param {import('../wire.d.ts').SelectionRow} row */
  #choose(row) {
    this.dispatchEvent(new CustomEvent('swell-select', { detail: { row }, bubbles: true, composed: true }));
    // A radio that a person clicks again stays checked in the browser although the selection may be empty now.
    this.requestUpdate();
  }
}

customElements.define('swell-list', SwellList);
