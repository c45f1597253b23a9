/** `swell-goals-page`: how people and teams stand against their targets in a period. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, fields, page } from '../elements/sheets.js';
import { styled } from '../elements/styled.js';
import { numberFormat } from '../format.js';
import { barOf, growth, linesOf } from '../goal_rows.js';
import { explorePath, replaceHash } from '../router.js';

/** @typedef {import('../wire.d.ts').GoalStanding} Standing */
/** @typedef {import('../wire.d.ts').Goals} Goals */
/** @typedef {keyof Standing | 'growth'} Sorted */

/** @type {['everybody' | 'teams' | 'people', string][]} */
const WHO = [['everybody', 'Everybody'], ['teams', 'Teams'], ['people', 'People']];

/** @type {[Sorted, string, string][]} columns with numbers: what they are sorted by, their head, what they mean */
const COLUMNS = [
  ['actual', 'Reached', 'What has been reached so far'],
  ['target', 'Target', 'What is to be reached in the period'],
  ['gap', 'Missing', 'The target without what has been reached'],
  ['pace', 'Pace', 'The share of the target that is reached, against the share of working days that have gone: 1 is in time'],
  ['forecast', 'With pipeline', 'What has been reached, and each open deal of the period by its probability'],
  ['run_rate', 'At this rate', 'What the period brings where each working day brings as much as those so far'],
  ['growth', 'To last year', 'Against what there was after as many working days of the same period a year before'],
];

/** @type {Record<Standing['state'], string>} */
const STATES = {
  reached: 'Reached',
  missed: 'Missed',
  'on pace': 'On pace',
  'a little behind': 'A little behind',
  behind: 'Behind',
  'to come': 'To come',
  'no target': 'No target',
};

const percent = numberFormat('0%');
const change = numberFormat('+0%;-0%;0%');
const ratio = numberFormat('0.00');

class SwellGoalsPage extends LitElement {
  static properties = {
    found: { state: true },
    failure: { state: true },
    who: { state: true },
    column: { state: true },
    descending: { state: true },
  };

  static styles = [
    base,
    controls,
    fields,
    dataTable,
    page,
    css`
      .page { max-width: 1360px; }
      .choices { display: flex; flex-wrap: wrap; gap: var(--space-3); align-items: end; }
      .choices label { display: grid; gap: 2px; font-size: var(--text-s); color: var(--ink-muted); }
      .choices .field { width: auto; min-width: 120px; }
      .summary { display: grid; gap: var(--space-3); padding: var(--space-4); margin-bottom: var(--space-4); }
      .summary .says { font-size: var(--text-l); line-height: 24px; }
      .bar { position: relative; height: 14px; min-width: 120px; border-radius: 3px; background: var(--surface-sunken); border: 1px solid var(--line); }
      .bar .reached { position: absolute; inset-block: 0; inset-inline-start: 0; width: var(--reached); border-radius: 2px; background: light-dark(#2f6bd8, #6f9ff0); }
      .bar .due, .bar .target { position: absolute; inset-block: -4px; width: 2px; background: var(--ink); }
      .bar .due { inset-inline-start: var(--due); }
      .bar .target { inset-inline-start: var(--target); inset-block: 0; background: var(--ink-faint); }
      td.progress { min-width: 180px; }
      .row { display: grid; grid-template-columns: 1fr 44px; gap: var(--space-2); align-items: center; }
      tbody th { padding-inline-start: calc(var(--space-3) + var(--depth, 0) * 16px); white-space: nowrap; font-weight: 400; }
      tbody th.leads { font-weight: 600; }
      tbody tr:hover > * { background: var(--hover); }
      thead button { height: auto; padding: 0; border: 0; background: none; color: inherit; font: inherit; gap: 4px; }
      thead button:hover { color: var(--ink); background: none; }
      .state { white-space: nowrap; padding: 1px 8px; border-radius: 10px; font-size: var(--text-s); background: var(--surface-sunken); }
      .state.behind, .state.missed { background: var(--danger-soft); color: var(--danger); }
      .state.little { background: var(--warning-soft); color: var(--warning); }
      .foot { margin-top: var(--space-3); font-size: var(--text-s); }
    `,
  ];

  #load = new Latest(this);

  constructor() {
    super();
    /** @type {Goals | null} */
    this.found = null;
    /** @type {unknown} */
    this.failure = null;
    /** @type {'everybody' | 'teams' | 'people'} */
    this.who = 'everybody';
    /** @type {Sorted | null} nothing for the tree of teams */
    this.column = null;
    this.descending = false;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Goals · Swell';
    const asked = new URLSearchParams(location.hash.slice(1));
    this.#open(asked.get('goal'), asked.get('period'));
  }

  /**
   * @param {string | null} goal
   * @param {string | null} period
   */
  async #open(goal, period) {
    const asked = new URLSearchParams({ ...(goal && { goal }), ...(period && { period }) }).toString();
    replaceHash(asked);
    try {
      const found = await this.#load.run((signal) => get(`/api/goals?${asked}`, signal));
      if (!found) return;
      this.failure = null;
      this.found = found;
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    return html`<div class="page">
      <div class="head"><h1>Goals</h1>${this.found?.made ? this.#choices(this.found) : nothing}</div>
      ${this.#body()}
    </div>`;
  }

