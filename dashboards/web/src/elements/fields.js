/** `swell-fields`: datasets and their fields beside the editor; a click asks to type one into it. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { base, controls } from './sheets.js';

class SwellFields extends LitElement {
  static properties = { schema: { attribute: false }, loaded: { attribute: false }, search: { state: true } };

  static styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; background: var(--surface); }
      .top { padding: var(--space-3) var(--space-3) var(--space-2); }
      input { width: 100%; }
      .list { overflow: auto; padding: 0 var(--space-1) var(--space-3); min-height: 0; flex: 1; }
      summary { display: flex; align-items: center; gap: var(--space-2); padding: 4px var(--space-2); border-radius: var(--radius-s); cursor: pointer; font-weight: 600; list-style: none; }
      summary::-webkit-details-marker { display: none; }
      summary::before { content: "›"; width: 8px; color: var(--ink-faint); transition: transform 120ms; }
      details[open] > summary::before { transform: rotate(90deg); }
      summary:hover { background: var(--hover); }
      summary .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
      ul { list-style: none; margin: 0 0 var(--space-2); padding: 0; }
      li button { width: 100%; height: 26px; padding-block: 0; padding-inline: 24px var(--space-2); justify-content: space-between; font-weight: 400; color: var(--ink); border-radius: var(--radius-s); }
      li .load { color: var(--accent); font-family: var(--font-code); font-size: var(--text-s); }
      li .name { overflow: hidden; text-overflow: ellipsis; line-height: 20px; }
      .type { color: var(--ink-muted); font-size: var(--text-xs); font-weight: 400; }
      .none { padding: var(--space-2) var(--space-3); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Schema | null} */
    this.schema = null;
    /** @type {string[]} names of the datasets that the query loads */
    this.loaded = [];
    this.search = '';
  }

  render() {
    const datasets = Object.entries(this.schema?.datasets ?? {});
    return html`
      <div class="top"><input type="search" placeholder="Find a field" aria-label="Find a field" @input=${(/** @type {any} */ event) => (this.search = event.target.value)}></div>
      <div class="list">
        ${datasets.map(([name, fields]) => this.#dataset(name, fields))}
        ${this.schema && datasets.length === 0 ? html`<p class="none">No datasets yet.</p>` : nothing}
      </div>
    `;
  }

  /**
   * @param {string} name
   * @param {import('../wire.d.ts').SchemaField[]} fields
   */
  #dataset(name, fields) {
    const wanted = this.search.trim().toLowerCase();
    const named = (/** @type {import('../wire.d.ts').SchemaField} */ field) => `${field.name}\n${field.label ?? ''}`.toLowerCase().includes(wanted);
    const found = fields.filter((field) => !field.hidden && named(field) && (wanted !== '' || !field.virtual));
    if (wanted && found.length === 0) return nothing;
    const open = wanted !== '' || this.loaded.includes(name);
    return html`<details ?open=${open}>
      <summary title=${name}><span class="name">${name}</span><span class="type">${fields.filter((field) => !field.virtual).length}</span></summary>
      <ul>
        <li><button class="quiet load" title="Insert a statement that loads ${name}" @click=${() => this.#insert(name, null)}>
          <span class="name">load "${name}"</span></button></li>
        ${found.map(
          (field) => html`<li><button class="quiet" title=${[`Insert '${field.name}'`, field.label !== field.name ? field.label : '', field.description].filter(Boolean).join('\n')} @click=${() => this.#insert(name, field.name)}>
            <span class="name">${field.name}</span><span class="type">${field.type}</span></button></li>`,
        )}
      </ul>
    </details>`;
  }

  /**
   * @param {string} dataset
   * @param {string | null} field null for the dataset itself
   */
  #insert(dataset, field) {
    this.dispatchEvent(new CustomEvent('swell-insert', { detail: { dataset, field }, bubbles: true, composed: true }));
  }
}

customElements.define('swell-fields', SwellFields);
