/** `swell-component`: a page of another dashboard inside a widget, with selections of its own. */

import { LitElement, css, html } from '../../vendor/lit.js';
import { Latest, askChoices, get, post } from '../api.js';
import { chooseLayout, choosePage } from '../layout.js';
import { arrived, carried } from '../links.js';
import { toggle, withFilters } from '../state.js';
import { errorMessage } from './message.js';
import { base } from './sheets.js';

/** @typedef {import('../wire.d.ts').Selections} Selections */

/** So many dashboards may stand in each other; one that embeds itself would never end. */
const DEEPEST = 3;

class SwellComponent extends LitElement {
  static properties = {
    view: { attribute: false },
    scheme: { type: String },
    outer: { attribute: false },
    around: { attribute: false },
    dashboard: { state: true },
    data: { state: true },
    made: { state: true },
    failure: { state: true },
    wide: { state: true },
  };

  static styles = [
    base,
    css`
      :host { height: 100%; overflow: auto; }
      .waiting { height: 100%; min-height: 56px; background: var(--surface-sunken); opacity: 0.6; border-radius: inherit; }
      .deep { height: 100%; display: grid; place-content: center; color: var(--ink-muted); font-size: var(--text-s); }
    `,
  ];

  #load = new Latest();
  #refresh = new Latest();
  #resized = new ResizeObserver(([entry]) => {
    this.wide = entry.contentRect.width;
  });

  constructor() {
    super();
    /** @type {import('../wire.d.ts').ComponentView} */
    this.view = /** @type {any} */ (null);
    /** @type {'light' | 'dark'} */
    this.scheme = 'light';
    /** @type {import('../wire.d.ts').Dashboard | null} the dashboard around */
    this.outer = null;
    /** @type {Selections} what is selected around */
    this.around = {};
    /** @type {import('../wire.d.ts').Dashboard | null} */
    this.dashboard = null;
    /** @type {import('../wire.d.ts').DashboardData | null} */
    this.data = null;
    /** @type {Selections} what a person chose in here */
    this.made = {};
    /** @type {import('../wire.d.ts').FilterChoices} what a person set global filters to in here */
    this.filters = {};
    /** @type {unknown} */
    this.failure = null;
    this.wide = 800;
    this.addEventListener('swell-select-step', this.#select);
    this.addEventListener('swell-clear-step', this.#clear);
    this.addEventListener('swell-choose-step', this.#take);
    this.addEventListener('swell-filter', this.#filter);
    this.addEventListener('swell-page', (event) => event.stopPropagation());
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#load.cancel();
    this.#refresh.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('view') && /** @type {any} */ (changed.get('view'))?.dashboard !== this.view.dashboard) this.#open();
    else if (changed.has('around') && this.view.shares && JSON.stringify(changed.get('around')) !== JSON.stringify(this.around)) this.#fetch();
  }

  async #open() {
    if (this.#depth() > DEEPEST) return;
    this.dashboard = null;
    this.data = null;
    this.failure = null;
    try {
      const found = await this.#load.run((signal) => get(`/api/dashboards/${encodeURIComponent(this.view.dashboard)}`, signal));
      if (!found) return;
      this.dashboard = found;
      await this.#fetch();
    } catch (error) {
      this.failure = error;
    }
  }

  async #fetch() {
    if (!this.dashboard) return;
    const given = this.view.shares && this.outer ? arrived(this.dashboard, carried(this.outer, this.around)) : {};
    const path = `/api/dashboards/${encodeURIComponent(this.view.dashboard)}/data`;
    const { page } = this.#shown();
    const widgets = page ? page.placements.map((one) => one.widget) : [];
    try {
      const data = await this.#refresh.run((signal) => post(path, { selections: { ...given, ...this.made }, filters: this.filters, widgets }, signal));
      if (data) this.data = data;
    } catch (error) {
      this.failure = error;
    }
  }

  #shown() {
    const layout = this.dashboard && chooseLayout(this.dashboard.layouts, this.wide);
    return { layout, page: layout && choosePage(layout, this.view.page) };
  }

  #depth() {
    let depth = 0;
    /** @type {any} */
    let node = this;
    while (node) {
      if (node instanceof SwellComponent) depth += 1;
      node = node.parentNode ?? node.host;
    }
    return depth;
  }

  #select = (/** @type {any} */ event) => {
    event.stopPropagation();
    const { step, row, mode: shown } = event.detail;
    const mode = shown ?? this.dashboard?.steps[step]?.selectMode ?? 'none';
    if (mode === 'none') return;
    this.made = { ...this.made, [step]: toggle(this.data?.selections[step] ?? [], row, mode) };
    this.#fetch();
  };

  #take = (/** @type {any} */ event) => {
    event.stopPropagation();
    this.made = { ...this.made, [event.detail.step]: event.detail.rows };
    this.#fetch();
  };

  #filter = (/** @type {any} */ event) => {
    event.stopPropagation();
    this.filters = withFilters(this.filters, event.detail);
    this.#fetch();
  };

  #ask = (/** @type {string} */ filter, /** @type {string} */ search) => askChoices(this.view.dashboard, filter, search, this.filters);

  #clear = (/** @type {any} */ event) => {
    event.stopPropagation();
    this.made = { ...this.made, [event.detail.step]: [] };
    this.#fetch();
  };

  render() {
    if (this.#depth() > DEEPEST) return html`<p class="deep">This dashboard stands in itself.</p>`;
    if (this.failure) return errorMessage(this.failure, 'This part could not be opened');
    const { layout, page } = this.#shown();
    if (!layout || !page) return html`<div class="waiting"></div>`;
    return html`<swell-dashboard .dashboard=${this.dashboard} .layout=${layout} .page=${page} .data=${this.data}
      .selections=${{ ...this.data?.selections, ...this.made }} .choices=${this.#ask}
      .scheme=${this.scheme} .width=${this.wide}></swell-dashboard>`;
  }
}

customElements.define('swell-component', SwellComponent);
