/** `swell-duplicates-page`: records that may be one customer, pair by pair: the same, different, or later. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { Latest, get, post, wordsOf } from '../api.js';
import { MEANINGS, titleOf } from '../elements/duplicate_pair.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, fields, page } from '../elements/sheets.js';
import { replaceHash } from '../router.js';

/** @typedef {import('../wire.d.ts').DuplicatePair} Pair */
/** @typedef {import('../wire.d.ts').PairView} PairView */

const COUNT = 25;

/** @type {Record<PairView | 'customers', string>} */
const VIEWS = { review: 'To review', later: 'Put off', same: 'The same', different: 'Different', linked: 'Linked', apart: 'Kept apart', customers: 'Customers' };

/** @type {Record<PairView, string>} */
const NOTHING = {
  review: 'Nothing is left to review.',
  later: 'Nothing is put off.',
  same: 'Nobody said of a pair that it is the same.',
  different: 'Nobody said of a pair that it is different.',
  linked: 'No records were linked by their score.',
  apart: 'No likely pairs are kept apart by records that contradict them.',
};

/** @type {Record<string, string>} */
const KEYS = { s: 'same', d: 'different', l: 'later', u: 'open' };

class SwellDuplicatesPage extends LitElement {
  static properties = {
    offered: { state: true }, editable: { state: true }, match: { state: true }, view: { state: true }, text: { state: true },
    least: { state: true }, found: { state: true }, customers: { state: true }, chosen: { state: true }, last: { state: true },
    failure: { state: true }, fault: { state: true }, start: { state: true },
  };

  static styles = [
    base,
    controls,
    fields,
    dataTable,
    page,
    css`
      .bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); margin-bottom: var(--space-3); }
      .bar .field { width: auto; }
      .bar input[type="search"] { flex: 1 1 200px; max-width: 320px; }
      .bar label { display: inline-flex; align-items: center; gap: var(--space-2); color: var(--ink-muted); }
      .bar .number { width: 72px; }
      .views { display: flex; flex-wrap: wrap; gap: var(--space-1); margin-bottom: var(--space-3); border-bottom: 1px solid var(--line); }
      .views button { border: 0; border-bottom: 2px solid transparent; border-radius: 0; background: none; color: var(--ink-muted); }
      .views button[aria-pressed="true"] { color: var(--ink); border-bottom-color: var(--accent-strong); }
      progress { appearance: none; flex: 0 0 100%; width: 100%; height: 6px; border: 0; border-radius: 3px; background: var(--surface-sunken); overflow: hidden; }
      progress::-webkit-progress-bar { background: var(--surface-sunken); }
      progress::-webkit-progress-value { background: var(--accent-strong); }
      progress::-moz-progress-bar { background: var(--accent-strong); }
      .said { min-height: 32px; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); margin-bottom: var(--space-2); color: var(--ink-muted); }
      .said button { height: 26px; }
      ol { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--space-3); }
      li { scroll-margin: 64px; border-radius: var(--radius-l); }
      .fault { margin-bottom: var(--space-3); padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); background: var(--danger-soft); color: var(--danger); }
      .none { padding: var(--space-4); color: var(--ink-muted); }
      .more { display: flex; justify-content: center; gap: var(--space-2); margin-top: var(--space-4); }
      .customer { margin-bottom: var(--space-3); }
      td { overflow-wrap: break-word; }
    `,
  ];

