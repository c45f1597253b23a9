/** `swell-query-page`: write SAQL, run it, and read the answer as a table or a chart. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { ApiError, Latest, get, post } from '../api.js';
import * as icons from '../elements/icons.js';
import { form } from '../elements/form_sheet.js';
import { base, controls } from '../elements/sheets.js';
import { counted, duration, numberFormat, toCsv } from '../format.js';
import { chartOf, chartsOf } from '../query_chart.js';
import { keepQuery, keptQuery, rememberQuery } from '../recent.js';
import { replaceHash } from '../router.js';
import { loadedDatasets } from '../saql_language.js';
import { insertion, starterQuery } from '../starter.js';
import { followScheme, scheme } from '../theme.js';
import '../elements/chart.js';
import '../elements/editor.js';
import '../elements/fields.js';
import '../elements/message.js';
import '../elements/profile.js';
import '../elements/query_shelf.js';
import '../elements/table.js';

const CHECK_AFTER = 350; // ms without typing
const EXAMPLES = 6; // datasets offered to begin with

class SwellQueryPage extends LitElement {
  static properties = {
    text: { state: true },
    schema: { state: true },
    diagnostics: { state: true },
    result: { state: true },
    profile: { state: true },
    failure: { state: true },
    busy: { state: true },
    tab: { state: true },
    copied: { state: true },
    datasets: { state: true },
    kind: { state: true },
    opened: { state: true },
  };

  static styles = [
    base,
    controls,
    form,
    css`
      :host { height: calc(100vh - 48px); display: grid; grid-template-columns: 248px minmax(0, 1fr); }
      swell-fields { border-inline-end: 1px solid var(--line); }
      .work { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
      h1 { font-size: var(--text-m); font-weight: 600; }
      .bar { flex: none; display: flex; align-items: center; gap: var(--space-3); padding: var(--space-2) var(--space-4); border-bottom: 1px solid var(--line); background: var(--surface); min-height: 49px; }
      .bar .grow { flex: 1; min-width: 0; }
      .editor { flex: none; height: 34%; min-height: 140px; border-bottom: 1px solid var(--line); background: var(--surface); }
      .info { color: var(--ink-muted); font-variant-numeric: tabular-nums; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .switch { display: flex; padding: 2px; gap: 2px; background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); }
      .switch button { height: 26px; border-color: transparent; background: transparent; color: var(--ink-muted); padding: 0 var(--space-2); }
      .switch button[aria-pressed="true"] { background: var(--surface); color: var(--ink); border-color: var(--line); }
      .result { flex: 1; min-height: 0; background: var(--surface); position: relative; }
      .result.old { opacity: 0.6; }
      .drawing { height: 100%; padding: var(--space-3) var(--space-2); }
      .begin { height: 100%; overflow: auto; padding: var(--space-8) var(--space-6); display: flex; flex-direction: column; align-items: center; text-align: center; color: var(--ink-muted); }
      .begin h2 { margin: 0; font-size: var(--text-l); font-weight: 600; color: var(--ink); }
      .begin p { margin: var(--space-1) 0 var(--space-5); max-width: 90ch; }
      .examples { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: var(--space-2); width: 100%; max-width: 680px; }
      .examples button { height: auto; padding: var(--space-2) var(--space-3); flex-direction: column; align-items: flex-start; gap: 2px; line-height: 20px; }
      .examples .size { font-size: var(--text-s); font-weight: 400; color: var(--ink-muted); font-variant-numeric: tabular-nums; }
      .faults { padding: var(--space-4); overflow: auto; height: 100%; }
      .faults h2 { margin: 0 0 var(--space-3); font-size: var(--text-m); font-weight: 600; color: var(--danger); }
      .fault { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px var(--space-3); width: 100%; height: auto; padding: var(--space-2) var(--space-3); text-align: var(--start); white-space: normal; font-weight: 400; line-height: 20px; border-color: var(--line); margin-bottom: var(--space-2); }
      .fault .place { font: var(--text-s) / 20px var(--font-code); color: var(--ink-muted); }
      .fault .hint { grid-column: 2; color: var(--ink-muted); }
      .progress { position: absolute; inset-inline: 0; top: -1px; height: 2px; overflow: hidden; z-index: 3; }
      .progress::after { content: ""; position: absolute; inset: 0; width: 32%; background: var(--accent-strong); animation: slide 1.1s ease-in-out infinite; }
      @keyframes slide { from { transform: translateX(-100%); } to { transform: translateX(420%); } }
      @media (max-width: 800px) {
        :host { grid-template-columns: minmax(0, 1fr); }
        swell-fields { display: none; }
        .bar { padding-inline: var(--space-3); gap: var(--space-1); flex-wrap: wrap; }
        .bar > button { padding: 0 var(--space-2); }
        h1 { display: none; }
        .bar .info { flex: 1 1 100%; }
        .wide { display: none; }
      }
    `,
  ];

  #run = new Latest();
  #check = new Latest();
  #timer = 0;

  constructor() {
    super();
    this.text = '';
    /** @type {import('../wire.d.ts').Schema | null} */
    this.schema = null;
    /** @type {import('../wire.d.ts').Diagnostic[]} */
    this.diagnostics = [];
    /** @type {import('../wire.d.ts').QueryResult | null} */
    this.result = null;
    /** @type {import('../wire.d.ts').QueryProfile | null} how the query runs, once somebody has asked */
    this.profile = null;
    /** @type {unknown} */
    this.failure = null;
    this.busy = false;
    /** @type {'table' | 'chart' | 'run'} */
    this.tab = 'table';
    this.copied = false;
    /** @type {import('../wire.d.ts').DatasetSummary[]} to begin with, largest first */
    this.datasets = [];
    this.kind = 'auto';
    /** @type {{file: string, version: string} | null} the saved query in the editor */
    this.opened = null;
    followScheme(this);
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Query · Swell';
    window.addEventListener('popstate', this.#readAddress);
    window.addEventListener('hashchange', this.#readAddress);
    const given = new URLSearchParams(location.hash.slice(1)).get('q');
    const file = savedFile();
    this.text = given ?? keptQuery();
    this.#loadSchema();
    if (file) this.#open(file);
    else if (given) this.#execute();
    else this.#loadExamples();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.#readAddress);
    window.removeEventListener('hashchange', this.#readAddress);
    clearTimeout(this.#timer);
    this.#run.cancel();
    this.#check.cancel();
  }

  async #loadSchema() {
    try {
      this.schema = await get('/api/schema');
    } catch {
      // The editor works without completion; running a query will say what is wrong.
      this.schema = null;
    }
  }

  async #loadExamples() {
    try {
      const { datasets } = await get('/api/datasets');
      this.datasets = datasets.toSorted((/** @type {any} */ a, /** @type {any} */ b) => b.rows - a.rows).slice(0, EXAMPLES);
    } catch {
      // The examples are a courtesy; a query will say what is wrong.
      this.datasets = [];
    }
  }

  /** @param {string} name of the dataset to begin with */
  async #begin(name) {
    try {
      this.text = starterQuery(await get(`/api/datasets/${encodeURIComponent(name)}`));
      keepQuery(this.text);
      await this.#execute();
    } catch (error) {
      this.failure = error;
    }
  }

  #insert = (/** @type {CustomEvent} */ event) => {
    const { dataset, field } = event.detail;
    this.#editor.insert(insertion(this.text, dataset, field));
  };

  /** @param {string} file a saved query */
  async #open(file) {
    try {
      const { text, version } = await get(`/api/queries/${encodeURIComponent(file)}`);
      await this.#again(text);
      this.opened = { file, version };
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {string} text */
  async #again(text) {
    this.text = text;
    this.opened = null;
    keepQuery(text);
    await this.#execute();
  }

  #readAddress = () => {
    if (location.pathname !== '/query') return;
    const file = savedFile();
    if (file) this.#open(file);
    const given = new URLSearchParams(location.hash.slice(1)).get('q');
    if (given === null || given === this.text) return;
    this.text = given;
    this.#execute();
  };

  #type = (/** @type {CustomEvent} */ event) => {
    this.text = event.detail;
    keepQuery(this.text);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#lint(), CHECK_AFTER);
  };

  async #lint() {
    if (!this.text.trim()) {
      this.diagnostics = [];
      return;
    }
    try {
      const answer = await this.#check.run((signal) => post('/api/check', { query: this.text }, signal));
      if (answer) this.diagnostics = answer.diagnostics;
    } catch {
      // Checking while typing is a courtesy; its failures are no news.
      this.diagnostics = [];
    }
  }

  #execute = async () => {
    if (!this.text.trim()) return;
    clearTimeout(this.#timer);
    this.#check.cancel();
    replaceHash(`q=${encodeURIComponent(this.text)}`);
    this.busy = true;
    try {
      const result = await this.#run.run((signal) => post('/api/query', { query: this.text }, signal));
      if (!result) return;
      this.result = result;
      this.failure = null;
      this.diagnostics = result.warnings ?? [];
      this.profile = null;
      rememberQuery(this.text, result.rowCount, new Date());
      if (this.tab === 'run' || !chartOf(result)) this.tab = 'table';
    } catch (error) {
      this.failure = error;
      if (error instanceof ApiError) this.diagnostics = error.diagnostics;
    }
    this.busy = false;
  };

  #format = async () => {
    try {
      this.text = (await post('/api/format', { query: this.text })).query;
      keepQuery(this.text);
    } catch (error) {
      this.failure = error;
      if (error instanceof ApiError) this.diagnostics = error.diagnostics;
    }
  };

  #explain = async () => {
    this.busy = true;
    try {
      const profile = await this.#run.run((signal) => post('/api/profile', { query: this.text }, signal));
      if (!profile) return;
      this.profile = profile;
      this.tab = 'run';
    } catch (error) {
      this.failure = error;
      if (error instanceof ApiError) this.diagnostics = error.diagnostics;
    }
    this.busy = false;
  };

  #copy = async () => {
    if (!this.result) return;
    await navigator.clipboard.writeText(toCsv(this.result.columns, this.result.rows));
    this.copied = true;
    setTimeout(() => (this.copied = false), 1600);
  };

  /** @returns {any} */
  get #editor() {
    return this.renderRoot.querySelector('swell-editor');
  }

  render() {
    return html`
      <swell-fields .schema=${this.schema} .loaded=${loadedDatasets(this.text)}
        @swell-insert=${this.#insert}></swell-fields>
      <div class="work">
        <div class="bar">
          <h1 class="grow">SAQL query</h1>
          <swell-query-shelf .text=${this.text} .opened=${this.opened} @swell-saved=${(/** @type {CustomEvent} */ event) => (this.opened = event.detail)}
            @swell-again=${(/** @type {CustomEvent} */ event) => this.#again(event.detail)}></swell-query-shelf>
          <button @click=${this.#format} ?disabled=${!this.text.trim()}>Format</button>
          <button class="primary" @click=${this.#execute} ?disabled=${!this.text.trim()}>${icons.play}Run<kbd class="wide">${modifier()} ↵</kbd></button>
        </div>
        <div class="editor"><swell-editor .text=${this.text} .diagnostics=${this.diagnostics}
          @swell-text=${this.#type} @swell-run=${this.#execute}></swell-editor></div>
        ${this.#bar()}
        <div class="result ${this.busy && this.result ? 'old' : ''}">
          ${this.busy ? html`<div class="progress"></div>` : nothing}
          ${this.#answer()}
        </div>
      </div>
    `;
  }

  #bar() {
    const { result } = this;
    if (!result && !this.failure) return html`<span class="hidden" role="status"></span>`;
    const shown = result && !this.failure;
    const info = !shown ? (this.failure ? 'Did not run' : '') : `${this.#count(result)} · ${duration(result.milliseconds)}${result.cached ? ', kept' : ''}`;
    const view = shown ? chartOf(result, this.kind) : null;
    return html`<div class="bar">
      <span class="info grow" role="status">${info}</span>
      ${shown
        ? html`<div class="switch" role="group" aria-label="Show the result as">
            <button aria-pressed=${String(this.tab === 'table')} @click=${() => (this.tab = 'table')}>${icons.table}Table</button>
            ${view ? html`<button aria-pressed=${String(this.tab === 'chart')} @click=${() => (this.tab = 'chart')}>${icons.chart}Chart</button>` : nothing}
            <button aria-pressed=${String(this.tab === 'run')} @click=${this.#explain}>How it ran</button>
          </div>`
        : nothing}
      ${view && this.tab === 'chart'
        ? html`<select aria-label="Kind of chart" @change=${(/** @type {any} */ event) => (this.kind = event.target.value)}>
            ${chartsOf(/** @type {any} */ (result)).map(({ name, label }) => html`<option value=${name} ?selected=${name === view.chart}>${label}</option>`)}
          </select>`
        : nothing}
      ${shown ? html`<button @click=${this.#copy}>${icons.copy}${this.copied ? 'Copied' : html`<span>Copy<span class="wide"> as CSV</span></span>`}</button>` : nothing}
    </div>`;
  }

  /** @param {import('../wire.d.ts').QueryResult} result */
  #count(result) {
    const whole = numberFormat('#,##0');
    if (!result.truncated) return counted(result.rowCount, 'row');
    const shown = result.rows.length;
    // The server may have stopped counting where it stopped sending.
    return result.rowCount > shown ? `First ${whole(shown)} of ${counted(result.rowCount, 'row')}` : `First ${counted(shown, 'row')}`;
  }

  #answer() {
    if (this.failure) return this.#faults();
    if (!this.result) {
      return this.busy ? nothing : this.#welcome();
    }
    if (this.tab === 'run') return html`<swell-profile .profile=${this.profile}></swell-profile>`;
    const view = this.tab === 'chart' ? chartOf(this.result, this.kind) : null;
    if (view) return html`<div class="drawing"><swell-chart .view=${view} .scheme=${scheme()} .keys=${view.dimensions}></swell-chart></div>`;
    return html`<swell-table .columns=${this.result.columns} .rows=${this.result.rows} caption="Query result"></swell-table>`;
  }

  #welcome() {
    return html`<div class="begin">
      <h2>Ask a question in SAQL</h2>
      <p>Names of datasets, fields and functions come up as you type.${this.datasets.length > 0 ? ' Or begin with a query of a dataset:' : ''}</p>
      <div class="examples">${this.datasets.map(
        (one) => html`<button @click=${() => this.#begin(one.name)}>${one.label}<span class="size">${counted(one.rows, 'row')}</span></button>`,
      )}</div>
    </div>`;
  }

  #faults() {
    const { failure } = this;
    const text = failure instanceof Error ? failure.message : String(failure);
    const hint = failure instanceof ApiError ? failure.hint : null;
    if (this.diagnostics.length === 0) {
      return html`<swell-message tone="problem" heading="The query could not be run" .text=${text} .hint=${hint ?? ''}></swell-message>`;
    }
    const errors = this.diagnostics.filter((one) => one.severity === 'error');
    return html`<div class="faults" role="alert">
      <h2>${counted(errors.length, 'problem')} in this query</h2>
      ${this.diagnostics.map(
        (one) => html`<button class="fault" @click=${() => this.#editor.reveal(one.start, one.end)}>
          <span class="place">${one.line}:${one.column}</span><span>${one.message}</span>
          ${one.hints.map((each) => html`<span class="hint">${each}</span>`)}
        </button>`,
      )}
    </div>`;
  }
}

/** The saved query that the address names. */
function savedFile() {
  return new URLSearchParams(location.hash.slice(1)).get('file');
}

function modifier() {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

customElements.define('swell-query-page', SwellQueryPage);
