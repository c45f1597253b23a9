/** `swell-settings-page`: every setting of the workspace, its value, and where it came from. */

import { LitElement, css, html } from '../../vendor/lit.js';
import { get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, dataTable, page } from '../elements/sheets.js';

/** @typedef {import('../wire.d.ts').Setting} Setting */

class SwellSettingsPage extends LitElement {
  static properties = { settings: { state: true }, failure: { state: true } };

  static styles = [
    base,
    dataTable,
    page,
    css`
      h2 { margin: var(--space-6) 0 var(--space-2); font-size: var(--text-m); font-weight: 600; }
      table { width: 100%; }
      th[scope="row"], .value { font-family: var(--font-code); font-size: var(--text-s); font-weight: 400; overflow-wrap: anywhere; }
      th, td { vertical-align: top; }
      .name { width: 22%; }
      .value { width: 20%; }
      .source { width: 18%; white-space: nowrap; }
      .default { color: var(--ink-muted); }
      .about { min-width: 220px; white-space: normal; }
    `,
  ];

  constructor() {
    super();
    /** @type {Setting[] | null} */
    this.settings = null;
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Settings · Swell';
    this.#open();
  }

  async #open() {
    try {
      this.settings = (await get('/api/settings')).settings;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    return html`<div class="page">
      <div class="head"><h1>Settings</h1></div>
      <p class="muted">Lines of swell.toml in the folder of the workspace; most count from the next start of the server.</p>
      ${this.#body()}
    </div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The settings could not be listed');
    if (!this.settings) return html`<p class="hidden" role="status">Loading</p>`;
    const sections = [...Map.groupBy(this.settings, (one) => one.section)];
    return sections.map(([section, settings]) => this.#section(section, settings));
  }

  /**
   * @param {string} section
   * @param {Setting[]} settings
   */
  #section(section, settings) {
    const heading = section ? `[${section}]` : 'Workspace';
    return html`<h2>${heading}</h2>
      <div class="panel scroll"><table>
        <caption class="hidden">Settings of ${heading}</caption>
        <thead><tr><th scope="col">Setting</th><th scope="col">Value</th><th scope="col">From</th><th scope="col">Meaning</th></tr></thead>
        <tbody>${settings.map(
          ({ name, value, source, about }) => html`<tr><th scope="row" class="name">${name}</th><td class="value">${value}</td>
            <td class="source ${source === 'default' ? 'default' : ''}">${source}</td><td class="about">${about}</td></tr>`,
        )}</tbody>
      </table></div>`;
  }
}

customElements.define('swell-settings-page', SwellSettingsPage);
