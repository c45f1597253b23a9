/** `swell-table`: rows of data in a real table. Sorts by a click on a head; rows are chosen by click or keyboard. */

import { LitElement, classMap, css, html, nothing } from '../../vendor/lit.js';
import { columnTexts, counted } from '../format.js';
import { selectedTest, selectionRow } from '../state.js';
import { sortRows } from '../sort.js';
import { base, dataTable } from './sheets.js';
import { styled } from './styled.js';

/** Rows drawn at once; more follow on scrolling to the end. */
const CHUNK = 200;

class SwellTable extends LitElement {
  static properties = {
    columns: { attribute: false },
    rows: { attribute: false },
    totals: { attribute: false },
    caption: { type: String },
    selectable: { type: Boolean, reflect: true },
    multiple: { type: Boolean },
    selected: { attribute: false },
    keys: { attribute: false },
    inks: { attribute: false },
    drawn: { state: true },
    sorting: { state: true },
    active: { state: true },
  };

  static styles = [
    base,
    dataTable,
    css`
      :host { height: 100%; min-height: 0; }
      .box { height: 100%; overflow: auto; position: relative; }
      .box:focus-visible { outline-offset: -2px; }
      td { white-space: nowrap; max-width: 420px; overflow: hidden; text-overflow: ellipsis; }
      thead th { padding: 0; background: var(--head-background, var(--surface-sunken)); }
      thead button {
        all: unset; box-sizing: border-box; display: flex; align-items: center; gap: var(--space-1); width: 100%; padding: 6px var(--space-3);
        cursor: pointer; font-weight: var(--head-weight, 500); color: var(--head-ink, var(--ink-muted)); font-size: var(--head-size, var(--text-s));
      }
      thead th.number button { justify-content: flex-end; }
      thead button:hover { color: var(--ink); }
      thead button:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
      .arrow { font-size: 9px; }
      thead th.number .arrow { order: -1; }
      td { color: var(--cell-ink, inherit); font-size: var(--cell-size, inherit); background: var(--cell-background, transparent); }
      tfoot td { position: sticky; bottom: 0; background: var(--surface); border-top: 1px solid var(--line-strong); border-bottom: 0; font-weight: 600; }
      tbody tr:hover > td { background: var(--hover); }
      :host([selectable]) tbody tr { cursor: pointer; }
      tr[aria-selected="true"] > td { background: var(--accent-soft); }
      tr.faded > td { color: var(--ink-faint); }
      tbody tr:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
      .empty { padding: var(--space-6); text-align: center; color: var(--ink-muted); }
    `,
  ];

