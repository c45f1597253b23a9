/** `swell-datasets-page`: every dataset of the workspace. */

import { LitElement, css, html } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, page } from '../elements/sheets.js';
import { moment, numberFormat } from '../format.js';
import { datasetPath, navigate } from '../router.js';

class SwellDatasetsPage extends LitElement {
  static properties = { datasets: { state: true }, failure: { state: true } };

  static styles = [
    base,
    controls,
    dataTable,
    page,
    css`
      tbody tr { cursor: pointer; }
      tbody tr:hover > * { background: var(--hover); }
      tbody th a { color: var(--ink); font-weight: 600; }
      tbody .muted { font-weight: 400; font-size: var(--text-s); }
      td { white-space: nowrap; }
      td, tbody th { padding-block: 10px; }
    `,
  ];

  #load = new Latest();

  constructor() {
    super();
    /** @type {import('../wire.d.ts').DatasetSummary[] | null} */
    this.datasets = null;
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Datasets · Swell';
    this.#open();
  }

  async #open() {
    try {
      const answer = await this.#load.run((signal) => get('/api/datasets', signal));
      if (answer) this.datasets = answer.datasets;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    return html`<div class="page">
      <div class="head"><h1>Datasets</h1><a class="button" href="/lineage">Lineage</a></div>
      ${this.#body()}
    </div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The datasets could not be listed');
    if (!this.datasets) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.datasets.length === 0) {
      return html`<div class="panel"><swell-message heading="No datasets yet"
        text="Import a file with: swell import opportunities.csv"></swell-message></div>`;
    }
    const whole = numberFormat('#,##0');
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Datasets</caption>
      <thead><tr><th scope="col">Name</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Fields</th>
        <th scope="col" class="number">Version</th><th scope="col">Refreshed</th></tr></thead>
      <tbody>${this.datasets.map(
        (one) => html`<tr @click=${(/** @type {Event} */ event) => event.target instanceof HTMLAnchorElement || navigate(datasetPath(one.name))}>
          <th scope="row"><a href=${datasetPath(one.name)}>${one.label}</a>${one.label === one.name ? '' : html`<div class="muted">${one.name}</div>`}</th>
          <td class="number">${whole(one.rows)}</td><td class="number">${whole(one.fields)}</td>
          <td class="number">${one.version}</td><td>${moment(one.created)}</td>
        </tr>`,
      )}</tbody>
    </table></div>`;
  }
}

customElements.define('swell-datasets-page', SwellDatasetsPage);
