/** `swell-dashboard-panel`: what belongs to the whole: its label, its pages, its queries, the widgets of the page. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import * as icons from '../elements/icons.js';
import { base, controls } from '../elements/sheets.js';
import { field, formStyles } from './field.js';
import { addStep, movePage, removePage, usersOf } from './pages.js';
import { layoutsOf, pageOf, pagePath, placedOn, read, stateOf, widgetName, withPart, write } from './source.js';

/** @typedef {import('./settings.js').Setting} Setting */

/** @type {Setting[]} */
const ABOUT = [
  { path: ['label'], label: 'Label', kind: 'text' },
  { path: ['description'], label: 'Description', kind: 'long' },
];

/** @type {Setting[]} */
const PAGE = [
  { path: ['label'], label: 'Label', kind: 'text' },
  { path: ['navigationHidden'], label: 'Not in the navigation', kind: 'flag', usual: false },
];

const NO_CHOICES = { steps: [], columns: [], pages: [] };

class SwellDashboardPanel extends LitElement {
  static properties = {
    source: { attribute: false },
    where: { attribute: false },
    data: { attribute: false },
    schema: { attribute: false },
  };

  static styles = [
    base,
    controls,
    formStyles,
    css`
      ul { list-style: none; margin: 0 calc(var(--space-2) * -1); padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); }
      li button { width: 100%; height: 30px; padding: 0 var(--space-2); justify-content: space-between; font-weight: 400; color: var(--ink); }
      li .name { overflow: hidden; text-overflow: ellipsis; }
      li .kind { flex: none; font-size: var(--text-s); color: var(--ink-muted); }
      li .kind.wrong { color: var(--danger); }
      .row { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      .row button, .row select { height: 28px; font-size: var(--text-s); padding: 0 var(--space-2); }
      .row select { flex: 1; min-width: 120px; color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
      .none { font-size: var(--text-s); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./source.js').Source} */
    this.source = {};
    /** @type {import('./source.js').Where} */
    this.where = { layout: 0, page: 0 };
    /** @type {import('../wire.d.ts').DashboardData | null} */
    this.data = null;
    /** @type {import('../wire.d.ts').Schema | null} */
    this.schema = null;
  }

  render() {
    return html`
      <section class="group"><h3>Dashboard</h3>
        ${ABOUT.map((setting) => field(setting, this.source, NO_CHOICES, (value) =>
          this.#change(withPart(this.source, setting.path, value), `about:${setting.path}`)))}</section>
      ${this.#page()} ${this.#widgets()} ${this.#queries()}`;
  }

  #page() {
    const page = pageOf(this.source, this.where);
    if (!page) return nothing;
    const pages = layoutsOf(this.source)[this.where.layout].pages;
    const { page: at } = this.where;
    return html`<section class="group"><h3>Page</h3>
      ${PAGE.map((setting) => field(setting, page, NO_CHOICES, (value) =>
        this.#change(write(this.source, pagePath(this.where, ...setting.path), value), `page:${at}:${setting.path}`)))}
      ${pages.length > 1
        ? html`<div class="row">
            <button ?disabled=${at === 0} @click=${() => this.#move(-1)}>Move left</button>
            <button ?disabled=${at + 1 === pages.length} @click=${() => this.#move(1)}>Move right</button>
            <button @click=${this.#remove}>${icons.cross}Remove page</button>
          </div>`
        : nothing}</section>`;
  }

  #widgets() {
    const widgets = stateOf(this.source).widgets ?? {};
    const placed = placedOn(this.source, this.where).toSorted((a, b) => a.row - b.row || a.column - b.column);
    return html`<section class="group"><h3>Widgets of the page</h3>
      ${placed.length === 0 ? html`<p class="none">None yet. “Add” above makes the first one.</p>` : nothing}
      <ul>${placed.map(({ widget }) => {
        const wrong = this.data?.widgets[widget]?.problem;
        return html`<li><button class="quiet" title=${wrong ?? nothing} @click=${() => this.#send('swell-choose', widget)}>
          <span class="name">${widgetName(widget, widgets[widget])}</span>
          <span class="kind ${wrong ? 'wrong' : ''}">${wrong ? 'not shown' : (widgets[widget]?.type ?? 'missing')}</span></button></li>`;
      })}</ul></section>`;
  }

  #queries() {
    const steps = Object.entries(stateOf(this.source).steps ?? {});
    const datasets = Object.keys(this.schema?.datasets ?? {});
    return html`<section class="group"><h3>Queries</h3>
      <ul>${steps.map(([id, step]) => html`<li><button class="quiet" @click=${() => this.#send('swell-choose-step', id)}>
        <span class="name">${/** @type {any} */ (step)?.label || id}</span>
        <span class="kind">${usersOf(this.source, id).length || 'not'} shown</span></button></li>`)}</ul>
      <div class="row">
        <select aria-label="Dataset of a new query">${datasets.map((name) => html`<option .value=${name}>${name}</option>`)}</select>
        <button ?disabled=${datasets.length === 0} @click=${() => this.#add('compact')}>New query</button>
        <button ?disabled=${datasets.length === 0} @click=${() => this.#add('saql')}>New in SAQL</button>
      </div></section>`;
  }

  /** @param {'compact' | 'saql'} kind */
  #add(kind) {
    const dataset = /** @type {HTMLSelectElement} */ (this.renderRoot.querySelector('.row select')).value;
    const { source, id } = addStep(this.source, kind, dataset);
    this.#change(source, null);
    this.#send('swell-choose-step', id);
  }

  /** @param {number} by */
  #move(by) {
    this.#change(movePage(this.source, this.where, by), null);
    this.#send('swell-turn', { ...this.where, page: this.where.page + by });
  }

  #remove = () => {
    this.#change(removePage(this.source, this.where), null);
    this.#send('swell-turn', { ...this.where, page: Math.max(0, this.where.page - 1) });
  };

  /**
   * @param {import('./source.js').Source} source
   * @param {string | null} mark
   */
  #change(source, mark) {
    this.#send('swell-change', { source, mark });
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('swell-dashboard-panel', SwellDashboardPanel);
