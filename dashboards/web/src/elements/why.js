/** `swell-why`: a panel that says where a widget's numbers come from: the query, its filters, how old the data is, the records. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, post } from '../api.js';
import { counted, moment, numberFormat } from '../format.js';
import * as icons from './icons.js';
import { errorMessage } from './message.js';
import './saql.js';
import { base, controls } from './sheets.js';
import './table.js';

/** @typedef {import('../wire.d.ts').Why} Why */

const whole = numberFormat('#,##0');

/** @type {Record<string, string>} */
const KINDS = { facet: 'Selection', filter: 'Global filter', binding: 'Binding' };

class SwellWhy extends LitElement {
  static properties = { why: { state: true }, failure: { state: true }, heading: { state: true }, source: { state: true } };

  static styles = [
    base,
    controls,
    css`
      dialog {
        position: fixed; inset-block: 0; inset-inline: auto 0; margin: 0; width: min(720px, 100vw); height: 100dvh; max-width: none; max-height: none; padding: 0; border: 0;
        border-inline-start: 1px solid var(--line); background: var(--ground); color: var(--ink); box-shadow: var(--shadow-raised);
      }
      dialog[open] { display: flex; flex-direction: column; }
      dialog::backdrop { background: rgb(10 15 25 / 35%); }
      .head { flex: none; display: flex; align-items: center; gap: var(--space-3); padding: var(--space-3) var(--space-5); background: var(--surface); border-bottom: 1px solid var(--line); }
      h2 { flex: 1; min-width: 0; font-size: var(--text-l); font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      h3 { font-size: var(--text-m); font-weight: 600; margin: 0 0 var(--space-2); }
      .body { flex: 1; min-height: 0; overflow: auto; padding: var(--space-5); display: flex; flex-direction: column; gap: var(--space-5); }
      .panel { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-l); overflow: hidden; }
      ul { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: var(--space-2); }
      ul.origins { margin-bottom: var(--space-3); }
      .origins li { display: flex; align-items: baseline; gap: var(--space-2); min-width: 0; }
      .kind { flex: none; padding: 0 var(--space-2); line-height: 20px; border-radius: 4px; font-size: var(--text-s); font-weight: 500; }
      .facet { background: var(--accent-soft); box-shadow: inset 0 -2px var(--accent-strong); }
      .filter { background: var(--warning-soft); box-shadow: inset 0 -2px var(--warning); }
      .binding { background: light-dark(#e9f6ea, #1b3220); box-shadow: inset 0 -2px var(--code-string); }
      .origins .label { overflow-wrap: anywhere; }
      .funnel { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-2); font-variant-numeric: tabular-nums; }
      .funnel strong { font-weight: 600; }
      .muted { color: var(--ink-muted); }
      .records { height: 340px; }
      .tabs { display: flex; gap: var(--space-1); margin-bottom: var(--space-2); }
      .tabs button[aria-pressed="true"] { border-color: var(--accent-strong); color: var(--accent); }
      .foot { display: flex; gap: var(--space-2); margin-top: var(--space-3); }
    `,
  ];

  #load = new Latest();

  constructor() {
    super();
    /** @type {Why | null} */
    this.why = null;
    /** @type {unknown} */
    this.failure = null;
    this.heading = '';
    this.source = 0;
  }

  /**
   * @param {string} dashboard
   * @param {string} widget
   * @param {string} title of the widget
   * @param {{selections: import('../wire.d.ts').Selections, filters: Record<string, unknown>}} chosen
   */
  async open(dashboard, widget, title, chosen) {
    this.why = null;
    this.failure = null;
    this.source = 0;
    this.heading = title;
    await this.updateComplete;
    this.#dialog.showModal();
    try {
      const found = await this.#load.run((signal) => post(`/api/dashboards/${encodeURIComponent(dashboard)}/why`, { widget, ...chosen }, signal));
      if (found) this.why = found;
    } catch (error) {
      this.failure = error;
    }
  }

  /** @returns {HTMLDialogElement} */
  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  #outside = (/** @type {MouseEvent} */ event) => {
    if (event.target === this.#dialog) this.#dialog.close();
  };

  render() {
    return html`<dialog aria-labelledby="heading" @click=${this.#outside} @close=${() => this.#load.cancel()}>
      <div class="head"><h2 id="heading">Why this number${this.heading ? `: ${this.heading}` : ''}</h2>
        <button class="quiet icon" aria-label="Close" title="Close" @click=${() => this.#dialog.close()}>${icons.cross}</button></div>
      <div class="body">${this.failure ? errorMessage(this.failure, 'This can’t be told') : this.why ? this.#told(this.why) : html`<p class="muted" role="status">Asking…</p>`}</div>
    </dialog>`;
  }

  /** @param {Why} why */
  #told(why) {
    if (why.pieces.length === 0) return html`<p>These rows stand in the dashboard itself: ${counted(why.rows, 'row')} of the step ${why.label}. No dataset is asked.</p>`;
    const query = why.pieces.map((piece) => piece.text).join('');
    const pieces = why.pieces.map(({ text, origin }) =>
      origin === null ? { text } : { text, kind: why.origins[origin].kind, title: `${KINDS[why.origins[origin].kind]}: ${why.origins[origin].label}` },
    );
    return html`
      <section aria-label="Rows">${this.#rows(why)}</section>
      <section aria-label="Query"><h3>The query</h3>
        ${why.origins.length > 0
          ? html`<ul class="origins">${why.origins.map((one) => html`<li><span class="kind ${one.kind}">${KINDS[one.kind]}</span><span class="label">${one.label}</span></li>`)}</ul>`
          : html`<p class="muted">Nothing is selected or filtered: this is the step’s own query.</p>`}
        <div class="panel"><swell-saql .pieces=${pieces} label="The query of this widget"></swell-saql></div>
        <div class="foot"><a class="button" href=${`/query#q=${encodeURIComponent(query)}`}>Open as a query</a></div>
      </section>
      ${this.#records(why)}
    `;
  }

  /** @param {Why} why */
  #rows(why) {
    return html`<ul>${why.sources.map(
      (one) => html`<li class="funnel"><strong>${one.label}</strong><span>${counted(one.total, 'row')}</span>${icons.arrow}
        <span>${one.matching === one.total ? 'no filter' : `${whole(one.matching)} after filters`}</span>${icons.arrow}<span>${counted(why.rows, 'row')} shown</span>
        <span class="muted">· version ${one.version} of ${moment(one.created)}${one.synced ? `, synced until ${moment(one.synced)}` : ''}</span></li>`,
    )}</ul>`;
  }

  /** @param {Why} why */
  #records({ sources }) {
    const one = sources[this.source];
    if (!one) return nothing;
    const shown = one.rows.length < one.matching ? `The first ${one.rows.length} of ${whole(one.matching)} records` : counted(one.matching, 'record');
    return html`<section aria-label="Records"><h3>${shown} behind it</h3>
      ${sources.length > 1
        ? html`<div class="tabs">${sources.map((each, place) => html`<button aria-pressed=${String(place === this.source)} @click=${() => (this.source = place)}>${each.label}</button>`)}</div>`
        : nothing}
      <div class="panel records"><swell-table .columns=${one.columns} .rows=${one.rows} caption="Records behind the number"></swell-table></div>
    </section>`;
  }
}

customElements.define('swell-why', SwellWhy);
