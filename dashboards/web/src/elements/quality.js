/** `swell-quality`: whether the rows of a dataset are as its rules say, what is in its fields, and what changed suddenly. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, wordsOf } from '../api.js';
import { cellText, counted, dateText, numberFormat } from '../format.js';
import { base, dataTable, page } from './sheets.js';
import { styled } from './styled.js';

/** @typedef {import('../wire.d.ts').Quality} Quality */
/** @typedef {import('../wire.d.ts').QualityField} QualityField */
/** @typedef {import('../wire.d.ts').QualityRule} QualityRule */
/** @typedef {import('../wire.d.ts').QualityChange} QualityChange */

const STATES = { kept: 'Kept', broken: 'Broken', skipped: 'Not checked' };
const whole = numberFormat('#,##0');
const percent = numberFormat('0.0%');

class SwellQuality extends LitElement {
  static properties = { name: { type: String }, known: { state: true }, failure: { state: true } };

  static styles = [
    base,
    dataTable,
    page,
    css`
      .state { display: inline-block; padding: 0 var(--space-2); line-height: 20px; border-radius: 10px; font-size: var(--text-xs); font-weight: 500; white-space: nowrap; background: var(--surface-sunken); color: var(--ink-muted); border: 1px solid var(--line); }
      .state.warn { background: var(--warning-soft); color: var(--warning); border-color: transparent; }
      .state.block { background: var(--danger-soft); color: var(--danger); border-color: transparent; }
      .panel, p, ul { margin-bottom: var(--space-3); }
      ul { padding-inline-start: var(--space-5); }
      .wide { overflow-x: auto; }
      .contents { min-width: 680px; }
      .contents th[scope="row"] { min-width: 150px; overflow-wrap: anywhere; }
      .frequent { overflow-wrap: anywhere; }
      .bar { display: block; width: 72px; height: 6px; margin-block: 2px; margin-inline-start: auto; border-radius: 3px; background: var(--surface-sunken); overflow: hidden; }
      .bar span { display: block; height: 100%; min-width: 1px; background: var(--accent-strong); }
      .bar.empty span { background: var(--warning); }
      .frequent { color: var(--ink-muted); font-variant-numeric: tabular-nums; }
      details table { font-size: var(--text-s); }
      summary { cursor: pointer; color: var(--accent); }
    `,
  ];

  #load = new Latest();

  constructor() {
    super();
    this.name = '';
    /** @type {Quality | null} */
    this.known = null;
    /** @type {unknown} */
    this.failure = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('name') && this.name) this.#open();
  }

  async #open() {
    this.known = null;
    this.failure = null;
    try {
      const answer = await this.#load.run((signal) => get(`/api/datasets/${encodeURIComponent(this.name)}/quality`, signal));
      if (answer) this.known = answer;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    const { known } = this;
    if (this.failure) return html`<h2>Quality</h2><p class="muted" role="alert">${wordsOf(this.failure)}</p>`;
    if (!known) return nothing;
    return html`<h2>Quality</h2>
      ${known.problem ? html`<p role="alert"><span class="state block">Rules</span> ${known.file}: ${known.problem}</p>` : nothing}
      ${known.rules.length > 0 ? rules(known.rules) : html`<p class="muted">No rules are kept beside this dataset; they would be in ${known.file}.</p>`}
      ${known.noted && known.noted.length > 0 ? html`<p class="muted">Noted when the version was published: ${known.noted.join(' ')}</p>` : nothing}
      ${known.changes && known.changes.length > 0 ? html`<p>Since the version before:</p><ul>${known.changes.map((one) => html`<li>${changeText(one)}</li>`)}</ul>` : nothing}
      ${known.freshness ? html`<p class="muted">${freshText(known.freshness)}</p>` : nothing}
      <div class="panel wide" tabindex="0" role="region" aria-label="What is in the fields">${fields(known)}</div>`;
  }
}

