/** `swell-dataset-page`: one dataset: its fields and its first rows. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, page } from '../elements/sheets.js';
import { cellText, counted, dateForm, dateText, moment, numberFormat } from '../format.js';
import { datasetPath, explorePath, lineagePath, modelPath, storyPath } from '../router.js';
import { starterQuery } from '../starter.js';
import '../elements/metadata.js';
import '../elements/quality.js';
import '../elements/table.js';

/** @typedef {import('../wire.d.ts').Field} Field */

class SwellDatasetPage extends LitElement {
  static properties = { name: { type: String }, described: { state: true }, failure: { state: true }, editing: { state: true } };

  static styles = [
    base,
    controls,
    dataTable,
    page,
    css`
      .head .muted { margin-top: 2px; }
      tbody th .muted { margin-inline-start: var(--space-1); font-weight: 400; font-size: var(--text-s); }
      .role { display: inline-block; padding: 0 var(--space-2); line-height: 20px; border-radius: 10px; font-size: var(--text-xs); font-weight: 500; background: var(--surface-sunken); color: var(--ink-muted); border: 1px solid var(--line); }
      .role.measure { background: var(--accent-soft); color: var(--accent); border-color: transparent; }
      .role.date { background: var(--warning-soft); color: var(--warning); border-color: transparent; }
      .fields { table-layout: fixed; min-width: 680px; }
      .fields th, .fields td { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .fields thead th:nth-child(1) { width: 34%; }
      .fields thead th:nth-child(2) { width: 112px; }
      .fields thead th:nth-child(3), .fields thead th:nth-child(4) { width: 96px; }
      .values { color: var(--ink-muted); font-variant-numeric: tabular-nums; }
      .preview { height: 420px; }
      .links { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      .title { display: flex; justify-content: space-between; align-items: center; margin: var(--space-6) 0 var(--space-3); }
      .title h2 { margin: 0; }
      .off { font-size: var(--text-xs); color: var(--ink-muted); }
      .origin { margin-bottom: var(--space-2); }
      .text { margin: var(--space-2) 0 0; padding: var(--space-3); overflow-x: auto; font-family: var(--font-code); font-size: var(--text-s); }
      summary { cursor: pointer; }
      @media (max-width: 600px) {
        .fields { min-width: 560px; }
        .fields th:nth-child(3), .fields td:nth-child(3), .fields th:nth-child(4), .fields td:nth-child(4) { display: none; }
      }
    `,
  ];

  #load = new Latest();

  constructor() {
    super();
    this.name = '';
    /** @type {import('../wire.d.ts').Dataset | null} */
    this.described = null;
    /** @type {unknown} */
    this.failure = null;
    this.editing = false;
    /** whether the editor was opened: what is not saved yet stays in it */
    this.opened = false;
  }

