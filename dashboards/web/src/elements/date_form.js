/** `swell-date-form`: three ways to say a range of dates: by name, relative to today, from day to day. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { periodText } from '../format.js';
import { instantOf, isRelative, isoDay } from '../ranges.js';
import { base, controls, fields } from './sheets.js';

/** @typedef {import('../wire.d.ts').DateEnd} DateEnd */
/** @typedef {'presets' | 'relative' | 'absolute'} Form */

const FORMS = /** @type {[Form, string][]} */ ([['presets', 'Presets'], ['relative', 'Relative'], ['absolute', 'Dates']]);
const CALENDAR_UNITS = ['day', 'week', 'month', 'quarter', 'year'];
const FISCAL_UNITS = ['day', 'week', 'month', 'fiscal_quarter', 'fiscal_year'];

class SwellDateForm extends LitElement {
  static properties = {
    forms: { attribute: false },
    domain: { attribute: false },
    min: { attribute: false },
    max: { attribute: false },
    form: { state: true },
    fiscal: { state: true },
  };

  static shadowRootOptions = { mode: 'open', delegatesFocus: true };

  static styles = [
    base,
    controls,
    fields,
    css`
      :host { display: flex; flex-direction: column; gap: var(--space-2); min-height: 0; }
      .bar { display: flex; flex-wrap: wrap; gap: var(--space-2); justify-content: space-between; }
      .presets { margin: 0; padding: 0; max-height: 240px; overflow: auto; border: 1px solid var(--line); border-radius: var(--radius-s); padding: var(--space-1); }
      .ends { display: grid; grid-template-columns: auto 1fr; gap: var(--space-2); align-items: center; margin: 0; padding: 0; border: 0; }
      .ends .end { display: grid; grid-template-columns: 56px minmax(0, 1fr) minmax(0, 1fr); gap: var(--space-1); }
      .note { font-size: var(--text-s); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').DateForms} */
    this.forms = /** @type {any} */ (null);
    /** @type {{min: number | null, max: number | null}} */
    this.domain = { min: null, max: null };
    /** @type {DateEnd} */
    this.min = null;
    /** @type {DateEnd} */
    this.max = null;
    /** @type {Form | null} null until somebody chooses one: then the one that fits what is selected */
    this.form = null;
    /** @type {boolean | null} */
    this.fiscal = null;
  }

  render() {
    const offered = FORMS.filter(([form]) => this.forms[form]);
    const form = this.#form();
    const switching = this.forms.switching && form !== 'absolute';
    return html`
      ${offered.length > 1 || switching
        ? html`<div class="bar">
            ${offered.length > 1 ? this.#switch('How to choose', offered, form, (/** @type {Form} */ one) => (this.form = one)) : html`<span></span>`}
            ${switching
              ? this.#switch('Kind of year', [['calendar', 'Calendar'], ['fiscal', 'Fiscal']], this.#isFiscal() ? 'fiscal' : 'calendar',
                  (/** @type {string} */ one) => (this.fiscal = one === 'fiscal'))
              : nothing}
          </div>`
        : nothing}
      ${form === 'presets' ? this.#presets() : form === 'relative' ? this.#relative() : this.#absolute()}
    `;
  }

  /** The form to show: the one chosen, else the one that says what is selected. @returns {Form} */
  #form() {
    if (this.form && this.forms[this.form]) return this.form;
    const ends = [this.min, this.max].filter((end) => end !== null);
    const known = this.#listed().some((one) => same(one.min, this.min) && same(one.max, this.max));
    const fitting = known ? 'presets' : ends.some(isRelative) ? 'relative' : 'absolute';
    return this.forms[fitting] ? fitting : (FORMS.find(([form]) => this.forms[form])?.[0] ?? 'absolute');
  }

  #isFiscal() {
    if (this.fiscal !== null) return this.fiscal;
    const units = [this.min, this.max].filter(isRelative).map(([unit]) => unit);
    return this.forms.fiscal || units.some((unit) => unit.startsWith('fiscal'));
  }

  #listed() {
    return this.#isFiscal() ? this.forms.fiscalPresets : this.forms.calendarPresets;
  }

  /**
   * @param {string} label
   * @param {[any, string][]} choices
   * @param {string} current
   * @param {(choice: any) => void} choose
   */
  #switch(label, choices, current, choose) {
    return html`<div class="switch" role="group" aria-label=${label}>
      ${choices.map(([name, text]) => html`<button aria-pressed=${String(name === current)} @click=${() => choose(name)}>${text}</button>`)}
    </div>`;
  }

  #presets() {
    return html`<div class="presets" role="radiogroup" aria-label="Presets">
      ${this.#listed().map(
        (one) => html`<label class="option">
          <input type="radio" name="preset" .checked=${same(one.min, this.min) && same(one.max, this.max)} @change=${() => this.#set(one.min, one.max, true)}>
          <span>${one.label}</span>
        </label>`,
      )}
    </div>`;
  }

  #relative() {
    return html`<div class="ends">${this.#end('From', 'min')}${this.#end('To', 'max')}</div>`;
  }

  /**
   * One end: how many of which periods before or after the current one.
   * @param {string} label
   * @param {'min' | 'max'} name
   */
  #end(label, name) {
    const value = this[name];
    const [unit, offset] = isRelative(value) ? value : ['', 0];
    const units = this.#isFiscal() ? FISCAL_UNITS : CALENDAR_UNITS;
    const known = unit === '' || units.includes(unit) ? units : [unit, ...units];
    const set = (/** @type {string} */ nextUnit, /** @type {number} */ next) => {
      const end = /** @type {DateEnd} */ (nextUnit === '' ? null : [nextUnit, next]);
      const other = name === 'min' ? this.max : this.min;
      const kept = isRelative(other) || other === null ? other : null;
      if (name === 'min') this.#set(end, kept);
      else this.#set(kept, end);
    };
    const ahead = offset > 0;
    const count = (/** @type {any} */ event) => set(unit, Math.abs(Math.trunc(Number(event.target.value) || 0)) * (ahead ? 1 : -1));
    return html`<span class="note" id=${name}>${label}</span>
      <span class="end" role="group" aria-labelledby=${name}>
        <input class="field" type="number" min="0" max="9999" aria-label=${`${label}, how many`} .value=${String(Math.abs(offset))} ?disabled=${unit === ''} @change=${count}>
        <select class="field" aria-label=${`${label}, period`} @change=${(/** @type {any} */ event) => set(event.target.value, offset)}>
          <option value="" ?selected=${unit === ''}>any time</option>
          ${known.map((one) => html`<option value=${one} ?selected=${one === unit}>${one.replace('_', ' ')}${offset === 0 || Math.abs(offset) === 1 ? '' : 's'}</option>`)}
        </select>
        <select class="field" aria-label=${`${label}, before or after`} ?disabled=${unit === '' || offset === 0}
          @change=${(/** @type {any} */ event) => set(unit, Math.abs(offset) * (event.target.value === 'ahead' ? 1 : -1))}>
          ${offset === 0 ? html`<option selected>current</option>` : nothing}
          <option value="ago" ?selected=${offset < 0}>ago</option>
          <option value="ahead" ?selected=${ahead}>ahead</option>
        </select>
      </span>`;
  }

