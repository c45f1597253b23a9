/** `swell-report`: what an analysis found. Each sentence says whether it is good news, and opens its query and its records. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { chartOfTable, heightOf, saysMore } from '../report_view.js';
import { followScheme, scheme } from '../theme.js';
import './chart.js';
import { base, controls, page } from './sheets.js';
import { styled } from './styled.js';
import './table.js';

/** @typedef {import('../wire.d.ts').Report} Report */
/** @typedef {import('../wire.d.ts').ReportStatement} Statement */
/** @typedef {import('../wire.d.ts').ReportTable} Table */

const TONES = { neutral: '', good: 'Good news', bad: 'Bad news', unsure: 'Not certain' };

/** Rows that are shown without scrolling, and the px that more of them take. */
const SHORT = 14;
const TALL = 420;

class SwellReport extends LitElement {
  static properties = { report: { attribute: false } };

  static styles = [
    base,
    controls,
    page,
    css`
      ul { list-style: none; margin: 0; padding: 0; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-l); }
      li { display: flex; align-items: flex-start; gap: var(--space-3); padding: var(--space-3) var(--space-4); line-height: 20px; }
      li + li { border-top: 1px solid var(--line); }
      .verdict { margin-top: var(--space-4); }
      .verdict li { font-size: var(--text-l); line-height: 24px; }
      .text { flex: 1; min-width: 0; overflow-wrap: anywhere; }
      .tone { flex: none; padding: 0 var(--space-2); line-height: 20px; font-size: var(--text-s); font-weight: 500; border-radius: var(--radius-s); white-space: nowrap; }
      .good { background: light-dark(#e9f6ea, #1b3220); color: var(--code-string); }
      .bad { background: var(--danger-soft); color: var(--danger); }
      .unsure { background: var(--warning-soft); color: var(--warning); }
      .links { flex: none; display: flex; gap: var(--space-1) var(--space-3); font-size: var(--text-m); line-height: 20px; }
      .panel { margin-top: var(--space-3); }
      .drawing { padding: var(--space-2); }
      .drawing + .rows { border-top: 1px solid var(--line); }
      .foot { padding: var(--space-2) var(--space-4); border-top: 1px solid var(--line); }
      @media (max-width: 600px) { li { flex-wrap: wrap; } .text { flex-basis: 100%; } }
    `,
  ];

  constructor() {
    super();
    /** @type {Report | null} */
    this.report = null;
    followScheme(this);
  }

  render() {
    const { report } = this;
    if (!report) return nothing;
    return html`
      <h1>${report.title}</h1>
      ${report.verdict.length > 0 ? html`<ul class="verdict" aria-label="In short">${report.verdict.map((one) => this.#statement(one))}</ul>` : nothing}
      ${report.sections.map(
        (section) => html`<section aria-label=${section.heading}>
          <h2>${section.heading}</h2>
          ${section.statements.length > 0 ? html`<ul>${section.statements.map((one) => this.#statement(one))}</ul>` : nothing}
          ${section.tables.map((table) => this.#table(table, section.heading))}
        </section>`,
      )}
    `;
  }

  /** @param {Statement} statement */
  #statement({ text, tone, query, records }) {
    return html`<li>
      ${TONES[tone] ? html`<span class="tone ${tone}">${TONES[tone]}</span>` : nothing}
      <span class="text">${text}</span>
      ${query || records ? html`<span class="links">${asked('Query', query, text)}${asked('Records', records, text)}</span>` : nothing}
    </li>`;
  }

  /**
   * @param {Table} table
   * @param {string} heading
   */
  #table(table, heading) {
    const view = chartOfTable(table);
    const drawing = view
      ? html`<div class="drawing" ${styled({ height: `${heightOf(view)}px` })}><swell-chart .view=${view} .scheme=${scheme()} .keys=${view.dimensions}></swell-chart></div>`
      : nothing;
    return html`<div class="panel">
      ${drawing}
      ${!view || saysMore(table) ? html`<div class="rows" ${styled({ height: table.rows.length > SHORT ? `${TALL}px` : null })}><swell-table .columns=${table.columns} .rows=${table.rows} caption=${heading}></swell-table></div>` : nothing}
      ${table.query ? html`<div class="foot">${asked('Query', table.query, heading)}</div>` : nothing}
    </div>`;
  }
}

/**
 * A link that opens SAQL in the query page, which runs it.
 * @param {string} word
 * @param {string | null} query
 * @param {string} what the link is of, for people who hear it among others
 */
function asked(word, query, what) {
  return query ? html`<a href=${`/query#q=${encodeURIComponent(query)}`} aria-label=${`${word}: ${what}`}>${word}</a>` : nothing;
}

customElements.define('swell-report', SwellReport);
