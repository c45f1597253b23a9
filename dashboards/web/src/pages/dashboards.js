/** `swell-dashboards-page`: every dashboard of the workspace. */

import { LitElement, css, html } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, command, controls, page } from '../elements/sheets.js';
import '../elements/new_dashboard.js';
import * as icons from '../elements/icons.js';
import { me, writes } from '../me.js';
import { dashboardPath, editorPath, navigate } from '../router.js';

class SwellDashboardsPage extends LitElement {
  static properties = { dashboards: { state: true }, failure: { state: true }, writes: { state: true } };

  static styles = [
    base,
    controls,
    page,
    command,
    css`
      ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: var(--space-4); }
      li { display: flex; position: relative; }
      .tools { position: absolute; inset-inline-end: var(--space-2); bottom: var(--space-2); display: flex; gap: var(--space-1); opacity: 0; transition: opacity 120ms; }
      li:hover .tools, .tools:focus-within { opacity: 1; }
      @media (hover: none) { .tools { opacity: 1; } }
      .card { flex: 1; display: flex; flex-direction: column; gap: var(--space-1); padding: var(--space-4) var(--space-5); min-height: 104px; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-l); transition: border-color 120ms, box-shadow 120ms; }
      .card:hover { border-color: var(--line-strong); box-shadow: var(--shadow-raised); text-decoration: none; }
      .card:focus-visible { border-radius: var(--radius-l); }
      .label { font-size: var(--text-l); line-height: 22px; font-weight: 600; overflow-wrap: anywhere; }
      .folder { color: var(--ink-muted); font-size: var(--text-s); overflow-wrap: anywhere; }
      .description { color: var(--ink-muted); display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
    `,
  ];

  #load = new Latest();

  constructor() {
    super();
    /** @type {{name: string, label: string, description: string | null, folder?: string}[] | null} */
    this.dashboards = null;
    /** @type {unknown} */
    this.failure = null;
    this.writes = true;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Dashboards · Swell';
    this.#open();
    me().then((who) => (this.writes = writes(who)), () => undefined);
  }

  async #open() {
    try {
      const answer = await this.#load.run((signal) => get('/api/dashboards', signal));
      if (answer) this.dashboards = answer.dashboards;
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {{name: string, label: string} | null} like */
  #make(like) {
    /** @type {any} */ (this.renderRoot.querySelector('swell-new-dashboard')).ask(like);
  }

  render() {
    return html`<div class="page">
      <div class="head"><h1>Dashboards</h1>${this.writes ? html`<button @click=${() => this.#make(null)}>New dashboard</button>` : ''}</div>
      ${this.#body()}
      <swell-new-dashboard></swell-new-dashboard>
    </div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The dashboards could not be listed');
    if (!this.dashboards) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.dashboards.length === 0) {
      return html`<div class="panel"><swell-message heading="No dashboards yet"
        text="A dashboard is a JSON file, as CRM Analytics exports it, in the workspace's folder dashboards/. Put one there and reload this page, or make a new one.">
        <pre>my-workspace/
  dashboards/
    pipeline.json</pre></swell-message></div>`;
    }
    return html`<ul>${this.dashboards.map(
      (one) => html`<li><a class="card" href=${dashboardPath(one.name)}>
        ${one.folder ? html`<span class="folder">${one.folder}</span>` : ''}
        <span class="label">${one.label}</span>
        ${one.description ? html`<span class="description">${one.description}</span>` : ''}
      </a>
      <span class="tools" ?hidden=${!this.writes}>
        <button class="quiet icon" aria-label="Edit ${one.label}" title="Edit" @click=${() => navigate(editorPath(one.name))}>${icons.pencil}</button>
        <button class="quiet icon" aria-label="Copy ${one.label}" title="Copy" @click=${() => this.#make(one)}>${icons.copy}</button>
      </span></li>`,
    )}</ul>`;
  }
}

customElements.define('swell-dashboards-page', SwellDashboardsPage);