  /** @param {Goals} found */
  #choices({ goals, goal, periods, period }) {
    return html`<div class="choices">
      ${goals.length > 1 ? html`<label>Goal<select class="field" @change=${(/** @type {Event} */ event) => this.#open(chosen(event), null)}>
        ${goals.map(({ name, label }) => html`<option value=${name} ?selected=${name === goal}>${label}</option>`)}</select></label>` : nothing}
      <label>Period<select class="field" @change=${(/** @type {Event} */ event) => this.#open(goal, chosen(event))}>
        ${periods.map((each) => html`<option value=${each} ?selected=${each === period}>${each}</option>`)}</select></label>
      <div class="switch" role="group" aria-label="Who is shown">${WHO.map(([who, label]) => html`<button
        aria-pressed=${this.who === who ? 'true' : 'false'} @click=${() => (this.who = who)}>${label}</button>`)}</div>
    </div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The goals could not be opened');
    if (!this.found) return html`<p class="hidden" role="status">Loading</p>`;
    const { goal, made, rows } = this.found;
    if (goal === null) return nothingYet('No goals yet', 'A file in the folder models says what counts and where the targets stand, with the kind goals.');
    if (!made) return nothingYet('Not reckoned yet', 'The goal is there, its dataset is not. It comes with the next sync, or by: swell models train');
    if (rows.length === 0) return nothingYet('Nothing to see here', 'There are no targets in this period that you may see.');
    return html`${this.#summary(rows)}${this.#table(this.found)}
      <p class="foot muted">The mark in a bar is where it had to be by now, by working days.
        <a href=${explorePath(this.found.dataset ?? '')}>Explore these numbers</a></p>`;
  }

  /** @param {Standing[]} rows */
  #summary(rows) {
    const whole = rows.find((row) => row.level === 'Company');
    if (!whole) return nothing;
    const amount = numberFormat(this.found?.format ?? null);
    const { target, attainment, gone } = whole;
    const under = gone > 0 && gone < 1;
    return html`<section class="panel summary" aria-label="Altogether">
      <p class="says">${target === null ? html`${amount(whole.actual)} reached.` : html`<strong>${amount(whole.actual)}</strong> of ${amount(target)} reached, ${percent(attainment ?? 0)}${under ? html`; ${percent(gone)} of the working days have gone` : ''}.`}</p>
      ${progress(whole)}
      ${under ? html`<p>With what is open it comes to <strong>${amount(whole.forecast)}</strong>${target ? html`, ${percent(whole.forecast / target)} of the target` : ''}.
        ${whole.last_year > 0 ? html`A year before, ${percent(whole.last_year_to_date / whole.last_year)} of the period had come in by this point.` : ''}</p>` : nothing}
    </section>`;
  }

  /** @param {Goals} found */
  #table({ rows, period, format }) {
    const amount = numberFormat(format);
    const lines = linesOf(rows, this.who, this.column, this.descending);
    return html`<div class="panel scroll" tabindex="0" role="group" aria-label="People and teams"><table>
      <caption class="hidden">People and teams in ${period}</caption>
      <thead><tr>
        ${this.#head(null, 'Team', 'In the order of teams', '')}${this.#head('attainment', 'Of target', 'What is reached as a share of the target', '')}
        ${COLUMNS.map(([column, label, meaning]) => this.#head(column, label, meaning, 'number'))}
        <th scope="col">State</th></tr></thead>
      <tbody>${lines.map(({ row, depth, leads }) => html`<tr>
        <th scope="row" class=${leads ? 'leads' : ''} ${styled({ '--depth': String(depth) })}>${row.person}</th>
        <td class="progress">${progress(row)}</td>
        ${[amount(row.actual), or(row.target, amount), or(row.gap, amount), or(row.pace, ratio), amount(row.forecast), or(row.run_rate, amount), or(growth(row), change)].map((text) => html`<td class="number">${text}</td>`)}
        <td><span class="state ${row.state === 'a little behind' ? 'little' : row.state}">${STATES[row.state]}</span></td>
      </tr>`)}</tbody>
    </table></div>`;
  }

  /**
   * @param {Sorted | null} column
   * @param {string} label
   * @param {string} meaning
   * @param {string} type
   */
  #head(column, label, meaning, type) {
    const sorted = this.column !== column ? null : this.descending ? 'descending' : 'ascending';
    const arrow = column === null || !sorted ? '' : this.descending ? '▼' : '▲';
    return html`<th scope="col" class=${type} aria-sort=${(column !== null && sorted) || nothing}>
      <button title=${meaning} @click=${() => this.#sort(column)}><span>${label}</span><span aria-hidden="true">${arrow}</span></button></th>`;
  }

  /** @param {Sorted | null} column */
  #sort(column) {
    this.descending = column !== null && (this.column !== column || !this.descending);
    this.column = column;
  }
}

/** @param {Event} event */
function chosen(event) {
  return /** @type {HTMLSelectElement} */ (event.target).value;
}

/** @param {Standing} row */
function progress(row) {
  if (row.attainment === null) return html`<span class="null">–</span>`;
  const { reached, target, due } = barOf(row);
  const says = `${percent(row.attainment)} of the target reached${due === null ? '' : `; ${percent(row.gone)} of the working days have gone`}`;
  return html`<div class="row"><div class="bar" role="img" aria-label=${says} title=${says}
    ${styled({ '--reached': `${reached}%`, '--target': `${target}%`, '--due': `${due ?? 0}%` })}>
    <div class="reached"></div>${target < 100 ? html`<div class="target"></div>` : nothing}${due === null ? nothing : html`<div class="due"></div>`}
  </div><span class="number">${percent(row.attainment)}</span></div>`;
}

/**
 * @param {number | null} value
 * @param {(value: number) => string} format
 */
function or(value, format) {
  return value === null ? html`<span class="null">–</span>` : format(value);
}

/**
 * @param {string} heading
 * @param {string} text
 */
function nothingYet(heading, text) {
  return html`<div class="panel"><swell-message heading=${heading} text=${text}></swell-message></div>`;
}

customElements.define('swell-goals-page', SwellGoalsPage);
