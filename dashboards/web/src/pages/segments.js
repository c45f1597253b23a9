/** `swell-segments-page`: the segments of the workspace, each with the number of its records, and a new one. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, page } from '../elements/sheets.js';
import { numberFormat } from '../format.js';
import { navigate, segmentPath } from '../router.js';
import '../elements/segment_editor.js';

/** @typedef {import('../wire.d.ts').Segments} Segments */
/** @typedef {import('../wire.d.ts').SegmentSummary} Summary */

/** What the editor asks of a new segment. */
const NEW = { dataset: '', key: '', rules: { all: [] } };

class SwellSegmentsPage extends LitElement {
  static properties = { name: {}, found: { state: true }, opened: { state: true }, datasets: { state: true }, making: { state: true }, failure: { state: true } };

  static styles = [
    base,
    controls,
    dataTable,
    page,
    css`
      td.says { width: 50%; overflow-wrap: anywhere; }
      .fault { color: var(--danger); }
    `,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    this.name = '';
    /** @type {Segments | null} */
    this.found = null;
    /** @type {import('../wire.d.ts').OpenedSegment | null} */
    this.opened = null;
    /** @type {Record<string, import('../wire.d.ts').SegmentField[]>} */
    this.datasets = {};
    this.making = false;
    /** @type {unknown} */
    this.failure = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('name')) return;
    document.title = `${this.name || 'Segments'} · Swell`;
    [this.found, this.opened, this.making, this.failure] = [null, null, false, null];
    this.#open();
  }

  async #open() {
    try {
      const asked = await this.#load.run((signal) =>
        Promise.all([get('/api/segments', signal), get('/api/schema', signal), this.name ? get(`/api/segments/${encodeURIComponent(this.name)}`, signal) : null]),
      );
      if (!asked) return;
      [this.found, this.opened] = [asked[0], asked[2]];
      this.datasets = Object.fromEntries(Object.entries(asked[1].datasets).map(([name, fields]) => [name, fields.map((/** @type {any} */ each) => ({ label: each.name, ...each }))]));
      if (this.opened) document.title = `${this.opened.segment.label ?? this.name} · Swell`;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    if (this.failure) return errorMessage(this.failure, this.name ? 'This segment could not be opened' : 'The segments could not be listed');
    if (!this.found) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.opened || this.making) return this.#editor(this.found);
    return html`<div class="page">
      <div class="head"><h1>Segments</h1>${this.found.editable ? html`<button class="primary" @click=${() => { this.making = true; }}>New segment</button>` : nothing}</div>
      ${this.found.segments.length === 0
        ? html`<div class="panel"><swell-message heading="No segments yet" text="A segment is the records that fulfil rules, such as large customers who have not bought for 90 days. It is a file that queries, exports and actions use."></swell-message></div>`
        : this.#list(this.found.segments)}
    </div>`;
  }

  /** @param {Segments} found */
  #editor({ segments, operators, editable }) {
    const opened = this.opened;
    const others = segments.filter((each) => !each.problem && each.name !== this.name);
    return html`<div class="page">
      <p class="crumb"><a href="/segments" @click=${() => { this.making = false; }}>Segments</a></p>
      <div class="head"><h1>${opened ? (opened.segment.label ?? opened.name) : 'New segment'}</h1></div>
      <swell-segment-editor .name=${opened?.name ?? ''} .version=${opened?.version ?? ''} .segment=${opened?.segment ?? NEW} .datasets=${this.datasets}
        .operators=${operators} .segments=${others} ?editable=${editable}
        @saved=${(/** @type {any} */ event) => { if (!opened) navigate(segmentPath(event.detail)); }}></swell-segment-editor>
    </div>`;
  }

  /** @param {Summary[]} segments */
  #list(segments) {
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Segments</caption>
      <thead><tr><th scope="col">Segment</th><th scope="col">Records of</th><th scope="col" class="number">Records</th><th scope="col">What it is for</th></tr></thead>
      <tbody>${segments.map((each) => html`<tr>
        <th scope="row"><a href=${segmentPath(each.name)}>${each.label}</a></th>
        <td>${each.dataset}</td>
        <td class="number">${each.count === null ? html`<span class="null">–</span>` : numberFormat('#,##0')(each.count)}</td>
        <td class="says">${each.problem ? html`<span class="fault">${each.problem}</span>` : each.description}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define('swell-segments-page', SwellSegmentsPage);
