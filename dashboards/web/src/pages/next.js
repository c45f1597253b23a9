/** `swell-next-page`: whom to contact next: the list of who looks, or of whom they choose. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import '../elements/report.js';
import { base, command, controls, fields, page } from '../elements/sheets.js';
import { replaceHash } from '../router.js';

/** @typedef {import('../wire.d.ts').NextContacts} NextContacts */

class SwellNextPage extends LitElement {
  static properties = { found: { state: true }, failure: { state: true } };

  static styles = [
    base,
    controls,
    fields,
    page,
    command,
    css`
      .tools { display: flex; flex-wrap: wrap; gap: var(--space-3); }
      label { display: flex; flex-direction: column; gap: var(--space-1); flex: 0 1 320px; font-weight: 500; }
      swell-report { display: block; margin-top: var(--space-4); }
    `,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    /** @type {NextContacts | null} */
    this.found = null;
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Next contacts · Swell';
    this.#open(new URLSearchParams(location.hash.slice(1)));
  }

  /** @param {URLSearchParams} asked which `list` of which `owner`; the first list, and that of who looks, if it does not say */
  async #open(asked) {
    this.failure = null;
    try {
      const found = await this.#load.run((signal) => get(`/api/next?${asked}`, signal));
      if (found) this.found = found;
    } catch (error) {
      this.failure = error;
    }
  }

  /**
   * @param {'list' | 'owner'} what
   * @param {Event} event
   */
  #choose(what, event) {
    const { list, owner } = /** @type {NextContacts} */ (this.found);
    const asked = new URLSearchParams({ list: list ?? '', owner: owner ?? '', [what]: /** @type {HTMLSelectElement} */ (event.target).value });
    replaceHash(asked.toString());
    this.#open(asked);
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'The next contacts could not be listed');
    if (!this.found) return html`<p class="hidden" role="status">Loading</p>`;
    const { lists, list, owners, owner, report } = this.found;
    if (!report) return html`<div class="page"><div class="head"><h1>Next contacts</h1></div>${this.#nothing()}</div>`;
    return html`<div class="page">
      <div class="tools">
        ${lists.length > 1
          ? html`<label>List
              <select class="field" @change=${(/** @type {Event} */ event) => this.#choose('list', event)}>
                ${lists.map(({ name, label }) => html`<option value=${name} ?selected=${name === list}>${label}</option>`)}
              </select></label>`
          : nothing}
        <label>Whose
          <select class="field" @change=${(/** @type {Event} */ event) => this.#choose('owner', event)}>
            ${owners.map(({ name, overdue }) => html`<option value=${name} ?selected=${name === owner}>${name}${overdue ? ` (${overdue} overdue)` : nothing}</option>`)}
          </select></label>
      </div>
      <swell-report .report=${report}></swell-report>
    </div>`;
  }

  #nothing() {
    return this.found?.list
      ? html`<div class="panel"><swell-message heading="Nobody has open records" text="Of the rows that you may see, none is open."></swell-message></div>`
      : html`<div class="panel"><swell-message heading="No list yet" text="A model learns the rhythm of contacts from deals that were won, and lists whom to contact next. The app Sales brings one; so does a file of one line in the folder models: {&quot;kind&quot;: &quot;next_contact&quot;}.">
          <pre>swell apps add sales --train</pre></swell-message></div>`;
  }
}

customElements.define('swell-next-page', SwellNextPage);
