/** `swell-home-page`: where to go on: dashboards, the last seen first; saved lenses and queries; datasets. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import * as icons from '../elements/icons.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, page } from '../elements/sheets.js';
import { counted, moment } from '../format.js';
import { recentDashboards } from '../recent.js';
import { dashboardPath, explorePath, savedPath } from '../router.js';

const CARDS = 6;
const LINES = 8;

class SwellHomePage extends LitElement {
  static properties = { name: { state: true }, dashboards: { state: true }, queries: { state: true }, datasets: { state: true }, failure: { state: true } };

  static styles = [
    base,
    controls,
    page,
    css`
      section { margin-bottom: var(--space-8); }
      .title { display: flex; align-items: baseline; gap: var(--space-3); margin-bottom: var(--space-3); }
      .title h2 { margin: 0; flex: 1; }
      ul { list-style: none; margin: 0; padding: 0; }
      .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: var(--space-4); }
      .cards li { display: flex; }
      .card { flex: 1; display: flex; flex-direction: column; gap: var(--space-1); padding: var(--space-4) var(--space-5); min-height: 92px; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-l); transition: border-color 120ms, box-shadow 120ms; }
      .card:hover { border-color: var(--line-strong); box-shadow: var(--shadow-raised); text-decoration: none; }
      .label { font-size: var(--text-l); line-height: 22px; font-weight: 600; overflow-wrap: anywhere; }
      .description { color: var(--ink-muted); display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
      .both { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-6); }
      .lines a { display: flex; align-items: center; gap: var(--space-3); padding: 10px var(--space-4); color: var(--ink); border-bottom: 1px solid var(--line); }
      .lines li:last-child a { border-bottom: 0; }
      .lines a:hover { background: var(--hover); text-decoration: none; }
      .lines a:focus-visible { outline-offset: -2px; }
      .lines svg { flex: none; color: var(--ink-muted); }
      .lines .name { flex: 1; min-width: 0; font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .lines .when { color: var(--ink-muted); font-size: var(--text-s); font-variant-numeric: tabular-nums; white-space: nowrap; }
      .none { padding: var(--space-4); color: var(--ink-muted); }
      @media (max-width: 800px) { .both { grid-template-columns: minmax(0, 1fr); gap: 0; } }
    `,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    this.name = '';
    /** @type {{name: string, label: string, description: string | null}[] | null} */
    this.dashboards = null;
    /** @type {import('../wire.d.ts').SavedQuery[]} */
    this.queries = [];
    /** @type {import('../wire.d.ts').DatasetSummary[]} */
    this.datasets = [];
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Swell';
    this.#open();
  }

  async #open() {
    try {
      const paths = ['/api/workspace', '/api/dashboards', '/api/queries', '/api/datasets'];
      const found = await this.#load.run((signal) => Promise.all(paths.map((path) => get(path, signal))));
      if (!found) return;
      const seen = recentDashboards();
      const rank = (/** @type {{name: string}} */ { name }) => (seen.includes(name) ? seen.indexOf(name) : seen.length);
      this.name = found[0].name;
      this.queries = found[2].queries;
      this.datasets = found[3].datasets.toSorted((/** @type {any} */ a, /** @type {any} */ b) => b.created.localeCompare(a.created) || b.rows - a.rows);
      this.dashboards = found[1].dashboards.toSorted((/** @type {any} */ a, /** @type {any} */ b) => rank(a) - rank(b));
      document.title = `${this.name} · Swell`;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'The workspace could not be read');
    const { dashboards } = this;
    if (!dashboards) return html`<p class="hidden" role="status">Loading</p>`;
    return html`<div class="page">
      <div class="head"><h1>${this.name}</h1><a class="button primary" href="/explore">${icons.chart}New lens</a></div>
      <section aria-label="Dashboards">
        <div class="title"><h2>Dashboards</h2>${dashboards.length > CARDS ? html`<a href="/dashboards">All ${dashboards.length}</a>` : nothing}</div>
        ${dashboards.length === 0 ? html`<div class="panel"><p class="none">None yet. Put a dashboard’s JSON into the folder dashboards, or save a lens and add it to one.</p></div>` : nothing}
        <ul class="cards">${dashboards.slice(0, CARDS).map(
          (one) => html`<li><a class="card" href=${dashboardPath(one.name)}><span class="label">${one.label}</span>
            ${one.description ? html`<span class="description">${one.description}</span>` : nothing}</a></li>`,
        )}</ul>
      </section>
      <div class="both">${this.#queries()}${this.#datasets()}</div>
    </div>`;
  }

  #queries() {
    const { queries } = this;
    return html`<section aria-label="Lenses and queries">
      <div class="title"><h2>Lenses and queries</h2><a href="/query">New query</a></div>
      <div class="panel">${queries.length === 0
        ? html`<p class="none">None yet. What you save in Explore or Query is here.</p>`
        : html`<ul class="lines">${queries.slice(0, LINES).map(
            (one) => html`<li><a href=${savedPath(one.file)}>${one.file.endsWith('.json') ? icons.chart : icons.code}
              <span class="name">${one.label}</span><span class="when">${moment(one.changed)}</span></a></li>`,
          )}</ul>`}</div>
    </section>`;
  }

  #datasets() {
    const { datasets } = this;
    return html`<section aria-label="Datasets">
      <div class="title"><h2>Datasets</h2>${datasets.length > LINES ? html`<a href="/datasets">All ${datasets.length}</a>` : nothing}</div>
      <div class="panel">${datasets.length === 0
        ? html`<p class="none">None yet. Import a file with: swell import opportunities.csv</p>`
        : html`<ul class="lines">${datasets.slice(0, LINES).map(
            (one) => html`<li><a href=${explorePath(one.name)} title="Explore ${one.label}">${icons.table}
              <span class="name">${one.label}</span><span class="when">${counted(one.rows, 'row')}</span></a></li>`,
          )}</ul>`}</div>
    </section>`;
  }
}

customElements.define('swell-home-page', SwellHomePage);
