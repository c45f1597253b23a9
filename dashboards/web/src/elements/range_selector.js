/** `swell-range-selector`: a range of a measure, which holds when "Update" is pressed, or at once. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import './dropdown.js';
import './range_form.js';
import { base, controls, fields, selector } from './sheets.js';
import { styled } from './styled.js';

class SwellRangeSelector extends LitElement {
  static properties = { view: { attribute: false }, ink: { attribute: false }, open: { state: true }, pending: { state: true } };

  static styles = [base, controls, fields, selector, css``];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').RangeSelectorView} */
    this.view = /** @type {any} */ (null);
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    this.open = false;
    /** @type {{min: number | null, max: number | null} | null} what is chosen but does not hold yet */
    this.pending = null;
  }

  render() {
    const { view } = this;
    const { titleColor, valueColor } = view.style ?? {};
    const head = html`<p class="title" ${styled({ color: this.ink(titleColor) })}>${view.label}</p>`;
    return html`${head}
      <swell-dropdown .label=${view.label} .text=${view.text} .ink=${this.ink(valueColor)} .least=${280}
        @swell-toggle=${this.#toggled}>${this.open ? this.#sheet() : nothing}</swell-dropdown>`;
  }

  #sheet() {
    const { view } = this;
    const { min, max } = this.pending ?? view;
    return html`
      <swell-range-form data-form .label=${view.label} .domain=${view.domain} .histogram=${view.histogram} .format=${view.format} .min=${min} .max=${max}
        @swell-range=${this.#chosen}></swell-range-form>
      <div class="actions">
        <button class="quiet" ?disabled=${min === null && max === null} @click=${() => this.#hold(null, null)}>Clear</button>
        ${view.instant
          ? nothing
          : html`<button @click=${this.#close}>Cancel</button>
            <button class="primary" ?disabled=${!this.pending} @click=${() => this.#hold(min, max)}>Update</button>`}
      </div>`;
  }

  #toggled = (/** @type {CustomEvent} */ event) => {
    this.open = event.detail.open;
    this.pending = null;
  };

  #chosen = (/** @type {CustomEvent} */ event) => {
    const { min, max, whole } = event.detail;
    this.pending = { min, max };
    if (this.view.instant && whole) this.#hold(min, max, true);
  };

  /**
   * @param {number | null} min
   * @param {number | null} max
   * @param {boolean} [stay] whether the sheet stays open
   */
  #hold(min, max, stay = false) {
    const rows = min === null && max === null ? [] : [{ min, max }];
    this.dispatchEvent(new CustomEvent('swell-choose', { detail: { rows }, bubbles: true, composed: true }));
    if (!stay) this.#close();
  }

  #close = () => /** @type {any} */ (this.renderRoot.querySelector('swell-dropdown'))?.close();
}

customElements.define('swell-range-selector', SwellRangeSelector);
