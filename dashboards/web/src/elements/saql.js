/** `swell-saql`: a query to read, coloured; pieces of it that come from elsewhere stand on a ground of their own. */

import { LitElement, css, html } from '../../vendor/lit.js';
import { tokens } from '../saql_text.js';
import { base } from './sheets.js';

class SwellSaql extends LitElement {
  static properties = { pieces: { attribute: false }, label: { type: String } };

  static styles = [
    base,
    css`
      pre { margin: 0; padding: var(--space-3) var(--space-4); font: var(--text-m) / 1.65 var(--font-code); white-space: pre-wrap; overflow-wrap: anywhere; color: var(--ink); tab-size: 2; }
      .keyword { color: var(--code-keyword); font-weight: 600; }
      .function { color: var(--code-function); }
      .string { color: var(--code-string); }
      .number { color: var(--code-number); text-align: inherit; }
      .comment { color: var(--code-comment); font-style: italic; }
      mark { color: inherit; border-radius: 3px; padding: 1px 2px; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
      .facet { background: var(--accent-soft); box-shadow: inset 0 -2px var(--accent-strong); }
      .filter { background: var(--warning-soft); box-shadow: inset 0 -2px var(--warning); }
      .binding { background: light-dark(#e9f6ea, #1b3220); box-shadow: inset 0 -2px var(--code-string); }
    `,
  ];

  constructor() {
    super();
    /** @type {{text: string, kind?: string, title?: string}[]} `kind` says where a piece comes from: facet, filter, binding */
    this.pieces = [];
    this.label = 'SAQL';
  }

  render() {
    // Within pre, white space between the tags would be drawn.
    return html`<pre tabindex="0" role="group" aria-label=${this.label}>${this.pieces.map((piece) => {
      const lead = piece.text.match(/^\n*/)?.[0] ?? '';
      const words = tokens(piece.text.slice(lead.length)).map((one) => (one.kind ? html`<span class=${one.kind}>${one.text}</span>` : one.text));
      return piece.kind ? html`${lead}<mark class=${piece.kind} title=${piece.title ?? ''}>${words}</mark>` : html`${lead}${words}`;
    })}</pre>`;
  }
}

customElements.define('swell-saql', SwellSaql);
