/** `swell-widget-panel`: the settings of one widget. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import * as icons from '../elements/icons.js';
import { base, controls } from '../elements/sheets.js';
import { field, formStyles } from './field.js';
import { packagedWidgets } from '../packaged.js';
import { PLACE, SURFACE, hasSettings, ofKind, settingsOf } from './settings.js';
import { layoutsOf, pagePath, placedOn, read, stateOf, widgetName, withPart, write } from './source.js';
import { placeWidget } from './widgets.js';

/** @typedef {import('./settings.js').Setting} Setting */

class SwellWidgetPanel extends LitElement {
  static properties = {
    source: { attribute: false },
    where: { attribute: false },
    widget: { type: String },
    data: { attribute: false },
    packaged: { state: true },
  };

  static styles = [
    base,
    controls,
    formStyles,
    css`
      .actions { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      .actions button { height: 28px; font-size: var(--text-s); padding: 0 var(--space-2); }
      .keys { padding: var(--space-3) var(--space-4); font-size: var(--text-s); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./source.js').Source} */
    this.source = {};
    /** @type {import('./source.js').Where} */
    this.where = { layout: 0, page: 0 };
    this.widget = '';
    /** @type {import('../wire.d.ts').WidgetData | null} what the server drew of it */
    this.data = null;
    /** @type {import('../packaged.js').Packaged[]} widgets of other packages, asked for where one is edited */
    this.packaged = [];
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const type = read(this.source, ['widgets', this.widget, 'type']);
    if (!changed.has('widget') || !type || hasSettings(type)) return;
    packagedWidgets().then((found) => (this.packaged = found), () => (this.packaged = []));
  }

  render() {
    const widget = read(this.source, ['widgets', this.widget]);
    if (!widget) return nothing;
    const parameters = widget.parameters ?? {};
    const step = parameters.step;
    const known = step && step in (stateOf(this.source).steps ?? {});
    return html`
      <div class="head">
        <h2>${widgetName(this.widget, widget)}</h2>
        <span class="id">${widget.type} · ${this.widget}</span>
        ${this.data?.problem ? html`<p class="problem" role="alert">${this.data.problem}</p>` : nothing}
        <div class="actions">
          ${known ? html`<button @click=${() => this.#send('swell-choose-step', step)}>Edit query</button>` : nothing}
          <button @click=${() => this.#send('swell-duplicate', this.widget)}>${icons.copy}Duplicate</button>
          <button @click=${() => this.#send('swell-remove', this.widget)}>${icons.cross}Remove</button>
        </div>
      </div>
      ${settingsOf(widget.type, this.packaged).map(({ heading, settings }) => this.#group(heading, settings, parameters))}
      ${this.#place()}
    `;
  }

  /**
   * @param {string} heading
   * @param {Setting[]} settings
   * @param {any} parameters
   */
  #group(heading, settings, parameters) {
    const shown = settings.filter(({ when }) => !when || when(parameters));
    return html`<section class="group"><h3>${heading}</h3>
      ${shown.map((setting) => field(setting, parameters, this.#choices(), (value) => this.#set(setting, value)))}
    </section>`;
  }

  #place() {
    const placed = placedOn(this.source, this.where).find((one) => one.widget === this.widget);
    if (!placed) return nothing;
    const path = pagePath(this.where, 'widgets', placed.index);
    const style = read(this.source, [...path, 'widgetStyle']) ?? {};
    const put = (/** @type {string} */ name, /** @type {number | undefined} */ value) => {
      if (value === undefined) return;
      const from = name === 'column' || name === 'row' ? 1 : 0;
      const to = { ...placed, [name]: Math.max(1 - from, Math.round(value) - from) };
      this.#change(placeWidget(this.source, this.where, placed.index, to), `place:${name}`);
    };
    // People count columns and rows from one.
    const seen = { ...placed, column: placed.column + 1, row: placed.row + 1 };
    return html`
      <section class="group"><h3>Place</h3><div class="pairs">
        ${PLACE.map((setting) => field(setting, seen, this.#choices(), (value) => put(setting.path[0], value)))}</div></section>
      <section class="group"><h3>Surface</h3><div class="pairs">
        ${SURFACE.map((setting) => field(setting, style, this.#choices(), (value) =>
          this.#change(write(this.source, [...path, 'widgetStyle', ...setting.path], value), `surface:${setting.path}`)))}</div></section>
      <p class="keys">Arrows move the frame, with Shift they resize it; Ctrl+D copies, Delete removes, Ctrl+Z undoes.</p>`;
  }

  /** @returns {import('./field.js').Choices} */
  #choices() {
    const columns = /** @type {import('../wire.d.ts').Column[]} */ (this.data?.view?.columns ?? []);
    const pages = layoutsOf(this.source)[this.where.layout]?.pages ?? [];
    return {
      steps: Object.keys(stateOf(this.source).steps ?? {}),
      columns: columns.map(({ name, label }) => [name, label || name]),
      pages: pages.map((/** @type {any} */ page) => [page.name, page.label || page.name]),
    };
  }

  /**
   * @param {Setting} setting
   * @param {any} value
   */
  #set({ path, kind }, value) {
    const parameters = read(this.source, ['widgets', this.widget, 'parameters']) ?? {};
    const chart = path[0] === 'visualizationType' && value;
    // A title can be a text as well as an object that holds one.
    const under = path.length > 1 && typeof parameters[path[0]] === 'string' ? { ...parameters, [path[0]]: { [path[1]]: parameters[path[0]] } } : parameters;
    const next = chart ? ofKind(parameters, value) : withPart(under, path, value);
    const typed = kind !== 'choice' && kind !== 'flag' && kind !== 'step';
    this.#change(write(this.source, ['widgets', this.widget, 'parameters'], next), typed ? `set:${this.widget}:${path}` : null);
  }

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

customElements.define('swell-widget-panel', SwellWidgetPanel);
