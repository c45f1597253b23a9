/** `swell-customers-page`: who the customers are, who stays, what they are worth, what is at risk. */

import { LitElement, html } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import '../elements/report.js';
import { base, command, page } from '../elements/sheets.js';

class SwellCustomersPage extends LitElement {
  static properties = { found: { state: true }, failure: { state: true } };

  static styles = [
    base,
    page,
    command,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    /** @type {{report: import('../wire.d.ts').Report | null} | null} */
    this.found = null;
    /** @type {unknown} */
    this.failure = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Customers · Swell';
    this.#open();
  }

  async #open() {
    try {
      this.found = (await this.#load.run((signal) => get('/api/customers', signal))) ?? this.found;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    return html`<div class="page">${this.#body()}</div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'What is known of customers could not be shown');
    if (!this.found) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.found.report) return html`<p class="crumb"><a href="/segments">Segments by rules</a> · <a href="/models">Models</a></p><swell-report .report=${this.found.report}></swell-report>`;
    return html`<div class="head"><h1>Customers</h1></div>
      <div class="panel"><swell-message heading="Nothing is known of customers yet" text="Models of customers say who buys often, who stays, who is about to leave and what each is worth. The app Customers brings the first of them; a file of one line makes each: rfm, lifetime, retention, profitability, clusters.">
        <pre>swell apps add customers --train</pre>
        <p><a href="/models">Models</a> · <a href="/segments">Segments</a></p></swell-message></div>`;
  }
}

customElements.define('swell-customers-page', SwellCustomersPage);
