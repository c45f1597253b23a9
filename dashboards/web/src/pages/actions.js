/** `swell-actions-page`: what can be done about records; the plan of a run is looked at before it is run, and what runs did. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { get, post, wordsOf } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, page } from '../elements/sheets.js';
import { moment } from '../format.js';
import { me, writes } from '../me.js';

/** @typedef {import('../wire.d.ts').Action} Action */
/** @typedef {import('../wire.d.ts').ActionRun} ActionRun */

/** @type {Record<string, string>} */
const KINDS = { export: 'List', messages: 'Message', write: 'Fields', task: 'Task', webhook: 'Webhook' };
/** Kinds that write files. */
const FILES = ['export', 'messages'];
/** @type {Record<string, string>} */
const STATES = { running: 'Runs', done: 'Done', partly: 'Partly', failed: 'Failed', cut: 'Cut off', begun: 'Not known' };

class SwellActionsPage extends LitElement {
  static properties = {
    found: { state: true },
    failure: { state: true },
    fault: { state: true },
    said: { state: true },
    busy: { state: true },
    planned: { state: true },
    plan: { state: true },
    opened: { state: true },
    entries: { state: true },
    who: { state: true },
  };

  static styles = [
    base,
    controls,
    dataTable,
    page,
    css`
      td { overflow-wrap: anywhere; min-width: 110px; }
      th[scope="row"] { min-width: 150px; }
      .when { white-space: nowrap; }
      td.tools { text-align: var(--end); white-space: nowrap; padding-block: 3px; }
      td.tools button { height: 26px; }
      .muted { font-weight: 400; font-size: var(--text-s); color: var(--ink-muted); }
      .bad { color: var(--danger); }
      .note { margin-bottom: var(--space-3); padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); }
      .fault { background: var(--danger-soft); color: var(--danger); }
      .warning { background: var(--warning-soft); color: var(--warning); }
      .done { background: var(--accent-soft); }
      .none { padding: var(--space-4); color: var(--ink-muted); }
      .more { margin-block-start: var(--space-3); padding: var(--space-4); }
      .more h2 { margin-block: 0 var(--space-2); }
      ul { list-style: none; margin: 0; padding: 0; }
      .records { max-height: 420px; overflow: auto; margin-block: var(--space-3); border: 1px solid var(--line); border-radius: var(--radius-m); background: var(--surface); }
      .records > li { padding: var(--space-2) var(--space-3); }
      .records > li + li { border-block-start: 1px solid var(--line); }
      .deed { display: flex; gap: var(--space-3); margin-block-start: var(--space-1); }
      .deed .kind { flex: none; width: 70px; color: var(--ink-muted); font-size: var(--text-s); }
      .deed pre { margin: 0; font: var(--text-s) / 1.5 var(--font-code); white-space: pre-wrap; overflow-wrap: anywhere; min-width: 0; }
      .buttons { display: flex; gap: var(--space-2); }
      pre.sample { display: inline-block; margin: 0; padding: var(--space-3) var(--space-4); text-align: var(--start); background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); font: var(--text-s) / 1.6 var(--font-code); color: var(--ink); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Actions | null} */
    this.found = null;
    /** @type {unknown} */
    this.failure = null;
    this.fault = '';
    this.said = '';
    this.busy = false;
    /** the action whose plan is shown */
    this.planned = '';
    /** @type {import('../wire.d.ts').ActionPlan | null} */
    this.plan = null;
    /** @type {number | null} the run whose records are shown */
    this.opened = null;
    /** @type {import('../wire.d.ts').ActionEntry[] | null} */
    this.entries = null;
    /** @type {import('../wire.d.ts').Me | null} */
    this.who = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Actions · Swell';
    me().then((who) => (this.who = who), () => {});
    this.#open();
  }

  async #open() {
    try {
      this.found = await get('/api/actions');
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {() => Promise<void>} task */
  async #try(task) {
    this.fault = this.said = '';
    this.busy = true;
    try {
      await task();
    } catch (error) {
      this.fault = wordsOf(error);
    }
    this.busy = false;
  }

  /** @param {Action} action */
  #plan({ name }) {
    if (this.planned === name) {
      this.planned = '';
      return;
    }
    this.#try(async () => {
      this.plan = await get(`/api/actions/${encodeURIComponent(name)}/plan`);
      this.planned = name;
    });
  }

  /** @param {Action} action */
  #run({ name }) {
    const mark = this.plan?.mark;
    this.#try(async () => {
      try {
        const done = await post(`/api/actions/${encodeURIComponent(name)}/runs`, { mark });
        this.said = done.message;
      } finally {
        this.planned = '';
        await this.#open();
      }
    });
  }

  /** @param {ActionRun} run */
  #records({ id, action }) {
    if (this.opened === id) {
      this.opened = null;
      return;
    }
    this.#try(async () => {
      this.entries = (await get(`/api/actions/${encodeURIComponent(action)}/runs/${id}`)).entries;
      this.opened = id;
    });
  }

  render() {
    return html`<div class="page"><div class="head"><h1>Actions</h1></div>${this.#body()}</div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The actions could not be listed');
    if (!this.found) return html`<p class="hidden" role="status">Loading</p>`;
    return html`
      ${this.fault ? html`<p class="note fault" role="alert">${this.fault}</p>` : nothing}
      <p class="note done" role="status" ?hidden=${!this.said}>${this.said}</p>
      ${this.found.problems.map((problem) => html`<p class="note warning">${problem}</p>`)}
      ${this.#actions(this.found)}
      <h2>Runs</h2>${this.#runs(this.found)}`;
  }

  /** @param {import('../wire.d.ts').Actions} found */
  #actions({ actions, email, all }) {
    if (actions.length === 0) {
      return html`<div class="panel"><swell-message heading="No actions yet" text="An action says for which records to do what: a list, drafts of messages, a webhook, fields or tasks in the CRM. It is a file, such as actions/at_risk.json.">
        <pre class="sample">{
  "label": "Accounts at risk",
  "on": {"segment": "at_risk"},
  "do": {"export": {"columns": ["Name", "Score"]}}
}</pre></swell-message></div>`;
    }
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Actions</caption>
      <thead><tr><th scope="col">Action</th><th scope="col">For</th><th scope="col">Does</th><th scope="col">At most</th><th scope="col"><span class="hidden">Plan</span></th></tr></thead>
      <tbody>${actions.map((one) => {
        const shown = this.planned === one.name;
        const mine = all || (email !== '' && one.owner === email);
        return html`<tr>
          <th scope="row">${one.label}<div class="muted">${one.name}${one.owner ? html` · ${one.owner}` : nothing}</div></th>
          <td>${one.for}</td>
          <td>${one.effects.map((effect) => html`<div>${effect.does}</div>`)}</td>
          <td class="when">${one.per_run} a run<div class="muted">${one.per_day} in 24 hours${one.confirm ? '' : ' · runs by itself'}</div></td>
          <td class="tools">${mine ? html`<button aria-expanded=${String(shown)} aria-label="Plan of ${one.label}" ?disabled=${this.busy} @click=${() => this.#plan(one)}>Plan</button>` : html`<span class="muted">its owner’s</span>`}</td>
        </tr>`;
      })}</tbody>
    </table></div>
    ${actions.filter((one) => one.name === this.planned).map((one) => this.#planOf(one))}`;
  }

  /** @param {Action} action */
  #planOf(action) {
    const plan = this.plan;
    if (!plan) return nothing;
    return html`<section class="more panel" aria-label="Plan of ${action.label}"><h2>${action.label}</h2>
      <ul>${plan.words.map((line) => html`<li>${line}</li>`)}</ul>
      ${plan.items.length
        ? html`<ul class="records" tabindex="0" aria-label="What would be done">${plan.items.map(
            (item) => html`<li><b>${item.key}</b> <span class="muted">${item.why}</span>
              ${item.deeds.map((deed) => html`<div class="deed"><span class="kind">${KINDS[deed.kind] ?? deed.kind}</span><pre>${deed.lines.join('\n')}</pre></div>`)}</li>`,
          )}${plan.count > plan.items.length ? html`<li class="muted">and ${plan.count - plan.items.length} more</li>` : nothing}</ul>`
        : nothing}
      ${plan.count && writes(this.who)
        ? html`<div class="buttons"><button class="primary" ?disabled=${this.busy} @click=${() => this.#run(action)}>Do it for ${plan.count} ${plan.count === 1 ? 'record' : 'records'}</button>
            <button ?disabled=${this.busy} @click=${() => (this.planned = '')}>Leave it</button></div>`
        : nothing}</section>`;
  }

  /** @param {import('../wire.d.ts').Actions} found */
  #runs({ runs, actions, email, all }) {
    if (runs.length === 0) return html`<div class="panel"><p class="none">Nothing has been done yet.</p></div>`;
    const owners = new Map(actions.map((one) => [one.name, one.owner]));
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Runs, the latest first</caption>
      <thead><tr><th scope="col">Action</th><th scope="col">When</th><th scope="col">State</th><th scope="col">What came of it</th><th scope="col"><span class="hidden">Records</span></th></tr></thead>
      <tbody>${runs.map((run) => {
        const shown = this.opened === run.id;
        const mine = owners.has(run.action) && (all || (email !== '' && owners.get(run.action) === email));
        return html`<tr>
          <th scope="row">${run.action}<div class="muted">by ${run.by}</div></th><td class="when">${moment(run.at)}</td>
          <td class=${run.state === 'failed' ? 'bad' : ''}>${STATES[run.state] ?? run.state}</td><td>${run.message}</td>
          <td class="tools">${mine ? html`<button class="quiet" aria-expanded=${String(shown)} aria-label="Records of ${run.action}, run ${run.id}" @click=${() => this.#records(run)}>Records</button>` : nothing}</td>
        </tr>`;
      })}</tbody>
    </table></div>
    ${runs.filter((run) => run.id === this.opened).map((run) => this.#entries(run))}`;
  }

  /** @param {ActionRun} run */
  #entries(run) {
    /** @type {import('../wire.d.ts').ActionEntry[]} */
    const entries = this.entries ?? [];
    const files = entries.some((entry) => FILES.includes(entry.kind) && entry.state === 'done');
    return html`<section class="more panel" aria-label="Run ${run.id}"><h2>Run ${run.id} of ${run.action}</h2>
      ${files ? html`<a href="/api/actions/${encodeURIComponent(run.action)}/runs/${run.id}/files" download target="_self">Download its files</a>` : nothing}
      <ul class="records" tabindex="0" aria-label="Records of the run">${entries.map(
      (entry) => html`<li class="deed"><span class="kind">${KINDS[entry.kind] ?? entry.kind}</span><b>${entry.key}</b>
        <span class=${entry.state === 'failed' ? 'bad' : 'muted'}>${STATES[entry.state] ?? entry.state}${entry.result ? `: ${entry.result}` : ''}</span></li>`,
      )}</ul></section>`;
  }
}

customElements.define('swell-actions-page', SwellActionsPage);
