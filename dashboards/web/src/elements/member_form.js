/** `swell-member-form`: the members of a field to be let in or kept out, or a text that they contain. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { numberFormat } from '../format.js';
import { base, controls, fields } from './sheets.js';

/** @typedef {import('../wire.d.ts').Cell} Cell */

const OPERATORS = [['in', 'is'], ['not in', 'is not'], ['matches', 'contains']];
/** How long typing has to rest before members are searched, in milliseconds. */
const REST = 200;
/** Fewer members than this are all in sight and need no search. */
const SEARCH_FROM = 8;

class SwellMemberForm extends LitElement {
  static properties = {
    label: { type: String },
    labels: { attribute: false },
    answer: { attribute: false },
    operator: { type: String },
    values: { attribute: false },
    search: { state: true },
  };

  static shadowRootOptions = { mode: 'open', delegatesFocus: true };

  static styles = [
    base,
    controls,
    fields,
    css`
      :host { display: flex; flex-direction: column; gap: var(--space-2); min-height: 0; }
      .bar { display: flex; gap: var(--space-2); align-items: center; justify-content: space-between; }
      .members { margin: 0; padding: var(--space-1); max-height: 230px; overflow: auto; border: 1px solid var(--line); border-radius: var(--radius-s); }
      .note { padding: var(--space-1) var(--space-2); color: var(--ink-muted); font-size: var(--text-s); }
      .none { font-style: italic; }
      .all { height: 24px; padding: 0 var(--space-2); font-size: var(--text-s); }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    /** @type {Record<string, string>} what people read in the place of values */
    this.labels = {};
    /** @type {{members: [Cell, number][], more: boolean}} */
    this.answer = { members: [], more: false };
    this.operator = 'in';
    /** @type {Cell[]} */
    this.values = [];
    this.search = '';
    /** @type {boolean} whether there were ever enough members to search in */
    this.many = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('answer')) this.many ||= this.answer.more || this.answer.members.length >= SEARCH_FROM;
  }

  render() {
    const choose = (/** @type {string} */ operator) => {
      const list = operator === 'matches' || this.operator === 'matches' ? [] : this.values;
      this.#set(operator, list);
    };
    return html`
      <div class="bar">
        <div class="switch" role="group" aria-label="How to compare">
          ${OPERATORS.map(([name, text]) => html`<button aria-pressed=${String(name === this.operator)} @click=${() => choose(name)}>${text}</button>`)}
        </div>
        ${this.values.length > 0 ? html`<button class="quiet all" @click=${() => this.#set(this.operator, [])}>All</button>` : nothing}
      </div>
      ${this.operator === 'matches' ? this.#text() : this.#members()}`;
  }

  #text() {
    const typed = (/** @type {any} */ event) => this.#set('matches', event.target.value === '' ? [] : [event.target.value]);
    return html`<input class="field" type="text" aria-label=${`${this.label} contains`} .value=${String(this.values[0] ?? '')} @input=${typed}>
      <p class="note">At least two letters, upper or lower case.</p>`;
  }

  #members() {
    const chosen = new Set(this.values);
    const known = new Set(this.answer.members.map(([member]) => member));
    const apart = this.search ? [] : this.values.filter((value) => !known.has(value)).map((value) => /** @type {[Cell, number | null]} */ ([value, null]));
    const members = [...apart, ...this.answer.members];
    return html`
      ${this.many ? html`<input type="search" class="field" placeholder="Search" aria-label=${`Search ${this.label}`} @input=${this.#typed}>` : nothing}
      <div class="members" role="group" aria-label=${this.label}>
        ${members.map(
          ([member, count]) => html`<label class="option">
            <input type="checkbox" .checked=${chosen.has(member)} @change=${() => this.#toggle(member)}>
            <span class="name ${member === null ? 'none' : ''}">${member === null ? '(none)' : this.labels[String(member)] ?? String(member)}</span>
            ${count === null ? nothing : html`<span class="measure">${numberFormat('#,##0')(count)}</span>`}
          </label>`,
        )}
        ${members.length === 0 ? html`<p class="note">Nothing matches.</p>` : nothing}
        ${this.answer.more ? html`<p class="note">There are more: search for them.</p>` : nothing}
      </div>`;
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  #typed = (/** @type {any} */ event) => {
    this.search = event.target.value.trim();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.dispatchEvent(new CustomEvent('swell-search', { detail: this.search })), REST);
  };

  /** @param {Cell} member */
  #toggle(member) {
    const without = this.values.filter((value) => value !== member);
    this.#set(this.operator, without.length < this.values.length ? without : [...this.values, member]);
  }

  /**
   * @param {string} operator
   * @param {Cell[]} values
   */
  #set(operator, values) {
    this.operator = operator;
    this.values = values;
    this.dispatchEvent(new CustomEvent('swell-members', { detail: { operator, values } }));
  }
}

customElements.define('swell-member-form', SwellMemberForm);
