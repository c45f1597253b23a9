/** `swell-chips`: what is selected on a dashboard, each to take back, and one button for all. */

import { LitElement, css, html, nothing, repeat } from '../../vendor/lit.js';
import * as icons from './icons.js';
import { base, controls } from './sheets.js';

class SwellChips extends LitElement {
  static properties = { chips: { attribute: false }, changed: { type: Boolean } };

  static styles = [
    base,
    controls,
    css`
      :host { min-width: 0; }
      .row { display: flex; align-items: center; gap: var(--space-2); min-height: 28px; flex-wrap: wrap; }
      .chip { height: 28px; padding-block: 0; padding-inline: var(--space-3) var(--space-1); gap: var(--space-1); border-radius: 14px; border-color: transparent; background: var(--accent-soft); font-weight: 500; font-size: var(--text-s); max-width: 320px; }
      .chip:hover { background: var(--accent-soft); border-color: var(--accent-strong); }
      .chip .label { color: var(--ink-muted); font-weight: 400; }
      .chip .text { overflow: hidden; text-overflow: ellipsis; line-height: 18px; }
      .chip svg { flex: none; width: 14px; color: var(--ink-muted); }
      .all { height: 28px; font-size: var(--text-s); padding: 0 var(--space-2); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state.js').Chip[]} */
    this.chips = [];
    /** whether anything is not as the dashboard starts */
    this.changed = false;
  }

  render() {
    return html`<div class="row" role="group" aria-label="Active filters">
      ${repeat(
        this.chips,
        (chip) => `${chip.step} ${chip.filter}`,
        (chip) => html`<button class="chip" title=${chip.full} aria-label=${`Clear ${chip.label}: ${chip.text}`} @click=${() => this.#clear(chip)}>
          <span class="text"><span class="label">${chip.label}:</span> ${chip.text}</span>${icons.cross}
        </button>`,
      )}
      ${this.chips.length > 0 ? html`<button class="quiet all" @click=${() => this.#clear({ step: null, filter: null })}>Clear all</button>` : nothing}
      ${this.changed ? html`<button class="quiet all" title="Back to what the dashboard starts with" @click=${this.#reset}>Reset</button>` : nothing}
    </div>`;
  }

  /** @param {{step: string | null, filter: string | null}} chip neither for all */
  #clear({ step, filter }) {
    this.dispatchEvent(new CustomEvent('swell-clear-step', { detail: { step, filter }, bubbles: true, composed: true }));
  }

  #reset = () => this.dispatchEvent(new CustomEvent('swell-reset', { bubbles: true, composed: true }));
}

customElements.define('swell-chips', SwellChips);
