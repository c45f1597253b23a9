/** `swell-field-way`: where a field comes from, as a nested list from the field back to the fields of CRMs. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { datasetPath } from '../router.js';
import { base } from './sheets.js';

/** @typedef {import('../wire.d.ts').FieldWay} FieldWay */

const HOW = { filter: 'filtered by', group: 'grouped by', order: 'ordered by', lookup: 'looked up by', condition: 'chosen by' };

class SwellFieldWay extends LitElement {
  static properties = { way: { attribute: false } };

  static styles = [
    base,
    css`
      ul { list-style: none; margin: 0; padding: 0; }
      ul ul { margin-inline-start: var(--space-3); padding-inline-start: var(--space-4); border-inline-start: 1px solid var(--line-strong); }
      li { padding: var(--space-1) 0; }
      .name { font-weight: 600; overflow-wrap: anywhere; }
      .muted { color: var(--ink-muted); }
      .formula { display: block; padding: 2px 0; overflow-wrap: anywhere; }
      .how { display: block; font-size: var(--text-s); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {FieldWay | null} */
    this.way = null;
  }

  render() {
    return this.way ? html`<ul aria-label="Where the field comes from">${this.#step(this.way)}</ul>` : nothing;
  }

  /**
   * @param {FieldWay} way
   * @returns {unknown}
   */
  #step({ dataset, field, label, made, formulas, direct, indirect, ends }) {
    const also = field && label !== field ? ` (${label})` : '';
    return html`<li>
      <span class="name">${field || 'The rows'}</span>${also} <span class="muted">of</span> <a href=${datasetPath(dataset)}>${dataset}</a>${made ? html`<span class="muted">, ${made}</span>` : nothing}${ends ? html`<span class="muted">; ${ends}</span>` : nothing}
      ${formulas.map(({ name, text }) => html`<code class="formula">${name} = ${text}</code>`)}
      ${this.#decided(indirect)}
      ${direct.length ? html`<ul>${direct.map((one) => this.#step(one))}</ul>` : nothing}
    </li>`;
  }

  /** @param {FieldWay['indirect']} indirect */
  #decided(indirect) {
    const by = [...Map.groupBy(indirect, ({ how }) => how)];
    return by.map(([how, some]) => html`<span class="how">${HOW[how]} ${some.map(({ dataset, field }) => (field ? `${field} of ${dataset}` : `the rows of ${dataset}`)).join(', ')}</span>`);
  }
}

customElements.define('swell-field-way', SwellFieldWay);
