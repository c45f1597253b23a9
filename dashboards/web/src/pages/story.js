/** `swell-story-page`: analyses of a dataset: what changed and what explains it, what goes with what, what may come. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, post } from '../api.js';
import { errorMessage } from '../elements/message.js';
import '../elements/report.js';
import { base, controls, fields, page } from '../elements/sheets.js';
import { datasetPath, explorePath, replaceHash, storyPath } from '../router.js';
import { KINDS, PERIODS, explaining, formulaOf, isAsked, measuresOf, readAsked, settingsOf, targetsOf, writeAsked } from '../story.js';

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
      .kinds { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); margin: var(--space-3) 0 var(--space-4); border-bottom: 1px solid var(--line); }
      .kinds a { padding: var(--space-2) 0; color: var(--ink-muted); font-weight: 500; border-bottom: 2px solid transparent; }
      .kinds a[aria-current] { color: var(--ink); border-bottom-color: var(--accent-strong); }
      .links { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    `,
  ];

  #load = new Latest();
  #ask = new Latest();
  /** what the address asked last @type {string | null} */
  #hash = null;

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
    window.addEventListener('hashchange', this.#arrive);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.#arrive);
    window.removeEventListener('hashchange', this.#arrive);
    this.#load.cancel();
    this.#ask.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('name') && this.name) this.#open();
  }

  async #open() {
    [this.described, this.report, this.failure, this.fault, this.#hash] = [null, null, null, null, null];
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
    if (!this.described || location.hash === this.#hash) return;
    this.#hash = location.hash;
    this.asked = readAsked(location.hash);
    [this.report, this.fault] = [null, null];
    document.title = `${KINDS.find(([kind]) => kind === this.asked.kind)?.[1]}: ${this.described.label} · Swell`;
    if (location.hash.length > 1 && isAsked(this.asked)) await this.#tell();
  };

  async #tell() {
    this.busy = true;
    this.fault = null;
    try {
      const found = await this.#ask.run((signal) => post(`/api/analyses/${this.asked.kind}`, settingsOf(this.name, this.asked), signal));
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
    const texts = { measure: text('measure'), compare: text('compare'), date: text('date'), where: text('where'), better: text('better'), target: text('target'), formula: text('formula') };
    this.asked = { kind: this.asked.kind, ...texts, groups: given.getAll('group').map(String) };
    replaceHash(writeAsked(this.asked));
    this.#hash = location.hash;
    this.#tell();
  };

  render() {
    if (this.failure) return errorMessage(this.failure, 'This dataset could not be opened');
    const dataset = this.described;
    if (!dataset) return html`<p class="hidden" role="status">Loading</p>`;
    const { kind } = this.asked;
    const hasDate = dataset.fields.some((field) => field.role === 'date');
    const isDated = kind === 'story' || kind === 'simulation';
    return html`<div class="page">
      <p class="crumb links"><a href=${datasetPath(dataset.name)}>${dataset.label}</a><a href=${explorePath(dataset.name)}>Explore</a></p>
      <nav class="kinds" aria-label="Analyses">${KINDS.map(
        ([name, words]) => html`<a href=${storyPath(dataset.name) + (name === 'story' ? '#' : `#k=${name}`)} aria-current=${name === kind ? 'page' : nothing}>${words}</a>`,
      )}</nav>
      ${this.report ? nothing : html`<div class="head"><h1>${KINDS.find(([name]) => name === kind)?.[2]} ${dataset.label}?</h1></div>`}
      ${hasDate || !isDated ? this.#form(dataset) : html`<swell-message heading="There are no periods to compare" text="This dataset has no date."></swell-message>`}
      <p class="hidden" role="status">${this.busy ? 'Looking' : this.report ? 'Told' : ''}</p>
      ${this.fault ? errorMessage(this.fault, 'This can’t be told') : nothing}
      ${this.report ? html`<swell-report .report=${this.report} aria-busy=${String(this.busy)}></swell-report>` : nothing}
    </div>`;
  }

  /** @param {import('../wire.d.ts').Dataset} dataset */
  #form(dataset) {
    const { asked } = this;
    const story = asked.kind === 'story';
    return html`<form @submit=${this.#submit}>
      ${story ? this.#text('Measure', 'measure', asked.measure, measuresOf(dataset.fields)) : nothing}
      ${story ? this.#text('Periods', 'compare', asked.compare, PERIODS) : nothing}
      ${asked.kind === 'regression' ? this.#text('Field', 'target', asked.target, targetsOf(dataset.fields)) : nothing}
      ${asked.kind === 'simulation' ? this.#text('Formula over measures of a month', 'formula', asked.formula || formulaOf(dataset.fields), [formulaOf(dataset.fields)]) : nothing}
      ${story || asked.kind === 'simulation' ? this.#dates(dataset) : nothing}
      <label class="of">Only rows where (SAQL)<input class="field" name="where" .value=${asked.where} placeholder=${'\'IsClosed\' == "true"'} autocomplete="off" spellcheck="false"></label>
      ${asked.kind === 'simulation' ? nothing : this.#groups(dataset)}
      <div class="wide last">${story
        ? html`<label class="check">Good news is when it <select class="field" name="better">
            ${BETTER.map(([value, words]) => html`<option value=${value} ?selected=${value === asked.better}>${words}</option>`)}</select></label>`
        : html`<span></span>`}
        <button class="primary" ?disabled=${this.busy}>${this.busy ? 'Looking…' : story ? 'Tell what changed' : 'Look'}</button></div>
    </form>`;
  }

  /**
   * @param {string} label
   * @param {string} name
   * @param {string} value
   * @param {string[]} offered
   */
  #text(label, name, value, offered) {
    return html`<label class="of">${label}<input class="field" name=${name} list=${`${name}s`} required .value=${value} autocomplete="off" spellcheck="false"></label>
      <datalist id=${`${name}s`}>${offered.map((each) => html`<option value=${each}></option>`)}</datalist>`;
  }

  /** @param {import('../wire.d.ts').Dataset} dataset */
  #dates({ fields: all }) {
    return html`<label class="of">By the date<select class="field" name="date">
      <option value="">The main date</option>
      ${all.filter((field) => field.role === 'date').map(({ name, label }) => html`<option value=${name} ?selected=${name === this.asked.date}>${label}</option>`)}</select></label>`;
  }

  /** @param {import('../wire.d.ts').Dataset} dataset */
  #groups(dataset) {
    const { kind, groups } = this.asked;
    const chosen = new Set(groups);
    const offered = explaining(dataset.fields).filter(({ role }) => kind !== 'factors' || role === 'measure');
    const words = kind === 'factors' ? 'Numbers to look at' : 'Fields that may explain it';
    return html`<details class="wide" ?open=${chosen.size > 0}><summary>${words}: ${chosen.size > 0 ? `${chosen.size} chosen` : 'all'}</summary>
      <div class="options">${offered.map(
        ({ name, label }) => html`<label class="option"><input type="checkbox" name="group" value=${name} .checked=${chosen.has(name)}><span class="name">${label}</span></label>`,
      )}</div></details>`;
  }
}

customElements.define('swell-story-page', SwellStoryPage);
