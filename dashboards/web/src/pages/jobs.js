/** `swell-jobs-page`: what the workspace does by itself and when, the runs with their logs; looked at again while it is seen. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, post, remove, wordsOf } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, command, controls, dataTable, page } from '../elements/sheets.js';
import { moment } from '../format.js';
import { me, writes } from '../me.js';

/** @typedef {import('../wire.d.ts').Run} Run */

/** Milliseconds between two looks, while something runs and while nothing does. */
const BUSY = 1000;
const CALM = 5000;

const STATES = {
  waiting: 'Waits',
  running: 'Runs',
  stopping: 'Stops',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  cut: 'Cut off',
};

class SwellJobsPage extends LitElement {
  static properties = {
    jobs: { state: true },
    failure: { state: true },
    fault: { state: true },
    open: { state: true },
    log: { state: true },
    who: { state: true },
  };

  static styles = [
    base,
    controls,
    dataTable,
    page,
    command,
    css`
      td { white-space: nowrap; }
      td.says { white-space: normal; min-width: 180px; width: 40%; overflow-wrap: anywhere; }
      td.tools { text-align: var(--end); padding-block: 3px; }
      td.tools button, th button { height: 26px; }
      .work { color: var(--ink-muted); font-weight: 400; font-size: var(--text-s); }
      .state { display: inline-flex; align-items: center; gap: var(--space-2); }
      .state::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--ink-faint); flex: none; }
      .state.done::before { background: light-dark(#2c8a43, #6cc784); }
      .state.failed, .state.cut { color: var(--danger); }
      .state.failed::before, .state.cut::before { background: var(--danger); }
      .state.running::before, .state.stopping::before { background: var(--accent-strong); animation: pulse 1.2s ease-in-out infinite; }
      @keyframes pulse { 50% { opacity: 0.35; } }
      .fault { margin-bottom: var(--space-3); padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); background: var(--danger-soft); color: var(--danger); }
      tr.log > td { padding: 0; white-space: normal; background: var(--surface-sunken); }
      ol { list-style: none; margin: 0; padding: var(--space-2) var(--space-3); max-height: 320px; overflow: auto; font: var(--text-s) / 1.6 var(--font-code); }
      ol li { display: flex; gap: var(--space-3); overflow-wrap: anywhere; }
      ol time { flex: none; color: var(--ink-muted); }
      .none { padding: var(--space-4); color: var(--ink-muted); }
    `,
  ];

