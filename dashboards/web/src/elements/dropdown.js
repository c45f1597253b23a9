/** `swell-dropdown`: a button that says what is chosen, and opens a sheet over the page in which one chooses. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import * as icons from './icons.js';
import { sheetLeft } from './sheet_place.js';
import { base, controls } from './sheets.js';
import { styled } from './styled.js';

/** px that a sheet keeps from the edges of the window. */
const MARGIN = 8;

class SwellDropdown extends LitElement {
  static properties = {
    text: { type: String },
    label: { type: String },
    least: { type: Number },
    ink: { type: String },
    plain: { type: Boolean, reflect: true },
    open: { type: Boolean, reflect: true },
  };

  static styles = [
    base,
    controls,
    css`
      :host { min-width: 0; }
      .choose { display: flex; width: 100%; height: var(--control-height, 32px); min-width: 0; justify-content: space-between; font-weight: 400; }
      .choose span { overflow: hidden; text-overflow: ellipsis; line-height: 20px; }
      .choose svg { flex: none; }
      :host([plain]) .choose { height: 100%; padding: 0; border: 0; background: transparent; border-radius: inherit; text-align: var(--start); }
      .popover {
        position: fixed; margin: 0; inset: auto; padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--radius-m);
        background: var(--surface-raised); color: var(--ink); box-shadow: var(--shadow-raised); max-height: min(440px, 70vh); overflow: auto;
      }
      .popover:popover-open { display: flex; flex-direction: column; gap: var(--space-2); }
      @media (max-width: 600px) { .choose { min-height: 36px; } }
    `,
  ];

  constructor() {
    super();
    /** what is chosen */
    this.text = '';
    /** what is chosen from, for screen readers */
    this.label = '';
    /** px that the sheet is wide at least */
    this.least = 200;
    /** @type {string | null} */
    this.ink = null;
    this.plain = false;
    this.open = false;
  }

  render() {
    return html`
      <button class="choose" popovertarget="popover" aria-haspopup="dialog" aria-expanded=${String(this.open)} title=${`${this.label}: ${this.text}`}
        aria-label=${`${this.label}: ${this.text}`} ${styled({ color: this.ink })}>
        <slot name="face"><span>${this.text}</span></slot>${this.plain ? nothing : icons.chevron}
      </button>
      <div class="popover" id="popover" popover role="dialog" aria-label=${this.label} @beforetoggle=${this.#leaving} @toggle=${this.#toggled}>
        <slot></slot>
      </div>`;
  }

  /** Closes the sheet and gives the keyboard back to the button. */
  close() {
    /** @type {any} */ (this.renderRoot.querySelector('.popover'))?.hidePopover();
  }

  /** Gives the keyboard back to the button when the sheet closes in which it was. */
  #leaving = (/** @type {any} */ event) => {
    const root = /** @type {ShadowRoot | Document} */ (this.getRootNode());
    const active = root.activeElement;
    if (event.newState === 'closed' && active !== this && this.contains(active)) this.#opener.focus();
  };

  get #opener() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector('.choose'));
  }

  #toggled = async (/** @type {any} */ event) => {
    this.open = event.newState === 'open';
    this.dispatchEvent(new CustomEvent('swell-toggle', { detail: { open: this.open } }));
    if (!this.open) return;
    this.#place(this.#opener, event.currentTarget);
    // Whoever owns the sheet fills it when it opens; the keyboard goes in before anyone can press the next key.
    await /** @type {any} */ (this.getRootNode()).host?.updateComplete;
    if (this.open) this.#enter();
  };

  /**
   * Puts the sheet below the button, or above it where there is more room.
   * @param {HTMLElement} opener
   * @param {HTMLElement} sheet
   */
  #place(opener, sheet) {
    const button = opener.getBoundingClientRect();
    const width = Math.min(Math.max(this.least, button.width), window.innerWidth - 2 * MARGIN);
    const below = window.innerHeight - button.bottom;
    const upward = below < 280 && button.top > below;
    const { style } = sheet;
    style.setProperty('width', `${width}px`);
    style.setProperty('left', sheetLeft(button, width, 'start'));
    style.setProperty('top', upward ? 'auto' : `${button.bottom + 4}px`);
    style.setProperty('bottom', upward ? `${window.innerHeight - button.top + 4}px` : 'auto');
    style.setProperty('max-height', `${Math.max(200, Math.min(440, (upward ? button.top : below) - 12))}px`);
  }

  /** Puts the keyboard on what is chosen, or on the first thing in the sheet. */
  async #enter() {
    const slot = /** @type {HTMLSlotElement} */ (this.renderRoot.querySelector('slot:not([name])'));
    const inside = slot.assignedElements().flatMap((one) => [one, ...one.querySelectorAll('*')]);
    const first = inside.find((one) => one.matches('input:checked')) ?? inside.find((one) => one.matches('input, select, button, [data-form]'));
    await /** @type {any} */ (first)?.updateComplete;
    /** @type {HTMLElement | undefined} */ (first)?.focus();
  }
}

customElements.define('swell-dropdown', SwellDropdown);
