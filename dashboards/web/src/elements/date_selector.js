/** `swell-date-selector`: a range of dates, which holds when "Update" is pressed, or at once. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { dateRangeText } from '../ranges.js';
import './date_form.js';
import './dropdown.js';
import { base, controls, fields, selector } from './sheets.js';
import { styled } from './styled.js';

/** @typedef {import('../wire.d.ts').DateEnd} DateEnd */

class SwellDateSelector extends LitElement {
  static properties = { view: { attribute: false }, ink: { attribute: false }, open: { state: true }, pending: { state: true } };

  static styles = [base, controls, fields, selector, css``];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').DateSelectorView} */
    this.view = /** @type {any} */ (null);
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    this.open = false;
    /** @type {{min: DateEnd, max: DateEnd} | null} what is chosen but does not hold yet */
    this.pending = null;
  }

  render() {
    const { view } = this;
    const { titleColor, valueColor } = view.style ?? {};
    const head = html`<p class="title" ${styled({ color: this.ink(titleColor) })}>${view.label}</p>`;
    return html`${head}
      <swell-dropdown .label=${view.label} .text=${view.text} .ink=${this.ink(valueColor)} .least=${340}
        @swell-toggle=${this.#toggled}>${this.open ? this.#sheet() : nothing}</swell-dropdown>`;
  }

  #sheet() {
    const { min, max } = this.pending ?? this.view;
    return html`
      ${this.#days()}
      <swell-date-form data-form .forms=${this.view.forms} .domain=${this.view.domain} .min=${min} .max=${max} @swell-range=${this.#chosen}></swell-date-form>
      ${this.view.instant
        ? nothing
        : html`<div class="actions">
            <button class="quiet" ?disabled=${min === null && max === null} @click=${() => this.#hold(null, null)}>Clear</button>
            <button @click=${this.#close}>Cancel</button>
            <button class="primary" ?disabled=${!this.pending} title=${dateRangeText(min, max)} @click=${() => this.#hold(min, max)}>Update</button>
          </div>`}`;
  }

  /** The days that a relative range comes to. */
  #days() {
    const { first, last } = this.view.days;
    const told = this.pending || !first || !last || this.view.text.includes(first);
    return told ? nothing : html`<p class="note">${this.view.text}: ${first === last ? first : `${first} – ${last}`}</p>`;
  }

  #toggled = (/** @type {CustomEvent} */ event) => {
    this.open = event.detail.open;
    this.pending = null;
  };

  #chosen = (/** @type {CustomEvent} */ event) => {
    const { min, max, whole } = event.detail;
    this.pending = { min, max };
    if (this.view.instant) this.#hold(min, max, !whole);
  };

  /**
   * @param {DateEnd} min
   * @param {DateEnd} max
   * @param {boolean} [stay] whether the sheet stays open
   */
  #hold(min, max, stay = false) {
    const rows = min === null && max === null ? [] : [{ min, max }];
    this.dispatchEvent(new CustomEvent('swell-choose', { detail: { rows }, bubbles: true, composed: true }));
    if (!stay) this.#close();
  }

  #close = () => /** @type {any} */ (this.renderRoot.querySelector('swell-dropdown'))?.close();
}

customElements.define('swell-date-selector', SwellDateSelector);
