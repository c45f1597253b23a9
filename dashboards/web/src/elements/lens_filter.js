/** `swell-lens-filter`: one filter of a lens: its field, how it compares, and the values, chosen from those that are there. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, post } from '../api.js';
import { RANGES } from '../lens.js';
import { valuesQuery } from '../saql_text.js';
import { cellText, numberFormat } from '../format.js';
import { parseNumber, typedNumber } from '../locale.js';
import * as icons from './icons.js';
import { form } from './form_sheet.js';
import { base, controls } from './sheets.js';

/** @typedef {import('../lens.js').Filter} Filter */

const MOST = 200;
const SEARCH_AFTER = 250; // ms without typing

/** @type {Record<Filter['kind'], [string, string][]>} */
const OPERATORS = {
  dimension: [['in', 'is one of'], ['not in', 'is none of'], ['isnull', 'is empty'], ['isnotnull', 'is not empty']],
  measure: [['>=', 'at least'], ['<=', 'at most'], ['between', 'between'], ['==', 'equals'], ['isnull', 'is empty'], ['isnotnull', 'is not empty']],
  date: [['relative', 'in the period'], ['between', 'between'], ['isnull', 'is empty'], ['isnotnull', 'is not empty']],
};

const whole = numberFormat('#,##0');

class SwellLensFilter extends LitElement {
  static properties = {
    filter: { attribute: false },
    label: { type: String },
    labels: { attribute: false },
    source: { type: String },
    members: { state: true },
    search: { state: true },
    failure: { state: true },
    expanded: { state: true },
  };

  static styles = [
    base,
    controls,
    form,
    css`
      :host { padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--radius-m); background: var(--surface); }
      .top { display: flex; align-items: center; gap: var(--space-1); }
      .name { flex: 1 1 auto; min-width: 40px; font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .top select { flex: 0 1 auto; height: 26px; }
      .top button { width: 26px; height: 26px; flex: none; }
      .values { margin-top: var(--space-2); display: flex; gap: var(--space-2); align-items: center; }
      .values input, .values select { flex: 1; width: 100%; }
      summary { cursor: pointer; padding: 4px var(--space-1); border-radius: var(--radius-s); color: var(--accent); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; list-style-position: inside; }
      summary:hover { background: var(--hover); }
      details { margin-top: var(--space-1); }
      details input[type="search"] { width: 100%; height: 28px; margin: var(--space-1) 0; }
      .members { max-height: 208px; overflow: auto; margin: 0; padding: 0; list-style: none; }
      .members label { display: flex; align-items: center; gap: var(--space-2); padding: 3px var(--space-1); border-radius: var(--radius-s); cursor: pointer; }
      .members label:hover { background: var(--hover); }
      .members span:first-of-type { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .count { color: var(--ink-muted); font-size: var(--text-s); font-variant-numeric: tabular-nums; }
      .note { color: var(--ink-muted); font-size: var(--text-s); padding: var(--space-1); }
    `,
  ];

  #load = new Latest();
  #timer = 0;

  constructor() {
    super();
    /** @type {Filter} */
    this.filter = { field: '', kind: 'dimension', operator: 'in', values: [] };
    this.label = '';
    /** @type {Record<string, string>} what people read in the place of values */
    this.labels = {};
    this.source = '';
    /** @type {{value: any, rows: number}[] | null} */
    this.members = null;
    this.search = '';
    this.failure = '';
    /** @type {boolean | null} whether the values are in sight; at first if none is chosen */
    this.expanded = null;
  }

  willUpdate() {
    this.expanded ??= this.filter.values.length === 0;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#load.cancel();
  }