  #load = new Latest();
  /** Decisions that are noted one after the other, and how many are not yet. */
  #noted = Promise.resolve();
  #waiting = 0;

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Match[] | null} */
    this.offered = null;
    this.editable = false;
    const asked = new URLSearchParams(location.hash.slice(1));
    this.match = asked.get('match') ?? '';
    /** @type {PairView | 'customers'} */
    this.view = /** @type {any} */ (Object.keys(VIEWS).find((view) => view === asked.get('view')) ?? 'review');
    this.text = asked.get('text') ?? '';
    this.least = 0.8;
    /** @type {import('../wire.d.ts').DuplicatePairs | null} */
    this.found = null;
    /** @type {import('../wire.d.ts').Customers | null} */
    this.customers = null;
    this.chosen = 0;
    this.start = 0;
    /** @type {{pair: Pair, verdict: string} | null} what was decided last */
    this.last = null;
    /** @type {unknown} */
    this.failure = null;
    this.fault = '';
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Duplicates · Swell';
    window.addEventListener('keydown', this.#key);
    this.#open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#key);
    this.#load.cancel();
  }

  async #open() {
    try {
      const { matches, editable } = await get('/api/duplicates');
      this.editable = editable;
      if (!matches.some((/** @type {any} */ one) => one.name === this.match)) this.match = (matches.find((/** @type {any} */ one) => one.ran) ?? matches[0])?.name ?? '';
      this.offered = matches;
      await this.#look();
    } catch (error) {
      this.failure = error;
    }
  }

  get #current() {
    return this.offered?.find((one) => one.name === this.match);
  }

  async #look() {
    replaceHash(new URLSearchParams({ match: this.match, view: this.view, ...(this.text ? { text: this.text } : {}) }).toString());
    if (!this.#current?.ran) return;
    const asked = { text: this.text, start: String(this.start), count: String(COUNT) };
    const path = `/api/duplicates/${encodeURIComponent(this.match)}`;
    try {
      if (this.view === 'customers') {
        const found = await this.#load.run((signal) => get(`${path}/customers?${new URLSearchParams(asked)}`, signal));
        if (found) this.customers = found;
        this.found ??= await get(`${path}?count=0`);
      } else {
        const query = new URLSearchParams({ ...asked, view: this.view });
        const found = await this.#load.run((signal) => get(`${path}?${query}`, signal));
        if (!found) return;
        this.found = found;
        this.chosen = Math.min(this.chosen, Math.max(found.pairs.length - 1, 0));
      }
      this.failure = null;
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {Partial<SwellDuplicatesPage>} change of what is looked at */
  #show(change) {
    Object.assign(this, { start: 0, chosen: 0, fault: '', last: null }, change);
    return this.#look();
  }

  /**
   * Takes the pair from the list at once, so that the next key is about the next pair, and notes decisions one after the other.
   * @param {Pair} pair
   * @param {string} verdict
   */
  #decide(pair, verdict) {
    const { left, right } = pair;
    const path = `/api/duplicates/${encodeURIComponent(this.match)}/decisions`;
    this.fault = '';
    this.last = { pair, verdict };
    if (this.found) {
      const pairs = this.found.pairs.filter((one) => one !== pair);
      this.found = { ...this.found, pairs };
      this.chosen = Math.max(0, Math.min(this.chosen, pairs.length - 1));
    }
    this.#waiting += 1;
    this.#noted = this.#noted.then(async () => {
      try {
        await post(path, { pairs: [{ left, right }], verdict });
      } catch (error) {
        [this.fault, this.last] = [wordsOf(error), null];
      }
      this.#waiting -= 1;
      if (this.#waiting === 0) await this.#look();
    });
    this.updateComplete.then(() => this.#reveal());
  }

  async #accept() {
    this.fault = '';
    try {
      const { decided } = await post(`/api/duplicates/${encodeURIComponent(this.match)}/accept`, { least: this.least, text: this.text });
      await this.#show({});
      this.fault = decided === 0 ? 'No pair to review has that score.' : '';
    } catch (error) {
      this.fault = wordsOf(error);
    }
  }

  #key = (/** @type {KeyboardEvent} */ event) => {
    const from = event.composedPath()[0];
    const typing = from instanceof HTMLElement && from.matches('input, select, textarea');
    const pairs = this.view === 'customers' ? [] : (this.found?.pairs ?? []);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || pairs.length === 0) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const verdict = KEYS[event.key.toLowerCase()];
    if (step !== undefined) {
      this.chosen = Math.max(0, Math.min(pairs.length - 1, this.chosen + step));
      this.updateComplete.then(() => this.#reveal());
    } else if (verdict && this.editable && !event.repeat) {
      if (verdict === 'open' && this.last && this.last.verdict !== 'open') this.#decide(this.last.pair, 'open');
      else if (verdict !== 'open' || this.view !== 'review') this.#decide(pairs[this.chosen], verdict);
    } else {
      return;
    }
    event.preventDefault();
  };

  #reveal() {
    this.renderRoot.querySelector('li[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  render() {
    return html`<div class="page"><div class="head"><h1>Duplicates</h1></div>${this.#body()}</div>`;
  }

  #body() {
    if (this.failure) return errorMessage(this.failure, 'The duplicates could not be listed');
    if (!this.offered) return html`<p class="hidden" role="status">Loading</p>`;
    const current = this.#current;
    if (!current) {
      return html`<div class="panel"><swell-message heading="Nothing to compare yet" text="As soon as accounts or contacts are synced, those that are the same are found, within a CRM and across several."></swell-message></div>`;
    }
    return html`${this.offered.length > 1 ? this.#choice(this.offered) : nothing}
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${current.problem
        ? html`<div class="panel"><swell-message tone="problem" heading="This match is not valid" text=${current.problem}></swell-message></div>`
        : current.ran
          ? html`${this.#views()}${this.view === 'customers' ? this.#customers() : this.#pairs()}`
          : html`<div class="panel"><swell-message heading="It has not run yet" text="Run it: swell match run ${current.name}. From then on it runs after each sync."></swell-message></div>`}`;
  }

  /** @param {import('../wire.d.ts').Match[]} matches */
  #choice(matches) {
    return html`<div class="bar"><label>Records <select class="field" @change=${(/** @type {any} */ event) => this.#show({ match: event.target.value, found: null, customers: null })}>
      ${matches.map((one) => html`<option value=${one.name} ?selected=${one.name === this.match}>${one.label} (${one.sources.join(', ') || one.name})</option>`)}
    </select></label></div>`;
  }

  #views() {
    const counts = this.found?.counts;
    return html`<div class="views" role="group" aria-label="Which pairs">${Object.entries(VIEWS).map(
      ([view, label]) => html`<button aria-pressed=${view === this.view} @click=${() => this.#show({ view: /** @type {PairView} */ (view) })}>${label}${counts && view in counts ? ` ${counts[/** @type {PairView} */ (view)].toLocaleString()}` : ''}</button>`,
    )}</div>
    <div class="bar">
      <input type="search" aria-label="Name contains" placeholder="Name contains" .value=${this.text} @change=${(/** @type {any} */ event) => this.#show({ text: event.target.value.trim() })}>
      ${this.editable && this.view === 'review'
        ? html`<label>From score <input class="field number" type="number" min="0" max="1" step="0.05" .value=${String(this.least)} @change=${(/** @type {any} */ event) => (this.least = Number(event.target.value))}></label>
          <button @click=${() => this.#accept()}>Accept all as the same</button>`
        : nothing}
      ${this.view === 'review' && counts ? this.#progress(counts) : nothing}
    </div>`;
  }

  /** @param {Record<PairView, number>} counts */
  #progress({ review, later, same, different }) {
    const done = same + different;
    const all = done + review + later;
    const text = `${done.toLocaleString()} of ${all.toLocaleString()} decided`;
    return html`<progress aria-label="Pairs decided" aria-valuetext=${text} title=${text} max=${Math.max(all, 1)} .value=${all === 0 ? 1 : done}></progress>`;
  }

  #pairs() {
    const { found } = this;
    if (!found) return html`<p class="hidden" role="status">Loading</p>`;
    const view = /** @type {PairView} */ (this.view);
    return html`<div class="said" role="status">${this.#said(found.pending)}</div>
      ${found.pairs.length === 0
        ? html`<div class="panel"><p class="none">${this.text ? 'No pair here has such a name.' : NOTHING[view]}</p></div>`
        : html`<ol aria-label=${VIEWS[view]}>${found.pairs.map(
            (pair, place) => html`<li aria-current=${place === this.chosen ? 'true' : nothing} @click=${() => (this.chosen = place)}>
              <swell-duplicate-pair .pair=${pair} ?chosen=${place === this.chosen} .editable=${this.editable} @decide=${(/** @type {CustomEvent} */ event) => this.#decide(pair, event.detail)}></swell-duplicate-pair></li>`,
          )}</ol>`}
      ${this.#more(found.total)}`;
  }

  /** @param {number} pending */
  #said(pending) {
    const words = { same: 'the same', different: 'different', later: 'put off', open: 'open again' };
    return html`${this.last
      ? html`<span>${titleOf(this.last.pair)}: ${words[/** @type {keyof typeof words} */ (this.last.verdict)]}.</span>
        ${this.last.verdict === 'open' ? nothing : html`<button class="quiet" @click=${() => this.last && this.#decide(this.last.pair, 'open')}>Undo</button>`}`
      : this.editable ? html`<span>Arrow keys choose a pair; S says the same, D different, L later, U takes back.</span>` : nothing}
      ${pending > 0 ? html`<span>Customers get their new ids with the next run, a minute after the last decision.</span>` : nothing}`;
  }

  /** @param {number} total */
  #more(total) {
    if (total <= COUNT) return nothing;
    const last = Math.min(this.start + COUNT, total);
    return html`<div class="more"><button ?disabled=${this.start === 0} @click=${() => this.#show({ start: Math.max(0, this.start - COUNT) })}>Previous</button>
      <span class="muted">${(this.start + 1).toLocaleString()} to ${last.toLocaleString()} of ${total.toLocaleString()}</span>
      <button ?disabled=${last >= total} @click=${() => this.#show({ start: last })}>Next</button></div>`;
  }

  #customers() {
    const found = this.customers;
    if (!found) return html`<p class="hidden" role="status">Loading</p>`;
    if (found.customers.length === 0) return html`<div class="panel"><p class="none">No customer has several records.</p></div>`;
    return html`${found.customers.map(({ id, records }) => {
      const shown = Object.entries(MEANINGS).filter(([meaning]) => records.some(({ values }) => values[meaning]));
      return html`<div class="panel scroll customer"><table>
        <caption class="hidden">Customer ${id}</caption>
        <thead><tr><th scope="col">${id}</th>${shown.map(([, label]) => html`<th scope="col">${label}</th>`)}</tr></thead>
        <tbody>${records.map((one) => html`<tr><th scope="row">${one.source} <code>${one.id}</code></th>${shown.map(([meaning]) => html`<td>${one.values[meaning] ?? ''}</td>`)}</tr>`)}</tbody>
      </table></div>`;
    })}${this.#more(found.total)}`;
  }
}

customElements.define('swell-duplicates-page', SwellDuplicatesPage);
