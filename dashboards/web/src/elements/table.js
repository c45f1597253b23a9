/** `swell-table`: rows of data in a real table, of which only what is seen is drawn. Sorts by a click on a head; rows are
 * chosen by click or keyboard. */

import { LitElement, html, nothing } from '../../vendor/lit.js';
import { columnTexts, counted } from '../format.js';
import { selectedTest, selectionRow } from '../state.js';
import { ALL_UP_TO, linesInView, sample, tableLines } from '../table_lines.js';
import * as icons from './icons.js';
import { linked } from './record_link.js';
import { base, dataTable } from './sheets.js';
import { styled } from './styled.js';
import { LINE, tableSheet } from './table_sheet.js';

/** @typedef {import('../wire.d.ts').Cell} Cell */
/** @typedef {import('../wire.d.ts').Column} Column */
/** @typedef {import('../table_lines.js').Line} Line */

/** Texts that are measured to find how wide a column has to be. */
const MEASURED = 400;
/** px beside a cell's text, and beside a head's: padding, and room for the arrow. */
const PADDING = 26;
const HEAD_PADDING = 40;

/**
 * Whether two settings say something else; they are made anew at each look.
 * @param {unknown} one
 * @param {unknown} other
 */
const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

class SwellTable extends LitElement {
  static properties = {
    columns: { attribute: false },
    rows: { attribute: false },
    heads: { attribute: false },
    totals: { attribute: false },
    subtotals: { attribute: false },
    groups: { attribute: false },
    folds: { attribute: false },
    looks: { attribute: false },
    paints: { attribute: false },
    widths: { attribute: false, hasChanged: differs },
    frozen: { type: Number },
    numbered: { type: Boolean },
    lines: { type: Number },
    caption: { type: String },
    selectable: { type: Boolean, reflect: true },
    multiple: { type: Boolean },
    selected: { attribute: false },
    keys: { attribute: false },
    inks: { attribute: false, hasChanged: differs },
    sorting: { state: true },
    active: { state: true },
    closed: { state: true },
    from: { state: true },
    seen: { state: true },
  };

  static styles = [base, dataTable, tableSheet];

  /** @type {((cell: Cell) => string)[]} what writes the cells of each column */
  #texts = [];

  /** @type {Line[]} */
  #lines = [];

  /** @type {number[] | null} px of each column, where they are measured */
  #widths = null;

  /** @type {number[]} the largest size of a number in each column */
  #largest = [];

  /** @type {Map<Cell[], number>} where a row stood before it was sorted, if that is of account */
  #places = new Map();

  #lineHeight = LINE + 13;