  #edit = () => {
    this.opened = true;
    this.editing = !this.editing;
  };

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('name') || !this.name) return;
    this.described = null;
    this.editing = this.opened = false;
    this.#open();
  }

  async #open() {
    this.failure = null;
    document.title = `${this.name} · Swell`;
    try {
      const answer = await this.#load.run((signal) => get(`/api/datasets/${encodeURIComponent(this.name)}`, signal));
      if (answer) this.described = answer;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'This dataset could not be opened');
    const dataset = this.described;
    if (!dataset) return nothing;
    const facts = [counted(dataset.rows, 'row'), counted(dataset.fields.length, 'field'), `version ${dataset.version}`, `refreshed ${moment(dataset.created)}`, ...(dataset.sync?.watermark ? [`synced until ${moment(dataset.sync.watermark)}`] : [])];
    return html`<div class="page">
      <p class="crumb"><a href="/datasets">Datasets</a></p>
      <div class="head">
        <div><h1>${dataset.label}</h1><p class="muted">${facts.join(' · ')}</p></div>
        <div class="links"><a class="button" href=${lineagePath(dataset.name)}>Lineage</a>
          ${dataset.fields.some((field) => field.role === 'date') ? html`<a class="button" href=${storyPath(dataset.name)}>What changed</a>` : html`<a class="button" href=${`${storyPath(dataset.name)}#k=factors`}>What goes together</a>`}
          <a class="button" href=${`/query#q=${encodeURIComponent(starterQuery(dataset))}`}>Query this dataset</a>
          <a class="button primary" href=${explorePath(dataset.name)}>Explore</a></div>
      </div>
      <div class="title"><h2>Fields</h2>${dataset.writable
        ? html`<button aria-expanded=${String(this.editing)} @click=${this.#edit}>${this.editing ? 'Close' : 'Labels and formats'}</button>`
        : nothing}</div>
      ${this.opened
        ? html`<swell-metadata ?hidden=${!this.editing} .name=${dataset.name} .profiles=${dataset.fields} @swell-saved=${() => this.#open()}></swell-metadata>`
        : nothing}
      <div class="panel scroll" ?hidden=${this.editing}>${this.#fields(dataset.fields)}</div>
      <swell-quality .name=${dataset.name}></swell-quality>
      <h2>First rows</h2>
      <div class="panel preview"><swell-table .columns=${dataset.preview.columns} .rows=${dataset.preview.rows} caption="First rows"></swell-table></div>
      ${dataset.recipe ? this.#recipe(dataset.recipe) : nothing}
      ${dataset.model ? this.#model(dataset.model) : nothing}
      ${this.#versions(dataset)}
      ${dataset.security ? this.#security(dataset.security) : nothing}
    </div>`;
  }

  /** @param {NonNullable<import('../wire.d.ts').Dataset['recipe']>} recipe */
  #recipe({ name, description, inputs, file, text }) {
    const made = listed(inputs);
    return html`<h2>Recipe</h2>
      <p class="muted origin">Made by the recipe ${name} of ${made}.${description ? ` ${description}` : ''}</p>
      ${text === null ? nothing : html`<details><summary>${file}</summary><pre class="panel text" tabindex="0">${text}</pre></details>`}`;
  }

  /** @param {NonNullable<import('../wire.d.ts').Dataset['model']>} model */
  #model({ name, version, description, inputs }) {
    return html`<h2>Model</h2>
      <p class="muted origin">Made by version ${version} of the model <a href=${modelPath(name)}>${name}</a> of ${listed(inputs)}.${description ? ` ${description}` : ''}</p>`;
  }

  /** @param {import('../wire.d.ts').Dataset} dataset */
  #versions({ versions, sync }) {
    const whole = numberFormat('#,##0');
    return html`<h2>Versions</h2>
      ${sync ? html`<p class="muted origin">Synced from <a href="/connections">${sync.connection}</a>${sync.object ? `, object ${sync.object}` : ''}${sync.reconciled ? `; compared as a whole ${moment(sync.reconciled)}` : ''}.</p>` : nothing}
      <div class="panel"><table><caption class="hidden">Versions</caption>
        <thead><tr><th scope="col">Version</th><th scope="col">Published</th><th scope="col" class="number">Rows</th></tr></thead>
        <tbody>${versions.map((one) => html`<tr><th scope="row">${one.version}</th><td>${moment(one.created)}</td><td class="number">${whole(one.rows)}</td></tr>`)}</tbody>
      </table></div>`;
  }

  /** @param {NonNullable<import('../wire.d.ts').Dataset['security']>} security */
  #security({ predicate, backup, except, problem }) {
    if (problem) return html`<h2>Who sees which rows</h2><swell-message tone="problem" heading="The dataset is closed for all others" .text=${problem} hint=""></swell-message>`;
    return html`<h2>Who sees which rows</h2>
      <p><code>${predicate}</code></p>
      ${backup ? html`<p class="muted">Where that can't be applied: <code>${backup}</code></p>` : nothing}
      ${except.length ? html`<p class="muted">All rows are seen by: ${except.join(', ')}.</p>` : nothing}`;
  }

  /** @param {Field[]} fields */
  #fields(fields) {
    const whole = numberFormat('#,##0');
    return html`<table class="fields">
      <caption class="hidden">Fields</caption>
      <thead><tr><th scope="col">Field</th><th scope="col">Role</th><th scope="col" class="number">Empty</th>
        <th scope="col" class="number">Distinct</th><th scope="col">Values</th></tr></thead>
      <tbody>${fields.map(
        (field) => html`<tr>
          <th scope="row" title=${[field.label === field.name ? field.name : `${field.name}: ${field.label}`, field.description].filter(Boolean).join('\n')}>${field.name}${field.label === field.name ? '' : html` <span class="muted">${field.label}</span>`}</th>
          <td><span class="role ${field.role}" title=${field.type}>${field.role}</span>${field.hidden ? html` <span class="off">hidden</span>` : nothing}</td>
          <td class="number">${field.nulls === 0 ? html`<span class="null">0</span>` : whole(field.nulls)}</td>
          <td class="number">${field.distinct === null ? html`<span class="null">–</span>` : whole(field.distinct)}</td>
          ${values(field)}
        </tr>`,
      )}</tbody>
    </table>`;
  }
}

/**
 * Some members of a text field, or from where to where the others go.
 * @param {Field} field
 */
function values({ minimum, maximum, sample, labels }) {
  const read = sample.map((value) => labels[value] ?? value);
  if (read.length > 0) return html`<td class="values" title=${read.join('\n')}>${read.join(', ')}</td>`;
  if (minimum === null || maximum === null) return html`<td class="null">–</td>`;
  const form = dateForm([minimum, maximum]);
  const text = (/** @type {import('../wire.d.ts').Cell} */ cell) => (typeof cell === 'string' ? dateText(cell, form) : cellText(cell));
  return html`<td class="values">${minimum === maximum ? text(minimum) : `${text(minimum)} … ${text(maximum)}`}</td>`;
}

/** @param {{name: string, version: number}[]} inputs */
function listed(inputs) {
  return inputs.map((one, place) => html`${place ? ', ' : ''}<a href=${datasetPath(one.name)}>${one.name}</a> (version ${one.version})`);
}

customElements.define('swell-dataset-page', SwellDatasetPage);
