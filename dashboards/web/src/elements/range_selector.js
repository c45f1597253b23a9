/** `swell-range-selector`: a range of a measure, which holds when "Update" is pressed, or at once. */

import { html, nothing } from '../../vendor/lit.js';
import { HeldRange } from './held_range.js';
import './range_form.js';

class SwellRangeSelector extends HeldRange {
  sheet() {
    const { view } = this;
    const { min, max } = this.pending ?? view;
    return html`
      <swell-range-form data-form .label=${view.label} .domain=${view.domain} .histogram=${view.histogram} .format=${view.format} .min=${min} .max=${max}
        @swell-range=${this.#chosen}></swell-range-form>
      <div class="actions">
        <button class="quiet" ?disabled=${min === null && max === null} @click=${() => this.hold(null, null)}>Clear</button>
        ${view.instant
          ? nothing
          : html`<button @click=${() => this.close()}>Cancel</button>
            <button class="primary" ?disabled=${!this.pending} @click=${() => this.hold(min, max)}>Update</button>`}
      </div>`;
  }

  #chosen = (/** @type {CustomEvent} */ event) => {
    const { min, max, whole } = event.detail;
    this.pending = { min, max };
    if (this.view.instant && whole) this.hold(min, max, true);
  };
}

customElements.define('swell-range-selector', SwellRangeSelector);