  #resized = new ResizeObserver(() => {
    this.seen = this.#box?.clientHeight ?? this.seen;
  });

  constructor() {
    super();
    /** @type {Column[]} */
    this.columns = [];
    /** @type {Cell[][]} */
    this.rows = [];
    /** @type {{label: string, span: number}[] | null} a row above the heads of the columns */
    this.heads = null;
    /** @type {Cell[] | null} */
    this.totals = null;
    /** @type {import('../wire.d.ts').Subtotal[]} */
    this.subtotals = [];
    /** @type {string[]} columns of groups, the outermost first; subtotals are by them */
    this.groups = [];
    /** @type {import('../wire.d.ts').Subtotal[] | null} totals by the first group, where its rows can be folded */
    this.folds = null;
    /** @type {Record<string, import('../wire.d.ts').ColumnLook>} */
    this.looks = {};
    /** @type {Record<string, {background?: (string | null)[], ink?: (string | null)[]}>} colours of cells, by column and row */
    this.paints = {};
    /** @type {{least: number, most: number, fixed: number | null}} px of columns */
    this.widths = { least: 40, most: 420, fixed: null };
    this.frozen = 0;
    this.numbered = false;
    this.lines = 1;
    this.caption = '';
    this.selectable = false;
    this.multiple = false;
    /** @type {import('../wire.d.ts').SelectionRow[]} */
    this.selected = [];
    /** @type {string[]} */
    this.keys = [];
    /** @type {Record<string, string | number | null>} */
    this.inks = {};
    /** @type {import('../table_lines.js').Sorting} */
    this.sorting = null;
    this.active = 0;
    /** @type {Set<string>} groups whose rows are folded */
    this.closed = new Set();
    /** px that are scrolled */
    this.from = 0;
    /** px that are seen */
    this.seen = 600;
  }

  /** @returns {HTMLElement | null} */
  get #box() {
    return this.renderRoot.querySelector('.box');
  }

  firstUpdated() {
    if (this.#box) this.#resized.observe(this.#box);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.firstUpdated();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const data = changed.has('columns') || changed.has('rows');
    if (changed.has('columns') && this.sorting && this.sorting.at >= this.columns.length) this.sorting = null;
    if (data) this.#texts = columnTexts(this.columns, this.rows);
    if (data || changed.has('subtotals') || changed.has('groups') || changed.has('sorting') || changed.has('folds') || changed.has('closed')) {
      const places = this.groups.map((name) => this.columns.findIndex((column) => column.name === name)).filter((at) => at >= 0);
      const folding = this.folds && { totals: this.folds, closed: this.closed };
      this.#lines = tableLines(this.rows, this.subtotals, places, this.sorting, folding);
    }
    if (data || changed.has('looks')) this.#largest = this.columns.map((column, at) => (this.#look(column).type === 'bar' ? largest(this.rows, at) : 0));
    if (data || changed.has('looks') || changed.has('widths') || changed.has('totals') || changed.has('inks')) this.#widths = this.#measure();
    if (changed.has('rows') || changed.has('paints')) this.#places = new Map(Object.keys(this.paints).length > 0 ? this.rows.map((cells, at) => [cells, at]) : []);
    if (changed.has('lines')) this.#lineHeight = Math.max(1, this.lines) * LINE + 13;
    if (changed.has('rows')) this.active = Math.max(0, Math.min(this.active, this.#lines.length - 1));
  }

  render() {
    const isSelected = selectedTest(this.columns, this.selected, this.keys);
    const { from, to, before, after } = linesInView(this.#lines.length, this.from, this.seen, this.#lineHeight);
    const shown = this.#lines.slice(from, to);
    const entry = this.active >= from && this.active < to ? this.active : from;
    const width = this.#widths?.reduce((sum, each) => sum + each, this.numbered ? 44 : 0) ?? 0;
    const span = this.columns.length + Number(this.numbered);
    const space = (/** @type {number} */ height) => (height > 0 ? html`<tr class="space" aria-hidden="true" ${styled({ '--height': `${height}px` })}><td colspan=${span}></td></tr>` : nothing);
    return html`<div class="box" tabindex=${this.selectable ? nothing : '0'} role="group" aria-label=${this.caption || 'Table'}
        @scroll=${this.#scrolled} ${styled({ ...this.inks, '--lines': this.lines })}>
      <table class=${this.#widths ? 'measured' : ''} role=${this.selectable ? 'grid' : nothing}
        aria-multiselectable=${this.selectable && this.multiple ? 'true' : nothing} aria-rowcount=${this.#lines.length + 1}
        ${styled({ 'min-width': width ? `${width}px` : null })}>
        <caption class="hidden">${this.caption || 'Table'}, ${counted(this.rows.length, 'row')}</caption>
        ${this.#widths ? html`<colgroup>${this.numbered ? html`<col ${styled({ width: '44px' })}>` : nothing}${this.#widths.map((each) => html`<col ${styled({ width: `${each}px` })}>`)}</colgroup>` : nothing}
        <thead>
          ${this.heads ? html`<tr>${this.numbered ? html`<td class="above"></td>` : nothing}${this.heads.map((head) => (head.label
            ? html`<th class="above spans" scope="colgroup" colspan=${head.span} title=${head.label}>${head.label}</th>`
            : html`<td class="above" colspan=${head.span}></td>`))}</tr>` : nothing}
          <tr>${this.numbered ? html`<th scope="col"><span class="hidden">Row</span></th>` : nothing}${this.columns.map((column, at) => this.#head(column, at))}</tr>
        </thead>
        <tbody @click=${this.#click} @keydown=${this.#key}>
          ${space(before)}${shown.map((line, at) => this.#line(line, from + at, isSelected, entry))}${space(after)}
        </tbody>
        ${this.totals ? html`<tfoot><tr>${this.numbered ? html`<td class="index"></td>` : nothing}${this.columns.map((column, at) => this.#total(column, at))}</tr></tfoot>` : nothing}
      </table>
      ${this.rows.length === 0 ? html`<p class="empty">No rows match.</p>` : nothing}
    </div>`;
  }

  /**
   * @param {Column} column
   * @param {number} at
   */
  #head(column, at) {
    const sorted = this.sorting?.at === at ? (this.sorting.descending ? 'descending' : 'ascending') : null;
    const label = column.label || column.name;
    return html`<th scope="col" class="${column.type === 'number' ? 'number' : ''} ${at < this.frozen ? 'frozen' : ''}" aria-sort=${sorted ?? nothing} ${styled(this.#left(at))}>
      <button @click=${() => this.#sort(at)} title="Sort by ${label}">
        <span>${label}</span><span class="arrow" aria-hidden="true">${sorted ? (sorted === 'ascending' ? '▲' : '▼') : ''}</span>
      </button>
    </th>`;
  }

  /**
   * @param {Line} line
   * @param {number} at
   * @param {((cells: Cell[]) => boolean) | null} isSelected
   * @param {number} entry the line that the tab key leads to
   */
  #line(line, at, isSelected, entry) {
    const { cells, depth } = line;
    if (depth > 0) {
      return html`<tr class="subtotal" data-at=${at} aria-rowindex=${at + 2} tabindex=${this.selectable ? (at === entry ? '0' : '-1') : nothing}>
        ${this.numbered ? html`<td class="index"></td>` : nothing}${this.columns.map((column, place) => this.#subtotal(cells[place], column, place, line))}
      </tr>`;
    }
    const chosen = isSelected?.(cells) ?? false;
    return html`<tr class="row ${at % 2 ? 'even' : 'odd'} ${isSelected !== null && !chosen ? 'faded' : ''}" data-at=${at} aria-rowindex=${at + 2} .values=${cells}
      aria-selected=${this.selectable ? String(chosen) : nothing} tabindex=${this.selectable ? (at === entry ? '0' : '-1') : nothing}>
      ${this.numbered ? html`<td class="index">${at + 1}</td>` : nothing}
      ${this.columns.map((column, place) => this.#cell(cells[place], column, place, line, this.#places.get(cells) ?? 0))}
    </tr>`;
  }

  /**
   * @param {Cell} cell
   * @param {Column} column
   * @param {number} at
   * @param {Line} line
   * @param {number} row the place of its row before sorting
   */
  #cell(cell, column, at, line, row) {
    const look = this.#look(column);
    const kind = [column.type === 'number' ? 'number' : '', cell === null ? 'null' : '', look.alignment ?? '', look.bold ? 'bold' : '', at < line.first ? 'same' : '', at < this.frozen ? 'frozen' : ''];
    const text = this.#texts[at](cell);
    const shown = column.links ? linked(text, column, this.columns, line.cells) : text;
    const bar = look.type === 'bar' && typeof cell === 'number' && this.#largest[at] > 0;
    const paint = this.paints[column.name];
    const style = bar ? { '--bar': `calc((100% - 8px) * ${Math.abs(cell) / this.#largest[at]})`, '--bar-color': cell < 0 ? 'var(--danger-soft)' : 'var(--accent-soft)' } : {};
    return html`<td class="${kind.join(' ')} ${bar ? 'bar' : ''}" title=${text.length > 48 ? text : nothing} ${styled({ ...style, 'background-color': paint?.background?.[row], color: paint?.ink?.[row], ...this.#left(at) })}>${this.#fold(line, column)}${this.lines > 1 ? html`<div class="clamped">${shown}</div>` : html`<span>${shown}</span>`}</td>`;
  }

  /**
   * @param {Cell} cell
   * @param {Column} column
   * @param {number} at
   * @param {Line} line
   */
  #subtotal(cell, column, at, line) {
    const place = this.groups.indexOf(column.name);
    const text = place === line.depth - 1 ? `${line.group ? '' : 'Total '}${this.#texts[at](cell)}` : place >= 0 || cell === null || cell === undefined ? '' : this.#texts[at](cell);
    return html`<td class="${column.type === 'number' ? 'number' : ''} ${at < this.frozen ? 'frozen' : ''}" ${styled(this.#left(at))}>${this.#fold(line, column)}<span>${text}</span></td>`;
  }

  /**
   * The button that folds the rows of a group, where one begins or is folded.
   * @param {Line} line
   * @param {Column} column
   */
  #fold({ group, cells, depth }, column) {
    if (!group || column.name !== this.groups[0]) return nothing;
    const at = this.columns.indexOf(column);
    const fold = (/** @type {Event} */ event) => {
      event.stopPropagation();
      this.closed = depth > 0 ? new Set([...this.closed].filter((each) => each !== group)) : new Set([...this.closed, group]);
    };
    return html`<button class="fold" aria-expanded=${String(depth === 0)} aria-label="Rows of ${this.#texts[at](cells[at])}" @click=${fold} @keydown=${(/** @type {Event} */ event) => event.stopPropagation()}>${icons.chevron}</button>`;
  }

  /**
   * @param {Column} column
   * @param {number} at
   */
  #total(column, at) {
    const cell = this.totals?.[at] ?? null;
    const text = cell === null ? (at === 0 ? 'Total' : '') : this.#texts[at](cell);
    return html`<td class="${column.type === 'number' ? 'number' : ''} ${at < this.frozen ? 'frozen' : ''}" ${styled(this.#left(at))}>${text}</td>`;
  }

  /**
   * @param {Column} column
   * @returns {Partial<import('../wire.d.ts').ColumnLook>}
   */
  #look(column) {
    return this.looks[column.name] ?? {};
  }

  /**
   * Where a column that stays while the others scroll has its left edge.
   * @param {number} at
   * @returns {Record<string, string>}
   */
  #left(at) {
    if (at >= this.frozen || !this.#widths) return {};
    const before = this.#widths.slice(0, at).reduce((sum, each) => sum + each, this.numbered ? 44 : 0);
    return { '--before': `${before}px` };
  }

  /** Widths of columns by a sample of their texts, so that they do not jump while rows come and go. */
  #measure() {
    const { least, most, fixed } = this.widths;
    const settled = fixed !== null || this.frozen > 0 || this.columns.some((column) => this.#look(column).width);
    if (!settled && this.rows.length + this.subtotals.length <= ALL_UP_TO) return null;
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return null;
    const style = getComputedStyle(this);
    const font = (/** @type {unknown} */ size) => `${size ?? '13px'} ${style.fontFamily || 'sans-serif'}`;
    const rows = sample(this.rows, MEASURED);
    return this.columns.map((column, at) => {
      const own = this.#look(column).width ?? fixed;
      if (own) return own;
      context.font = font(this.inks['--cell-size']);
      const texts = [...rows.map((cells) => cells[at]), this.totals?.[at] ?? null].map((cell) => this.#texts[at](cell));
      const wide = texts.reduce((widest, text) => Math.max(widest, context.measureText(text).width), 0) + PADDING;
      context.font = font(this.inks['--head-size']);
      const head = context.measureText(column.label || column.name).width + HEAD_PADDING;
      return Math.round(Math.min(most, Math.max(least, wide, Math.min(head, 240))));
    });
  }

  /** @param {number} at */
  #sort(at) {
    const same = this.sorting?.at === at;
    const first = this.columns[at].type === 'number';
    if (!same) this.sorting = { at, descending: first };
    else if (this.sorting?.descending === first) this.sorting = { at, descending: !first };
    else this.sorting = null;
  }

  #scrolled = (/** @type {Event} */ event) => {
    this.from = /** @type {HTMLElement} */ (event.currentTarget).scrollTop;
  };

  #click = (/** @type {Event} */ event) => {
    const row = rowOf(event);
    if (row) this.#choose(row);
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    const row = rowOf(event);
    if (!row || !this.selectable) return;
    const page = Math.max(1, Math.floor(this.seen / this.#lineHeight) - 2);
    const steps = new Map([['ArrowDown', 1], ['ArrowUp', -1], ['PageDown', page], ['PageUp', -page], ['Home', -Infinity], ['End', Infinity]]);
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
    this.active = Math.max(0, Math.min(this.#lines.length - 1, at));
    const drawn = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`tr[data-at="${this.active}"]`));
    const box = this.#box;
    if (!drawn && box) {
      box.scrollTop = this.active * this.#lineHeight - this.seen / 2;
      this.from = box.scrollTop;
    }
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`tr[data-at="${this.active}"]`))?.focus();
  }

  /** @param {HTMLElement & {values: any}} row */
  #choose(row) {
    if (!this.selectable || !row.values) return;
    this.active = Number(row.dataset.at);
    const chosen = selectionRow(this.columns, row.values, this.keys);
    this.dispatchEvent(new CustomEvent('swell-select', { detail: { row: chosen }, bubbles: true, composed: true }));
  }
}

/**
 * @param {Cell[][]} rows
 * @param {number} at
 * @returns {number} the largest size of a number in a column
 */
function largest(rows, at) {
  return rows.reduce((most, cells) => Math.max(most, typeof cells[at] === 'number' ? Math.abs(cells[at]) : 0), 0);
}

/**
 * @param {Event} event
 * @returns {(HTMLElement & {values: any}) | null}
 */
function rowOf(event) {
  return event.target instanceof Element ? event.target.closest('tr[data-at]') : null;
}

customElements.define('swell-table', SwellTable);