/** @param {QualityRule[]} listed */
function rules(listed) {
  return html`<div class="panel wide"><table>
    <caption class="hidden">Rules</caption>
    <thead><tr><th scope="col">Rule</th><th scope="col">State</th><th scope="col">Found</th></tr></thead>
    <tbody>${listed.map(
      (rule) => html`<tr>
        <th scope="row">${rule.message}</th>
        <td><span class="state ${rule.state === 'broken' ? rule.severity : ''}">${STATES[rule.state]}${rule.state === 'broken' && rule.severity === 'block' ? ', blocks' : ''}</span></td>
        <td>${rule.found}${rule.query ? html` <a href=${`/query#q=${encodeURIComponent(rule.query)}`}>Show the rows</a>` : nothing}
          ${rule.examples.length > 0 ? examples(rule) : nothing}</td>
      </tr>`,
    )}</tbody></table></div>`;
}

/** @param {QualityRule} rule */
function examples({ columns, examples: rows }) {
  return html`<details><summary>Some of them</summary><div class="wide" tabindex="0" role="region" aria-label="Rows"><table>
    <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${valueText(cell)}</td>`)}</tr>`)}</tbody>
  </table></div></details>`;
}

/** @param {Quality} known */
function fields({ fields: listed, rows }) {
  return html`<table class="contents">
    <caption class="hidden">What is in the fields</caption>
    <thead><tr><th scope="col">Field</th><th scope="col" class="number">Empty</th><th scope="col" class="number">Distinct</th>
      <th scope="col" class="number">Mean</th><th scope="col" class="number">Outliers</th><th scope="col">Most frequent</th></tr></thead>
    <tbody>${listed.map(
      (field) => html`<tr>
        <th scope="row">${field.label}</th>
        <td class="number">${share(field.nulls, rows, 'empty')}</td>
        <td class="number">${share(field.distinct, rows - field.nulls, '')}</td>
        <td class="number">${field.numbers ? cellText(field.numbers.mean) : html`<span class="null">–</span>`}</td>
        <td class="number">${field.numbers ? whole(field.numbers.outliers) : html`<span class="null">–</span>`}</td>
        <td class="frequent">${frequentText(field)}</td>
      </tr>`,
    )}</tbody></table>`;
}

/**
 * A number, with a bar for its part of a whole.
 * @param {number} count
 * @param {number} of
 * @param {'empty' | ''} kind
 */
function share(count, of, kind) {
  const part = of > 0 ? Math.min(count / of, 1) : 0;
  return html`${whole(count)}<span class="bar ${kind}" title=${percent(part)}>${count > 0 ? html`<span ${styled({ width: `${part * 100}%` })}></span>` : nothing}</span>`;
}

/** @param {QualityField} field */
function frequentText({ frequent, distinct }) {
  const some = frequent.slice(0, 4).map(([value, count]) => `${valueText(value)} (${whole(count)})`);
  return some.join(', ') + (distinct > some.length && some.length > 0 ? ' …' : '');
}

/** @param {import('../wire.d.ts').Cell | string[]} cell */
function valueText(cell) {
  if (Array.isArray(cell)) return cell.join(', ');
  return typeof cell === 'string' ? dateText(cell) : cellText(cell);
}

/** @param {NonNullable<Quality['freshness']>} freshness */
function freshText({ field, newest, stale }) {
  return `The newest ${field} is ${valueText(newest)}; in ${counted(stale, 'row')} it is older than a year.`;
}

/** @param {QualityChange} change */
function changeText({ field, what, before, after, values }) {
  const name = field === null ? '' : `${field}: `;
  if (values.length > 0) {
    const more = (after ?? before ?? 0) - values.length;
    return `${name}${what}: ${values.join(', ')}${more > 0 ? ` and ${whole(more)} more` : ''}`;
  }
  if (before === null || after === null) return `${name}${what}`;
  const text = what === 'empty' ? percent : what === 'mean' ? (/** @type {number} */ value) => cellText(value) : whole;
  return `${name}${what} ${text(before)} → ${text(after)}`;
}

customElements.define('swell-quality', SwellQuality);
