/** `swell-connections-page`: the CRMs that datasets come from: what they sync, how far it is, how the last runs went. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, command, dataTable, page } from '../elements/sheets.js';
import { counted, moment, numberFormat } from '../format.js';
import { datasetPath } from '../router.js';

/** @typedef {import('../wire.d.ts').Connection} Connection */

const whole = numberFormat('#,##0');

class SwellConnectionsPage extends LitElement {
  static properties = { connections: { state: true }, failure: { state: true } };

  static styles = [
    base,
    dataTable,
    page,
    command,
    css`
      .connection { margin-bottom: var(--space-8); }
      .name { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-3); margin: 0 0 var(--space-3); }
      .name h2 { margin: 0; }
      dl { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-6); margin: 0 0 var(--space-3); }
      dl div { display: flex; gap: var(--space-2); }
      dt { color: var(--ink-muted); }
      dd { margin: 0; overflow-wrap: anywhere; }
      td { white-space: nowrap; }
      td.says { white-space: normal; min-width: 160px; width: 50%; }
      h3 { font-size: var(--text-m); font-weight: 600; margin: var(--space-4) 0 var(--space-2); }
      .bad { color: var(--danger); }
      .problem { padding: var(--space-3) var(--space-4); margin-bottom: var(--space-3); border-radius: var(--radius-m); background: var(--danger-soft); color: var(--danger); }
      .none { padding: var(--space-4); color: var(--ink-muted); }
    `,
  ];

  #load = new Latest();

  constructor() {
    super();
    /** @type {Connection[] | null} */
    this.connections = null;
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Connections · Swell';
    this.#open();
  }

  async #open() {
    try {
      const answer = await this.#load.run((signal) => get('/api/connections', signal));
      if (answer) this.connections = answer.connections;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    return html`<div class="page"><div class="head"><h1>Connections</h1><a href="/settings">Settings</a></div>${this.#body()}</div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The connections could not be listed');
    if (!this.connections) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.connections.length === 0) {
      return html`<div class="panel"><swell-message heading="No connections yet" text="A connection reads a CRM into datasets, and keeps them up to date.">
        <pre>swell connect salesforce
swell sync</pre></swell-message></div>`;
    }
    return this.connections.map((one) => this.#connection(one));
  }

  /** @param {Connection} one */
  #connection(one) {
    const facts = [
      ...one.settings.map(({ label, value }) => [label, value]),
      ...(one.plans.length > 0 ? [['Plans', one.plans.join(', ')]] : []),
      ...(one.wanted.length > 0 ? [['Objects', one.wanted.join(', ')]] : []),
    ];
    return html`<section class="connection" aria-label=${one.name}>
      <div class="name"><h2>${one.name}</h2><span class="muted">${one.label}</span></div>
      ${one.problem ? html`<p class="problem" role="note">${one.problem}</p>` : nothing}
      ${facts.length > 0 ? html`<dl>${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>` : nothing}
      ${this.#objects(one)}${this.#runs(one)}
    </section>`;
  }

  /** @param {Connection} one */
  #objects({ name, objects }) {
    if (objects.length === 0) return html`<div class="panel"><p class="none">Nothing is synced yet: swell sync ${name}</p></div>`;
    return html`<div class="panel scroll"><table>
      <caption class="hidden">What is synced from ${name}</caption>
      <thead><tr><th scope="col">Dataset</th><th scope="col">Object</th><th scope="col" class="number">Rows</th><th scope="col">Synced until</th>
        <th scope="col">Compared</th></tr></thead>
      <tbody>${objects.map(
        (each) => html`<tr><th scope="row"><a href=${datasetPath(each.dataset)}>${each.dataset}</a></th><td>${each.object ?? 'Several'}</td>
          <td class="number">${whole(each.rows)}</td><td>${when(each.watermark)}</td><td>${when(each.reconciled)}</td></tr>`,
      )}</tbody>
    </table></div>`;
  }

  /** @param {Connection} one */
  #runs({ name, runs }) {
    if (runs.length === 0) return nothing;
    return html`<h3>Last runs</h3><div class="panel scroll"><table>
      <caption class="hidden">Last runs of ${name}</caption>
      <thead><tr><th scope="col">Began</th><th scope="col">Result</th><th scope="col">Took</th><th scope="col" class="number">Rows</th>
        <th scope="col" class="number">Gone</th></tr></thead>
      <tbody>${runs.map(
        (run) => html`<tr><td>${moment(run.started)}</td><td class="says">${result(run)}</td><td>${took(run)}</td>
          <td class="number">${run.rows === undefined ? '–' : whole(run.rows)}</td><td class="number">${run.gone === undefined ? '–' : whole(run.gone)}</td></tr>`,
      )}</tbody>
    </table></div>`;
  }
}

/** @param {string | null} iso */
function when(iso) {
  return iso ? moment(iso) : html`<span class="null">–</span>`;
}

/** @param {Connection['runs'][number]} run */
function took({ started, ended }) {
  const seconds = ended ? Math.round((Date.parse(ended) - Date.parse(started)) / 1000) : 0;
  return seconds < 90 ? `${Math.max(seconds, 1)} s` : `${Math.round(seconds / 60)} min`;
}

/** @param {Connection['runs'][number]} run */
function result({ error, failures, datasets }) {
  if (error) return html`<span class="bad">Stopped: ${error}</span>`;
  const failed = Object.entries(failures ?? {});
  if (failed.length > 0) return failed.map(([object, message]) => html`<div class="bad">${object}: ${message}</div>`);
  return datasets?.length ? `${counted(datasets.length, 'dataset')} changed` : 'Nothing changed';
}

customElements.define('swell-connections-page', SwellConnectionsPage);
