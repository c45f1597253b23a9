/** `swell-range-form`: a range of numbers: two thumbs over a picture of how the values are spread, and two fields. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { numberFormat } from '../format.js';
import { parseNumber, typedNumber } from '../locale.js';
import { base, controls, fields } from './sheets.js';
import { styled } from './styled.js';

/** Into how many parts the thumbs cut a range. */
const PARTS = 200;

class SwellRangeForm extends LitElement {
  static properties = {
    domain: { attribute: false },
    histogram: { attribute: false },
    format: { type: String },
    label: { type: String },
    min: { attribute: false },
    max: { attribute: false },
  };

  static shadowRootOptions = { mode: 'open', delegatesFocus: true };

  static styles = [
    base,
    controls,
    fields,
    css`
      :host { display: flex; flex-direction: column; gap: var(--space-2); }
      .bars { display: flex; align-items: flex-end; gap: 1px; height: 48px; padding: 0 8px; }
      .bar { flex: 1; min-height: 1px; background: var(--line-strong); border-radius: 1px 1px 0 0; }
      .bar.in { background: var(--accent-strong); }
      .track { position: relative; height: 20px; }
      .track::before { content: ""; position: absolute; inset: 8px 0; border-radius: 2px; background: var(--line-strong); }
      .track .chosen { position: absolute; top: 8px; height: 4px; border-radius: 2px; background: var(--accent-strong); }
      .track input { position: absolute; inset: 0; width: 100%; height: 20px; margin: 0; appearance: none; background: transparent; pointer-events: none; }
      .track input::-webkit-slider-thumb { appearance: none; pointer-events: auto; width: 16px; height: 16px; border-radius: 50%; background: var(--surface); border: 2px solid var(--accent-strong); cursor: grab; }
      .track input::-moz-range-thumb { pointer-events: auto; width: 12px; height: 12px; border-radius: 50%; background: var(--surface); border: 2px solid var(--accent-strong); cursor: grab; }
      .track input:focus-visible { outline: none; }
      .track input:focus-visible::-webkit-slider-thumb { box-shadow: var(--ring); }
      .pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-2); }
      .pair label { display: flex; flex-direction: column; gap: 2px; font-size: var(--text-s); color: var(--ink-muted); min-width: 0; }
      .note { font-size: var(--text-s); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {{min: number | null, max: number | null}} */
    this.domain = { min: null, max: null };
    /** @type {number[]} */
    this.histogram = [];
    /** @type {string | null} */
    this.format = null;
    this.label = '';
    /** @type {number | null} */
    this.min = null;
    /** @type {number | null} */
    this.max = null;
  }

  render() {
    const { min: least, max: most } = this.domain;
    const slides = least !== null && most !== null && most > least;
    return html`${slides ? this.#slider(least, most) : nothing}${this.#fields()}
      ${least === null ? html`<p class="note">There are no values.</p>` : nothing}`;
  }

  /**
   * @param {number} least
   * @param {number} most
   */
  #slider(least, most) {
    const width = most - least;
    const place = (/** @type {number} */ value) => Math.min(1, Math.max(0, (value - least) / width));
    const [low, high] = [place(this.min ?? least), place(this.max ?? most)];
    const top = Math.max(1, ...this.histogram);
    const value = (/** @type {number} */ part) => rounded(least + (part / PARTS) * width, width / PARTS);
    const text = numberFormat(this.format);
    const slid = (/** @type {any} */ event) => {
      const lower = event.target.name === 'min';
      const own = Number(event.target.value);
      if (lower) this.#set(own <= 0 ? null : Math.min(value(own), this.max ?? most), this.max, false);
      else this.#set(this.min, own >= PARTS ? null : Math.max(value(own), this.min ?? least), false);
    };
    const thumb = (/** @type {'min' | 'max'} */ name, /** @type {number} */ at, /** @type {number} */ shown) =>
      html`<input type="range" name=${name} min="0" max=${PARTS} .value=${String(Math.round(at * PARTS))}
        aria-label=${`${name === 'min' ? 'Least' : 'Greatest'} ${this.label}`} aria-valuetext=${text(shown)} @input=${slid} @change=${this.#done}>`;
    return html`
      ${this.histogram.length > 0
        ? html`<div class="bars" aria-hidden="true">${this.histogram.map((count, at) => {
            const middle = (at + 0.5) / this.histogram.length;
            return html`<span class="bar ${middle >= low && middle <= high ? 'in' : ''}" ${styled({ height: `${count === 0 ? 0 : Math.max(4, (count / top) * 100)}%` })}></span>`;
          })}</div>`
        : nothing}
      <div class="track">
        <span class="chosen" ${styled({ 'inset-inline-start': `${low * 100}%`, width: `${Math.max(0, high - low) * 100}%` })}></span>
        ${thumb('min', low, this.min ?? least)}${thumb('max', high, this.max ?? most)}
      </div>`;
  }

  #fields() {
    const hint = (/** @type {number | null} */ end) => (end === null ? '' : numberFormat(this.format)(end));
    const typed = (/** @type {any} */ event) => {
      const number = parseNumber(event.target.value);
      event.target.value = typedNumber(number);
      if (event.target.name === 'min') this.#set(number, this.max, true);
      else this.#set(this.min, number, true);
    };
    return html`<div class="pair">
      <label>From<input class="field" type="text" inputmode="decimal" name="min" placeholder=${hint(this.domain.min)} .value=${typedNumber(this.min)} @change=${typed}></label>
      <label>To<input class="field" type="text" inputmode="decimal" name="max" placeholder=${hint(this.domain.max)} .value=${typedNumber(this.max)} @change=${typed}></label>
    </div>`;
  }

  /**
   * @param {number | null} min
   * @param {number | null} max
   * @param {boolean} whole whether the hand has let go
   */
  #set(min, max, whole) {
    this.min = min;
    this.max = max;
    this.dispatchEvent(new CustomEvent('swell-range', { detail: { min, max, whole } }));
  }

  #done = () => this.#set(this.min, this.max, true);
}

/**
 * A value with no more digits than a part of the range is worth.
 * @param {number} value
 * @param {number} part
 */
function rounded(value, part) {
  const digits = Math.min(12, Math.max(0, -Math.floor(Math.log10(part))));
  return Number(value.toFixed(digits));
}

customElements.define('swell-range-form', SwellRangeForm);