  #absolute() {
    const first = isoDay(this.min);
    const last = isoDay(this.max);
    const [least, most] = [isoDay(this.domain.min), isoDay(this.domain.max)];
    const set = (/** @type {any} */ event) => {
      const end = event.target.value ? instantOf(event.target.value) : null;
      const absolute = (/** @type {DateEnd} */ other) => (isRelative(other) ? null : other);
      if (event.target.name === 'min') this.#set(end, absolute(this.max));
      else this.#set(absolute(this.min), end);
    };
    return html`<div class="ends">
        <label class="note" for="first">From</label>
        <input class="field" id="first" type="date" name="min" .value=${first} max=${last || nothing} @change=${set}>
        <label class="note" for="last">To</label>
        <input class="field" id="last" type="date" name="max" .value=${last} min=${first || nothing} @change=${set}>
      </div>
      ${least && most ? html`<p class="note">There is data from ${periodText(least)} to ${periodText(most)}.</p>` : nothing}`;
  }

  /**
   * @param {DateEnd} min
   * @param {DateEnd} max
   * @param {boolean} [whole] whether this is a choice that needs nothing more
   */
  #set(min, max, whole = false) {
    this.form = this.#form();
    this.min = min;
    this.max = max;
    this.dispatchEvent(new CustomEvent('swell-range', { detail: { min, max, whole } }));
  }
}

/**
 * @param {DateEnd} one
 * @param {DateEnd} other
 */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

customElements.define('swell-date-form', SwellDateForm);
