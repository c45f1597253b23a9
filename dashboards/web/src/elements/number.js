/** `swell-number`: one number with its title. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { base } from './sheets.js';
import { styled } from './styled.js';

class SwellNumber extends LitElement {
  static properties = { view: { attribute: false }, ink: { attribute: false } };

  static styles = [
    base,
    css`
      :host { height: 100%; display: flex; flex-direction: column; justify-content: center; padding: var(--space-2) var(--space-3); min-height: min(64px, 100%); overflow: hidden; }
      p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .title { font-size: var(--text-s); line-height: 1.4; font-weight: 500; color: var(--ink-muted); }
      /* As large as set, and smaller where the text would not fit: a bold digit is at most 0.7 of its height wide. */
      .value { font-size: clamp(12px, 88cqi / (var(--length) * 0.7), var(--size, var(--text-2xl))); line-height: 1.2; font-weight: 600; letter-spacing: -0.015em; font-variant-numeric: tabular-nums; }
      @container (width < 160px) { :host { padding-inline: var(--space-1); } }
      .value.null { --size: var(--text-l); font-weight: 400; letter-spacing: 0; color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').NumberView} */
    this.view = /** @type {any} */ (null);
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
  }

  render() {
    const { title, text, full, value } = this.view;
    const empty = value === null && text === '–';
    const style = this.view.style ?? {};
    const align = { 'text-align': style.textAlignment };
    const head = { ...align, color: this.ink(style.titleColor), 'font-size': pixels(style.titleSize, 11, 32) };
    const number = {
      ...align,
      '--length': Math.max(1, text.length),
      ...(empty ? {} : { color: this.ink(style.numberColor), '--size': pixels(style.numberSize, 12, 72) }),
    };
    return html`
      ${title ? html`<p class="title" ${styled(head)} title=${title}>${title}</p>` : nothing}
      <p class="value ${empty ? 'null' : ''}" ${styled(number)} title=${full || text}>${text}</p>
    `;
  }
}

/**
 * A size from dashboard JSON, kept within what can be read and fits.
 * @param {unknown} size in px
 * @param {number} least
 * @param {number} most
 * @returns {string | null}
 */
export function pixels(size, least, most) {
  const number = Number(size);
  return size && Number.isFinite(number) ? `${Math.min(most, Math.max(least, number))}px` : null;
}

customElements.define('swell-number', SwellNumber);
