/** `swell-explore-page`: a question asked by clicking, its picture, its rows and its query; saved, or put on a dashboard. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, post } from '../api.js';
import * as icons from '../elements/icons.js';
import { errorMessage } from '../elements/message.js';
import { form } from '../elements/form_sheet.js';
import { base, controls } from '../elements/sheets.js';
import { counted, duration } from '../format.js';
import { chartOfLens, decodeLens, describeLens, encodeLens, firstLens, fromDocument, kindsFor, toDocument } from '../lens.js';
import { explorePath, match, navigate, replaceHash, storyPath } from '../router.js';
import { fromLens, writeAsked } from '../story.js';
import { followScheme, scheme } from '../theme.js';
import { keyColumns } from '../state.js';
import '../elements/add_lens.js';
import '../elements/chart.js';
import '../elements/lens_form.js';
import '../elements/message.js';
import '../elements/number.js';
import '../elements/save_query.js';
import '../elements/saql.js';
import '../elements/table.js';

/** @typedef {import('../lens.js').Lens} Lens */

class SwellExplorePage extends LitElement {
  static properties = {
    name: { type: String },
    datasets: { state: true },
    described: { state: true },
    lens: { state: true },
    look: { state: true },
    failure: { state: true },
    stale: { state: true },
    busy: { state: true },
    tab: { state: true },
    opened: { state: true },
    said: { state: true },
  };

  static styles = [
    base,
    controls,
    form,
    css`
      :host { height: calc(100vh - 48px); display: grid; grid-template-columns: 320px minmax(0, 1fr); grid-template-rows: auto minmax(0, 1fr); }
      .bar { grid-column: 1 / -1; display: flex; align-items: center; gap: var(--space-3); padding: var(--space-2) var(--space-4); min-height: 49px; border-bottom: 1px solid var(--line); background: var(--surface); }
      .bar select.dataset { flex: 0 0 288px; height: 32px; font-weight: 600; }
      h1 { flex: 1; min-width: 0; font-size: var(--text-l); font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      swell-lens-form { border-inline-end: 1px solid var(--line); }
      .work { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
      .tools { flex: none; display: flex; align-items: center; flex-wrap: wrap; gap: var(--space-2) var(--space-3); padding: var(--space-2) var(--space-4); border-bottom: 1px solid var(--line); background: var(--surface); }
      .tools .info { flex: 1; color: var(--ink-muted); font-variant-numeric: tabular-nums; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
      .switch { display: flex; padding: 2px; gap: 2px; background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); }
      .switch button { height: 26px; border-color: transparent; background: transparent; color: var(--ink-muted); padding: 0 var(--space-2); }
      .switch button[aria-pressed="true"] { background: var(--surface); color: var(--ink); border-color: var(--line); }
      .shown { flex: 1; min-height: 0; position: relative; background: var(--surface); overflow: auto; }
      .drawing { height: 100%; min-height: 240px; padding: var(--space-3) var(--space-2); }
      .drawing.figure { display: grid; place-content: center; }
      .progress { position: absolute; inset-inline: 0; top: -1px; height: 2px; overflow: hidden; z-index: 3; }
      .progress::after { content: ""; position: absolute; inset: 0; width: 32%; background: var(--accent-strong); animation: slide 1.1s ease-in-out infinite; }
      @keyframes slide { from { transform: translateX(-100%); } to { transform: translateX(420%); } }
      .stale, .problem { margin: var(--space-4); padding: var(--space-3) var(--space-4); border-radius: var(--radius-m); background: var(--danger-soft); color: var(--danger); }
      .ask { grid-column: 1 / -1; }
      @media (max-width: 800px) {
        :host { height: auto; min-height: calc(100vh - 48px); grid-template-columns: minmax(0, 1fr); grid-template-rows: auto auto auto; }
        .bar { flex-wrap: wrap; padding-inline: var(--space-3); }
        .bar select.dataset { flex: 1 1 100%; }
        h1 { flex: 1 1 100%; white-space: normal; }
        .work { order: 1; }
        .shown { height: 60vh; flex: none; }
        .tools { padding-inline: var(--space-3); }
        .tools .info { flex: 1 1 100%; }
        swell-lens-form { order: 2; border-inline-end: 0; border-top: 1px solid var(--line); overflow: visible; }
      }
    `,
  ];

  #load = new Latest();
  #ask = new Latest();
  /** @type {{file: string, version: string} | null} the saved lens to whose dataset the address was just turned */
  #arriving = null;

