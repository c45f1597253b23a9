/** `swell-step-panel`: one query of a dashboard: SAQL text or compact form, and how it takes part in filtering. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, post } from '../api.js';
import '../elements/editor.js';
import * as icons from '../elements/icons.js';
import { base, controls } from '../elements/sheets.js';
import { field, formStyles } from './field.js';
import './json_pane.js';
import { queryOf, queryPath, usersOf } from './pages.js';
import { read, stateOf, widgetName, withPart, write } from './source.js';

/** @typedef {import('./settings.js').Setting} Setting */

const CHECK_AFTER = 350; // ms without typing

/** Names of the compact form, offered besides those of fields. */
const WORDS = ['measures', 'groups', 'filters', 'order', 'values', 'limit', 'formulas', 'pigql', 'count', 'sum', 'avg', 'min', 'max', 'unique', 'in', 'ascending'];

/** @type {Setting[]} */
const SETTINGS = [
  { path: ['label'], label: 'Label', kind: 'text' },
  {
    path: ['selectMode'],
    label: 'What can be selected',
    kind: 'choice',
    choices: [['none', 'Nothing'], ['single', 'One value'], ['multi', 'Several values'], ['singlerequired', 'Always one'], ['multirequired', 'Always one or more']],
  },
  { path: ['broadcastFacet'], label: 'A selection filters the others', kind: 'flag', usual: true },
  { path: ['useGlobal'], label: 'Takes global filters', kind: 'flag', usual: true },
];

class SwellStepPanel extends LitElement {
  static properties = {
    source: { attribute: false },
    step: { type: String },
    data: { attribute: false },
    schema: { attribute: false },
    diagnostics: { state: true },
  };

  static styles = [
    base,
    controls,
    formStyles,
    css`
      .head button { height: 28px; font-size: var(--text-s); padding: 0 var(--space-2); }
      .query { height: 260px; border-bottom: 1px solid var(--line); }
      .query-head { display: flex; align-items: center; justify-content: space-between; height: 40px; padding-block: 0; padding-inline: var(--space-4) var(--space-2); font-size: var(--text-s); font-weight: 600; color: var(--ink-muted); }
      .query-head button { height: 28px; font-size: var(--text-s); padding: 0 var(--space-2); }
      .users { font-size: var(--text-s); color: var(--ink-muted); display: flex; flex-wrap: wrap; gap: var(--space-1); align-items: center; }
    `,
  ];

  #check = new Latest();
  #timer = 0;

  constructor() {
    super();
    /** @type {import('./source.js').Source} */
    this.source = {};
    this.step = '';
    /** @type {import('../wire.d.ts').DashboardData | null} */
    this.data = null;
    /** @type {import('../wire.d.ts').Schema | null} */
    this.schema = null;
    /** @type {import('../wire.d.ts').Diagnostic[]} */
    this.diagnostics = [];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#check.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('step')) this.diagnostics = [];
    if (changed.has('step') || changed.has('source')) {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#lint(), CHECK_AFTER);
    }
  }

  async #lint() {
    const query = queryOf(this.source, this.step);
    // What a binding becomes is not known here; the server says what is wrong with the whole when it draws the widgets.
    if (typeof query !== 'string' || query.includes('{{')) {
      this.diagnostics = [];
      return;
    }
    try {
      const answer = await this.#check.run((signal) => post('/api/check', { query }, signal));
      if (answer) this.diagnostics = answer.diagnostics;
    } catch {
      // Checking while typing is a courtesy; its failures are no news.
      this.diagnostics = [];
    }
  }

  render() {
    const step = read(this.source, ['steps', this.step]);
    if (!step) return nothing;
    const query = queryOf(this.source, this.step);
    const users = usersOf(this.source, this.step);
    const problems = new Set(users.map((id) => this.data?.widgets[id]?.problem).filter(Boolean));
    return html`
      <div class="head">
        <h2>${step.label || this.step}</h2>
        <span class="id">${step.type} · ${this.step}</span>
        ${[...problems].map((text) => html`<p class="problem" role="alert">${text}</p>`)}
        <div class="users">${users.length > 0 ? 'Shown by' : 'No widget shows it.'}
          ${users.map((id) => html`<button class="quiet" @click=${() => this.#send('swell-choose', id)}>${widgetName(id, read(this.source, ['widgets', id]))}</button>`)}
          ${users.length === 0 ? html`<button @click=${this.#remove}>${icons.cross}Remove</button>` : nothing}</div>
      </div>
      ${query === undefined ? nothing : this.#query(query)}
      <section class="group"><h3>Query</h3>
        ${SETTINGS.map((setting) => field(setting, step, { steps: [], columns: [], pages: [] }, (value) => this.#set(setting.path, value, `step:${this.step}:${setting.path}`)))}
      </section>`;
  }

  /** @param {any} query */
  #query(query) {
    const text = typeof query === 'string';
    const change = (/** @type {any} */ value) => {
      if (value !== query) this.#set(queryPath(read(this.source, ['steps', this.step])), value, `query:${this.step}`);
    };
    return html`<div class="query-head"><span>${text ? 'SAQL' : 'Compact query'}</span>
        ${text ? html`<button class="quiet" @click=${async () => change(await this.#formatted(query))}>Format</button>` : nothing}</div>
      <div class="query">${text
        ? html`<swell-editor label="SAQL of the query" wrap .text=${query} .diagnostics=${this.diagnostics} @swell-text=${(/** @type {CustomEvent} */ event) => change(event.detail)}></swell-editor>`
        : html`<swell-json-pane label="Compact form of the query" .value=${query} .words=${this.#words()}
            @swell-json=${(/** @type {CustomEvent} */ event) => (event.stopPropagation(), change(event.detail))}></swell-json-pane>`}</div>`;
  }

  /**
   * @param {string} query
   * @returns {Promise<string>} in canonical form; as it is where it has mistakes, which are marked in it
   */
  async #formatted(query) {
    try {
      return (await post('/api/format', { query })).query;
    } catch {
      return query;
    }
  }

  #words() {
    const datasets = read(this.source, ['steps', this.step, 'datasets']) ?? [];
    const fields = datasets.flatMap((/** @type {any} */ one) => this.schema?.datasets[one?.name] ?? []);
    return [...fields.filter((/** @type {any} */ one) => !one.hidden).map((/** @type {any} */ one) => one.name), ...WORDS];
  }

  /**
   * @param {string[]} path inside the step
   * @param {unknown} value
   * @param {string} mark
   */
  #set(path, value, mark) {
    const step = read(this.source, ['steps', this.step]);
    this.#send('swell-change', { source: write(this.source, ['steps', this.step], withPart(step, path, value)), mark });
  }

  #remove = () => {
    if (!(this.step in stateOf(this.source).steps)) return;
    this.#send('swell-change', { source: write(this.source, ['steps', this.step], undefined), mark: null });
    this.#send('swell-choose', null);
  };

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('swell-step-panel', SwellStepPanel);
