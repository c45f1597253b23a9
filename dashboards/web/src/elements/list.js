/** `swell-list`: the members of a step to choose from: a drop-down, an open list, or a row of pills. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { compactNumber, counted, formatCell } from '../format.js';
import { rowKey, selectionRow, toggle } from '../state.js';
import './dropdown.js';
import { pixels } from './number.js';
import { base, controls, fields, selector } from './sheets.js';
import { styled } from './styled.js';
import { stepAcross } from '../locale.js';

/** Lists longer than this get a search field. */
const SEARCH_FROM = 12;
/** So many members are drawn at once; a search finds the others. */
const DRAWN = 300;

/** @typedef {import('../wire.d.ts').SelectionRow} SelectionRow */
/** @typedef {{row: SelectionRow, key: string, name: string, measure: string, chosen: boolean}} Item */

class SwellList extends LitElement {
  static properties = {
    view: { attribute: false },
    selected: { attribute: false },
    keys: { attribute: false },
    ink: { attribute: false },
    fill: { attribute: false },
    form: { type: String, reflect: true },
    open: { state: true },
    search: { state: true },
    pending: { state: true },
  };

  static styles = [
    base,
    controls,
    fields,
    selector,
    css`
      :host([form="open"]) { justify-content: flex-start; }
      .options { overflow: auto; min-height: 0; margin: 0; padding: 0; }
      .foot { display: flex; align-items: center; gap: var(--space-1); flex: none; }
      .foot button { height: 28px; }
      .foot .right { margin-inline-start: auto; display: flex; gap: var(--space-2); }
      .pills { display: flex; max-width: 100%; overflow-x: auto; padding: 3px; gap: 2px; background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); align-self: flex-start; scrollbar-width: none; }
      :host([short]) .pills { align-self: center; }
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
    /** @type {SelectionRow[]} */
    this.selected = [];
    /** @type {string[]} */
    this.keys = [];
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    /** @type {(color: unknown) => string | null} */
    this.fill = () => null;
    /** @type {'closed' | 'open' | 'pills'} */
    this.form = 'closed';
    this.open = false;
    this.search = '';
    /** @type {SelectionRow[] | null} what is chosen but does not hold until "Update" is pressed */
    this.pending = null;
  }

  render() {
    const { view } = this;
    const title = view.title || view.label;
    const head = html`<p class="title" id="title" ${styled({ color: this.ink(view.style?.titleColor) })}>${title}</p>`;
    if (this.form === 'pills') return html`${view.title ? head : nothing}${this.#pills(title)}`;
    if (this.form === 'open') return html`${head}${this.#search()}${this.#options()}`;
    const items = this.#items(this.selected);
    return html`${head}
      <swell-dropdown .label=${title} .text=${summary(items)} .ink=${this.ink(view.style?.valueColor)} @swell-toggle=${this.#toggled}>
        ${this.open ? html`${this.#search()}${this.#options()}${this.#foot()}` : nothing}
      </swell-dropdown>`;
  }

  get #chosen() {
    return this.pending ?? this.selected;
  }

  /**
   * The members; what is chosen comes first where the other widgets have filtered it away.
   * @param {SelectionRow[]} chosen
   * @returns {Item[]}
   */
  #items(chosen) {
    const { columns, rows, column, measure, texts, compact } = this.view;
    const at = columns.findIndex((one) => one.name === column);
    const beside = measure ? columns.findIndex((one) => one.name === measure) : -1;
    const keys = new Set(chosen.map((row) => rowKey(row, this.keys)));
    const items = rows.map((cells, place) => {
      const row = selectionRow(columns, cells, this.keys);
      const key = rowKey(row, this.keys);
      const value = beside < 0 ? null : cells[beside];
      return {
        row,
        key,
        name: texts?.[place] ?? (at < 0 ? '' : formatCell(cells[at], columns[at])),
        measure: beside < 0 ? '' : compact && typeof value === 'number' ? compactNumber(value, columns[beside].format) : formatCell(value, columns[beside]),
        chosen: keys.has(key),
      };
    });
    const known = new Set(items.map((item) => item.key));
    const apart = chosen.filter((row) => this.keys.some((name) => row[name] !== undefined) && !known.has(rowKey(row, this.keys)));
    const gone = apart.map((row) => {
      const cell = row[column];
      const name = at < 0 || Array.isArray(cell) ? String(cell) : formatCell(cell, columns[at]);
      return { row, key: rowKey(row, this.keys), name, measure: '', chosen: true };
    });
    return [...gone, ...items];
  }

  #search() {
    if (this.view.rows.length < SEARCH_FROM) return nothing;
    const type = (/** @type {any} */ event) => (this.search = event.target.value);
    return html`<input type="search" placeholder="Search" aria-label="Search ${this.view.label}" .value=${this.search} @input=${type}>`;
  }

  #options() {
    const wanted = this.search.trim().toLowerCase();
    const items = this.#items(this.#chosen).filter((item) => item.name.toLowerCase().includes(wanted));
    const kind = this.view.selectMode.startsWith('multi') ? 'checkbox' : 'radio';
    return html`<div class="options" role=${kind === 'radio' ? 'radiogroup' : 'group'} aria-labelledby="title">
      ${items.slice(0, DRAWN).map(
        (item) => html`<label class="option" title=${item.name}>
          <input type=${kind} name="choice" .checked=${item.chosen} ?disabled=${this.view.selectMode === 'none'} @click=${() => this.#choose(item.row)}>
          <span class="name">${item.name}</span>${item.measure ? html`<span class="measure">${item.measure}</span>` : nothing}
        </label>`,
      )}
      ${items.length > DRAWN ? html`<p class="none">${counted(items.length - DRAWN, 'more', 'more')}: search for them.</p>` : nothing}
      ${items.length === 0 ? html`<p class="none">Nothing matches.</p>` : nothing}
    </div>`;
  }

  /** What can be done with all of it: take everything back, and "Update" where choices don't hold at once. */
  #foot() {
    const { instant, selectMode } = this.view;
    const clears = this.#chosen.length > 0 && !selectMode.endsWith('required');
    const clear = html`<button class="quiet" @click=${this.#clear}>Clear</button>`;
    if (instant !== false) return clears ? html`<div class="foot">${clear}</div>` : nothing;
    return html`<div class="actions">
      ${clears ? clear : nothing}
      <button @click=${this.#close}>Cancel</button>
      <button class="primary" ?disabled=${this.pending === null} @click=${this.#update}>Update</button>
    </div>`;
  }

  /** @param {string} title */
  #pills(title) {
    const multi = this.view.selectMode.startsWith('multi');
    const { fontSize, textColor, selectedTab = {} } = this.view.style ?? {};
    const size = pixels(fontSize, 11, 20);
    const look = (/** @type {Item} */ item) =>
      item.chosen
        ? { 'font-size': size, background: this.fill(selectedTab.backgroundColor), color: this.ink(selectedTab.textColor), 'border-color': this.fill(selectedTab.borderColor) }
        : { 'font-size': size, color: this.ink(textColor), background: null, 'border-color': null };
    return html`<div class="pills" role=${multi ? 'group' : 'radiogroup'} aria-label=${title} @keydown=${this.#walk}>
      ${this.#items(this.selected).map(
        (item) => html`<button role=${multi ? 'checkbox' : 'radio'} aria-checked=${String(item.chosen)} ?disabled=${this.view.selectMode === 'none'}
          ${styled(look(item))} @click=${() => this.#choose(item.row)}>${item.name}</button>`,
      )}
    </div>`;
  }

  /** Arrows lead from pill to pill. */
  #walk = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : stepAcross(event.key);
    if (!step) return;
    event.preventDefault();
    const pills = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button')];
    const at = pills.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    pills[(at + step + pills.length) % pills.length].focus();
  };

  #toggled = (/** @type {CustomEvent} */ event) => {
    this.open = event.detail.open;
    this.pending = null;
    if (!this.open) this.search = '';
  };

  /** @param {SelectionRow} row */
  #choose(row) {
    if (this.view.instant === false) this.pending = toggle(this.#chosen, row, this.view.selectMode);
    else this.dispatchEvent(new CustomEvent('swell-select', { detail: { row }, bubbles: true, composed: true }));
    // A radio that a person clicks again stays checked in the browser although the selection may be empty now.
    this.requestUpdate();
  }

  #clear = () => {
    if (this.view.instant === false) this.pending = [];
    else this.dispatchEvent(new CustomEvent('swell-clear', { bubbles: true, composed: true }));
  };

  #update = () => {
    this.dispatchEvent(new CustomEvent('swell-choose', { detail: { rows: this.#chosen }, bubbles: true, composed: true }));
    this.#close();
  };

  #close = () => /** @type {any} */ (this.renderRoot.querySelector('swell-dropdown'))?.close();
}

/** @param {Item[]} items */
function summary(items) {
  const names = items.filter((item) => item.chosen).map((item) => item.name);
  if (names.length === 0) return 'All';
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} +${names.length - 2}` : names.join(', ');
}

customElements.define('swell-list', SwellList);
