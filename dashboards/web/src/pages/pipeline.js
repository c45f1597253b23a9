/** `swell-pipeline-page`: what the pipeline will bring, what became of it, and how long deals take: reports of models. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import '../elements/report.js';
import { base, command, controls, fields, page } from '../elements/sheets.js';
import { moment } from '../format.js';
import { modelPath, replaceHash } from '../router.js';

/** @typedef {import('../wire.d.ts').Model} Model */
/** @typedef {import('../wire.d.ts').ModelSummary} ModelSummary */

/** The parts of the page, each with the kind of the models whose reports it shows. */
const PARTS = [
  { key: 'forecast', kind: 'pipeline', label: 'Forecast', about: 'what open deals will bring' },
  { key: 'change', kind: 'pipeline_change', label: 'Change', about: 'what became of the open deals' },
  { key: 'cycle', kind: 'cycle', label: 'Sales cycle', about: 'how long deals take' },
];

class SwellPipelinePage extends LitElement {
  static properties = { models: { state: true }, shown: { state: true }, chosen: { state: true }, model: { state: true }, failure: { state: true } };

  static styles = [
    base,
    controls,
    fields,
    page,
    command,
    css`
      .parts { display: flex; flex-wrap: wrap; gap: var(--space-1); margin-bottom: var(--space-4); border-bottom: 1px solid var(--line); }
      .parts a { padding: var(--space-2) var(--space-3); margin-bottom: -1px; border-bottom: 2px solid transparent; color: var(--ink-muted); font-weight: 500; }
      .parts a:hover { color: var(--ink); text-decoration: none; }
      .parts a[aria-current] { color: var(--ink); border-bottom-color: var(--accent); }
      .facts { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-4); margin: 0 0 var(--space-3); color: var(--ink-muted); }
      .field { width: auto; }
    `,
  ];

  #list = new Latest();
  #load = new Latest();

  constructor() {
    super();
    /** @type {ModelSummary[] | null} */
    this.models = null;
    this.shown = PARTS[0];
    /** @type {string} the name of the model whose report is shown */
    this.chosen = '';
    /** @type {Model | null} */
    this.model = null;
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Pipeline · Swell';
    window.addEventListener('hashchange', this.#arrive);
    this.#open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#arrive);
    this.#list.cancel();
    this.#load.cancel();
  }

  async #open() {
    try {
      const found = await this.#list.run((signal) => get('/api/models', signal));
      if (!found) return;
      this.models = found.models;
      await this.#arrive();
    } catch (error) {
      this.failure = error;
    }
  }

  /** Shows what the address asks for: `#change`, or `#change=NAME` where there are several models. */
  #arrive = async () => {
    const [key, name] = location.hash.slice(1).split('=').map(decodeURIComponent);
    this.shown = PARTS.find((each) => each.key === key) ?? PARTS[0];
    const [first] = this.#ofPart();
    this.chosen = this.#ofPart().find((each) => each.name === name)?.name ?? first?.name ?? '';
    [this.model, this.failure] = [null, null];
    if (!this.chosen) return;
    try {
      const found = await this.#load.run((signal) => get(`/api/models/${encodeURIComponent(this.chosen)}`, signal));
      if (found) this.model = found;
    } catch (error) {
      this.failure = error;
    }
  };

  #ofPart() {
    return (this.models ?? []).filter((each) => each.kind === this.shown.kind);
  }

  #choose = (/** @type {Event} */ event) => {
    replaceHash(`${this.shown.key}=${encodeURIComponent(/** @type {HTMLSelectElement} */ (event.target).value)}`);
    this.#arrive();
  };

  render() {
    return html`<div class="page">
      <nav class="parts" aria-label="Pipeline">
        ${PARTS.map((each) => html`<a href=${`#${each.key}`} aria-current=${each === this.shown ? 'page' : nothing}>${each.label}</a>`)}
      </nav>
      ${this.#body()}
    </div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The pipeline could not be shown');
    if (!this.models || (this.chosen && !this.model)) return html`<p class="hidden" role="status">Loading</p>`;
    if (!this.model) return this.#missing();
    return html`<p class="facts">${this.#facts(this.model)}</p>${this.#report(this.model)}`;
  }

  /** @param {Model} model */
  #facts({ name, label, trained }) {
    const models = this.#ofPart();
    return html`${models.length > 1
        ? html`<select class="field" aria-label="Model" @change=${this.#choose}>${models.map((each) => html`<option value=${each.name} ?selected=${each.name === name}>${each.label}</option>`)}</select>`
        : nothing}
      <a href=${modelPath(name)}>${label}</a>${trained ? html`<span>as of ${moment(trained)}</span>` : nothing}`;
  }

  /** @param {Model} model */
  #report({ name, report, closed, standing, why }) {
    if (report) return html`<swell-report .report=${report}></swell-report>`;
    if (closed) return this.#message('This report is not for you', 'It was made from rows that you may not see.');
    if (standing === 'wrong') return this.#message('Its file is wrong', why);
    return html`<div class="panel"><swell-message heading="It was not computed yet" text="Compute it on the page of the model, or:"><pre>swell models train ${name}</pre></swell-message></div>`;
  }

  #missing() {
    const { kind, label, about } = this.shown;
    return html`<div class="panel"><swell-message heading=${`No ${label.toLowerCase()} yet`} text=${`A file in the folder models asks for ${about}: models/${kind}.json with`}>
      <pre>{"kind": "${kind}"}</pre></swell-message></div>`;
  }

  /**
   * @param {string} heading
   * @param {string} text
   */
  #message(heading, text) {
    return html`<div class="panel"><swell-message heading=${heading} text=${text}></swell-message></div>`;
  }
}

customElements.define('swell-pipeline-page', SwellPipelinePage);
