/** `swell-watch-form`: two small forms: to be told when a widget's value changes, and to get a dashboard by mail. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { post, wordsOf } from '../api.js';
import { me } from '../me.js';
import { form } from './form_sheet.js';
import { base, controls } from './sheets.js';

/**
 * @typedef {{dashboard: string, label: string, page: string | null, selections: import('../wire.d.ts').Selections, filters: import('../wire.d.ts').FilterChoices}} Seen
 * @typedef {{name: string, label: string}} Column
 */

const CONDITIONS = [
  ['above', 'gets above'],
  ['below', 'gets below'],
  ['percent', 'changes by, in %'],
  ['absolute', 'changes by'],
  ['appears', 'has a new row'],
];
const DAYS = ['day', 'weekday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'month'];

class SwellWatchForm extends LitElement {
  static properties = {
    seen: { state: true },
    widget: { state: true },
    columns: { state: true },
    is: { state: true },
    fault: { state: true },
    made: { state: true },
    email: { state: true },
  };

  static styles = [
    base,
    controls,
    form,
    css`
      .two { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-3); }
      .about { margin: calc(-1 * var(--space-3)) 0 0; color: var(--ink-muted); }
      input[type="time"] { height: 32px; padding: 0 var(--space-2); font: var(--text-m) / 1.2 var(--font); color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
    `,
  ];

  constructor() {
    super();
    /** @type {Seen | null} */
    this.seen = null;
    /** @type {{id: string, title: string} | null} whose value is watched; null where the dashboard is wanted by mail */
    this.widget = null;
    /** @type {Column[]} */
    this.columns = [];
    this.is = 'above';
    this.fault = '';
    this.made = false;
    this.email = '';
  }

  /**
   * Opens one of the forms.
   * @param {Seen} seen
   * @param {{id: string, title: string} | null} widget
   * @param {Column[]} [columns] those with numbers
   */
  async open(seen, widget, columns = []) {
    this.seen = seen;
    this.widget = widget;
    this.columns = columns;
    this.fault = '';
    this.made = false;
    this.is = columns.length > 0 ? 'above' : 'appears';
    this.email = (await me().catch(() => null))?.email ?? '';
    await this.updateComplete;
    /** @type {HTMLFormElement} */ (this.renderRoot.querySelector('form')).reset();
    this.#dialog.showModal();
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  #make = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (!this.seen) return;
    const given = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
    const recipients = String(given.recipients).split(/[\s,;]+/u).filter(Boolean);
    const { dashboard, page, selections, filters } = this.seen;
    const seen = { dashboard, page, selections, filters, label: given.label, recipients };
    try {
      if (this.widget) await post('/api/alerts', { ...seen, widget: this.widget.id, ...this.#condition(given) });
      else await post('/api/subscriptions', { ...seen, page: null, format: given.format, every: given.every, at: given.at, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone });
      this.fault = '';
      this.made = true;
    } catch (error) {
      this.fault = wordsOf(error);
    }
  };

  /** @param {Record<string, any>} given */
  #condition(given) {
    if (given.is === 'appears') return { condition: { is: 'appears' } };
    const value = Number(given.value);
    const column = given.column ?? this.columns[0]?.name;
    const changes = given.is === 'percent' || given.is === 'absolute';
    return { ...(column ? { column } : {}), condition: changes ? { is: 'changes', by: value, unit: given.is } : { is: given.is, value } };
  }

  render() {
    if (!this.seen) return nothing;
    const heading = this.widget ? 'Alert me when…' : 'Send by mail';
    return html`<dialog aria-labelledby="heading">
      <form @submit=${this.#make}>
        <h2 id="heading">${heading}</h2>
        <p class="about">${this.widget ? `${this.widget.title || this.seen.label}, as it is filtered now. It is checked whenever its data changes.` : `${this.seen.label}, as it is filtered now.`}</p>
        ${this.made ? html`<p class="done" role="status">${this.widget ? 'From now on you will be told.' : 'It will be sent.'} <a href="/alerts">Alerts</a> shows it.</p>` : html`
          ${this.widget ? this.#watched() : this.#sent()}
          <label>Name<input type="text" name="label" required maxlength="120" .defaultValue=${this.widget?.title || this.seen.label}></label>
          <label>To<input type="text" name="recipients" required placeholder="ada@example.com" .defaultValue=${this.email} aria-describedby="each"></label>
          <p class="about" id="each">Each gets what they may see.</p>`}
        ${this.fault ? html`<p class="failure" role="alert">${this.fault}</p>` : nothing}
        <div class="buttons"><button type="button" @click=${() => this.#dialog.close()}>${this.made ? 'Close' : 'Cancel'}</button>
          ${this.made ? nothing : html`<button class="primary">${this.widget ? 'Make the alert' : 'Subscribe'}</button>`}</div>
      </form>
    </dialog>`;
  }

  #watched() {
    const known = CONDITIONS.filter(([name]) => this.columns.length > 0 || name === 'appears');
    return html`
      ${this.columns.length > 1 && this.is !== 'appears' ? html`<label>Value<select name="column">${this.columns.map((one) => html`<option value=${one.name}>${one.label}</option>`)}</select></label>` : nothing}
      <div class="two">
        <label>It<select name="is" @change=${(/** @type {any} */ event) => (this.is = event.target.value)}>${known.map(([name, label]) => html`<option value=${name}>${label}</option>`)}</select></label>
        ${this.is === 'appears' ? nothing : html`<label>Number<input type="number" name="value" step="any" required></label>`}
      </div>`;
  }

  #sent() {
    return html`<div class="two">
        <label>Every<select name="every">${DAYS.map((day) => html`<option value=${day}>${day === 'month' ? 'first of a month' : day}</option>`)}</select></label>
        <label>At<input type="time" name="at" required value="08:00"></label>
      </div>
      <label>As<select name="format"><option value="pdf">PDF, with all tables</option><option value="xlsx">Workbook (Excel)</option></select></label>`;
  }
}

customElements.define('swell-watch-form', SwellWatchForm);
