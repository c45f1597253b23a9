/** `swell-lineage-page`: what is made of what, from connections to dashboards, and where a field comes from. */

import { LitElement, css, html, nothing, svg } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import '../elements/field_way.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, fields, page } from '../elements/sheets.js';
import { styled } from '../elements/styled.js';
import { CARD, connected, draw } from '../lineage_layout.js';
import { me } from '../me.js';
import { dashboardPath, datasetPath, modelPath, replaceHash, savedPath } from '../router.js';

/** @typedef {import('../wire.d.ts').LineageNode} Node */

const KINDS = { connection: 'Connection', object: 'Object', dataset: 'Dataset', recipe: 'Recipe', model: 'Model', dashboard: 'Dashboard', query: 'Query' };

class SwellLineagePage extends LitElement {
  static properties = { found: { state: true }, schema: { state: true }, failure: { state: true }, only: { state: true }, source: { state: true }, field: { state: true }, admin: { state: true } };

  static styles = [
    base,
    controls,
    fields,
    page,
    css`
      .page { max-width: none; }
      .about { max-width: 70ch; margin-bottom: var(--space-4); color: var(--ink-muted); }
      .drawing { position: relative; margin: var(--space-4); }
      .drawing > svg { position: absolute; inset: 0; pointer-events: none; overflow: visible; }
      .drawing > svg:dir(rtl) { transform: scaleX(-1); }
      path { fill: none; stroke: var(--line-strong); stroke-width: 1.5; }
      path.corners { stroke: currentColor; }
      .drawing ol { list-style: none; margin: 0; padding: 0; }
      .card { position: absolute; display: flex; align-items: center; gap: var(--space-1); padding-block: 0; padding-inline: var(--space-3) var(--space-1); background: var(--surface-raised); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
      .card.recipe, .card.model { border-style: dashed; }
      .card.chosen { border-color: var(--accent-strong); box-shadow: 0 0 0 1px var(--accent-strong); }
      .what { flex: 1; min-width: 0; }
      .kind { display: block; font-size: var(--text-xs); line-height: 14px; color: var(--ink-muted); }
      .name { display: block; line-height: 18px; font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      button.focus { width: 28px; height: 28px; }
      .choose { display: flex; flex-wrap: wrap; gap: var(--space-3); margin-bottom: var(--space-3); }
      .choose label { display: flex; flex-direction: column; gap: var(--space-1); flex: 0 1 280px; font-weight: 500; }
      details { margin-top: var(--space-6); }
      summary { cursor: pointer; font-weight: 600; }
      .list .name { display: inline; white-space: normal; }
      .list { padding-inline-start: var(--space-5); }
      .list li { margin: var(--space-1) 0; }
    `,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Lineage | null} */
    this.found = null;
    /** @type {Record<string, {name: string, virtual: boolean}[]>} */
    this.schema = {};
    /** @type {unknown} */
    this.failure = null;
    this.only = '';
    this.source = '';
    this.field = '';
    this.admin = false;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Lineage · Swell';
    const asked = new URLSearchParams(location.hash.slice(1));
    this.source = asked.get('dataset') ?? '';
    this.field = asked.get('field') ?? '';
    this.only = asked.get('only') ?? (this.source ? `dataset:${this.source}` : '');
    this.#open();
  }

  async #open() {
    this.failure = null;
    const way = this.source && this.field ? `?${new URLSearchParams({ dataset: this.source, field: this.field })}` : '';
    try {
      const answers = await this.#load.run((signal) => Promise.all([get(`/api/lineage${way}`, signal), get('/api/schema', signal), me()]));
      if (!answers) return;
      this.found = answers[0];
      this.schema = answers[1].datasets;
      this.admin = answers[2].role === 'admin';
    } catch (error) {
      this.failure = error;
    }
  }

  #remember() {
    const kept = Object.entries({ only: this.only, dataset: this.source, field: this.field }).filter(([, value]) => value);
    replaceHash(new URLSearchParams(kept).toString());
  }

  /** @param {string} id */
  #focus(id) {
    this.only = this.only === id ? '' : id;
    this.#remember();
  }

  /** @param {string} dataset */
  #chooseDataset(dataset) {
    this.source = dataset;
    this.field = '';
    this.only = dataset ? `dataset:${dataset}` : '';
    this.#remember();
  }

  /** @param {string} field */
  #chooseField(field) {
    this.field = field;
    this.#remember();
    this.#open();
  }

  render() {
    return html`<div class="page">
      <div class="head"><h1>Lineage</h1>
        ${this.only ? html`<button @click=${() => this.#focus(this.only)}>Show everything</button>` : nothing}</div>
      <p class="about">What is made of what: each line leads from something to what is made of it, or reads it.</p>
      ${this.#body()}
    </div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The lineage could not be shown');
    if (!this.found) return html`<p class="hidden" role="status">Loading</p>`;
    const { nodes, links } = this.found;
    if (!nodes.length) return html`<div class="panel"><swell-message heading="Nothing here yet" text="Import a file, or connect a CRM."></swell-message></div>`;
    const kept = nodes.some(({ id }) => id === this.only) ? connected(this.only, links) : null;
    const shown = kept ? nodes.filter(({ id }) => kept.includes(id)) : nodes;
    return html`<section class="panel scroll" tabindex="0" aria-label="Drawing">${this.#drawing(shown, links)}</section>
      ${this.#way()}
      <details><summary>As a list</summary>${this.#list(shown, links)}</details>`;
  }

  /**
   * @param {Node[]} nodes
   * @param {[string, string][]} links
   */
  #drawing(nodes, links) {
    const { cards, lines, width, height } = draw(nodes, links);
    return html`<div class="drawing" ${styled({ width: px(width), height: px(height) })}>
      <svg width=${width} height=${height} aria-hidden="true">${lines.map((one) => svg`<path d=${one}></path>`)}</svg>
      <ol>${cards.map(
        ({ node, x, y }) => html`<li class=${`card ${node.kind} ${node.id === this.only ? 'chosen' : ''}`} ${styled({ 'inset-inline-start': px(x), top: px(y), width: px(CARD.width), height: px(CARD.height) })}>
          <span class="what"><span class="kind">${KINDS[node.kind]}</span>${this.#name(node)}</span>
          <button class="quiet icon focus" aria-pressed=${node.id === this.only} @click=${() => this.#focus(node.id)}
            aria-label=${`Only what is connected with ${node.label}`} title="Only what is connected with it">${focusIcon}</button>
        </li>`,
      )}</ol></div>`;
  }

  /** @param {Node} node */
  #name(node) {
    const path = this.#path(node);
    return path ? html`<a class="name" href=${path} title=${node.label}>${node.label}</a>` : html`<span class="name" title=${node.label}>${node.label}</span>`;
  }

  /** @param {Node} node */
  #path({ kind, name }) {
    if (kind === 'dataset' || (kind === 'recipe' && this.schema[name])) return datasetPath(name);
    if (kind === 'dashboard') return dashboardPath(name);
    if (kind === 'model') return modelPath(name);
    if (kind === 'query') return savedPath(name);
    return kind === 'connection' && this.admin ? '/connections' : '';
  }

  /**
   * The same as the drawing, for those who rather read.
   * @param {Node[]} nodes
   * @param {[string, string][]} links
   */
  #list(nodes, links) {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const named = (/** @type {string[]} */ ids) => ids.flatMap((id) => byId.get(id) ?? []);
    const part = (/** @type {string} */ title, /** @type {Node[]} */ some) =>
      some.length ? html`<li>${title}<ul class="list">${some.map((one) => html`<li>${KINDS[one.kind]} ${this.#name(one)}</li>`)}</ul></li>` : nothing;
    return html`<ul class="list">${nodes.map(
      (node) => html`<li>${KINDS[node.kind]} ${this.#name(node)}<ul class="list">
        ${part('Made of', named(links.filter(([, second]) => second === node.id).map(([first]) => first)))}
        ${part('Goes into', named(links.filter(([first]) => first === node.id).map(([, second]) => second)))}</ul></li>`,
    )}</ul>`;
  }

  #way() {
    const known = (this.schema[this.source] ?? []).filter(({ virtual }) => !virtual);
    const way = this.found?.way;
    return html`<h2>Where a field comes from</h2>
      <div class="choose">
        <label>Dataset<select class="field" @change=${(/** @type {{target: HTMLSelectElement}} */ { target }) => this.#chooseDataset(target.value)}>
          <option value="">Choose a dataset</option>
          ${Object.keys(this.schema).map((one) => html`<option value=${one} ?selected=${one === this.source}>${one}</option>`)}</select></label>
        <label>Field<select class="field" ?disabled=${!known.length} @change=${(/** @type {{target: HTMLSelectElement}} */ { target }) => this.#chooseField(target.value)}>
          <option value="">Choose a field</option>
          ${known.map(({ name }) => html`<option value=${name} ?selected=${name === this.field}>${name}</option>`)}</select></label>
      </div>
      ${way && this.field && way.field === this.field && way.dataset === this.source ? html`<swell-field-way .way=${way}></swell-field-way>` : nothing}`;
  }
}

const px = (/** @type {number} */ number) => `${number}px`;

const focusIcon = svg`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="2.500" fill="currentColor" /><path class="corners" d="M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3" /></svg>`;

customElements.define('swell-lineage-page', SwellLineagePage);
