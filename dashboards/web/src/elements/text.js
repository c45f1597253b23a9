/** `swell-text`: words on a dashboard, perhaps leading somewhere. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { pixels } from './number.js';
import { base, controls } from './sheets.js';
import { styled } from './styled.js';

class SwellText extends LitElement {
  static properties = {
    view: { attribute: false },
    ink: { attribute: false },
    link: { type: Boolean },
    href: { attribute: false },
    label: { attribute: false },
  };

  static styles = [
    base,
    controls,
    css`
      :host { height: 100%; display: flex; align-items: center; padding: var(--space-1) var(--space-3); overflow: hidden; }
      .text { flex: 1; min-width: 0; margin: 0; font-size: var(--text-m); line-height: 1.35; overflow-wrap: anywhere; white-space: pre-line; max-height: 100%; overflow: hidden; }
      @container (width < 90px) { :host { padding-inline: 2px; } }
      .line { line-height: 1.3; white-space: pre-wrap; }
      .text.link { font-weight: 500; color: var(--accent); }
      button.text { all: unset; flex: 1; font-size: var(--text-m); cursor: pointer; }
      .bare { position: absolute; inset: 0; max-height: none; }
      .bare:hover { background: color-mix(in srgb, currentColor 6%, transparent); }
      button.text:hover { text-decoration: underline; }
      button.text:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: 2px; }
    `,
  ];

  constructor() {
    super();
    /** @type {any} a text view or a link view */
    this.view = null;
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    this.link = false;
    /** @type {string | null} where a link leads that leaves the dashboard */
    this.href = null;
    /** what a link without a text leads to */
    this.label = '';
  }

  render() {
    const { text, kind, target } = this.view;
    const style = this.view.style ?? {};
    const look = {
      color: this.ink(style.textColor),
      'font-size': pixels(style.fontSize, 11, 48),
      'text-align': style.textAlignment,
      'font-weight': Number(style.fontSize) >= 16 ? '600' : null,
    };
    // A link without a text is a place to click, over a picture or a box below it.
    const said = breakable(text || '');
    const name = text ? nothing : this.label;
    const kindOf = `text link ${text ? '' : 'bare'}`;
    const { lines } = this.view;
    if (!this.link && lines?.length > 0) {
      return html`<div class="text" ${styled({ 'text-align': style.textAlignment })}>${lines.map((/** @type {any} */ line) => this.#line(line))}</div>`;
    }
    if (!this.link || !target) return html`<p class="text" ${styled(look)}>${said}</p>`;
    if (kind === 'page') {
      const go = () => this.dispatchEvent(new CustomEvent('swell-page', { detail: target, bubbles: true, composed: true }));
      return html`<button class=${kindOf} aria-label=${name} ${styled(look)} @click=${go}>${said}</button>`;
    }
    if (this.href && kind === 'url') {
      return html`<a class=${kindOf} aria-label=${name} ${styled(look)} href=${this.href} target="_blank" rel="noopener noreferrer">${said}</a>`;
    }
    if (this.href) return html`<a class=${kindOf} aria-label=${name} ${styled(look)} href=${this.href}>${said}</a>`;
    return html`<p class="text" ${styled(look)} title="This link leads to something that Swell does not open.">${said}</p>`;
  }

  /** @param {import('../wire.d.ts').TextView['lines'][number]} line */
  #line({ align, pieces }) {
    return html`<p class="line" ${styled({ 'text-align': align })}>${pieces.length > 0 ? pieces.map((piece) => this.#piece(piece)) : html`<br>`}</p>`;
  }

  /** @param {import('../wire.d.ts').TextPiece} piece */
  #piece({ text, size, color, bold, italic, underline, strike, link }) {
    const look = {
      color: this.ink(color),
      'font-size': pixels(size, 10, 64),
      'font-weight': bold ? '700' : null,
      'font-style': italic ? 'italic' : null,
      'text-decoration': [underline ? 'underline' : '', strike ? 'line-through' : ''].join(' ').trim(),
    };
    if (link) return html`<a href=${link} target="_blank" rel="noopener noreferrer" ${styled(look)}>${breakable(text)}</a>`;
    return html`<span ${styled(look)}>${breakable(text)}</span>`;
  }
}

/**
 * A text that may break after underscores too, as names of fields should where a column is narrow.
 * @param {string} text
 */
function breakable(text) {
  const parts = text.split(/(?<=_)(?=[^_])/);
  return parts.map((part, at) => (at === 0 ? part : html`<wbr>${part}`));
}

customElements.define('swell-text', SwellText);
