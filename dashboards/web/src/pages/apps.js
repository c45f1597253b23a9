/** `swell-apps-page`: ready-made apps: what each shows, where its rows come from, and buttons to add and remove it. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, post, remove } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, page } from '../elements/sheets.js';
import { dashboardPath, modelPath } from '../router.js';

/** @typedef {import('../wire.d.ts').AppSummary} App */

const STATES = { installed: 'Added', older: 'Can be brought up to date', possible: '', impossible: 'Not possible yet' };

class SwellAppsPage extends LitElement {
  static properties = { apps: { state: true }, failure: { state: true }, refusal: { state: true }, busy: { state: true } };

  static styles = [
    base,
    controls,
    page,
    css`
      .apps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: var(--space-4); }
      .app { display: flex; flex-direction: column; gap: var(--space-3); padding: var(--space-4) var(--space-5, 20px); }
      .name { display: flex; align-items: baseline; gap: var(--space-3); }
      h2 { margin: 0; }
      p { margin: 0; }
      .links { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); }
      .tools { display: flex; gap: var(--space-2); margin-block-start: auto; }
      .problem { color: var(--danger); }
      ul { margin: 0; padding-inline-start: var(--space-4); }
    `,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    /** @type {App[] | null} */
    this.apps = null;
    /** @type {unknown} */
    this.failure = null;
    /** @type {unknown} why something could not be done */
    this.refusal = null;
    /** the app that is being changed */
    this.busy = '';
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Apps · Swell';
    this.#open();
  }

  async #open() {
    try {
      const found = await this.#load.run((signal) => get('/api/apps', signal));
      if (found) this.apps = found.apps;
    } catch (error) {
      this.failure = error;
    }
  }

  /**
   * @param {App} app
   * @param {() => Promise<unknown>} change
   */
  async #change(app, change) {
    this.busy = app.name;
    this.refusal = null;
    try {
      await change();
      await this.#open();
    } catch (error) {
      this.refusal = error;
    }
    this.busy = '';
  }

  render() {
    return html`<div class="page"><div class="head"><h1>Apps</h1></div>
      ${this.refusal ? errorMessage(this.refusal, 'Nothing was changed') : nothing}${this.#body()}</div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The apps could not be listed');
    if (!this.apps) return html`<p class="hidden" role="status">Loading</p>`;
    return html`<div class="apps">${this.apps.map((app) => this.#app(app))}</div>`;
  }

  /** @param {App} app */
  #app(app) {
    const there = app.state === 'installed' || app.state === 'older';
    return html`<section class="app panel" aria-label=${app.label}>
      <div class="name"><h2>${app.label}</h2><span class="muted">${this.busy === app.name ? 'One moment' : STATES[app.state]}</span></div>
      <p>${app.description}</p>
      ${app.problem ? html`<p class="problem" role="note">${app.problem}</p>` : nothing}
      ${app.sources.map((sentence) => html`<p class="muted">${sentence}</p>`)}
      ${app.changed.length > 0 ? html`<p class="muted">You changed these files; they stay as they are:</p><ul>${app.changed.map((path) => html`<li class="muted">${path}</li>`)}</ul>` : nothing}
      ${there ? html`<p class="links"><span class="muted">Dashboards</span>${app.dashboards.map(({ name, label }) => html`<a href=${dashboardPath(name)}>${label}</a>`)}</p>` : nothing}
      ${there && app.models.length > 0 ? html`<p class="links"><span class="muted">Models</span>${app.models.map(({ name, label }) => html`<a href=${modelPath(name)}>${label}</a>`)}</p>` : nothing}
      <div class="tools">
        ${app.state === 'possible' || app.state === 'older'
          ? html`<button class="primary" ?disabled=${this.busy !== ''} aria-label="${there ? 'Bring up to date' : 'Add'}: ${app.label}" @click=${() => this.#change(app, () => post(path(app), {}))}>${there ? 'Bring up to date' : 'Add'}</button>`
          : nothing}
        ${there ? html`<button ?disabled=${this.busy !== ''} aria-label="Remove: ${app.label}" @click=${() => this.#change(app, () => remove(path(app)))}>Remove</button>` : nothing}
      </div>
    </section>`;
  }
}

/** @param {App} app */
function path(app) {
  return `/api/apps/${encodeURIComponent(app.name)}`;
}

customElements.define('swell-apps-page', SwellAppsPage);
