/** `swell-metadata`: an editor of how the fields of a dataset are shown: labels, formats, colours of values, links. */

import { LitElement, html, nothing } from '../../vendor/lit.js';
import { ApiError, get, patch, wordsOf } from '../api.js';
import { changedField, withChange } from '../field_changes.js';
import { counted } from '../format.js';
import { errorMessage } from './message.js';
import { fieldRow, formats } from './metadata_row.js';
import { metadataSheet } from './metadata_sheet.js';
import { base, controls, dataTable, fields } from './sheets.js';

/** @typedef {import('../wire.d.ts').DatasetMetadata} DatasetMetadata */
/** @typedef {import('../wire.d.ts').Field} Field */
/** @typedef {import('../wire.d.ts').FieldChange} FieldChange */

/** HTTP status: somebody else has changed it meanwhile. */
const CHANGED = 412;

class SwellMetadata extends LitElement {
  static properties = {
    name: { type: String },
    profiles: { attribute: false },
    told: { state: true },
    changes: { state: true },
    details: { state: true },
    failure: { state: true },
    fault: { state: true },
    stale: { state: true },
    done: { state: true },
    busy: { state: true },
  };

  static styles = [base, controls, fields, dataTable, metadataSheet];

  constructor() {
    super();
    this.name = '';
    /** @type {Field[]} what is in the fields, for previews */
    this.profiles = [];
    /** @type {DatasetMetadata | null} as the server knows it */
    this.told = null;
    /** @type {import('../field_changes.js').Changes} */
    this.changes = {};
    /** @type {string[] | null} the columns that a table begins with, where they were changed */
    this.details = null;
    /** @type {unknown} */
    this.failure = null;
    this.fault = '';
    this.stale = false;
    this.done = false;
    this.busy = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('name') && this.name) this.#open();
  }

  get #path() {
    return `/api/metadata/${encodeURIComponent(this.name)}`;
  }

  #open = async () => {
    try {
      this.#take(await get(this.#path));
      [this.failure, this.fault, this.stale] = [null, '', false];
    } catch (error) {
      this.failure = error;
    }
  };

  /** @param {DatasetMetadata} told */
  #take(told) {
    [this.told, this.changes, this.details] = [told, {}, null];
  }

  get #isChanged() {
    return Object.keys(this.changes).length > 0 || this.details !== null;
  }

  #save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!this.told || this.busy || !this.#isChanged) return;
    this.busy = true;
    try {
      const body = { fields: this.changes, ...(this.details ? { details: this.details } : {}) };
      this.#take(await patch(this.#path, body, this.told.version));
      [this.fault, this.stale, this.done] = ['', false, true];
      this.dispatchEvent(new CustomEvent('swell-saved', { bubbles: true, composed: true }));
    } catch (error) {
      this.fault = wordsOf(error);
      this.stale = error instanceof ApiError && error.status === CHANGED;
    }
    this.busy = false;
  };

  /**
   * @param {string} name
   * @param {FieldChange} change
   */
  #change(name, change) {
    this.changes = withChange(this.changes, name, change);
    this.done = false;
  }

  /**
   * @param {string} name
   * @param {boolean} is whether a table begins with it
   */
  #detail(name, is) {
    const before = (this.details ?? this.told?.details ?? []).filter((each) => each !== name);
    this.details = is ? [...before, name] : before;
    this.done = false;
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'What is said of the dataset could not be read');
    if (!this.told) return html`<p class="hidden" role="status">Loading</p>`;
    const { problem } = this.told;
    if (problem) {
      return html`<swell-message tone="problem" heading="The metadata of the dataset are not valid" .text=${problem}
        hint="The dataset is shown as it was imported. Mend the file in the folder metadata, or import another."></swell-message>`;
    }
    const details = this.details ?? this.told.details;
    const count = Object.keys(this.changes).length;
    return html`<form @submit=${this.#save}>
      ${formats}
      <div class="scroll" tabindex="0" role="group" aria-label="How the fields are shown"><table>
        <caption class="hidden">How the fields are shown</caption>
        <thead><tr><th scope="col">Field</th><th scope="col">Label</th><th scope="col">Description</th><th scope="col">Format</th>
          <th scope="col">Offered</th><th scope="col">In details</th></tr></thead>
        ${this.told.fields.map((field) =>
          fieldRow({
            field: changedField(field, this.changes[field.name]),
            profile: this.profiles.find((each) => each.name === field.name),
            detail: details.includes(field.name),
            change: (change) => this.#change(field.name, change),
            choose: (is) => this.#detail(field.name, is),
          }),
        )}
      </table></div>
      <div class="foot">
        <button class="primary" ?disabled=${!this.#isChanged || this.busy}>Save</button>
        <button type="button" ?disabled=${!this.#isChanged} @click=${() => this.told && this.#take(this.told)}>Discard</button>
        <p role="status" class="muted">${this.done ? 'Saved.' : this.#isChanged ? `Not saved: ${count > 0 ? counted(count, 'field') : 'the details'}` : ''}</p>
        ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
        ${this.stale ? html`<button type="button" @click=${this.#open}>Open it again</button>` : nothing}
      </div>
    </form>`;
  }
}

customElements.define('swell-metadata', SwellMetadata);
