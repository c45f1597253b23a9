/** `swell-lens-form`: what a lens asks, by clicking: measures, groups, filters, order and limit. It tells each change. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { AGGREGATES, PERIODS, describeLens, groupName, measureName, orderOf } from '../lens.js';
import * as icons from './icons.js';
import { form } from './form_sheet.js';
import './lens_filter.js';
import { base, controls } from './sheets.js';

/** @typedef {import('../lens.js').Lens} Lens */
/** @typedef {import('../wire.d.ts').Field} Field */

class SwellLensForm extends LitElement {
  static properties = { lens: { attribute: false }, fields: { attribute: false } };

  static styles = [
    base,
    controls,
    form,
    css`
      :host { display: flex; flex-direction: column; gap: var(--space-5); padding: var(--space-4); overflow-y: auto; min-height: 0; background: var(--surface); }
      section { display: flex; flex-direction: column; gap: var(--space-2); }
      h2 { font-size: var(--text-s); line-height: 16px; font-weight: 600; color: var(--ink-muted); }
      .line { display: flex; align-items: center; gap: var(--space-1); }
      .line select { flex: 1 1 0; }
      .line select.short { flex: 0 0 92px; }
      .line select.fn { flex: 0 0 124px; }
      .line select.alone { flex: 1; }
      .line button { flex: none; width: 28px; height: 28px; }
      .add { align-self: flex-start; color: var(--accent); border: 1px dashed var(--line-strong); background: transparent; height: 30px; width: 152px; }
      select.add { padding-inline-end: 26px; }
      input[type="number"], input[inputmode="decimal"] { width: 92px; }
      label.inline { display: flex; align-items: center; gap: var(--space-2); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {Lens} */
    this.lens = /** @type {any} */ (null);
    /** @type {Field[]} */
    this.fields = [];
  }

  /** @param {Partial<Lens>} change */
  #change(change) {
    this.dispatchEvent(new CustomEvent('swell-lens', { detail: { ...this.lens, ...change }, bubbles: true, composed: true }));
  }

  /**
   * @template T
   * @param {'measures' | 'groups' | 'filters'} part
   * @param {number} place
   * @param {T | null} value null takes it away
   */
  #put(part, place, value) {
    const list = /** @type {any[]} */ ([...this.lens[part]]);
    if (value === null) list.splice(place, 1);
    else list[place] = value;
    this.#change({ [part]: list });
  }

  /** @param {string} name */
  #label(name) {
    return this.fields.find((field) => field.name === name)?.label ?? name;
  }

  /** @param {...string} roles */
  #fieldsOf(...roles) {
    return this.#offered.filter((field) => roles.includes(field.role));
  }

  /** The fields that are not hidden, and those that the lens has already. */
  get #offered() {
    const { measures = [], groups = [] } = this.lens ?? {};
    const had = new Set([...measures, ...groups].map((one) => one.field));
    return this.fields.filter((field) => !field.hidden || had.has(field.name));
  }

  render() {
    if (!this.lens) return nothing;
    return html`${this.#measures()}${this.#groups()}${this.#filters()}${this.#order()}`;
  }

  #measures() {
    const { measures } = this.lens;
    return html`<section aria-label="Measures"><h2>Measures</h2>
      ${measures.map(
        (one, place) => html`<div class="line">
          <select class=${one.fn === 'count' ? 'alone' : 'fn'} aria-label="Aggregate of measure ${place + 1}" @change=${(/** @type {any} */ event) => this.#aggregate(place, event.target.value)}>
            ${AGGREGATES.map(([fn, label]) => html`<option value=${fn} ?selected=${fn === one.fn}>${label}</option>`)}
          </select>
          ${one.fn === 'count' ? nothing : this.#fieldSelect(this.#choices(one.fn), one.field, `Field of measure ${place + 1}`, (field) => this.#put('measures', place, { ...one, field }))}
          ${this.#remove('measures', place, describeLens({ ...this.lens, measures: [one], groups: [] }))}
        </div>`,
      )}
      ${this.#adder('Add a measure', this.#fieldsOf('measure'), (field) => this.#change({ measures: [...measures, field ? { fn: 'sum', field } : { fn: 'count', field: '' }] }), 'Count of rows')}
    </section>`;
  }

  /** @param {string} fn */
  #choices(fn) {
    return fn === 'unique' ? this.#offered : fn === 'min' || fn === 'max' ? this.#fieldsOf('measure', 'date') : this.#fieldsOf('measure');
  }

  /**
   * @param {number} place
   * @param {string} fn
   */
  #aggregate(place, fn) {
    const known = this.lens.measures[place].field;
    const choices = fn === 'count' ? [] : this.#choices(fn);
    const field = choices.some((one) => one.name === known) ? known : (choices[0]?.name ?? '');
    this.#put('measures', place, fn === 'count' ? { fn, field: '' } : { fn, field });
  }

  #groups() {
    const { groups } = this.lens;
    return html`<section aria-label="Groups"><h2>Grouped by</h2>
      ${groups.map(
        (one, place) => html`<div class="line">
          ${this.#fieldSelect(this.#fieldsOf('dimension', 'date', 'multivalue'), one.field, `Group ${place + 1}`, (field) => this.#put('groups', place, this.#grouping(field)))}
          ${one.period
            ? html`<select class="short" aria-label="Period of ${this.#label(one.field)}" @change=${(/** @type {any} */ event) => this.#put('groups', place, { ...one, period: event.target.value })}>
                ${PERIODS.map(([period, label]) => html`<option value=${period} ?selected=${period === one.period}>${label}</option>`)}
              </select>`
            : nothing}
          ${this.#remove('groups', place, this.#label(one.field))}
        </div>`,
      )}
      ${this.#adder('Add a group', this.#fieldsOf('dimension', 'date', 'multivalue'), (field) => this.#change({ groups: [...groups, this.#grouping(field)] }))}
    </section>`;
  }

  /** @param {string} field */
  #grouping(field) {
    const isDate = this.fields.find((one) => one.name === field)?.role === 'date';
    return { field, period: isDate ? 'month' : null };
  }

  #filters() {
    const { filters, dataset } = this.lens;
    return html`<section aria-label="Filters"><h2>Filters</h2>
      ${filters.map(
        (one, place) => html`<swell-lens-filter .filter=${one} .label=${this.#label(one.field)} .labels=${this.fields.find((field) => field.name === one.field)?.labels ?? {}} .source=${dataset}
          @swell-filter=${(/** @type {CustomEvent} */ event) => this.#put('filters', place, event.detail)}
          @swell-remove=${() => this.#put('filters', place, null)}></swell-lens-filter>`,
      )}
      ${this.#adder('Add a filter', this.#offered, (field) => this.#change({ filters: [...filters, this.#filter(field)] }))}
    </section>`;
  }

  /**
   * @param {string} field
   * @returns {import('../lens.js').Filter}
   */
  #filter(field) {
    const role = this.fields.find((one) => one.name === field)?.role;
    if (role === 'measure') return { field, kind: 'measure', operator: '>=', values: [''] };
    if (role === 'date') return { field, kind: 'date', operator: 'relative', values: ['This year'] };
    return { field, kind: 'dimension', operator: 'in', values: [] };
  }

  #order() {
    const { lens } = this;
    const columns = [
      ...lens.groups.map((one) => [groupName(one), this.#label(one.field)]),
      ...lens.measures.map((one) => [measureName(one), describeLens({ ...lens, measures: [one], groups: [] }, (name) => this.#label(name))]),
    ];
    const order = orderOf(lens);
    return html`<section aria-label="Order"><h2>Order and limit</h2>
      ${order
        ? html`<div class="line">
            <select aria-label="Order by" @change=${(/** @type {any} */ event) => this.#change({ sort: { by: event.target.value, descending: order.descending } })}>
              ${columns.map(([name, label]) => html`<option value=${name} ?selected=${name === order.by}>${label}</option>`)}
            </select>
            <select class="fn" aria-label="Direction" @change=${(/** @type {any} */ event) => this.#change({ sort: { by: order.by, descending: event.target.value === 'desc' } })}>
              <option value="desc" ?selected=${order.descending}>Largest first</option><option value="asc" ?selected=${!order.descending}>Smallest first</option>
            </select>
          </div>`
        : nothing}
      <label class="inline">At most <input type="number" min="1" max="10000" .value=${String(lens.limit ?? '')}
        @change=${(/** @type {any} */ event) => this.#change({ limit: Math.max(1, Math.round(Number(event.target.value))) || null })}> rows</label>
    </section>`;
  }

  /**
   * @param {Field[]} fields
   * @param {string} chosen
   * @param {string} about
   * @param {(name: string) => void} choose
   */
  #fieldSelect(fields, chosen, about, choose) {
    return html`<select aria-label=${about} title=${chosen} @change=${(/** @type {any} */ event) => choose(event.target.value)}>
      ${fields.map((field) => html`<option value=${field.name} ?selected=${field.name === chosen}>${field.label}</option>`)}
    </select>`;
  }

  /**
   * A select that adds what is chosen, and stays as it was.
   * @param {string} about
   * @param {Field[]} fields
   * @param {(name: string) => void} add
   * @param {string} [first] a choice before the fields
   */
  #adder(about, fields, add, first) {
    const choose = (/** @type {any} */ event) => {
      const { value } = event.target;
      event.target.value = '+';
      add(value === '*' ? '' : value);
    };
    return html`<select class="add" aria-label=${about} @change=${choose}>
      <option value="+" selected disabled>+ ${about}</option>
      ${first ? html`<option value="*">${first}</option>` : nothing}
      ${fields.map((field) => html`<option value=${field.name}>${field.label}</option>`)}
    </select>`;
  }

  /**
   * @param {'measures' | 'groups' | 'filters'} part
   * @param {number} place
   * @param {string} about
   */
  #remove(part, place, about) {
    return html`<button class="quiet icon" aria-label="Remove ${about}" title="Remove" @click=${() => this.#put(part, place, null)}>${icons.cross}</button>`;
  }
}

customElements.define('swell-lens-form', SwellLensForm);
