/** `swell-dashboard-page`: one dashboard: its selections, its requests, its pages, and the address that holds them. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, askChoices, download, get, post } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls } from '../elements/sheets.js';
import { counted, duration } from '../format.js';
import { chooseLayout, choosePage } from '../layout.js';
import { arrived, readCarried } from '../links.js';
import { rememberDashboard } from '../recent.js';
import { editorPath, match, replaceHash } from '../router.js';
import { chips, decodeState, encodeState, filterChips, settable, toggle, withFilters } from '../state.js';
import { followScheme, scheme } from '../theme.js';
import '../elements/chips.js';
import '../elements/dashboard.js';
import '../elements/export.js';
import '../elements/views.js';
import { stepAcross } from '../locale.js';

/** @typedef {import('../wire.d.ts').Selections} Selections */
/** @typedef {import('../wire.d.ts').FilterChoices} FilterChoices */

/** The files of a whole dashboard. */
const FILES = ['pdf', 'png', 'svg', 'xlsx', 'mail'];

class SwellDashboardPage extends LitElement {
  static properties = {
    name: { type: String },
    dashboard: { state: true },
    data: { state: true },
    made: { state: true },
    filters: { state: true },
    pageName: { state: true },
    busy: { state: true },
    failure: { state: true },
    stale: { state: true },
    width: { state: true },
  };

  static styles = [
    base,
    controls,
    css`
      .strip { position: sticky; top: 48px; z-index: 10; display: flex; align-items: flex-start; gap: var(--space-2) var(--space-4); min-height: 48px; padding: 9px var(--space-6); background: var(--ground); border-bottom: 1px solid var(--line); }
      .crumbs { flex: none; display: flex; align-items: baseline; gap: var(--space-2); min-width: 0; max-width: 60%; line-height: 28px; white-space: nowrap; color: var(--ink-muted); }
      .crumbs h1 { font-size: var(--text-l); font-weight: 600; color: var(--ink); overflow: hidden; text-overflow: ellipsis; }
      /* The first to give way: a line that is too narrow for some words wraps out of the one line that is seen. */
      .about { flex: 0 1000 auto; min-width: 0; height: 28px; overflow: hidden; display: flex; flex-wrap: wrap; color: var(--ink-muted); line-height: 28px; }
      .about::before { content: ""; width: 0; height: 28px; }
      .about span { flex: 1 0 90px; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      swell-chips { flex: 0 1 auto; }
      .time { margin-inline-start: auto; flex: none; line-height: 28px; font-size: var(--text-s); color: var(--ink-muted); font-variant-numeric: tabular-nums; }
      .edit { height: 28px; color: var(--ink-muted); flex: none; }
      .progress { position: absolute; inset-inline: 0; bottom: -1px; height: 2px; overflow: hidden; opacity: 0; transition: opacity 150ms 120ms; }
      .progress.on { opacity: 1; }
      .progress::after { content: ""; position: absolute; inset: 0; width: 32%; background: var(--accent-strong); animation: slide 1.1s ease-in-out infinite; }
      @keyframes slide { from { transform: translateX(-100%); } to { transform: translateX(420%); } }
      [role="tablist"] { display: flex; gap: var(--space-1); padding: 0 var(--space-6); overflow-x: auto; border-bottom: 1px solid var(--line); }
      [role="tab"] { height: 36px; border: 0; border-radius: 0; background: transparent; color: var(--ink-muted); border-bottom: 2px solid transparent; flex: none; }
      [role="tab"]:hover { color: var(--ink); background: transparent; }
      [role="tab"][aria-selected="true"] { color: var(--ink); border-bottom-color: var(--accent-strong); }
      [role="tab"]:focus-visible { outline-offset: -2px; }
      :host { min-height: calc(100vh - 48px); display: flex; flex-direction: column; }
      .body { flex: 1; display: flex; flex-direction: column; }
      swell-dashboard { flex: 1; height: auto; display: grid; }
      .stale { margin: var(--space-3) var(--space-6); padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); background: var(--danger-soft); color: var(--danger); display: flex; align-items: center; gap: var(--space-3); }
      @media (max-width: 600px) {
        .strip { padding-inline: var(--space-4); flex-wrap: wrap; column-gap: var(--space-2); }
        .crumbs { flex: 0 1 auto; max-width: 100%; }
        [role="tablist"] { padding-inline: var(--space-1); }
        .time, .about, .edit { display: none; }
        swell-export { margin-inline-start: auto; }
      }
    `,
  ];

  #load = new Latest();
  #refresh = new Latest();