  constructor() {
    super();
    this.name = '';
    /** @type {import('../wire.d.ts').DatasetSummary[]} */
    this.datasets = [];
    /** @type {import('../wire.d.ts').Dataset | null} */
    this.described = null;
    /** @type {Lens | null} */
    this.lens = null;
    /** @type {import('../wire.d.ts').LensLook | null} */
    this.look = null;
    /** @type {unknown} */
    this.failure = null;
    /** @type {unknown} why what is shown is older than what is asked */
    this.stale = null;
    this.busy = false;
    /** @type {'picture' | 'table' | 'query'} */
    this.tab = 'picture';
    /** @type {{file: string, version: string} | null} the saved lens that this began with */
    this.opened = null;
    this.said = '';
    followScheme(this);
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Explore · Swell';
    window.addEventListener('popstate', this.#readAddress);
    window.addEventListener('hashchange', this.#readAddress);
    this.#list();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.#readAddress);
    window.removeEventListener('hashchange', this.#readAddress);
    this.#load.cancel();
    this.#ask.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('name')) this.#open();
  }

  async #list() {
    try {
      this.datasets = (await get('/api/datasets')).datasets;
      if (!this.name && this.datasets.length > 0 && !this.#file()) {
        const largest = this.datasets.toSorted((a, b) => b.rows - a.rows)[0];
        history.replaceState(null, '', explorePath(largest.name) + location.hash);
        window.dispatchEvent(new PopStateEvent('popstate'));
      }
    } catch (error) {
      this.failure = error;
    }
  }

  /** The saved lens that the address names. */
  #file() {
    return new URLSearchParams(location.hash.slice(1)).get('file');
  }

  async #open() {
    this.failure = null;
    this.look = null;
    this.lens = null;
    this.opened = this.#arriving;
    this.#arriving = null;
    const file = this.#file();
    try {
      if (file) return await this.#openFile(file);
      if (!this.name) return;
      const described = await this.#load.run((signal) => get(`/api/datasets/${encodeURIComponent(this.name)}`, signal));
      if (!described) return;
      this.described = described;
      const carried = decodeLens(location.hash);
      this.#change(carried?.dataset === this.name ? carried : firstLens(this.name, described.fields));
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {string} file */
  async #openFile(file) {
    const saved = await get(`/api/queries/${encodeURIComponent(file)}`);
    const found = JSON.parse(saved.text);
    const dataset = found?.step?.datasets?.[0]?.name;
    const described = dataset && (await this.#load.run((signal) => get(`/api/datasets/${encodeURIComponent(dataset)}`, signal)));
    const lens = described && fromDocument(found, described.fields);
    if (!lens) {
      const error = new Error(`${file} asks for more than can be shown here.`);
      this.failure = Object.assign(error, { hint: 'It can be edited as a file, and added to a dashboard by hand.' });
      return;
    }
    this.#arriving = { file: saved.file, version: saved.version };
    history.replaceState(null, '', `${explorePath(dataset)}#${encodeLens(lens)}`);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }

  #readAddress = () => {
    const route = match(location.pathname);
    const carried = decodeLens(location.hash);
    if (route.page !== 'explore' || route.name !== this.name || !carried || !this.described) return;
    if (JSON.stringify(carried) !== JSON.stringify(this.lens)) this.#change(carried);
  };

  /** @param {Lens} lens */
  async #change(lens) {
    this.lens = lens;
    this.said = '';
    replaceHash(encodeLens(lens));
    document.title = `${this.#title()} · Swell`;
    this.busy = true;
    try {
      const look = await this.#ask.run((signal) => post('/api/lens', toDocument(lens), signal));
      if (!look) return;
      this.look = look;
      this.stale = null;
    } catch (error) {
      this.stale = error;
    }
    this.busy = false;
  }

