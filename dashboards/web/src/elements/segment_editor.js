/** `swell-segment-editor`: a segment's rules, and at once what it has: how many records, the first of them, and its SAQL. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, post, wordsOf } from '../api.js';
import { counted } from '../format.js';
import { nameOf } from '../segment_rules.js';
import './segment_group.js';
import { base, controls, fields, page } from './sheets.js';
import './table.js';

/** @typedef {import('../wire.d.ts').Segment} Segment */
/** @typedef {import('../wire.d.ts').SegmentLook} Look */
/** @typedef {import('../wire.d.ts').SegmentField} Field */
/** @typedef {import('../wire.d.ts').SegmentOperator} Operator */

/** Milliseconds after the last change, before what the segment has is asked. */
const PAUSE = 250;

class SwellSegmentEditor extends LitElement {
  static properties = {
    name: {},
    version: {},
    segment: { attribute: false },
    datasets: { attribute: false },
    operators: { attribute: false },
    segments: { attribute: false },
    editable: { type: Boolean },
    look: { state: true },
    fault: { state: true },
    saved: { state: true },
  };

  static styles = [
    base,
    controls,
    fields,
    page,
    css`
      form { display: flex; flex-direction: column; gap: var(--space-4); }
      .about { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: var(--space-3); }
      .about label, .columns summary { display: flex; flex-direction: column; gap: var(--space-1); font-size: var(--text-s); color: var(--ink-muted); }
      .columns summary { display: list-item; cursor: pointer; }
      .choices { columns: 220px; margin-top: var(--space-2); }
      .count { font-size: var(--text-xl); line-height: 32px; font-weight: 600; }
      .bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4); }
      .bar .words { flex: 1; }
      .fault { color: var(--danger); }
      .rows { max-height: 420px; display: flex; flex-direction: column; }
      pre { margin: 0; padding: var(--space-3) var(--space-4); background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); font: var(--text-s) / 1.6 var(--font-code); white-space: pre-wrap; overflow-wrap: anywhere; }
    `,
  ];

  #load = new Latest();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    this.name = '';
    this.version = '';
    /** @type {Segment} */
    this.segment = { dataset: '', key: '', rules: { all: [] } };
    /** @type {Record<string, Field[]>} */
    this.datasets = {};
    /** @type {Operator[]} */
    this.operators = [];
    /** @type {{name: string, label: string}[]} */
    this.segments = [];
    this.editable = false;
    /** @type {Look | null} */
    this.look = null;
    this.fault = '';
    this.saved = '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#load.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('segment') || !this.segment.dataset) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), this.look ? PAUSE : 0);
  }

  async #ask() {
    try {
      const found = await this.#load.run((signal) => post('/api/segments', { name: this.name, segment: this.segment }, signal));
      if (found) this.look = found;
    } catch (error) {
      this.look = { problem: wordsOf(error), hint: null };
    }
  }

  /** @param {Partial<Segment>} part */
  #change(part) {
    this.saved = '';
    this.segment = { ...this.segment, ...part };
  }

  #save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const name = this.name || nameOf(this.segment.label ?? '');
    this.fault = name ? '' : 'Say what the segment is called.';
    if (!name) return;
    try {
      const found = await post(`/api/segments/${encodeURIComponent(name)}`, { segment: this.segment, version: this.version || null });
      [this.name, this.version, this.saved] = [name, found.version, 'Saved.'];
      this.dispatchEvent(new CustomEvent('saved', { detail: name }));
    } catch (error) {
      this.fault = wordsOf(error);
    }
  };

  render() {
    const { segment, editable } = this;
    const known = (this.datasets[segment.dataset] ?? []).filter((each) => !each.virtual && !each.hidden);
    return html`<form @submit=${this.#save}>
      <div class="about">
        <label>Name<input class="field" required maxlength="80" .value=${segment.label ?? ''} ?disabled=${!editable} @input=${(/** @type {any} */ event) => this.#change({ label: event.target.value })} /></label>
        <label>Records of<select class="field" ?disabled=${!editable} @change=${(/** @type {any} */ event) => this.#begin(event.target.value)}>
          ${segment.dataset ? nothing : html`<option value="">Choose a dataset</option>`}
          ${Object.keys(this.datasets).map((each) => html`<option value=${each} ?selected=${each === segment.dataset}>${each}</option>`)}
        </select></label>
        <label>Told apart by<select class="field" ?disabled=${!editable} @change=${(/** @type {any} */ event) => this.#change({ key: event.target.value })}>
          ${known.filter((each) => each.type === 'text').map((each) => html`<option value=${each.name} ?selected=${each.name === segment.key}>${each.label}</option>`)}
        </select></label>
        <label>What it is for<input class="field" maxlength="300" .value=${segment.description ?? ''} ?disabled=${!editable} @input=${(/** @type {any} */ event) => this.#change({ description: event.target.value })} /></label>
      </div>
      ${segment.dataset
        ? html`<swell-segment-group .rules=${segment.rules} .known=${known} .operators=${this.operators} .segments=${this.segments} ?locked=${!editable}
            @change=${(/** @type {any} */ event) => { if (event.detail) this.#change({ rules: event.detail }); }}></swell-segment-group>
            ${this.#columns(known)}`
        : nothing}
      <div class="bar">
        <div class="words" role="status">${this.#words()}</div>
        ${this.look?.query ? html`<a href=${`/query#q=${encodeURIComponent(this.look.query)}`}>Open as a query</a>` : nothing}
        ${editable ? html`<button class="primary" ?disabled=${!segment.dataset || Boolean(this.look?.problem)}>Save</button>` : nothing}
      </div>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
    </form>
    ${this.look?.rows ? html`
      <h2>Records</h2>
      <div class="panel rows"><swell-table .columns=${this.look.columns} .rows=${this.look.rows} caption="Records of the segment"></swell-table></div>
      <h2>As SAQL</h2>
      <pre tabindex="0" aria-label="The segment as SAQL">${this.look.query}</pre>` : nothing}`;
  }

  #words() {
    const { look } = this;
    if (!look) return nothing;
    if (look.problem) return html`<span class="fault">${look.problem} ${look.hint ?? ''}</span>`;
    const { count = 0, keys = 0 } = look;
    return html`<span class="count">${counted(count, 'record')}</span> ${keys === count ? '' : `of ${counted(keys, 'different key')}`} ${this.saved}`;
  }

  /** @param {Field[]} known */
  #columns(known) {
    const chosen = this.segment.columns ?? [];
    const turn = (/** @type {string} */ name) => this.#change({ columns: chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name] });
    return html`<details class="columns"><summary>Fields that are listed (${chosen.length || 'those of the rules'})</summary>
      <div class="choices">${known.map((each) => html`<label class="option"><input type="checkbox" ?disabled=${!this.editable} .checked=${chosen.includes(each.name)} @change=${() => turn(each.name)} /><span class="name">${each.label}</span></label>`)}</div>
    </details>`;
  }

  /** @param {string} dataset */
  #begin(dataset) {
    const texts = (this.datasets[dataset] ?? []).filter((each) => !each.virtual && each.type === 'text').map((each) => each.name);
    const key = texts.find((each) => each === 'Id') ?? texts[0] ?? '';
    const columns = texts.filter((each) => each === key || each === 'Name');
    this.#change({ dataset, key, columns, rules: { all: [] } });
  }
}

customElements.define('swell-segment-editor', SwellSegmentEditor);
