/** `swell-editor-page`: a dashboard that is edited: what was done, what it looks like now, and saving it. */

import { LitElement, html, nothing, repeat } from '../../vendor/lit.js';
import { ApiError, Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls } from '../elements/sheets.js';
import { chooseLayout, choosePage, orderPlacements } from '../layout.js';
import { dashboardPath, navigate } from '../router.js';
import { decodeState, encodeState } from '../state.js';
import { followScheme, scheme } from '../theme.js';
import './add_menu.js';
import './canvas.js';
import './dashboard_panel.js';
import { findingsBeside, findingsOnWidgets, pageOfFinding, partOfFinding, pathInPart } from './findings.js';
import './json_pane.js';
import { Leaving } from './leaving.js';
import { pageStyles } from './page_styles.js';
import './page_tabs.js';
import { addPage } from './pages.js';
import { partOf } from './part.js';
import { rememberJson, showsJson } from './remembered.js';
import { columnsOf, layoutsOf, pageOf, placedOn, stateOf, widgetName } from './source.js';
import './step_panel.js';
import { alert, strip } from './strip.js';
import './widget_panel.js';
import { addWidget, duplicateWidget, placeWidget, removeWidget } from './widgets.js';
import { Work } from './work.js';

/** @typedef {import('./source.js').Source} Source */
/** @typedef {import('./part.js').Chosen} Chosen */

const DRAW_AFTER = 200; // ms without typing
const CHECK_AFTER = 500; // ms after a drawing; a check asks every query of the dashboard

class SwellEditorPage extends LitElement {
  static properties = {
    name: { type: String },
    where: { state: true },
    chosen: { state: true },
    drawn: { state: true },
    busy: { state: true },
    saving: { state: true },
    failure: { state: true },
    fault: { state: true },
    conflict: { state: true },
    json: { state: true },
    schema: { state: true },
  };

  static styles = [base, controls, pageStyles];

  /** @type {Work | null} */
  #work = null;
  #timer = 0;
  #checking = 0;
  #load = new Latest();
  #leaving = new Leaving(this, () => this.#dirty, () => this.#work?.abandon());

  constructor() {
    super();
    this.name = '';
    /** @type {import('./source.js').Where} */
    this.where = { layout: 0, page: 0 };
    /** @type {Chosen} */
    this.chosen = { kind: 'dashboard' };
    /** counts what was drawn, so that the page is rendered again */
    this.drawn = 0;
    this.busy = false;
    this.saving = false;
    /** @type {unknown} why the dashboard can't be edited at all */
    this.failure = null;
    /** @type {unknown} why the last change can't be drawn or saved */
    this.fault = null;
    this.conflict = false;
    /** whether the JSON is shown beside the settings */
    this.json = showsJson();
    /** @type {import('../wire.d.ts').Schema | null} */
    this.schema = null;
    followScheme(this);
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('keydown', this.#key);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#key);
    clearTimeout(this.#timer);
    clearTimeout(this.#checking);
    this.#load.cancel();
    this.#work?.end();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('name') && this.name) this.#open();
  }

  async #open() {
    this.failure = this.fault = null;
    this.conflict = false;
    try {
      const { selections, page } = decodeState(location.hash);
      const work = await this.#load.run((signal) => Work.open(this.name, selections, signal));
      if (!work) return;
      this.#work = work;
      document.title = `${work.source.label ?? this.name}, edited · Swell`;
      await this.#draw();
      this.#start(page);
      this.#loadSchema();
    } catch (error) {
      this.failure = error;
    }
  }

  async #loadSchema() {
    try {
      this.schema = await get('/api/schema');
    } catch {
      // Names of fields are a courtesy; without them everything can still be typed.
      this.schema = null;
    }
  }

  /**
   * Turns to the layout and the page that a viewer would see.
   * @param {string | null} page
   */
  #start(page) {
    const layouts = this.#work?.drawing.layouts ?? [];
    const layout = chooseLayout(layouts, window.innerWidth);
    const shown = layout && choosePage(layout, page);
    this.#turn({ layout: Math.max(0, layouts.findIndex((one) => one === layout)), page: Math.max(0, layout?.pages.findIndex((one) => one === shown) ?? 0) });
  }