  #load = new Latest();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Jobs | null} */
    this.jobs = null;
    /** @type {unknown} */
    this.failure = null;
    this.fault = '';
    /** @type {number | null} the run whose log is shown */
    this.open = null;
    /** @type {import('../wire.d.ts').RunLog | null} */
    this.log = null;
    /** @type {import('../wire.d.ts').Me | null} */
    this.who = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Jobs · Swell';
    document.addEventListener('visibilitychange', this.#look);
    me().then((who) => (this.who = who), () => {});
    this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#look);
    clearTimeout(this.#timer);
    this.#load.cancel();
  }

  #look = async () => {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    try {
      const found = await this.#load.run(async (signal) => {
        const jobs = await get('/api/jobs', signal);
        return { jobs, log: this.open === null ? null : await get(`/api/jobs/runs/${this.open}`, signal) };
      });
      if (!found) return;
      this.jobs = found.jobs;
      this.log = found.log;
      this.failure = null;
    } catch (error) {
      this.failure = error;
    }
    const busy = this.jobs?.runs.some((run) => run.ended === null);
    if (this.isConnected) this.#timer = setTimeout(this.#look, busy ? BUSY : CALM);
  };

  /** @param {() => Promise<unknown>} task */
  async #try(task) {
    this.fault = '';
    try {
      await task();
    } catch (error) {
      this.fault = wordsOf(error);
    }
    await this.#look();
  }

  /** @param {Run} run */
  #toggle({ id }) {
    this.open = this.open === id ? null : id;
    this.log = null;
    this.#look();
  }

  render() {
    return html`<div class="page"><div class="head"><h1>Jobs</h1></div>${this.#body()}</div>`;
  }

  #body() {
    if (this.failure && !this.jobs) return errorMessage(this.failure, 'The jobs could not be listed');
    if (!this.jobs) return html`<p class="hidden" role="status">Loading</p>`;
    const fault = this.fault || this.jobs.problem || (this.failure instanceof Error ? this.failure.message : '');
    return html`${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
      ${this.#schedules(this.jobs)}
      <h2>Runs</h2>${this.#runs(this.jobs.runs)}`;
  }

  /** @param {import('../wire.d.ts').Jobs} jobs */
  #schedules({ schedules }) {
    if (schedules.length === 0) {
      return html`<div class="panel"><swell-message heading="No schedules yet" text="A schedule in swell.toml syncs a connection or refreshes a dashboard, again and again.">
        <pre>[[schedule]]
name = "nightly"
run = "sync acme"
every = "day"
at = "02:00"</pre></swell-message></div>`;
    }
    const may = writes(this.who);
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Schedules</caption>
      <thead><tr><th scope="col">Job</th><th scope="col">When</th><th scope="col">Due</th><th scope="col">Last run</th>${may ? html`<th scope="col"><span class="hidden">Run now</span></th>` : nothing}</tr></thead>
      <tbody>${schedules.map(
        (one) => html`<tr><th scope="row">${one.name}<div class="work">${one.work}</div></th><td>${one.rule}</td>
          <td>${one.due ? moment(one.due) : html`<span class="null">–</span>`}</td>
          <td>${one.last ? state(one.last) : html`<span class="null">–</span>`}</td>
          ${may ? html`<td class="tools"><button aria-label="Run ${one.name} now" ?disabled=${one.last?.ended === null} @click=${() => this.#try(() => post('/api/jobs/runs', { job: one.name }))}>Run now</button></td>` : nothing}</tr>`,
      )}</tbody>
    </table></div>`;
  }

  /** @param {Run[]} runs */
  #runs(runs) {
    if (runs.length === 0) return html`<div class="panel"><p class="none">Nothing has run yet.</p></div>`;
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Runs, the latest first</caption>
      <thead><tr><th scope="col">Job</th><th scope="col">State</th><th scope="col">Began</th><th scope="col">Took</th><th scope="col">What came of it</th><th scope="col"><span class="hidden">More</span></th></tr></thead>
      <tbody>${runs.map((run) => this.#run(run))}</tbody>
    </table></div>`;
  }

  /** @param {Run} run */
  #run(run) {
    const shown = this.open === run.id;
    const cancels = run.ended === null && run.state !== 'stopping' && writes(this.who);
    return html`<tr>
        <th scope="row">${run.job}<div class="work">by ${run.cause}</div></th><td>${state(run)}</td>
        <td>${moment(run.started ?? run.asked)}</td><td>${took(run)}</td><td class="says">${run.message}</td>
        <td class="tools">${cancels ? html`<button aria-label="Cancel ${run.job}" @click=${() => this.#try(() => remove(`/api/jobs/runs/${run.id}`))}>Cancel</button>` : nothing}
          <button class="quiet" aria-expanded=${String(shown)} aria-label="Log of ${run.job}, run ${run.id}" @click=${() => this.#toggle(run)}>Log</button></td>
      </tr>${shown ? html`<tr class="log"><td colspan="6">${this.#log()}</td></tr>` : nothing}`;
  }

  #log() {
    if (!this.log) return html`<p class="none" role="status">Loading</p>`;
    if (this.log.lines.length === 0) return html`<p class="none">It has told nothing.</p>`;
    return html`<ol tabindex="0" aria-label="Log">${this.log.lines.map((line) => html`<li><time datetime=${line.at}>${clock(line.at)}</time><span>${line.text}</span></li>`)}</ol>`;
  }
}

/** @param {Run} run */
function state(run) {
  return html`<span class="state ${run.state}">${STATES[run.state]}</span>`;
}

/** @param {Run} run */
function took({ started, ended }) {
  if (!started) return html`<span class="null">–</span>`;
  const seconds = Math.max(0, Math.round(((ended ? Date.parse(ended) : Date.now()) - Date.parse(started)) / 1000));
  return seconds < 90 ? `${Math.max(seconds, 1)} s` : `${Math.round(seconds / 60)} min`;
}

/** @param {string} iso */
function clock(iso) {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(new Date(iso));
}

customElements.define('swell-jobs-page', SwellJobsPage);