  constructor() {
    super();
    this.name = '';
    /** @type {import('../wire.d.ts').Dashboard | null} */
    this.dashboard = null;
    /** @type {import('../wire.d.ts').DashboardData | null} */
    this.data = null;
    /** @type {Selections} what a person chose; steps that are not here have their start selection */
    this.made = {};
    /** @type {FilterChoices} what a person set global filters to; the others are as the dashboard has them */
    this.filters = {};
    /** @type {string | null} */
    this.pageName = null;
    this.busy = false;
    /** @type {unknown} */
    this.failure = null;
    /** @type {unknown} why what is shown is older than what is selected */
    this.stale = null;
    this.width = window.innerWidth;
    followScheme(this);
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('resize', this.#measure);
    window.addEventListener('popstate', this.#readAddress);
    window.addEventListener('hashchange', this.#readAddress);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('resize', this.#measure);
    window.removeEventListener('popstate', this.#readAddress);
    window.removeEventListener('hashchange', this.#readAddress);
    this.#load.cancel();
    this.#refresh.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('name') && this.name) this.#open();
  }

  async #open() {
    this.dashboard = null;
    this.data = null;
    this.failure = null;
    const state = decodeState(location.hash);
    this.made = state.selections;
    this.filters = state.filters;
    this.pageName = state.page;
    const carried = readCarried(location.hash);
    try {
      const dashboard = await this.#load.run((signal) => get(`/api/dashboards/${encodeURIComponent(this.name)}`, signal));
      if (!dashboard) return;
      this.dashboard = dashboard;
      this.filters = settable(dashboard, this.filters);
      if (carried.length > 0) {
        this.made = { ...arrived(dashboard, carried), ...this.made };
        replaceHash(encodeState({ page: this.pageName, selections: this.made, filters: this.filters }));
      }
      document.title = `${dashboard.label} · Swell`;
      rememberDashboard(this.name);
      this.#fetch();
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {boolean} [more] whether what is shown stays, and only what the page lacks is asked for */
  async #fetch(more = false) {
    this.busy = true;
    const asked = more ? this.#lacking() : this.#wanted();
    try {
      const path = `/api/dashboards/${encodeURIComponent(this.name)}/data`;
      const data = await this.#refresh.run((signal) => post(path, { selections: this.made, filters: this.filters, widgets: asked }, signal));
      if (!data) return;
      // A dashboard whose file has changed since may lack a widget that is asked for.
      const gone = { type: 'missing', problem: 'This widget is not in the dashboard any more; load the page again.', view: null };
      const found = Object.fromEntries(asked.map((id) => [id, data.widgets[id] ?? gone]));
      this.data = { ...data, widgets: { ...(more ? this.data?.widgets : {}), ...found } };
      this.stale = null;
      this.busy = false;
    } catch (error) {
      this.stale = error;
      this.busy = false;
    }
  }

  /** The widgets of the page that is shown. */
  #wanted() {
    const layout = this.dashboard && chooseLayout(this.dashboard.layouts, this.width);
    const page = layout && choosePage(layout, this.pageName);
    return page ? [...new Set(page.placements.map((one) => one.widget))].filter((id) => id in (this.dashboard?.widgets ?? {})) : [];
  }

  #lacking() {
    return this.#wanted().filter((id) => !(id in (this.data?.widgets ?? {})));
  }

  updated() {
    // Another page, or another layout for another width.
    if (this.data && !this.busy && !this.stale && this.#lacking().length > 0) this.#fetch(true);
  }

  #measure = () => {
    this.width = window.innerWidth;
  };

  #readAddress = () => {
    const route = match(location.pathname);
    if (route.page !== 'dashboard' || route.name !== this.name) return;
    const state = decodeState(location.hash);
    const filters = this.dashboard ? settable(this.dashboard, state.filters) : state.filters;
    const changed = JSON.stringify([state.selections, filters]) !== JSON.stringify([this.made, this.filters]);
    this.pageName = state.page;
    this.made = state.selections;
    this.filters = filters;
    if (changed && this.dashboard) this.#fetch();
  };

  /** What is selected now: what the server last said, with what was chosen since. */
  get selections() {
    return { ...this.data?.selections, ...this.made };
  }

  /**
   * @param {Selections} made
   * @param {FilterChoices} [filters]
   */
  #choose(made, filters = this.filters) {
    this.made = made;
    this.filters = filters;
    replaceHash(encodeState({ page: this.pageName, selections: made, filters }));
    this.#fetch();
  }

  #select = (/** @type {CustomEvent} */ event) => {
    const { step, row, mode: shown } = event.detail;
    const mode = shown ?? this.dashboard?.steps[step]?.selectMode ?? 'none';
    if (mode === 'none') return;
    this.#choose({ ...this.made, [step]: toggle(this.selections[step] ?? [], row, mode) });
  };

