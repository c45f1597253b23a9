/** `swell-add-lens`: a dialog that puts a lens on a page of a dashboard, unless its file changed since the page was seen. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { get, post, wordsOf } from '../api.js';
import { dashboardPath } from '../router.js';
import { form } from './form_sheet.js';
import { base, controls } from './sheets.js';

class SwellAddLens extends LitElement {
  static properties = {
    dashboards: { state: true },
    name: { state: true },
    known: { state: true },
    page: { state: true },
    failure: { state: true },
    added: { state: true },
    busy: { state: true },
  };

  static styles = [base, controls, form, css`:host { display: contents; }`];

  constructor() {
    super();
    /** @type {{name: string, label: string}[]} */
    this.dashboards = [];
    this.name = '';
    /** @type {{label: string, pages: {name: string, label: string}[], version: string} | null} */
    this.known = null;
    this.page = '';
    this.failure = '';
    /** @type {{widget: string, page: string} | null} */
    this.added = null;
    this.busy = false;
    /** @type {import('../lens.js').LensDocument | null} */
    this.lens = null;
  }

  /** @param {import('../lens.js').LensDocument} lens */
  async open(lens) {
    this.lens = lens;
    this.added = null;
    this.failure = '';
    this.#dialog.showModal();
    try {
      this.dashboards = (await get('/api/dashboards')).dashboards;
      const [first] = this.dashboards;
      const wanted = this.dashboards.some((one) => one.name === this.name) ? this.name : first?.name;
      if (wanted) await this.#choose(wanted);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @returns {HTMLDialogElement} */
  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  /** @param {string} name */
  async #choose(name) {
    this.name = name;
    this.known = null;
    this.failure = '';
    this.added = null;
    try {
      const known = await get(`/api/dashboards/${encodeURIComponent(name)}/additions`);
      if (name !== this.name) return; // another one was chosen meanwhile
      this.known = known;
      this.page = this.known?.pages[0]?.name ?? '';
    } catch (error) {
      this.#failed(error);
    }
  }

  async #add(/** @type {SubmitEvent} */ event) {
    event.preventDefault();
    if (!this.known) return;
    this.busy = true;
    this.failure = '';
    try {
      const body = { lens: this.lens, page: this.page || null, version: this.known.version };
      this.added = await post(`/api/dashboards/${encodeURIComponent(this.name)}/additions`, body);
    } catch (error) {
      this.#failed(error);
    }
    this.busy = false;
  }

  /** @param {unknown} error */
  #failed(error) {
    this.failure = wordsOf(error);
  }

  render() {
    const { known, added } = this;
    return html`<dialog aria-labelledby="heading">
      <form @submit=${this.#add}>
        <h2 id="heading">Add to a dashboard</h2>
        <label>Dashboard<select @change=${(/** @type {any} */ event) => this.#choose(event.target.value)}>
          ${this.dashboards.map((one) => html`<option value=${one.name} ?selected=${one.name === this.name}>${one.label}</option>`)}
        </select></label>
        ${known && known.pages.length > 1
          ? html`<label>Page<select @change=${(/** @type {any} */ event) => (this.page = event.target.value)}>
              ${known.pages.map((one) => html`<option value=${one.name} ?selected=${one.name === this.page}>${one.label}</option>`)}
            </select></label>`
          : nothing}
        ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
        ${added
          ? html`<p class="done" role="status">Added as ${added.widget}. <a href="${dashboardPath(this.name)}#page=${encodeURIComponent(added.page)}">Open ${known?.label}</a></p>`
          : nothing}
        <div class="buttons">
          <button type="button" @click=${() => this.#dialog.close()}>${added ? 'Close' : 'Cancel'}</button>
          ${added ? nothing : html`<button class="primary" ?disabled=${this.busy || !known}>Add</button>`}
        </div>
      </form>
    </dialog>`;
  }
}

customElements.define('swell-add-lens', SwellAddLens);