  /** @param {import('./source.js').Where} where */
  #turn(where) {
    this.where = where;
    this.chosen = { kind: 'dashboard' };
    this.#work?.history.seal();
    this.#draw();
  }

  /** The JSON as it is now. */
  get #source() {
    return /** @type {Work} */ (this.#work).source;
  }

  get #dirty() {
    return this.#work?.dirty ?? false;
  }

  /**
   * @param {Source} source
   * @param {string | null} [mark]
   */
  #change(source, mark = null) {
    this.#work?.history.push(source, mark);
    this.#redraw(mark ? DRAW_AFTER : 0);
  }

  /** @param {number} after ms */
  #redraw(after) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#draw(), after);
    this.#settle();
    this.requestUpdate();
  }

  /** Leaves what is not there any more. */
  #settle() {
    const pages = layoutsOf(this.#source)[this.where.layout]?.pages ?? [];
    if (this.where.page >= pages.length) this.where = { ...this.where, page: Math.max(0, pages.length - 1) };
    const { chosen } = this;
    const parts = chosen.kind === 'dashboard' ? null : stateOf(this.#source)[chosen.kind === 'widget' ? 'widgets' : 'steps'];
    if (chosen.kind !== 'dashboard' && !(parts && chosen.id in parts)) this.chosen = { kind: 'dashboard' };
  }

  async #draw() {
    const drawing = this.#work?.drawing;
    if (!drawing) return;
    this.busy = true;
    try {
      const seen = placedOn(this.#source, this.where).map((one) => one.widget);
      if (!(await drawing.update(this.#source, [...new Set(seen)]))) return;
      this.fault = null;
    } catch (error) {
      this.fault = error;
    }
    this.busy = false;
    this.drawn += 1;
    clearTimeout(this.#checking);
    this.#checking = window.setTimeout(() => this.#check(), CHECK_AFTER);
  }

  async #check() {
    if (await this.#work?.findings.update(this.#source)) this.drawn += 1;
  }

  /** Goes to where a finding is: its page, its widget or query, and its place in the JSON. */
  #goTo = async (/** @type {CustomEvent} */ event) => {
    /** @type {import('../wire.d.ts').Finding} */
    const finding = event.detail;
    const where = pageOfFinding(finding, this.#source, this.where);
    if (where.page !== this.where.page || where.layout !== this.where.layout) this.#turn(where);
    this.chosen = partOfFinding(finding);
    this.json = true;
    await this.updateComplete;
    await /** @type {any} */ (this.renderRoot.querySelector('swell-json-pane'))?.reveal(pathInPart(finding));
  };

  #undo = () => {
    this.#work?.history.undo();
    this.#redraw(0);
  };

  #redo = () => {
    this.#work?.history.redo();
    this.#redraw(0);
  };

  #save = () => this.#keep((work) => work.save());

  #overwrite = () => this.#keep((work) => work.overwrite());

  /** @param {(work: Work) => Promise<void>} how */
  async #keep(how) {
    if (!this.#work) return;
    this.saving = true;
    try {
      await how(this.#work);
      this.fault = null;
      this.conflict = false;
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) this.conflict = true;
      else this.fault = error;
    }
    this.saving = false;
  }

  #close = () => {
    if (!this.#leaving.leaves()) return;
    const page = pageOf(this.#source, this.where)?.name ?? null;
    const hash = encodeState({ page, selections: this.#work?.drawing.selections ?? {} });
    this.#work?.abandon();
    navigate(dashboardPath(this.name) + (hash ? `#${hash}` : ''));
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (!this.#work || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key === 's') {
      event.preventDefault();
      if (this.#dirty && !this.saving) this.#save();
      return;
    }
    // Fields and editors of text undo their own typing.
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    if (target.isContentEditable || ['INPUT', 'TEXTAREA'].includes(target.tagName)) return;
    if (key === 'z' || key === 'y') {
      event.preventDefault();
      if (key === 'y' || event.shiftKey) this.#redo();
      else this.#undo();
    }
  };

  #add = (/** @type {CustomEvent} */ event) => {
    const { chosen } = this;
    const step = chosen.kind === 'step' ? chosen.id : (Object.keys(stateOf(this.#source).steps ?? {})[0] ?? null);
    const whole = pageOf(this.#source, this.where) ? this.#source : addPage(this.#source, this.where.layout).source;
    const { source, id } = addWidget(whole, this.where, event.detail, step);
    this.#change(source);
    this.#choose(id, true);
  };

  /**
   * @param {string | null} id
   * @param {boolean} [focus]
   */
  #choose(id, focus = false) {
    this.chosen = id ? { kind: 'widget', id } : { kind: 'dashboard' };
    this.#work?.history.seal();
    if (id && focus) this.updateComplete.then(() => /** @type {any} */ (this.renderRoot.querySelector('swell-edit-canvas'))?.focusOn(id));
  }

  #duplicate = (/** @type {CustomEvent} */ event) => {
    const { source, id } = duplicateWidget(this.#source, this.where, event.detail);
    this.#change(source);
    this.#choose(id, true);
  };

  #remove = (/** @type {CustomEvent} */ event) => {
    this.#change(removeWidget(this.#source, this.where, event.detail));
    this.#choose(null);
  };

  #place = (/** @type {CustomEvent} */ event) => {
    const { index, place, mark } = event.detail;
    this.#change(placeWidget(this.#source, this.where, index, place), mark);
    if (!mark) this.#work?.history.seal();
  };

  #toggleJson = () => {
    this.json = !this.json;
    rememberJson(this.json);
  };

  #addPage = () => {
    const { source, page } = addPage(this.#source, this.where.layout);
    this.#change(source);
    this.#turn({ ...this.where, page });
  };

  render() {
    if (this.failure) return errorMessage(this.failure, 'This dashboard could not be opened');
    if (!this.#work?.drawing.dashboard) {
      return this.fault ? errorMessage(this.fault, 'This dashboard could not be drawn') : nothing;
    }
    const turn = (/** @type {CustomEvent} */ event) => this.#turn(event.detail);
    return html`
      ${this.#strip()}
      <div class="bars">
        <swell-edit-pages .source=${this.#source} .where=${this.where} @swell-turn=${turn} @swell-add-page=${this.#addPage}></swell-edit-pages>
        ${alert(this.conflict, this.fault, { open: () => this.#open(), overwrite: this.#overwrite })}
      </div>
      <div class="work" @swell-choose=${(/** @type {CustomEvent} */ event) => this.#choose(event.detail)}
        @swell-choose-step=${(/** @type {CustomEvent} */ event) => (this.chosen = { kind: 'step', id: event.detail })}
        @swell-change=${(/** @type {CustomEvent} */ event) => this.#change(event.detail.source, event.detail.mark)}
        @swell-turn=${turn} @swell-finding=${this.#goTo}
        @swell-place=${this.#place} @swell-remove=${this.#remove} @swell-duplicate=${this.#duplicate}>
        ${this.#canvas()}
        <div class="side ${this.json ? 'both' : ''} ${this.chosen.kind === 'step' ? 'query' : ''}">
          <div class="settings">${this.#panel()}</div>
          ${this.json ? html`<div class="code">${this.#code()}</div>` : nothing}
        </div>
      </div>`;
  }

  #strip() {
    const { history, writable, findings } = /** @type {Work} */ (this.#work);
    const state = !writable ? 'You may not save it' : this.saving ? 'Saving…' : this.#dirty ? 'Changes are not saved' : 'Saved';
    const shown = {
      label: this.#source.label || this.name,
      state,
      mistakes: findings.listed.filter((one) => one.severity === 'mistake').length,
      canUndo: history.canUndo,
      canRedo: history.canRedo,
      json: this.json,
      savable: this.#dirty && !this.saving && writable,
    };
    const findingsShown = () => {
      this.json = true;
      this.#choose(null);
    };
    const act = { add: this.#add, findings: findingsShown, undo: this.#undo, redo: this.#redo, json: this.#toggleJson, close: this.#close, save: this.#save };
    return strip(shown, act);
  }

  #canvas() {
    const { dashboard, layouts, data } = /** @type {Work} */ (this.#work).drawing;
    const layout = layouts[this.where.layout] ?? null;
    const page = layout?.pages[this.where.page] ?? null;
    const widgets = stateOf(this.#source).widgets ?? {};
    const typeOf = (/** @type {string} */ id) => String(widgets[id]?.type ?? 'missing').toLowerCase();
    const placed = placedOn(this.#source, this.where);
    const ordered = orderPlacements(/** @type {any} */ ({ placements: placed }), typeOf, false);
    const names = Object.fromEntries(placed.map(({ widget }) => [widget, { type: typeOf(widget), name: widgetName(widget, widgets[widget]) }]));
    return html`<swell-edit-canvas aria-busy=${String(this.busy)} .dashboard=${dashboard} .layout=${layout} .page=${page} .data=${data} .selections=${data?.selections ?? {}}
      .scheme=${scheme()} .placed=${ordered} .names=${names} .selected=${this.chosen.kind === 'widget' ? this.chosen.id : null}
      .findings=${findingsOnWidgets(this.#work?.findings.listed ?? [], this.#source, this.where)}
      .columns=${columnsOf(this.#source, this.where.layout)}></swell-edit-canvas>`;
  }

  #panel() {
    const { chosen } = this;
    const data = this.#work?.drawing.data ?? null;
    if (chosen.kind === 'dashboard') {
      return html`<swell-dashboard-panel .source=${this.#source} .where=${this.where} .data=${data} .schema=${this.schema}></swell-dashboard-panel>`;
    }
    return html`<button class="back" @click=${() => this.#choose(null)}>← Whole dashboard</button>
      ${chosen.kind === 'widget'
        ? html`<swell-widget-panel .source=${this.#source} .where=${this.where} .widget=${chosen.id} .data=${data?.widgets[chosen.id] ?? null}></swell-widget-panel>`
        : repeat([chosen.id], (key) => key, () => html`<swell-step-panel .source=${this.#source} .step=${chosen.id} .data=${data} .schema=${this.schema}></swell-step-panel>`)}`;
  }

  #code() {
    const { label, value, changed } = partOf(this.#source, this.chosen);
    const type = (/** @type {CustomEvent} */ event) => this.#change(changed(event.detail), `json:${label}`);
    // Another element for another part: what is typed in one must not be undone in the other.
    return repeat([label], (key) => key, () => html`<swell-json-pane .label=${label} .value=${value} .chosen=${this.chosen}
      .findings=${findingsBeside(this.#work?.findings.listed ?? [], this.chosen)} @swell-json=${type}></swell-json-pane>`);
  }
}

customElements.define('swell-editor-page', SwellEditorPage);
