/** `swell-account-page`: one's own password and tokens. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { get, post, remove, wordsOf } from '../api.js';
import { errorMessage } from '../elements/message.js';
import { form } from '../elements/form_sheet.js';
import { base, controls, dataTable, page } from '../elements/sheets.js';
import { moment } from '../format.js';
import { me } from '../me.js';

/** @typedef {import('../wire.d.ts').Token} Token */

const SCOPES = [
  ['read', 'see and ask'],
  ['write', 'write dashboards and queries too'],
  ['admin', 'everything that you may do'],
];

class SwellAccountPage extends LitElement {
  static properties = { who: { state: true }, tokens: { state: true }, fresh: { state: true }, failure: { state: true }, fault: { state: true }, done: { state: true } };

  static styles = [
    base,
    controls,
    form,
    dataTable,
    page,
    css`
      .row { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); padding: var(--space-4); }
      .row label { display: flex; flex-direction: column; gap: var(--space-1); font-size: var(--text-s); color: var(--ink-muted); }
      .row input, .row select { height: 32px; width: 220px; }
      .row input[type="password"] { padding: 0 var(--space-2); font: var(--text-m) / 1 var(--font); color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
      .row input[type="number"] { width: 90px; }
      .fresh { margin: 0 var(--space-4) var(--space-4); padding: var(--space-3) var(--space-4); border-radius: var(--radius-m); background: var(--accent-soft); }
      .fresh code { display: block; margin-top: var(--space-1); overflow-wrap: anywhere; user-select: all; }
      .fault { padding: 0 var(--space-4) var(--space-4); color: var(--danger); }
      .done { padding: 0 var(--space-4) var(--space-4); }
      .none { padding: var(--space-4); color: var(--ink-muted); border-top: 1px solid var(--line); }
      .scroll { border-top: 1px solid var(--line); }
      td { white-space: nowrap; }
      td.name { white-space: normal; min-width: 140px; overflow-wrap: anywhere; }
      @media (max-width: 600px) { .row { align-items: stretch; flex-direction: column; } .row button { justify-content: center; } .row input, .row select, .row input[type="number"] { width: 100%; } }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Me | null} */
    this.who = null;
    /** @type {Token[] | null} */
    this.tokens = null;
    /** the token that was just made, shown this once */
    this.fresh = '';
    /** @type {unknown} */
    this.failure = null;
    /** @type {{part: string, text: string}} */
    this.fault = { part: '', text: '' };
    this.done = false;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'Account · Swell';
    this.#open();
  }

  async #open() {
    try {
      this.who = await me();
      if (!this.who.local) this.tokens = (await get('/api/me/tokens')).tokens;
    } catch (error) {
      this.failure = error;
    }
  }

  /**
   * @param {string} part of the page, where a refusal is shown
   * @param {() => Promise<void>} task
   */
  async #try(part, task) {
    this.fault = { part: '', text: '' };
    this.done = false;
    try {
      await task();
    } catch (error) {
      this.fault = { part, text: wordsOf(error) };
    }
  }

  #change = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const asked = /** @type {HTMLFormElement} */ (event.currentTarget);
    return this.#try('password', async () => {
      await post('/api/me/password', Object.fromEntries(new FormData(asked)));
      asked.reset();
      this.done = true;
    });
  };

  #issue = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const asked = /** @type {HTMLFormElement} */ (event.currentTarget);
    const { name, scope, days } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(asked)));
    return this.#try('token', async () => {
      this.fresh = (await post('/api/me/tokens', { name, scope, days: Number(days) })).token;
      asked.reset();
      await this.#open();
    });
  };

  /** @param {Token} token */
  #revoke({ id }) {
    return this.#try('token', async () => {
      await remove(`/api/me/tokens/${encodeURIComponent(id)}`);
      this.fresh = '';
      await this.#open();
    });
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'The account could not be read');
    if (!this.who) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.who.local) {
      return html`<swell-message heading="This workspace has no accounts" text="Whoever sits at this machine may do everything. As soon as there is an account, everybody signs in: swell user add"></swell-message>`;
    }
    return html`<div class="page">
      <div class="head"><div><h1>${this.who.name}</h1><p class="muted">${this.who.email} · ${this.who.role}</p></div></div>
      <section aria-label="Password"><h2>Password</h2><div class="panel">
        <form class="row" @submit=${this.#change}>
          <label>Present password<input type="password" name="current" autocomplete="current-password" required></label>
          <label>New password<input type="password" name="password" autocomplete="new-password" minlength="10" maxlength="1000" required></label>
          <button>Change</button>
        </form>
        ${this.#said('password')}
        ${this.done ? html`<p class="done" role="status">Changed. Other browsers are signed out.</p>` : nothing}
      </div></section>
      <section aria-label="Tokens"><h2>Tokens</h2><div class="panel">
        <form class="row" @submit=${this.#issue}>
          <label>What for<input type="text" name="name" maxlength="100" required></label>
          <label>May<select name="scope">${SCOPES.map(([scope, text]) => html`<option value=${scope}>${scope}: ${text}</option>`)}</select></label>
          <label>Days<input type="number" name="days" min="1" max="3650" value="90" required></label>
          <button>Make a token</button>
        </form>
        ${this.#said('token')}
        ${this.fresh ? html`<div class="fresh" role="status">Copy the token now; it can’t be shown again.<code>${this.fresh}</code></div>` : nothing}
        ${this.#list()}
      </div></section>
    </div>`;
  }

  /** @param {string} part */
  #said(part) {
    return this.fault.part === part ? html`<p class="fault" role="alert">${this.fault.text}</p>` : nothing;
  }

  #list() {
    if (!this.tokens?.length) return html`<p class="none">No tokens. One lets a program ask as you do: Authorization: Bearer swell_…</p>`;
    return html`<div class="scroll"><table>
      <caption class="hidden">Your tokens</caption>
      <thead><tr><th scope="col">What for</th><th scope="col">May</th><th scope="col">Made</th><th scope="col">Ends</th><th scope="col">Last used</th><th scope="col"><span class="hidden">Revoke</span></th></tr></thead>
      <tbody>${this.tokens.map(
        (each) => html`<tr><td class="name">${each.name}</td><td>${each.scopes.join(', ')}</td><td>${moment(each.created)}</td>
          <td>${each.expires ? moment(each.expires) : 'never'}</td><td>${each.used ? moment(each.used) : 'never'}</td>
          <td><button class="quiet" @click=${() => this.#revoke(each)} aria-label="Revoke ${each.name}">Revoke</button></td></tr>`,
      )}</tbody>
    </table></div>`;
  }
}

customElements.define('swell-account-page', SwellAccountPage);
