/** `swell-filter-panel`: the global filters of a dashboard, each with what it is set to; a press opens it. */

import { LitElement, css, html, nothing, repeat } from '../../vendor/lit.js';
import './filter_item.js';
import { pixels } from './number.js';
import { base, controls } from './sheets.js';
import { styled } from './styled.js';

class SwellFilterPanel extends LitElement {
  static properties = { view: { attribute: false }, choices: { attribute: false }, ink: { attribute: false }, fill: { attribute: false } };

  static styles = [
    base,
    controls,
    css`
      :host { height: 100%; display: flex; flex-direction: column; gap: var(--space-2); padding: var(--space-2) var(--space-3); overflow: auto; container-type: inline-size; }
      :host(:not([titled])) { justify-content: center; padding: var(--space-1); }
      .head { display: flex; align-items: center; gap: var(--space-2); padding-bottom: var(--space-1); border-bottom: 1px solid var(--separator, var(--line)); }
      .head h2 { flex: 1; min-width: 0; font-size: var(--text-m); font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .items { display: grid; grid-template-columns: repeat(auto-fill, minmax(max(132px, (100% - (var(--per-row) - 1) * var(--space-2)) / var(--per-row)), 1fr)); gap: var(--space-2); margin: 0; padding: 0; list-style: none; }
      .reset { align-self: flex-end; height: 24px; padding: 0 var(--space-2); font-size: var(--text-s); flex: none; }
      .none { color: var(--ink-muted); font-size: var(--text-s); }
      :host([short]) { padding: 0; }
      :host([single]) { padding: 0; }
      :host([single]) :is(.items, li, swell-filter-item) { height: 100%; }
      @container (width < 300px) { .items { grid-template-columns: 1fr; } }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').FilterPanelView} */
    this.view = /** @type {any} */ (null);
    /** @type {import('../wire.d.ts').AskChoices | null} */
    this.choices = null;
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    /** @type {(color: unknown) => string | null} */
    this.fill = () => null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('view')) this.toggleAttribute('titled', Boolean(this.view.title));
  }

  render() {
    const { view } = this;
    if (view.filters.length === 0) return html`<p class="none">This dashboard has no filters to set.</p>`;
    const changed = view.filters.some((one) => one.changed);
    const reset = changed && !view.single ? html`<button class="quiet reset" @click=${this.#reset}>Reset filters</button>` : nothing;
    return html`
      ${view.title ? this.#head(view.title, reset) : nothing}
      <ul class="items" aria-label="Filters" ${styled({ '--per-row': Math.min(view.perRow, Math.max(1, view.filters.length)) })}>
        ${repeat(
          view.filters,
          (one) => one.id,
          (one) => html`<li><swell-filter-item ?alone=${view.single} .view=${one} .look=${view.style} .choices=${this.choices} .ink=${this.ink} .fill=${this.fill}></swell-filter-item></li>`,
        )}
      </ul>
      ${view.title ? nothing : reset}`;
  }

  /**
   * @param {NonNullable<import('../wire.d.ts').FilterPanelView['title']>} title
   * @param {unknown} reset
   */
  #head(title, reset) {
    const text = { color: this.ink(title.color), 'font-size': pixels(title.size, 11, 28), 'text-align': title.align };
    return html`<div class="head" ${styled({ '--separator': this.fill(title.separatorColor) })}><h2 ${styled(text)}>${title.label}</h2>${reset}</div>`;
  }

  #reset = () => {
    const detail = Object.fromEntries(this.view.filters.filter((one) => one.changed).map((one) => [one.id, null]));
    this.dispatchEvent(new CustomEvent('swell-filter', { detail, bubbles: true, composed: true }));
  };
}

customElements.define('swell-filter-panel', SwellFilterPanel);
