/** `swell-duplicate-pair`: two records side by side, what differs marked, and what can be decided; fires `decide`. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { base, controls } from './sheets.js';

/** @typedef {import('../wire.d.ts').DuplicatePair} Pair */

/** What records have, as people call it. */
export const MEANINGS = {
  name: 'Name',
  website: 'Website',
  email: 'E-mail',
  phone: 'Phone',
  company: 'Company',
  street: 'Street',
  postcode: 'Postcode',
  city: 'City',
  country: 'Country',
};

const DECIDED = { same: 'The same', different: 'Different', later: 'Put off' };

class SwellDuplicatePair extends LitElement {
  static properties = { pair: { attribute: false }, chosen: { type: Boolean, reflect: true }, editable: { type: Boolean } };

  static styles = [
    base,
    controls,
    css`
      :host { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-l); overflow: hidden; }
      :host([chosen]) { border-color: var(--accent-strong); box-shadow: 0 0 0 1px var(--accent-strong); }
      .top { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); padding: var(--space-2) var(--space-3); border-bottom: 1px solid var(--line); }
      .score { font-weight: 600; font-variant-numeric: tabular-nums; }
      .reasons { flex: 1 1 240px; min-width: 0; color: var(--ink-muted); }
      .tools { display: flex; gap: var(--space-2); }
      .tools button { height: 28px; }
      table { width: 100%; border-collapse: collapse; table-layout: fixed; line-height: 20px; }
      caption { text-align: var(--start); }
      th, td { padding: 4px var(--space-3); text-align: var(--start); vertical-align: top; overflow-wrap: anywhere; }
      th { font-weight: 500; color: var(--ink-muted); font-size: var(--text-s); }
      th[scope="row"], thead th:first-child { width: 112px; }
      thead th { border-bottom: 1px solid var(--line); }
      tr.differs > * { background: var(--warning-soft); }
      tr.differs > th { color: var(--warning); }
      .none { color: var(--ink-muted); }
      .id { font-family: var(--font-code); font-weight: 400; }
      @media (max-width: 600px) { th[scope="row"], thead th:first-child { width: 76px; } th, td { padding-inline: var(--space-2); } }
    `,
  ];

  constructor() {
    super();
    /** @type {Pair | null} */
    this.pair = null;
    this.chosen = false;
    this.editable = false;
  }

  /** @param {string} verdict */
  #decide(verdict) {
    this.dispatchEvent(new CustomEvent('decide', { detail: verdict }));
  }

  render() {
    const pair = this.pair;
    if (!pair) return nothing;
    return html`<div class="top">
        <span class="score">${percent(pair.score)}</span><span class="reasons">${pair.reasons}${decided(pair)}</span>
        ${this.editable ? html`<span class="tools">${this.#tools(pair)}</span>` : nothing}
      </div>
      <table>
        <caption class="hidden">${titleOf(pair)}</caption>
        <thead><tr><th scope="col"><span class="hidden">Field</span></th>${[pair.left, pair.right].map((key) => html`<th scope="col">${key.source} <span class="id">${key.id}</span></th>`)}</tr></thead>
        <tbody>${pair.fields.map(row)}</tbody>
      </table>`;
  }

  /** @param {Pair} pair */
  #tools({ state }) {
    const open = state === 'review' || state === 'later';
    return html`
      ${state === 'same' ? nothing : this.#button('same', 'Same', 'S', open)}
      ${state === 'different' ? nothing : this.#button('different', 'Different', 'D', false)}
      ${state === 'review' ? this.#button('later', 'Later', 'L', false) : nothing}
      ${state in DECIDED ? this.#button('open', 'Take back', 'U', false) : nothing}`;
  }

  /**
   * @param {string} verdict
   * @param {string} label
   * @param {string} key
   * @param {boolean} primary
   */
  #button(verdict, label, key, primary) {
    return html`<button class=${primary ? 'primary' : nothing} aria-keyshortcuts=${key} @click=${() => this.#decide(verdict)}>${label} <kbd aria-hidden="true">${key}</kbd></button>`;
  }
}

/** @param {Pair['fields'][number]} field */
function row({ meaning, left, right, agree }) {
  const differs = agree === false;
  return html`<tr class=${differs ? 'differs' : nothing}>
    <th scope="row">${MEANINGS[/** @type {keyof typeof MEANINGS} */ (meaning)]}${differs ? html`<span class="hidden"> differs</span>` : nothing}</th>
    ${[left, right].map((value) => html`<td>${value ?? html`<span class="none">not known</span>`}</td>`)}
  </tr>`;
}

/** @param {Pair} pair */
function decided({ state, by }) {
  const words = DECIDED[/** @type {keyof typeof DECIDED} */ (state)];
  return words ? html` · ${words}${by ? `, says ${by}` : ''}` : nothing;
}

/** @param {Pair} pair */
export function titleOf({ fields, left, right }) {
  const name = fields.find((field) => field.meaning === 'name');
  return `${name?.left ?? left.id} and ${name?.right ?? right.id}`;
}

/** @param {number} score */
export function percent(score) {
  return `${Math.floor(score * 100)}%`;
}

customElements.define('swell-duplicate-pair', SwellDuplicatePair);
