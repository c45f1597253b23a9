/** `swell-filter-item`: one global filter: what it is set to, and a sheet to set it: members, a range, dates. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { parseColor, schemeOf } from '../color.js';
import './date_form.js';
import './dropdown.js';
import * as icons from './icons.js';
import './member_form.js';
import './range_form.js';
import { base, controls, fields } from './sheets.js';
import { styled } from './styled.js';

/** @typedef {import('../wire.d.ts').FilterChoice} FilterChoice */

class SwellFilterItem extends LitElement {
  static properties = {
    view: { attribute: false },
    look: { attribute: false },
    choices: { attribute: false },
    ink: { attribute: false },
    fill: { attribute: false },
    answer: { state: true },
    failure: { state: true },
    pending: { state: true },
    open: { state: true },
  };

  static styles = [
    base,
    controls,
    fields,
    css`
      :host { min-width: 0; }
      swell-dropdown { border-radius: inherit; }
      .item { min-width: 0; border: 1px solid var(--line); border-radius: var(--radius-s); background: var(--surface); }
      .item:hover:not(.still) { border-color: var(--line-strong); }
      .item.set { border-color: var(--accent-strong); }
      .face { display: flex; align-items: center; gap: var(--space-2); width: 100%; min-width: 0; padding: 3px var(--space-2); line-height: 16px; }
      .words { flex: 1; min-width: 0; }
      .label, .value { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .label { font-size: var(--text-xs); line-height: 14px; color: var(--ink-muted); }
      .value { font-size: var(--text-m); line-height: 18px; font-weight: 500; color: var(--ink); }
      .face svg { flex: none; color: var(--ink-muted); }
      :host([alone]) :is(.item, swell-dropdown, .face) { height: 100%; }
      :host([alone]) .item { border-color: transparent; background: transparent; }
      :host([alone]) .item:hover:not(.still), :host([alone]) .item.set { border-color: var(--accent-strong); }
      :host([alone]) .face { padding-inline: var(--space-3); }
      .waiting { padding: var(--space-2); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').FilterView} */
    this.view = /** @type {any} */ (null);
    /** @type {import('../wire.d.ts').Style} */
    this.look = {};
    /** @type {import('../wire.d.ts').AskChoices | null} */
    this.choices = null;
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    /** @type {(color: unknown) => string | null} */
    this.fill = () => null;
    /** @type {import('../wire.d.ts').ChoicesAnswer | null} */
    this.answer = null;
    /** @type {string} */
    this.failure = '';
    /** @type {FilterChoice | null} what is chosen but does not hold yet */
    this.pending = null;
    this.open = false;
  }

  render() {
    const { view, look } = this;
    const still = view.locked || view.kind === 'unknown';
    const own = this.fill(look.backgroundColor);
    const card = {
      'color-scheme': (parseColor(own)?.a ?? 0) < 0.5 ? null : schemeOf(own, 'light'),
      background: own,
      'border-color': view.changed ? null : this.fill(look.borderColor),
      'border-width': look.borderWidth === undefined ? null : `${Number(look.borderWidth) || 0}px`,
      'border-radius': look.borderRadius === undefined ? null : `${Number(look.borderRadius) || 0}px`,
    };
    const note = view.locked ? 'This filter is locked.' : view.note;
    const face = html`<span class="face" slot="face"><span class="words">
        <span class="label" ${styled({ color: this.ink(look.propertyColor) })}>${view.label}</span>
        <span class="value" ${styled({ color: this.ink(look.valueColor) })}>${view.text}</span>
      </span>${view.locked ? icons.lock : still ? nothing : icons.chevron}</span>`;
    if (still) {
      return html`<div class="item still" ${styled(card)} title=${[`${view.label}: ${view.text}.`, note].join(' ')}>${face}<span class="hidden">${note}</span></div>`;
    }
    return html`<div class="item ${view.changed ? 'set' : ''}" ${styled(card)}>
      <swell-dropdown plain .label=${view.label} .text=${view.text} .least=${view.kind === 'date' ? 340 : 280} @swell-toggle=${this.#toggled}>
        ${face}${this.open ? this.#sheet() : nothing}
      </swell-dropdown>
    </div>`;
  }

  #sheet() {
    if (this.failure) return html`<p class="waiting" role="alert">${this.failure}</p>`;
    if (!this.answer) return html`<p class="waiting" role="status">One moment…</p>`;
    return html`${this.#form(this.answer)}
      <div class="actions">
        ${this.view.changed ? html`<button class="quiet" title="Back to what the dashboard starts with" @click=${() => this.#hold(null)}>Reset</button>` : nothing}
        <button @click=${this.#close}>Cancel</button>
        <button class="primary" ?disabled=${!this.pending} @click=${() => this.#hold(this.pending)}>Apply</button>
      </div>`;
  }

  /** @param {import('../wire.d.ts').ChoicesAnswer} answer */
  #form(answer) {
    const { operator, values } = this.pending ?? this.view;
    const [min, max] = operator === '>=<=' ? [values[0] ?? null, values[1] ?? null] : [null, null];
    const ranged = (/** @type {CustomEvent} */ event) => (this.pending = { operator: '>=<=', values: [event.detail.min, event.detail.max] });
    if (answer.kind === 'date') {
      return html`<swell-date-form data-form .forms=${answer.forms} .domain=${answer.domain} .min=${min} .max=${max} @swell-range=${ranged}></swell-date-form>`;
    }
    if (answer.kind === 'number') {
      return html`<swell-range-form data-form .label=${this.view.label} .domain=${answer.domain} .histogram=${answer.histogram} .format=${this.view.format}
        .min=${min} .max=${max} @swell-range=${ranged}></swell-range-form>`;
    }
    if (answer.kind === 'unknown') return html`<p class="waiting">${this.view.note}</p>`;
    const lists = operator !== '>=<=';
    return html`<swell-member-form data-form .label=${this.view.label} .labels=${this.view.labels} .answer=${answer} .operator=${lists ? operator : 'in'} .values=${lists ? values : []}
      @swell-search=${(/** @type {CustomEvent} */ event) => this.#ask(event.detail)}
      @swell-members=${(/** @type {CustomEvent} */ event) => (this.pending = event.detail)}></swell-member-form>`;
  }

  #toggled = (/** @type {CustomEvent} */ event) => {
    this.open = event.detail.open;
    this.pending = null;
    if (this.open) this.#ask('');
    else this.answer = null;
  };

  /** The search whose answer is waited for; those that come late are thrown away. */
  #asked = '';

  /** @param {string} search */
  async #ask(search) {
    this.#asked = search;
    try {
      const answer = await this.choices?.(this.view.id, search);
      if (answer && this.#asked === search && this.open) this.answer = answer;
      this.failure = '';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {FilterChoice | null} choice null for what the dashboard has */
  #hold(choice) {
    const detail = { [this.view.id]: choice };
    this.dispatchEvent(new CustomEvent('swell-filter', { detail, bubbles: true, composed: true }));
    this.#close();
  }

  #close = () => /** @type {any} */ (this.renderRoot.querySelector('swell-dropdown'))?.close();
}

customElements.define('swell-filter-item', SwellFilterItem);
