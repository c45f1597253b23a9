/** What the selectors of dates and of numbers are: a range in a sheet, which holds when "Update" is pressed, or at once. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import './dropdown.js';
import { base, controls, fields, selector } from './sheets.js';
import { styled } from './styled.js';

/** @typedef {import('../wire.d.ts').DateEnd | number | null} End */

export class HeldRange extends LitElement {
  static properties = { view: { attribute: false }, ink: { attribute: false }, open: { state: true }, pending: { state: true } };

  static styles = [base, controls, fields, selector, css``];

  constructor() {
    super();
    /** @type {any} a `DateSelectorView` or a `RangeSelectorView` */
    this.view = null;
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    this.open = false;
    /** @type {{min: any, max: any} | null} what is chosen but does not hold yet */
    this.pending = null;
    /** px that the sheet is wide at least */
    this.least = 280;
  }

  render() {
    const { view } = this;
    const { titleColor, valueColor } = view.style ?? {};
    const head = html`<p class="title" ${styled({ color: this.ink(titleColor) })}>${view.label}</p>`;
    return html`${head}
      <swell-dropdown .label=${view.label} .text=${view.text} .ink=${this.ink(valueColor)} .least=${this.least}
        @swell-toggle=${this.#toggled}>${this.open ? this.sheet() : nothing}</swell-dropdown>`;
  }

  /** What stands in the opened sheet. */
  sheet() {
    return html``;
  }

  #toggled = (/** @type {CustomEvent} */ event) => {
    this.open = event.detail.open;
    this.pending = null;
  };

  /**
   * @param {End} min
   * @param {End} max
   * @param {boolean} [stay] whether the sheet stays open
   */
  hold(min, max, stay = false) {
    const rows = min === null && max === null ? [] : [{ min, max }];
    this.dispatchEvent(new CustomEvent('swell-choose', { detail: { rows }, bubbles: true, composed: true }));
    if (!stay) this.close();
  }

  close() {
    /** @type {any} */ (this.renderRoot.querySelector('swell-dropdown'))?.close();
  }
}
