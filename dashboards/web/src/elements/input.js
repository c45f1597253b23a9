/** `swell-input`: a value that a person types, or slides to. It holds when the hand lets go, or on Enter. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { numberFormat } from '../format.js';
import { parseNumber, typedNumber } from '../locale.js';
import { pixels } from './number.js';
import { base, controls, fields, selector } from './sheets.js';
import { styled } from './styled.js';

class SwellInput extends LitElement {
  static properties = { view: { attribute: false }, ink: { attribute: false }, fill: { attribute: false }, slid: { state: true } };

  static styles = [
    base,
    controls,
    fields,
    selector,
    css`
      .head { display: flex; align-items: baseline; gap: var(--space-2); justify-content: space-between; }
      .value { font-weight: 600; font-variant-numeric: tabular-nums; }
      .slider { width: 100%; height: 20px; margin: 0; appearance: none; background: transparent; cursor: pointer; --color: var(--slider, var(--accent-strong)); }
      .slider::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: linear-gradient(to var(--end), var(--color) var(--at), var(--line-strong) var(--at)); }
      .slider::-moz-range-track { height: 4px; border-radius: 2px; background: linear-gradient(to var(--end), var(--color) var(--at), var(--line-strong) var(--at)); }
      .slider::-webkit-slider-thumb { appearance: none; width: 16px; height: 16px; margin-top: -6px; border-radius: 50%; background: var(--surface); border: 2px solid var(--color); }
      .slider::-moz-range-thumb { width: 12px; height: 12px; border-radius: 50%; background: var(--surface); border: 2px solid var(--color); }
      .slider:focus-visible { outline-offset: 0; }
      .ends { display: flex; justify-content: space-between; font-size: var(--text-s); color: var(--ink-muted); font-variant-numeric: tabular-nums; }
      .typed { display: flex; align-items: center; gap: var(--space-1); }
      :host([short]) .typed { flex: 1; }
      :host([short]) .field { height: 28px; }
      :host([short]) .head { flex-direction: row; flex: 0 1 auto; max-width: 60%; min-width: 0; }
      :host([short]) .head .title { max-width: none; }
      :host([short]) .slider { flex: 1; min-width: 40px; }
      :host([short]) :is(.ends, .note) { display: none; }
      .sign { color: var(--ink-muted); flex: none; }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').InputView} */
    this.view = /** @type {any} */ (null);
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    /** @type {(color: unknown) => string | null} */
    this.fill = () => null;
    /** @type {number | null} where a slider is while it moves */
    this.slid = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('view')) this.slid = null;
  }

  render() {
    const { view } = this;
    const style = view.style ?? {};
    const head = { color: this.ink(style.titleColor), 'text-align': style.titleAlignment, 'font-size': pixels(style.titleFontSize, 11, 24) };
    const title = html`<p class="title" id="title" ${styled(head)}>${view.label}</p>`;
    return view.form === 'slider' ? this.#slider(title) : html`${title}${this.#typed()}`;
  }

  /** @param {unknown} title */
  #slider(title) {
    const { view } = this;
    const [least, most] = [Number(view.min), Number(view.max)];
    const known = this.slid ?? (typeof view.value === 'number' ? view.value : null);
    const at = most > least ? ((known ?? least) - least) / (most - least) : 0;
    const muted = { color: this.ink(view.style?.valuesRangeColor) };
    return html`<div class="head">${title}
        ${view.showValue ? html`<output class="value" ${styled({ color: this.ink(view.style?.activeValueColor) })}>${known === null ? '–' : this.#text(known)}</output>` : nothing}</div>
      <input class="slider" type="range" aria-labelledby="title" min=${least} max=${most} step=${view.increment ?? 'any'} .value=${String(known ?? least)}
        aria-valuetext=${known === null ? 'nothing entered' : this.#text(known)} ${styled({ '--slider': this.fill(view.style?.activeValueColor), '--at': `${Math.round(at * 100)}%` })}
        @input=${(/** @type {any} */ event) => (this.slid = Number(event.target.value))} @change=${(/** @type {any} */ event) => this.#hold(Number(event.target.value))}>
      ${view.showRange ? html`<div class="ends"><span ${styled(muted)}>${this.#text(least)}</span><span ${styled(muted)}>${this.#text(most)}</span></div>` : nothing}`;
  }

  #typed() {
    const { view } = this;
    const typed = view.kind === 'number';
    const bounds = view.min === null && view.max === null ? '' : [view.min === null ? '' : `at least ${this.#text(view.min)}`, view.max === null ? '' : `at most ${this.#text(view.max)}`].filter(Boolean).join(', ');
    const look = { background: this.fill(view.style?.inputBackgroundColor), 'border-color': this.fill(view.style?.inputBorderColor), color: this.ink(view.style?.activeValueColor) };
    return html`<div class="typed">
        ${view.before ? html`<span class="sign" aria-hidden="true">${view.before}</span>` : nothing}
        <input class="field" type=${typed ? 'text' : view.kind} inputmode=${typed ? 'decimal' : nothing} aria-labelledby="title" aria-describedby=${bounds ? 'bounds' : nothing}
          min=${typed ? nothing : (view.min ?? nothing)} max=${typed ? nothing : (view.max ?? nothing)} .value=${this.#typedText()} ${styled(look)} @change=${this.#entered}>
        ${view.after ? html`<span class="sign" aria-hidden="true">${view.after}</span>` : nothing}
      </div>
      ${bounds && view.showRange && typed ? html`<p class="note" id="bounds">${bounds}</p>` : bounds ? html`<p class="hidden" id="bounds">${bounds}</p>` : nothing}`;
  }

  #typedText() {
    const { value } = this.view;
    return typeof value === 'number' ? typedNumber(value) : (value ?? '');
  }

  /** @param {number} value */
  #text(value) {
    return `${this.view.before}${numberFormat(null)(value)}${this.view.after}`;
  }

  #entered = (/** @type {any} */ event) => {
    const { value } = event.target;
    if (value === '') return this.#hold(null);
    if (this.view.kind !== 'number') return this.#hold(value);
    const { min, max } = this.view;
    const entered = parseNumber(value);
    if (entered === null) return void (event.target.value = this.#typedText());
    const number = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, entered));
    event.target.value = typedNumber(number);
    return this.#hold(number);
  };

  /** @param {number | string | null} value */
  #hold(value) {
    const rows = value === null ? [] : [{ input: value }];
    this.dispatchEvent(new CustomEvent('swell-choose', { detail: { rows }, bubbles: true, composed: true }));
  }
}

customElements.define('swell-input', SwellInput);
