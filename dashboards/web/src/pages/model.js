/** `swell-model-page`: a model's report, and runs of it for those who may edit. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, post, wordsOf } from '../api.js';
import { errorMessage } from '../elements/message.js';
import '../elements/report.js';
import { base, controls, fields, page } from '../elements/sheets.js';
import { standing, standingStyle } from '../elements/standing.js';
import { moment } from '../format.js';
import { datasetPath } from '../router.js';

/** @typedef {import('../wire.d.ts').Model} Model */
/** @typedef {import('../wire.d.ts').RunLog} RunLog */

/** Milliseconds between two looks at a run. */
const BUSY = 1000;

class SwellModelPage extends LitElement {
  static properties = { name: {}, model: { state: true }, failure: { state: true }, fault: { state: true }, run: { state: true } };

  static styles = [
    base,
    controls,
    fields,
    page,
    standingStyle,
    css`
      .crumb { margin: 0 0 var(--space-2); }
      .facts { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-4); margin: var(--space-1) 0 0; color: var(--ink-muted); }
      .tools { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      .fault, .running { margin: var(--space-3) 0; padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); overflow-wrap: anywhere; }
      .fault { background: var(--danger-soft); color: var(--danger); }
      .running { background: var(--surface-sunken); }
      .field { width: auto; }
      swell-report { display: block; margin-top: var(--space-4); }
    `,
  ];

  #load = new Latest();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    this.name = '';
    /** @type {Model | null} */
    this.model = null;
    /** @type {unknown} */
    this.failure = null;
    this.fault = '';
    /** @type {RunLog | null} */
    this.run = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#load.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('name')) return;
    document.title = `${this.name} · Swell`;
    [this.model, this.failure, this.fault, this.run] = [null, null, '', null];
    this.#open();
  }

  /** @param {string} [version] */
  async #open(version) {
    const path = `/api/models/${encodeURIComponent(this.name)}${version ? `?version=${version}` : ''}`;
    try {
      const found = await this.#load.run((signal) => get(path, signal));
      if (!found) return;
      this.model = found;
      document.title = `${found.label} · Swell`;
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {'train' | 'score'} what */
  async #start(what) {
    this.fault = '';
    try {
      const run = await post(`/api/models/${encodeURIComponent(this.name)}/runs`, { what });
      this.run = { ...run, lines: [] };
      this.#watch(run.id);
    } catch (error) {
      this.fault = wordsOf(error);
    }
  }

  /** @param {number} id of the run */
  async #watch(id) {
    clearTimeout(this.#timer);
    try {
      this.run = await get(`/api/jobs/runs/${id}`);
    } catch (error) {
      [this.fault, this.run] = [wordsOf(error), null];
      return;
    }
    if (!this.isConnected || !this.run) return;
    if (this.run.ended === null) {
      this.#timer = setTimeout(() => this.#watch(id), BUSY);
      return;
    }
    const last = this.run.lines.at(-1)?.text ?? '';
    if (this.run.state !== 'done') this.fault = [this.run.message, last].filter(Boolean).join(' ');
    this.run = null;
    await this.#open();
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'This model could not be opened');
    const model = this.model;
    if (!model) return html`<p class="hidden" role="status">Loading</p>`;
    return html`<div class="page">
      <p class="crumb"><a href="/models">Models</a></p>
      <div class="head">
        <div>${model.report ? html`<p class="facts">${this.#facts(model)}</p>` : html`<h1>${model.label}</h1><p class="facts">${this.#facts(model)}</p>`}</div>
        ${model.editable && model.standing !== 'wrong' ? this.#tools(model) : nothing}
      </div>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <div role="status">${this.run ? html`<p class="running">${this.run.lines.at(-1)?.text ?? 'It waits for its turn.'}</p>` : nothing}</div>
      ${this.#report(model)}
    </div>`;
  }

  /** @param {Model} model */
  #facts({ standing: state, why, description, kind, trained, inputs, makes, version }) {
    const from = Object.entries(inputs).map(([name, each], place) => html`${place ? ', ' : ''}<a href=${datasetPath(name)}>${name}</a> (version ${each})`);
    const to = makes.map((name, place) => html`${place ? ', ' : ''}<a href=${datasetPath(name)}>${name}</a>`);
    return html`${standing(state)}${state === 'stale' || state === 'new' ? html`<span>${why}</span>` : nothing}
      <span>Kind: ${kind || '–'}</span>
      ${trained ? html`<span>Version ${version}, trained ${moment(trained)} from ${from}</span>` : nothing}
      ${to.length > 0 ? html`<span>Makes ${to}</span>` : nothing}
      ${description ? html`<span>${description}</span>` : nothing}`;
  }

  /** @param {Model} model */
  #tools({ version, versions, shown, standing: state }) {
    const busy = this.run !== null;
    return html`<div class="tools">
      ${versions.length > 1
        ? html`<select class="field" aria-label="Version of the report" @change=${(/** @type {any} */ event) => this.#open(event.target.value)}>
            ${versions.toReversed().map((each) => html`<option value=${each} ?selected=${each === shown}>Version ${each}</option>`)}</select>`
        : nothing}
      <button class="primary" ?disabled=${busy} @click=${() => this.#start('train')}>Train now</button>
      ${version !== null && state !== 'unused' ? html`<button ?disabled=${busy} @click=${() => this.#start('score')}>Score now</button>` : nothing}
    </div>`;
  }

  /** @param {Model} model */
  #report({ standing: state, why, hint, closed, report, file }) {
    if (state === 'wrong') return html`<div class="panel"><swell-message tone="problem" heading="The file ${file} is wrong" text=${[why, hint].filter(Boolean).join(' ')}></swell-message></div>`;
    if (report) return html`<swell-report .report=${report}></swell-report>`;
    if (closed) return html`<div class="panel"><swell-message heading="Its report is not for you" text="It was learnt from rows that you may not see."></swell-message></div>`;
    return html`<div class="panel"><swell-message heading="It was never trained" text="Train it here, or: swell models train ${this.name}"></swell-message></div>`;
  }
}

customElements.define('swell-model-page', SwellModelPage);
