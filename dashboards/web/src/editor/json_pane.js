/** `swell-json-pane`: the JSON of a part of a dashboard, written by hand. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import '../elements/editor.js';
import { base } from '../elements/sheets.js';
import { findingsIn, pathInPart } from './findings.js';
import { rangeAt } from './json_place.js';
import { jsonText, readJson } from './json_text.js';

class SwellJsonPane extends LitElement {
  static properties = {
    value: { attribute: false },
    label: { type: String },
    words: { attribute: false },
    chosen: { attribute: false },
    findings: { attribute: false },
    text: { state: true },
    faults: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; height: 100%; min-height: 0; }
      swell-editor { flex: 1; }
      ul { flex: none; max-height: 40%; overflow: auto; list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
      li + li { border-top: 1px solid var(--line); }
      li button { all: unset; box-sizing: border-box; display: block; width: 100%; padding: var(--space-2) var(--space-3); border-inline-start: 3px solid var(--danger); font-size: var(--text-s); line-height: 18px; color: var(--ink); cursor: pointer; overflow-wrap: anywhere; }
      li button.warning { border-color: var(--warning); }
      li button:hover { background: var(--hover); }
      li button:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
      li .place { display: block; color: var(--ink-muted); font-family: var(--font-code); font-size: var(--text-xs); }
      .fault { flex: none; padding: var(--space-2) var(--space-3); font-size: var(--text-s); color: var(--danger); background: var(--danger-soft); }
    `,
  ];

  constructor() {
    super();
    /** @type {any} */
    this.value = null;
    this.label = 'JSON';
    /** @type {string[]} */
    this.words = [];
    /** @type {import('./part.js').Chosen} what the JSON is of */
    this.chosen = { kind: 'dashboard' };
    /** @type {import('../wire.d.ts').Finding[]} what a check finds; of the whole dashboard, where that is shown */
    this.findings = [];
    this.text = '';
    /** @type {import('../wire.d.ts').Diagnostic[]} */
    this.faults = [];
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('value')) return;
    // What somebody types stays as it is typed, as long as it says the value.
    const said = readJson(this.text);
    if (!said.fault && JSON.stringify(said.value) === JSON.stringify(this.value)) return;
    this.text = jsonText(this.value);
    this.faults = [];
  }

  #typed = (/** @type {CustomEvent} */ event) => {
    event.stopPropagation();
    if (event.detail === this.text) return;
    this.text = event.detail;
    const { value, fault } = readJson(this.text);
    this.faults = fault ? [fault] : [];
    if (fault || JSON.stringify(value) === JSON.stringify(this.value)) return;
    this.value = value;
    this.dispatchEvent(new CustomEvent('swell-json', { detail: value, bubbles: true, composed: true }));
  };

  /**
   * Selects the value that a path leads to.
   * @param {(string | number)[]} path
   */
  async reveal(path) {
    await this.updateComplete;
    const editor = /** @type {any} */ (this.renderRoot.querySelector('swell-editor'));
    await editor.updateComplete;
    if (this.faults.length > 0) return;
    const { start, end } = rangeAt(this.text, path);
    editor.reveal(start, end);
  }

  /** @returns {import('../wire.d.ts').Diagnostic[]} what is marked in the text: where it is not JSON, else what a check finds in this part */
  #marks() {
    if (this.faults.length > 0) return this.faults;
    return findingsIn(this.findings, this.chosen, this.value).map((one) => {
      const { start, end } = rangeAt(this.text, pathInPart(one));
      return { code: 'check', severity: one.severity, message: one.message, hints: one.hint ? [one.hint] : [], start, end, line: one.line ?? 1, column: one.column ?? 1 };
    });
  }

  render() {
    return html`<swell-editor language="json" .label=${this.label} .text=${this.text} .words=${this.words} .diagnostics=${this.#marks()}
        @swell-text=${this.#typed}></swell-editor>
      ${this.findings.length > 0 && this.faults.length === 0 ? html`<ul aria-label="Findings">${this.findings.map((one) => this.#finding(one))}</ul>` : nothing}
      ${this.faults.map((one) => html`<p class="fault" role="alert">Line ${one.line}: ${one.message}</p>`)}`;
  }

  /** @param {import('../wire.d.ts').Finding} finding */
  #finding(finding) {
    const { severity, message, hint, file, line, column, pointer } = finding;
    const go = () => this.dispatchEvent(new CustomEvent('swell-finding', { detail: finding, bubbles: true, composed: true }));
    return html`<li><button class=${severity} @click=${go}>${severity === 'warning' ? 'Warning: ' : ''}${message} ${hint ?? ''}
      <span class="place">${file}:${line ?? 1}:${column ?? 1} ${pointer}</span></button></li>`;
  }
}

customElements.define('swell-json-pane', SwellJsonPane);
