/** `swell-date-selector`: a range of dates, which holds when "Update" is pressed, or at once. */

import { html, nothing } from '../../vendor/lit.js';
import { periodText } from '../format.js';
import { dateRangeText } from '../ranges.js';
import './date_form.js';
import { HeldRange } from './held_range.js';

class SwellDateSelector extends HeldRange {
  constructor() {
    super();
    this.least = 340;
  }

  sheet() {
    const { min, max } = this.pending ?? this.view;
    return html`
      ${this.#days()}
      <swell-date-form data-form .forms=${this.view.forms} .domain=${this.view.domain} .min=${min} .max=${max} @swell-range=${this.#chosen}></swell-date-form>
      ${this.view.instant
        ? nothing
        : html`<div class="actions">
            <button class="quiet" ?disabled=${min === null && max === null} @click=${() => this.hold(null, null)}>Clear</button>
            <button @click=${() => this.close()}>Cancel</button>
            <button class="primary" ?disabled=${!this.pending} title=${dateRangeText(min, max)} @click=${() => this.hold(min, max)}>Update</button>
          </div>`}`;
  }

  /** The days that a relative range comes to. */
  #days() {
    const [first, last] = [this.view.days.first, this.view.days.last].map((day) => day && periodText(day));
    const told = this.pending || !first || !last || this.view.text.includes(first);
    return told ? nothing : html`<p class="note">${this.view.text}: ${first === last ? first : `${first} – ${last}`}</p>`;
  }

  #chosen = (/** @type {CustomEvent} */ event) => {
    const { min, max, whole } = event.detail;
    this.pending = { min, max };
    if (this.view.instant) this.hold(min, max, !whole);
  };
}

customElements.define('swell-date-selector', SwellDateSelector);
