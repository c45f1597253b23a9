/** `swell-models-page`: what the workspace learns from its data: the models, how they stand, what they found. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, command, dataTable, page } from '../elements/sheets.js';
import { standing, standingStyle } from '../elements/standing.js';
import { moment } from '../format.js';
import { datasetPath, modelPath } from '../router.js';

/** @typedef {import('../wire.d.ts').ModelSummary} Model */

class SwellModelsPage extends LitElement {
  static properties = { models: { state: true }, failure: { state: true } };

  static styles = [
    base,
    dataTable,
    page,
    standingStyle,
    command,
    css`
      td { vertical-align: top; }
      td.says { min-width: 240px; width: 45%; overflow-wrap: anywhere; }
      td.date { white-space: nowrap; }
      th .kind { display: block; font-weight: 400; font-size: var(--text-s); color: var(--ink-muted); }
    `,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    /** @type {Model[] | null} */
    this.models = null;
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Models · Swell';
    this.#open();
  }

  async #open() {
    try {
      const found = await this.#load.run((signal) => get('/api/models', signal));
      if (found) this.models = found.models;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    return html`<div class="page"><div class="head"><h1>Models</h1></div>${this.#body()}</div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The models could not be listed');
    if (!this.models) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.models.length === 0) {
      return html`<div class="panel"><swell-message heading="No models yet" text="A file in the folder models says what to learn, such as which accounts are about to leave. What it finds becomes a dataset.">
        <pre>swell models kinds</pre></swell-message></div>`;
    }
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Models</caption>
      <thead><tr><th scope="col">Model</th><th scope="col">State</th><th scope="col">What it found</th><th scope="col">Trained</th><th scope="col">Learnt from</th><th scope="col">Makes</th></tr></thead>
      <tbody>${this.models.map(row)}</tbody>
    </table></div>`;
  }
}

/** @param {Model} model */
function row(model) {
  return html`<tr>
    <th scope="row"><a href=${modelPath(model.name)}>${model.label}</a><span class="kind">${model.kind}</span></th>
    <td>${standing(model.standing)}</td>
    <td class="says">${says(model)}</td>
    <td class="date">${model.trained ? moment(model.trained) : html`<span class="null">–</span>`}</td>
    <td>${model.trained ? names(Object.entries(model.inputs).map(([name, version]) => ({ name, version }))) : names(model.reads.map((name) => ({ name })))}</td>
    <td>${names(model.makes.map((name) => ({ name })))}</td>
  </tr>`;
}

/** @param {Model} model */
function says({ verdict, standing, why, closed }) {
  if (closed) return html`<span class="muted">It was learnt from rows that you may not see.</span>`;
  return standing === 'wrong' || !verdict ? why : verdict;
}

/** @param {{name: string, version?: number}[]} datasets */
function names(datasets) {
  if (datasets.length === 0) return html`<span class="null">–</span>`;
  return datasets.map(({ name, version }) => html`<div><a href=${datasetPath(name)}>${name}</a>${version ? html` <span class="muted">version ${version}</span>` : nothing}</div>`);
}

customElements.define('swell-models-page', SwellModelsPage);
