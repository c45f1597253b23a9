/** `swell-save-query`: a dialog that saves a query or a lens under a name. It writes over nothing that it has not seen. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { ApiError, get, post, wordsOf } from '../api.js';
import { form } from './form_sheet.js';
import { base, controls } from './sheets.js';

class SwellSaveQuery extends LitElement {
  static properties = { suffix: { type: String }, failure: { state: true }, taken: { state: true }, busy: { state: true }, name: { state: true } };

  static styles = [base, controls, form, css`:host { display: contents; }`];

  constructor() {
    super();
    this.suffix = '.saql';
    this.name = '';
    this.failure = '';
    /** @type {string | null} the version of the file that has the name already */
    this.taken = null;
    this.busy = false;
    /** @type {(name: string) => string} gives what is saved under a name */
    this.content = () => '';
    /** @type {{file: string, version: string} | null} what was opened, and may be written over */
    this.opened = null;
  }

  /**
   * @param {string} name that is suggested
   * @param {{file: string, version: string} | null} opened
   */
  open(name, opened) {
    this.opened = opened;
    this.name = opened ? opened.file.replace(/\.(saql|json)$/, '') : fileName(name);
    this.failure = '';
    this.taken = null;
    this.#dialog.showModal();
  }

  /** @returns {HTMLDialogElement} */
  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  async #save(/** @type {SubmitEvent} */ event) {
    event.preventDefault();
    const file = this.name.trim() + this.suffix;
    const version = this.taken ?? (this.opened?.file === file ? this.opened.version : null);
    this.busy = true;
    this.failure = '';
    this.taken = null;
    try {
      const saved = await post(`/api/queries/${encodeURIComponent(file)}`, { text: this.content(this.name.trim()), version });
      this.#dialog.close();
      this.dispatchEvent(new CustomEvent('swell-saved', { detail: saved, bubbles: true, composed: true }));
    } catch (error) {
      await this.#refused(error, file);
    }
    this.busy = false;
  }

  /**
   * @param {unknown} error
   * @param {string} file
   */
  async #refused(error, file) {
    this.failure = wordsOf(error);
    if (!(error instanceof ApiError) || error.status !== 412) return;
    try {
      this.taken = (await get(`/api/queries/${encodeURIComponent(file)}`)).version;
    } catch {
      this.taken = null;
    }
  }

  #type = (/** @type {any} */ event) => {
    this.name = event.target.value;
    this.taken = null;
    this.failure = '';
  };

  render() {
    return html`<dialog aria-labelledby="heading">
      <form @submit=${this.#save}>
        <h2 id="heading">Save ${this.suffix === '.json' ? 'this lens' : 'this query'}</h2>
        <label>Name<input type="text" required maxlength="80" .value=${this.name} @input=${this.#type} autocomplete="off"></label>
        ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
        <div class="buttons">
          <button type="button" @click=${() => this.#dialog.close()}>Cancel</button>
          <button class="primary" ?disabled=${this.busy || !this.name.trim()}>${this.taken ? 'Replace it' : 'Save'}</button>
        </div>
      </form>
    </dialog>`;
  }
}

/**
 * A label as the name of a file.
 * @param {string} label
 */
function fileName(label) {
  return label.replace(/[^\p{L}\p{N} ._()-]+/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 80);
}

customElements.define('swell-save-query', SwellSaveQuery);
