/** `swell-message`: a calm box that says what is missing or went wrong, and what to do next. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { base } from './sheets.js';

class SwellMessage extends LitElement {
  static properties = {
    heading: { type: String },
    text: { type: String },
    hint: { type: String },
    tone: { type: String, reflect: true },
  };

  static styles = [
    base,
    css`
      :host { display: grid; place-content: center; justify-items: center; padding: var(--space-8) var(--space-6); text-align: center; color: var(--ink-muted); }
      .inner { max-width: 56ch; }
      h2 { font-size: var(--text-l); font-weight: 600; color: var(--ink); margin: 0 0 var(--space-1); }
      .hint { margin-top: var(--space-2); }
      :host([tone="problem"]) h2 { color: var(--danger); }
      ::slotted(*) { margin-top: var(--space-4) !important; }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.text = '';
    this.hint = '';
    /** @type {'' | 'problem'} */
    this.tone = '';
  }

  render() {
    return html`<div class="inner" role=${this.tone === 'problem' ? 'alert' : nothing}>
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}
      ${this.text ? html`<p>${this.text}</p>` : nothing}
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : nothing}
      <slot></slot>
    </div>`;
  }
}

customElements.define('swell-message', SwellMessage);

/**
 * @param {unknown} error as an API call or our own code threw it
 * @param {string} heading
 */
export function errorMessage(error, heading) {
  const text = error instanceof Error ? error.message : String(error);
  const hint = error instanceof Error && 'hint' in error ? error.hint : '';
  return html`<swell-message tone="problem" .heading=${heading} .text=${text} .hint=${hint ?? ''}></swell-message>`;
}