  /** @param {Partial<Filter>} change */
  #change(change) {
    this.dispatchEvent(new CustomEvent('swell-filter', { detail: { ...this.filter, ...change }, bubbles: true, composed: true }));
  }

  #compare = (/** @type {any} */ event) => {
    const operator = event.target.value;
    const alike = (/** @type {string} */ one) => (['in', 'not in'].includes(one) ? 'list' : ['>=', '<=', '=='].includes(one) ? 'one' : one);
    const values = alike(operator) === alike(this.filter.operator) ? this.filter.values : operator === 'relative' ? ['This year'] : [];
    this.#change({ operator, values });
  };

  #opened = (/** @type {any} */ event) => {
    this.expanded = event.target.open;
    if (event.target.open && !this.members) this.#fetch();
  };

  #type = (/** @type {any} */ event) => {
    this.search = event.target.value;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#fetch(), SEARCH_AFTER);
  };

  async #fetch() {
    try {
      const query = valuesQuery(this.source, this.filter.field, this.search.trim(), MOST);
      const found = await this.#load.run((signal) => post('/api/query', { query }, signal));
      if (!found) return;
      this.members = found.rows.map((/** @type {any[]} */ [value, rows]) => ({ value, rows }));
      this.failure = '';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  /**
   * @param {any} value
   * @param {boolean} chosen
   */
  #toggle(value, chosen) {
    const { values } = this.filter;
    this.#change({ values: chosen ? [...values, value] : values.filter((one) => one !== value) });
  }

  /**
   * @param {number} place
   * @param {string} value
   */
  #set(place, value) {
    const values = this.filter.operator === 'between' ? [this.filter.values[0] ?? '', this.filter.values[1] ?? ''] : [''];
    values[place] = value;
    this.#change({ values });
  }

  render() {
    const { filter, label } = this;
    return html`<div class="top">
        <span class="name" title=${filter.field}>${label}</span>
        <select aria-label="How ${label} compares" @change=${this.#compare}>
          ${OPERATORS[filter.kind].map(([code, words]) => html`<option value=${code} ?selected=${code === filter.operator}>${words}</option>`)}
        </select>
        <button class="quiet icon" aria-label="Remove the filter on ${label}" title="Remove"
          @click=${() => this.dispatchEvent(new CustomEvent('swell-remove', { bubbles: true, composed: true }))}>${icons.cross}</button>
      </div>
      ${this.#values()}`;
  }

  #values() {
    const { filter, label } = this;
    if (filter.operator === 'isnull' || filter.operator === 'isnotnull') return nothing;
    if (filter.kind === 'dimension') return this.#members();
    if (filter.operator === 'relative') {
      return html`<div class="values"><select aria-label="Period of ${label}" @change=${(/** @type {any} */ event) => this.#change({ values: [event.target.value] })}>
        ${RANGES.map(([name]) => html`<option ?selected=${name === filter.values[0]}>${name}</option>`)}
      </select></div>`;
    }
    const dates = filter.kind === 'date';
    const entered = (/** @type {string} */ text) => (dates ? text : String(parseNumber(text) ?? ''));
    const shown = (/** @type {unknown} */ value) => (dates || (value ?? '') === '' ? String(value ?? '') : typedNumber(Number(value)));
    const field = (/** @type {number} */ place, /** @type {string} */ about) => html`<input type=${dates ? 'date' : 'text'} inputmode=${dates ? nothing : 'decimal'} aria-label="${label} ${about}"
      .value=${shown(filter.values[place])} @change=${(/** @type {any} */ event) => this.#set(place, entered(event.target.value))}>`;
    if (filter.operator !== 'between') return html`<div class="values">${field(0, 'compares with')}</div>`;
    return html`<div class="values">${field(0, 'from')}<span aria-hidden="true">–</span>${field(1, 'to')}</div>`;
  }

  #members() {
    const { values } = this.filter;
    const text = (/** @type {any} */ value) => (value === null ? 'empty' : this.labels[value] ?? cellText(value));
    const shown = [...values.filter((value) => !this.members?.some((one) => one.value === value)).map((value) => ({ value, rows: -1 })), ...(this.members ?? [])];
    return html`<details ?open=${this.expanded} @toggle=${this.#opened}>
      <summary>${values.length === 0 ? 'Choose values' : values.map(text).join(', ')}</summary>
      <input type="search" placeholder="Find a value" aria-label="Find a value of ${this.label}" .value=${this.search} @input=${this.#type}>
      ${this.failure ? html`<p class="note" role="alert">${this.failure}</p>` : nothing}
      <ul class="members">${shown.map(
        ({ value, rows }) => html`<li><label><input type="checkbox" .checked=${values.includes(value)}
          @change=${(/** @type {any} */ event) => this.#toggle(value, event.target.checked)}><span>${text(value)}</span>
          <span class="count">${rows < 0 ? '' : whole(rows)}</span></label></li>`,
      )}</ul>
      ${this.members?.length === 0 ? html`<p class="note">No value is like that.</p>` : nothing}
      ${this.members && this.members.length >= MOST ? html`<p class="note">The ${MOST} most frequent; search for others.</p>` : nothing}
    </details>`;
  }
}

customElements.define('swell-lens-filter', SwellLensFilter);
