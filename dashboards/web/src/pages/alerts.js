/** `swell-alerts-page`: what people are told of: alerts with what they said, subscriptions, and how far messages are. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { get, post, remove, wordsOf } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, page } from '../elements/sheets.js';
import { moment } from '../format.js';
import { dashboardPath } from '../router.js';
import { encodeState } from '../state.js';

/** @typedef {import('../wire.d.ts').Alerts} Alerts */
/** @typedef {import('../wire.d.ts').Alert} Alert */

/** @type {Record<string, string>} */
const SENT = { waiting: 'Waits', sent: 'Sent', failed: 'Not sent' };

class SwellAlertsPage extends LitElement {
  static properties = { found: { state: true }, failure: { state: true }, fault: { state: true }, said: { state: true } };

  static styles = [
    base,
    controls,
    dataTable,
    page,
    css`
      td { overflow-wrap: anywhere; min-width: 150px; }
      th[scope="row"] { min-width: 160px; }
      .when { white-space: nowrap; }
      td.tools { text-align: var(--end); white-space: nowrap; padding-block: 3px; }
      td.tools button { height: 26px; }
      .muted { font-weight: 400; font-size: var(--text-s); }
      .bad { color: var(--danger); }
      .note { margin-bottom: var(--space-3); padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); }
      .fault { background: var(--danger-soft); color: var(--danger); }
      .warning { background: var(--warning-soft); color: var(--warning); }
      .done { background: var(--accent-soft); }
      .none { padding: var(--space-4); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {Alerts | null} */
    this.found = null;
    /** @type {unknown} */
    this.failure = null;
    this.fault = '';
    this.said = '';
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Alerts · Swell';
    this.#open();
  }

  async #open() {
    try {
      this.found = await get('/api/alerts');
    } catch (error) {
      this.failure = error;
    }
  }

  /**
   * @param {() => Promise<unknown>} task
   * @param {string} said what is told after it
   */
  async #try(task, said) {
    this.fault = this.said = '';
    try {
      await task();
      this.said = said;
    } catch (error) {
      this.fault = wordsOf(error);
    }
    await this.#open();
  }

  render() {
    return html`<div class="page"><div class="head"><h1>Alerts</h1></div>${this.#body()}</div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The alerts could not be listed');
    const found = this.found;
    if (!found) return html`<p class="hidden" role="status">Loading</p>`;
    return html`
      ${this.fault ? html`<p class="note fault" role="alert">${this.fault}</p>` : nothing}
      ${this.said ? html`<p class="note done" role="status">${this.said}</p>` : nothing}
      ${found.problems.map((text) => html`<p class="note warning" role="note">${text}</p>`)}
      ${this.#alerts(found)}
      <h2>What they said</h2>${this.#history(found)}
      <h2>Subscriptions</h2>${this.#subscriptions(found)}
      ${found.sent.length > 0 ? html`<h2>Messages</h2>${this.#sent(found)}` : nothing}`;
  }

  /** @param {Alerts} found */
  #alerts({ alerts, editable }) {
    if (alerts.length === 0) {
      return html`<div class="panel"><swell-message heading="No alerts yet" text="Open a dashboard, and choose “Alert me when…” in the menu of a number or a chart."><a class="button" href="/dashboards">Dashboards</a></swell-message></div>`;
    }
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Alerts</caption>
      <thead><tr><th scope="col">Alert</th><th scope="col">Tells</th><th scope="col">Looks at</th>${editable ? more : nothing}</tr></thead>
      <tbody>${alerts.map(
        (one) => html`<tr><th scope="row">${one.label}<div class="muted">${one.condition}</div></th><td>${one.recipients.map((each) => html`<div>${each}</div>`)}${one.action ? html`<div>the action ${one.action}</div>` : nothing}</td><td>${subject(one)}</td>
          ${editable ? html`<td class="tools"><button class="quiet" aria-label="Remove ${one.label}" @click=${() => this.#try(() => remove(`/api/alerts/${encodeURIComponent(one.name)}`), `“${one.label}” is removed.`)}>Remove</button></td>` : nothing}</tr>`,
      )}</tbody>
    </table></div>`;
  }

  /** @param {Alerts} found */
  #history({ history, alerts }) {
    if (history.length === 0) return html`<div class="panel"><p class="none">Nothing yet.</p></div>`;
    const labels = new Map(alerts.map((one) => [one.name, one.label]));
    return html`<div class="panel scroll"><table>
      <caption class="hidden">What alerts said, the latest first</caption>
      <thead><tr><th scope="col">When</th><th scope="col">Alert</th><th scope="col">To</th><th scope="col">What</th></tr></thead>
      <tbody>${history.map(
        (one) => html`<tr><td class="when">${moment(one.at)}</td><td>${labels.get(one.alert)}</td><td>${one.recipient}</td>
          <td>${one.told ? one.told.map((each) => html`<div>${each.text}</div>`) : html`<span class="null">Theirs to see</span>`}</td></tr>`,
      )}</tbody>
    </table></div>`;
  }

  /** @param {Alerts} found */
  #subscriptions({ subscriptions, editable }) {
    if (subscriptions.length === 0) return html`<div class="panel"><p class="none">Nothing yet. Open a dashboard, and choose “Send by mail…” in its menu.</p></div>`;
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Subscriptions</caption>
      <thead><tr><th scope="col">Dashboard</th><th scope="col">When</th><th scope="col">To</th>${editable ? more : nothing}</tr></thead>
      <tbody>${subscriptions.map(
        (one) => html`<tr><th scope="row"><a href=${dashboardPath(one.dashboard)}>${one.label}</a><div class="muted">${one.format === 'pdf' ? 'PDF' : 'Workbook'}</div></th><td>${one.rule}</td><td>${one.recipients.map((each) => html`<div>${each}</div>`)}</td>
          ${editable
            ? html`<td class="tools"><button aria-label="Send ${one.label} now" @click=${() => this.#try(() => post('/api/jobs/runs', { job: one.job }), `“${one.label}” is on its way; Jobs shows how far.`)}>Send now</button>
                <button class="quiet" aria-label="Remove the subscription ${one.label}" @click=${() => this.#try(() => remove(`/api/subscriptions/${encodeURIComponent(one.name)}`), `“${one.label}” is not sent any more.`)}>Remove</button></td>`
            : nothing}</tr>`,
      )}</tbody>
    </table></div>`;
  }

  /** @param {Alerts} found */
  #sent({ sent }) {
    return html`<div class="panel scroll"><table>
      <caption class="hidden">The latest messages</caption>
      <thead><tr><th scope="col">When</th><th scope="col">To</th><th scope="col">About</th><th scope="col">State</th></tr></thead>
      <tbody>${sent.map(
        (one) => html`<tr><td class="when">${moment(one.at)}</td><td>${one.target}</td><td>${one.about}</td>
          <td class=${one.problem ? 'bad' : nothing}>${SENT[one.state]}${one.problem ? html`<div class="muted">${one.problem}</div>` : nothing}</td></tr>`,
      )}</tbody>
    </table></div>`;
  }
}

const more = html`<th scope="col"><span class="hidden">More</span></th>`;

/** @param {Alert} one */
function subject({ dashboard, page: name, selections, filters, query }) {
  if (!dashboard) return html`<a href=${`/query#q=${encodeURIComponent(query ?? '')}`}>A query</a>`;
  const hash = encodeState({ page: name, selections, filters });
  return html`<a href=${dashboardPath(dashboard) + (hash ? `#${hash}` : '')}>${dashboard}</a>`;
}

customElements.define('swell-alerts-page', SwellAlertsPage);