  #title() {
    const labels = new Map(this.described?.fields.map((field) => [field.name, field.label]));
    return this.lens ? this.lens.label || describeLens(this.lens, (name) => labels.get(name) ?? name) : 'Explore';
  }

  #document() {
    const lens = /** @type {Lens} */ (this.lens);
    return toDocument({ ...lens, label: this.#title() });
  }

  /** A click on a bar keeps only what it stands for. */
  #select = (/** @type {CustomEvent} */ event) => {
    const lens = this.lens;
    if (!lens) return;
    const plain = lens.groups.filter((group) => !group.period && event.detail.row[group.field] !== undefined);
    const made = plain.map(({ field }) => ({ field, kind: /** @type {const} */ ('dimension'), operator: 'in', values: [event.detail.row[field]] }));
    if (made.length === 0) return;
    const others = lens.filters.filter((one) => !plain.some(({ field }) => field === one.field && one.operator === 'in'));
    this.#change({ ...lens, filters: [...others, ...made] });
  };

  #save = () => {
    const dialog = /** @type {any} */ (this.renderRoot.querySelector('swell-save-query'));
    dialog.content = (/** @type {string} */ label) => `${JSON.stringify({ ...this.#document(), label }, null, 2)}\n`;
    dialog.open(this.#title(), this.opened);
  };

  #saved = (/** @type {CustomEvent} */ event) => {
    this.opened = event.detail;
    this.said = `Saved as ${event.detail.file}.`;
    if (this.lens) this.lens = { ...this.lens, label: event.detail.file.replace(/\.json$/, '') };
    if (this.lens) replaceHash(encodeLens(this.lens));
  };

  #add = () => /** @type {any} */ (this.renderRoot.querySelector('swell-add-lens')).open(this.#document());

  render() {
    if (this.failure) return html`<div class="ask">${errorMessage(this.failure, 'This can’t be explored')}</div>`;
    const { lens, described, look } = this;
    if (!lens || !described) {
      if (this.name || this.datasets.length > 0) return nothing;
      return html`<div class="ask"><swell-message heading="No datasets yet" text="Import a file with: swell import opportunities.csv"></swell-message></div>`;
    }
    return html`
      <div class="bar">
        <select class="dataset" aria-label="Dataset" @change=${(/** @type {any} */ event) => navigate(explorePath(event.target.value))}>
          ${this.datasets.map((one) => html`<option value=${one.name} ?selected=${one.name === lens.dataset}>${one.label}</option>`)}
        </select>
        <h1 title=${this.#title()}>${this.#title()}</h1>
        <button @click=${this.#save}>Save lens</button>
        <button class="primary" @click=${this.#add}>Add to dashboard</button>
      </div>
      <swell-lens-form .lens=${lens} .fields=${described.fields} @swell-lens=${(/** @type {CustomEvent} */ event) => this.#change(event.detail)}></swell-lens-form>
      <div class="work">
        ${this.#tools(lens)}
        <div class="shown" aria-busy=${String(this.busy)}>
          ${this.busy ? html`<div class="progress"></div>` : nothing}
          ${this.stale ? html`<p class="stale" role="alert">${this.stale instanceof Error ? this.stale.message : String(this.stale)}</p>` : look ? this.#shown(look) : nothing}
        </div>
      </div>
      <swell-save-query suffix=".json" @swell-saved=${this.#saved}></swell-save-query>
      <swell-add-lens></swell-add-lens>
    `;
  }

  /** @param {Lens} lens */
  #tools(lens) {
    const { look } = this;
    const rows = look?.table.view?.rows?.length ?? 0;
    const info = this.said || (look && !this.busy ? `${counted(rows, 'row')} · ${duration(look.milliseconds)}` : '');
    const tab = (/** @type {'picture' | 'table' | 'query'} */ name, /** @type {unknown} */ words) =>
      html`<button aria-pressed=${String(this.tab === name)} @click=${() => (this.tab = name)}>${words}</button>`;
    return html`<div class="tools">
      <div class="switch" role="group" aria-label="Show as">
        ${tab('picture', html`${icons.chart}Picture`)}${tab('table', html`${icons.table}Table`)}${tab('query', 'SAQL')}
      </div>
      ${this.tab === 'picture'
        ? html`<select aria-label="Kind of picture" @change=${(/** @type {any} */ event) => this.#change({ ...lens, chart: event.target.value })}>
            ${kindsFor(lens).map((kind) => html`<option value=${kind.name} ?selected=${kind.name === chartOfLens(lens)}>${kind.label}</option>`)}
          </select>`
        : nothing}
      <span class="info" role="status">${info}</span>
      ${this.described?.fields.some((field) => field.role === 'date') ? html`<a class="button" href=${`${storyPath(lens.dataset)}#${writeAsked(fromLens(lens))}`}>What changed</a>` : nothing}
      ${look?.query ? html`<a class="button" href=${`/query#q=${encodeURIComponent(look.query)}`}>Open as a query</a>` : nothing}
    </div>`;
  }

  /** @param {import('../wire.d.ts').LensLook} look */
  #shown(look) {
    if (this.tab === 'query') return html`<swell-saql .pieces=${[{ text: look.query ?? '' }]}></swell-saql>`;
    const { type, view, problem } = this.tab === 'table' ? look.table : look.widget;
    if (problem || !view) return html`<p class="problem" role="alert">${problem ?? 'There is nothing to show.'}</p>`;
    if (view.empty) return html`<swell-message .text=${view.empty}></swell-message>`;
    if (type === 'number') return html`<div class="drawing figure"><swell-number .view=${view} .ink=${() => null}></swell-number></div>`;
    if (type === 'table') return html`<swell-table .columns=${view.columns} .rows=${view.rows} caption=${this.#title()}></swell-table>`;
    const keys = keyColumns(view.columns, [], [...view.dimensions, ...view.split]);
    return html`<div class="drawing"><swell-chart .view=${view} .scheme=${scheme()} .keys=${keys} @swell-select=${this.#select}></swell-chart></div>`;
  }
}

customElements.define('swell-explore-page', SwellExplorePage);
