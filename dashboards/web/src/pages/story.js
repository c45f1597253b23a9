/** `swell-story-page`: what changed in a dataset from one period to another, and what explains it. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, post } from '../api.js';
import { errorMessage } from '../elements/message.js';
import '../elements/report.js';
import { base, controls, fields, page } from '../elements/sheets.js';
import { datasetPath, explorePath, replaceHash } from '../router.js';
import { PERIODS, explaining, measuresOf, readAsked, settingsOf, writeAsked } from '../story.js';

/** @typedef {import('../story.js').Asked} Asked */

const BETTER = [['', 'moves as its name says'], ['higher', 'rises'], ['lower', 'falls']];

class SwellStoryPage extends LitElement {
  static properties = { name: { type: String }, described: { state: true }, asked: { state: true }, report: { state: true }, failure: { state: true }, fault: { state: true }, busy: { state: true } };

  static styles = [
    base,
    controls,
    fields,
    page,
    css`
      form { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: var(--space-3); align-items: end; margin-bottom: var(--space-5); }
      label.of { display: flex; flex-direction: column; gap: var(--space-1); font-weight: 500; }
      .wide { grid-column: 1 / -1; }
      .last { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-3); }
      .check { display: flex; align-items: center; gap: var(--space-2); white-space: nowrap; }
      summary { cursor: pointer; font-weight: 500; }
      .options { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); margin-top: var(--space-2); }
      swell-report[aria-busy='true'] { opacity: 0.6; }
      .links { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    `,
  ];

  #load = new Latest();
  #ask = new Latest();

  constructor() {
    super();
    this.name = '';
    /** @type {import('../wire.d.ts').Dataset | null} */
    this.described = null;
    /** @type {Asked} */
    this.asked = readAsked('');
    /** @type {import('../wire.d.ts').Report | null} */
    this.report = null;
    /** @type {unknown} why the page can't be shown */
    this.failure = null;
    /** @type {unknown} why there is no report */
    this.fault = null;
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('popstate', this.#arrive);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.#arrive);
    this.#load.cancel();
    this.#ask.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('name') && this.name) this.#open();
  }

  async #open() {
    [this.described, this.report, this.failure, this.fault] = [null, null, null, null];
    document.title = `What changed in ${this.name} · Swell`;
    try {
      const found = await this.#load.run((signal) => get(`/api/datasets/${encodeURIComponent(this.name)}`, signal));
      if (!found) return;
      this.described = found;
      await this.#arrive();
    } catch (error) {
      this.failure = error;
    }
  }

  /** Reads the address, and tells at once what it asks; an address that asks nothing waits for the form. */
  #arrive = async () => {
    this.asked = readAsked(location.hash);
    if (location.hash.length > 1) await this.#tell();
  };

  async #tell() {
    this.busy = true;
    this.fault = null;
    try {
      const found = await this.#ask.run((signal) => post('/api/analyses/story', settingsOf(this.name, this.asked), signal));
      if (!found) return;
      this.report = found;
    } catch (error) {
      [this.fault, this.report] = [error, null];
    }
    this.busy = false;
  }

  #submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const given = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const text = (/** @type {string} */ key) => String(given.get(key) ?? '').trim();
    this.asked = { measure: text('measure'), compare: text('compare'), date: text('date'), where: text('where'), groups: given.getAll('group').map(String), better: text('better') };
    replaceHash(writeAsked(this.asked));
    this.#tell();
  };

  render() {
    if (this.failure) return errorMessage(this.failure, 'This dataset could not be opened');
    const dataset = this.described;
    if (!dataset) return html`<p class="hidden" role="status">Loading</p>`;
    const dates = dataset.fields.filter((field) => field.role === 'date');
    return html`<div class="page">
      <p class="crumb links"><a href=${datasetPath(dataset.name)}>${dataset.label}</a><a href=${explorePath(dataset.name)}>Explore</a></p>
      ${this.report ? nothing : html`<div class="head"><h1>What changed in ${dataset.label}?</h1></div>`}
      ${dates.length > 0 ? this.#form(dataset, dates) : nothing}
      <p class="hidden" role="status">${this.busy ? 'Looking for what explains it' : this.report ? 'Told' : ''}</p>
      ${this.fault ? errorMessage(this.fault, 'There is no story to tell') : nothing}
      ${this.report ? html`<swell-report .report=${this.report} aria-busy=${String(this.busy)}></swell-report>` : nothing}
      ${dates.length === 0 ? html`<swell-message heading="There are no periods to compare" text="This dataset has no date."></swell-message>` : nothing}
    </div>`;
  }

  /**
   * @param {import('../wire.d.ts').Dataset} dataset
   * @param {import('../wire.d.ts').Field[]} dates
   */
  #form(dataset, dates) {
    const { asked } = this;
    const chosen = new Set(asked.groups);
    return html`<form @submit=${this.#submit}>
      <label class="of">Measure<input class="field" name="measure" list="measures" required .value=${asked.measure} autocomplete="off"></label>
      <datalist id="measures">${measuresOf(dataset.fields).map((each) => html`<option value=${each}></option>`)}</datalist>
      <label class="of">Periods<input class="field" name="compare" list="periods" required .value=${asked.compare} autocomplete="off"></label>
      <datalist id="periods">${PERIODS.map((each) => html`<option value=${each}></option>`)}</datalist>
      <label class="of">By the date<select class="field" name="date">
        <option value="">The main date</option>
        ${dates.map(({ name, label }) => html`<option value=${name} ?selected=${name === asked.date}>${label}</option>`)}</select></label>
      <label class="of">Only rows where (SAQL)<input class="field" name="where" .value=${asked.where} placeholder=${'\'IsClosed\' == "true"'} autocomplete="off" spellcheck="false"></label>
      <details class="wide" ?open=${chosen.size > 0}><summary>Fields that may explain it${chosen.size > 0 ? `: ${chosen.size} chosen` : ': all'}</summary>
        <div class="options">${explaining(dataset.fields).map(
          ({ name, label }) => html`<label class="option"><input type="checkbox" name="group" value=${name} .checked=${chosen.has(name)}><span class="name">${label}</span></label>`,
        )}</div></details>
      <div class="wide last"><label class="check">Good news is when it <select class="field" name="better">
          ${BETTER.map(([value, words]) => html`<option value=${value} ?selected=${value === asked.better}>${words}</option>`)}</select></label>
        <button class="primary" ?disabled=${this.busy}>${this.busy ? 'Looking…' : 'Tell what changed'}</button></div>
    </form>`;
  }
}

customElements.define('swell-story-page', SwellStoryPage);