  /** Takes all rows of a step's selection at once, as selectors with an "Update" button give them. */
  #take = (/** @type {CustomEvent} */ event) => {
    const { step, rows } = event.detail;
    this.#choose({ ...this.made, [step]: rows });
  };

  /** Sets global filters; null puts one back to what the dashboard has. */
  #filter = (/** @type {CustomEvent} */ event) => this.#choose(this.made, withFilters(this.filters, event.detail));

  #clear = (/** @type {CustomEvent} */ event) => {
    const { step, filter } = event.detail;
    const cleared = this.#chips().filter((chip) => (step || filter ? chip.step === (step ?? null) && chip.filter === (filter ?? null) : true));
    const steps = step ? [step] : cleared.flatMap((chip) => chip.step ?? []);
    const kept = Object.entries(this.filters).filter(([id]) => !cleared.some((chip) => chip.filter === id));
    this.#choose({ ...this.made, ...Object.fromEntries(steps.map((one) => [one, []])) }, Object.fromEntries(kept));
  };

  /** Back to what the dashboard starts with. */
  #reset = () => this.#choose({}, {});

  #ask = (/** @type {string} */ filter, /** @type {string} */ search) => askChoices(this.name, filter, search, this.filters);

  /** Asks for a file of what is seen; the menu that wants it waits for the promise. */
  #export = (/** @type {CustomEvent} */ event) => {
    const { format, widget = null } = event.detail;
    if (format === 'why') {
      event.detail.done = this.#explain(widget);
      return;
    }
    if (format === 'alert' || format === 'mail') {
      event.detail.done = this.#watch(widget);
      return;
    }
    const layout = this.dashboard && chooseLayout(this.dashboard.layouts, this.width);
    const page = layout && choosePage(layout, this.pageName)?.name;
    const body = { format, widget, page: format === 'pdf' ? null : page, selections: this.made, filters: this.filters, scheme: scheme() };
    event.detail.done = download(`/api/dashboards/${encodeURIComponent(this.name)}/export`, body);
  };

  #view = (/** @type {CustomEvent} */ event) => {
    const { page, selections, filters } = event.detail;
    this.pageName = page ?? this.pageName;
    this.#choose(selections, filters ?? {});
  };

  /**
   * Opens the panel that says where the numbers of a widget come from; it is loaded when it is first wanted.
   * @param {string} widget
   */
  async #explain(widget) {
    await import('../elements/why.js');
    const title = this.data?.widgets[widget]?.view?.title || this.dashboard?.steps[this.dashboard.widgets[widget]?.step ?? '']?.label || '';
    const panel = /** @type {any} */ (this.renderRoot.querySelector('swell-why'));
    panel.open(this.name, widget, title, { selections: this.made, filters: this.filters });
  }

  /**
   * Opens the form for an alert on a widget, or for the dashboard by mail where there is no widget.
   * @param {string | null} widget
   */
  async #watch(widget) {
    await import('../elements/watch_form.js');
    const { dashboard } = this;
    if (!dashboard) return;
    const seen = { dashboard: this.name, label: dashboard.label, page: this.pageName, selections: this.made, filters: this.filters };
    const view = widget ? this.data?.widgets[widget]?.view : null;
    const title = widget ? view?.title || dashboard.steps[dashboard.widgets[widget]?.step ?? '']?.label || '' : '';
    const columns = view?.columns ?? ('value' in (view ?? {}) ? [{ name: '', label: title, type: 'number' }] : []);
    const numbers = columns.filter((/** @type {any} */ column) => column.type === 'number');
    const asking = /** @type {any} */ (this.renderRoot.querySelector('swell-watch-form'));
    asking.open(seen, widget ? { id: widget, title } : null, numbers);
  }

  #turn = (/** @type {string} */ page) => {
    this.pageName = page;
    const hash = encodeState({ page, selections: this.made, filters: this.filters });
    history.pushState(null, '', `${location.pathname}#${hash}`);
    this.requestUpdate();
  };

  #chips() {
    if (!this.dashboard) return [];
    return [...filterChips(this.dashboard, this.filters, this.data), ...chips(this.dashboard, this.selections, this.data)];
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'This dashboard could not be opened');
    const { dashboard } = this;
    if (!dashboard) return nothing;
    const layout = chooseLayout(dashboard.layouts, this.width);
    const page = layout && choosePage(layout, this.pageName);
    const made = this.#chips();
    const changed = Object.keys(this.made).length + Object.keys(this.filters).length > 0;
    return html`
      <div class="strip">
        <div class="crumbs"><a href="/">Dashboards</a><span aria-hidden="true">/</span><h1 title=${dashboard.label}>${dashboard.label}</h1></div>
        ${this.#about(dashboard, made.length > 0)}
        ${made.length > 0 || changed
          ? html`<swell-chips .chips=${made} ?changed=${changed} @swell-clear-step=${this.#clear} @swell-reset=${this.#reset}></swell-chips>`
          : nothing}
        <span class="time" title="Time that the server took">${this.data ? duration(this.data.milliseconds) : ''}</span>
        <swell-views .name=${this.name} .page=${page?.name ?? null} .selections=${this.made} .filters=${this.filters} @swell-view=${this.#view}></swell-views>
        <a class="button edit" href=${editorPath(this.name) + location.hash}>Edit</a>
        <swell-export .formats=${FILES} .about=${dashboard.label} @swell-export=${this.#export}></swell-export>
        <div class="progress ${this.busy ? 'on' : ''}"></div>
        <span class="hidden" role="status">${this.busy ? '' : this.data ? `Up to date, ${counted(made.length, 'filter')} active` : ''}</span>
      </div>
      ${layout && page ? this.#tabs(layout, page) : nothing}
      <div class="body" aria-busy=${String(this.busy)} @swell-select-step=${this.#select} @swell-clear-step=${this.#clear}
        @swell-choose-step=${this.#take} @swell-filter=${this.#filter}
        @swell-page=${(/** @type {CustomEvent} */ event) => this.#turn(event.detail)} @swell-export=${this.#export}>
        ${this.stale ? this.#warning() : nothing}
        ${page
          ? html`<swell-dashboard .dashboard=${dashboard} .layout=${layout} .page=${page} .data=${this.data} .selections=${this.selections}
              .filters=${this.filters}
              .choices=${this.#ask} .scheme=${scheme()} .width=${this.width}></swell-dashboard>`
          : html`<swell-message heading="This dashboard has no page" text="Its JSON holds no layout with a page to show."></swell-message>`}
      </div>
      <swell-why></swell-why>
      <swell-watch-form></swell-watch-form>
    `;
  }

  /**
   * What the dashboard is about; where it does not say so, what a reader can do with it.
   * @param {import('../wire.d.ts').Dashboard} dashboard
   * @param {boolean} filtered
   */
  #about({ description, steps }, filtered) {
    const chooses = Object.values(steps).some((step) => step.selectMode !== 'none');
    const text = description || (chooses && !filtered ? 'Click a bar, a slice or a row to filter everything by it.' : '');
    return text ? html`<p class="about" title=${text}><span>${text}</span></p>` : nothing;
  }

  #warning() {
    const text = this.stale instanceof Error ? this.stale.message : String(this.stale);
    return html`<p class="stale" role="alert">The numbers could not be brought up to date: ${text}
      <button @click=${() => this.#fetch()}>Try again</button></p>`;
  }

  /**
   * @param {import('../wire.d.ts').Layout} layout
   * @param {import('../wire.d.ts').Page} current
   */
  #tabs(layout, current) {
    const visible = layout.pages.filter((page) => !page.hidden);
    if (visible.length < 2 || hasNavigation(this.dashboard, current)) return nothing;
    return html`<div role="tablist" aria-label="Pages" @keydown=${this.#walk}>
      ${visible.map(
        (page) => html`<button role="tab" aria-selected=${String(page.name === current.name)} tabindex=${page.name === current.name ? 0 : -1}
          @click=${() => this.#turn(page.name)}>${page.label}</button>`,
      )}
    </div>`;
  }

  #walk = (/** @type {KeyboardEvent} */ event) => {
    const step = stepAcross(event.key);
    if (!step) return;
    const tabs = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button')];
    const at = tabs.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const next = tabs[(at + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  };
}

/**
 * Whether a page has a widget that leads to the others.
 * @param {import('../wire.d.ts').Dashboard | null} dashboard
 * @param {import('../wire.d.ts').Page} page
 */
function hasNavigation(dashboard, page) {
  return page.placements.some((one) => dashboard?.widgets[one.widget]?.type === 'navigation');
}

customElements.define('swell-dashboard-page', SwellDashboardPage);