  /** @type {((cell: import('../wire.d.ts').Cell) => string)[]} what writes the cells of each column */
  #texts = [];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Column[]} */
    this.columns = [];
    /** @type {import('../wire.d.ts').Cell[][]} */
    this.rows = [];
    /** @type {import('../wire.d.ts').Cell[] | null} */
    this.totals = null;
    this.caption = '';
    this.selectable = false;
    this.multiple = false;
    /** @type {import('../wire.d.ts').SelectionRow[]} */
    this.selected = [];
    /** @type {string[]} */
    this.keys = [];
    /** @type {Record<string, string | null>} */
    this.inks = {};
    this.drawn = CHUNK;
    /** @type {{at: number, descending: boolean} | null} */
    this.sorting = null;
    this.active = 0;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('columns') && this.sorting && this.sorting.at >= this.columns.length) this.sorting = null;
    if (changed.has('columns') || changed.has('rows')) this.#texts = columnTexts(this.columns, this.rows);
    if (changed.has('rows')) this.active = Math.max(0, Math.min(this.active, this.rows.length - 1));
  }

  render() {
    const rows = this.sorting ? sortRows(this.rows, this.sorting.at, this.sorting.descending) : this.rows;
    const isSelected = selectedTest(this.columns, this.selected, this.keys);
    const shown = rows.slice(0, this.drawn);
    return html`<div class="box" tabindex=${this.selectable ? nothing : '0'} role="group" aria-label=${this.caption || 'Table'}
        @scroll=${this.#more} ${styled(this.inks)}>
      <table role=${this.selectable ? 'grid' : nothing} aria-multiselectable=${this.selectable && this.multiple ? 'true' : nothing}
        aria-rowcount=${this.rows.length + 1}>
        <caption class="hidden">${this.caption || 'Table'}, ${counted(this.rows.length, 'row')}</caption>
        <thead><tr>${this.columns.map((column, at) => this.#head(column, at))}</tr></thead>
        <tbody @click=${this.#click} @keydown=${this.#key}>
          ${shown.map((cells, at) => this.#row(cells, at, isSelected))}
        </tbody>
        ${this.totals ? html`<tfoot><tr>${this.columns.map((column, at) => this.#total(column, at))}</tr></tfoot>` : nothing}
      </table>
      ${this.rows.length === 0 ? html`<p class="empty">No rows match.</p>` : nothing}
    </div>`;
  }

  /**
   * @param {import('../wire.d.ts').Column} column
   * @param {number} at
   */
  #head(column, at) {
    const sorted = this.sorting?.at === at ? (this.sorting.descending ? 'descending' : 'ascending') : null;
    return html`<th scope="col" class=${column.type === 'number' ? 'number' : ''} aria-sort=${sorted ?? nothing}>
      <button @click=${() => this.#sort(at)} title="Sort by ${column.label || column.name}">
        ${column.label || column.name}<span class="arrow" aria-hidden="true">${sorted ? (sorted === 'ascending' ? '▲' : '▼') : ''}</span>
      </button>
    </th>`;
  }

  /**
   * @param {import('../wire.d.ts').Cell[]} cells
   * @param {number} at
   * @param {((cells: import('../wire.d.ts').Cell[]) => boolean) | null} isSelected
   */
  #row(cells, at, isSelected) {
    const chosen = isSelected?.(cells) ?? false;
    const faded = classMap({ faded: isSelected !== null && !chosen });
    return html`<tr class=${faded} data-at=${at} .values=${cells} aria-selected=${this.selectable ? String(chosen) : nothing}
      tabindex=${this.selectable ? (at === this.active ? '0' : '-1') : nothing}>
      ${this.columns.map((column, place) => this.#cell(cells[place], column, place))}
    </tr>`;
  }

  /**
   * @param {import('../wire.d.ts').Cell} cell
   * @param {import('../wire.d.ts').Column} column
   * @param {number} at
   */
  #cell(cell, column, at) {
    const kind = classMap({ number: column.type === 'number', null: cell === null });
    const text = this.#texts[at](cell);
    return html`<td class=${kind} title=${text.length > 48 ? text : nothing}>${text}</td>`;
  }

  /**
   * @param {import('../wire.d.ts').Column} column
   * @param {number} at
   */
  #total(column, at) {
    const cell = this.totals?.[at] ?? null;
    const text = cell === null ? (at === 0 ? 'Total' : '') : this.#texts[at](cell);
    return html`<td class=${column.type === 'number' ? 'number' : ''}>${text}</td>`;
  }

  /** @param {number} at */
  #sort(at) {
    const same = this.sorting?.at === at;
    const first = this.columns[at].type === 'number';
    if (!same) this.sorting = { at, descending: first };
    else if (this.sorting?.descending === first) this.sorting = { at, descending: !first };
    else this.sorting = null;
  }

  #more = (/** @type {Event} */ event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget);
    if (this.drawn < this.rows.length && box.scrollTop + box.clientHeight > box.scrollHeight - 400) this.drawn += CHUNK;
  };

  #click = (/** @type {Event} */ event) => {
    const row = rowOf(event);
    if (row) this.#choose(row);
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    const row = rowOf(event);
    if (!row || !this.selectable) return;
    const steps = new Map([['ArrowDown', 1], ['ArrowUp', -1], ['Home', -Infinity], ['End', Infinity]]);
    const step = steps.get(event.key);
    if (step !== undefined) {
      event.preventDefault();
      this.#focusRow(Number(row.dataset.at) + step);
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      this.#choose(row);
    }
  };

  /** @param {number} at */
  async #focusRow(at) {
    this.active = Math.max(0, Math.min(Math.min(this.drawn, this.rows.length) - 1, at));
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`tr[data-at="${this.active}"]`))?.focus();
  }

  /** @param {HTMLElement & {values: any}} row */
  #choose(row) {
    if (!this.selectable) return;
    this.active = Number(row.dataset.at);
    const chosen = selectionRow(this.columns, row.values, this.keys);
    this.dispatchEvent(new CustomEvent('swell-select', { detail: { row: chosen }, bubbles: true, composed: true }));
  }
}

/**
 * @param {Event} event
 * @returns {(HTMLElement & {values: any}) | null}
 */
function rowOf(event) {
  return event.target instanceof Element ? event.target.closest('tr[data-at]') : null;
}

customElements.define('swell-table', SwellTable);
