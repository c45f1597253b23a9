/** `swell-json-pane`: the JSON of a part of a dashboard, written by hand. */

import { LitElement, css, html } from '../../vendor/lit.js';
import '../elements/editor.js';
import { base } from '../elements/sheets.js';
import { jsonText, readJson } from './json_text.js';

class SwellJsonPane extends LitElement {
  static properties = {
    value: { attribute: false },
    label: { type: String },
    words: { attribute: false },
    text: { state: true },
    faults: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; height: 100%; min-height: 0; }
      swell-editor { flex: 1; }
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

  render() {
    return html`<swell-editor language="json" .label=${this.label} .text=${this.text} .words=${this.words} .diagnostics=${this.faults}
        @swell-text=${this.#typed}></swell-editor>
      ${this.faults.map((one) => html`<p class="fault" role="alert">Line ${one.line}: ${one.message}</p>`)}`;
  }
}

customElements.define('swell-json-pane', SwellJsonPane);
