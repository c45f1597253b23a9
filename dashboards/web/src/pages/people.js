/** `swell-people-page`: for administrators: who may use the workspace and as what, and what they did. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { get, patch, post, wordsOf } from '../api.js';
import { form } from '../elements/form_sheet.js';
import { errorMessage } from '../elements/message.js';
import { base, controls, dataTable, page } from '../elements/sheets.js';
import { moment } from '../format.js';
import { me } from '../me.js';

/** @typedef {import('../wire.d.ts').Account} Account */

const ROLES = ['viewer', 'editor', 'admin'];
const EVENTS = 100;

class SwellPeoplePage extends LitElement {
  static properties = { found: { state: true }, events: { state: true }, failure: { state: true }, fault: { state: true }, who: { state: true } };

  static styles = [
    base,
    controls,
    form,
    dataTable,
    page,
    css`
      td { white-space: nowrap; vertical-align: middle; }
      th[scope="row"] { vertical-align: middle; min-width: 180px; }
      .email { color: var(--ink-muted); font-size: var(--text-s); font-weight: 400; overflow-wrap: anywhere; }
      .off { color: var(--ink-faint); }
      .tools { display: flex; justify-content: flex-end; gap: var(--space-1); }
      .fault { margin-bottom: var(--space-3); padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); background: var(--danger-soft); color: var(--danger); }
      .detail { white-space: normal; min-width: 160px; overflow-wrap: anywhere; }
      .none { padding: var(--space-4); color: var(--ink-muted); }
      dialog input[type="password"], dialog input[type="email"] { height: 32px; padding: 0 var(--space-2); font: var(--text-m) / 1 var(--font); color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').People | null} */
    this.found = null;
    /** @type {import('../wire.d.ts').AuditEvent[]} */
    this.events = [];
    /** @type {unknown} */
    this.failure = null;
    this.fault = '';
    /** @type {import('../wire.d.ts').Me | null} */
    this.who = null;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = 'People · Swell';
    this.#open();
  }

  async #open() {
    try {
      const [found, log, who] = await Promise.all([get('/api/people'), get(`/api/audit?count=${EVENTS}`), me()]);
      [this.found, this.events, this.who] = [found, log.events, who];
    } catch (error) {
      this.failure = error;
    }
  }

  /** @param {() => Promise<unknown>} task */
  async #try(task) {
    this.fault = '';
    try {
      await task();
    } catch (error) {
      this.fault = wordsOf(error);
    }
    await this.#open();
    this.requestUpdate();
  }

  /**
   * @param {string} email
   * @param {Record<string, unknown>} what
   */
  #change(email, what) {
    return this.#try(() => patch(`/api/people/${encodeURIComponent(email)}`, what));
  }

  /** @param {Account} one */
  #see({ email }) {
    return this.#try(async () => {
      await post('/api/me/acting', { email });
      location.assign('/');
    });
  }

  #add = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const asked = /** @type {HTMLFormElement} */ (event.currentTarget);
    this.#dialog.close();
    return this.#try(async () => {
      await post('/api/people', Object.fromEntries(new FormData(asked)));
      asked.reset();
    });
  };

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  render() {
    if (this.failure) return errorMessage(this.failure, 'The people could not be listed');
    if (!this.found) return html`<p class="hidden" role="status">Loading</p>`;
    if (this.who?.local) {
      return html`<swell-message heading="This workspace has no accounts" text="Whoever sits at this machine may do everything. As soon as there is an account, everybody signs in: swell user add"></swell-message>`;
    }
    return html`<div class="page">
      <div class="head"><h1>People</h1><button @click=${() => this.#dialog.showModal()}>Add somebody</button></div>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${this.#people(this.found)}
      <h2>What they did</h2>${this.#log()}
      ${this.#form()}
    </div>`;
  }

  /** @param {import('../wire.d.ts').People} found */
  #people({ people, folders, everyone }) {
    return html`<div class="panel scroll"><table>
      <caption class="hidden">Accounts</caption>
      <thead><tr><th scope="col">Who</th><th scope="col">Role</th>${folders.map((folder) => html`<th scope="col">In ${folder}</th>`)}<th scope="col">Since</th><th scope="col"><span class="hidden">More</span></th></tr></thead>
      <tbody>
        ${folders.length > 0
          ? html`<tr><th scope="row">Everyone<div class="email">who has no other role in a folder</div></th><td></td>
              ${folders.map((folder) => html`<td>${this.#role('everyone', everyone[folder] ?? '', folder)}</td>`)}<td></td><td></td></tr>`
          : nothing}
        ${people.map((each) => this.#person(each, folders))}
      </tbody>
    </table></div>`;
  }

  /**
   * @param {Account} one
   * @param {string[]} folders
   */
  #person(one, folders) {
    const self = one.email === this.who?.email;
    return html`<tr class=${one.disabled ? 'off' : nothing}>
      <th scope="row">${one.name}<div class="email">${one.email}${one.disabled ? ' · may not sign in' : ''}</div></th>
      <td>${this.#role(one.email, one.role, null)}</td>
      ${folders.map((folder) => html`<td>${one.role === 'admin' ? 'admin' : this.#role(one.email, one.folders[folder] ?? '', folder)}</td>`)}
      <td>${moment(one.created)}</td>
      <td><div class="tools">${self || one.disabled ? nothing : html`<button class="quiet" aria-label="See as ${one.name}" @click=${() => this.#see(one)}>See as</button>`}
        ${self ? nothing : html`<button class="quiet" aria-label="${one.disabled ? 'Let in' : 'Lock out'} ${one.name}" @click=${() => this.#change(one.email, { disabled: !one.disabled })}>${one.disabled ? 'Let in' : 'Lock out'}</button>`}</div></td>
    </tr>`;
  }

  /**
   * @param {string} email
   * @param {string} role
   * @param {string | null} folder
   */
  #role(email, role, folder) {
    const choices = folder === null ? ROLES : ['', 'none', ...ROLES];
    const label = folder === null ? `Role of ${email}` : `Role of ${email} in ${folder}`;
    return html`<select aria-label=${label} @change=${(/** @type {any} */ event) => event.target.value && this.#change(email, { role: event.target.value, ...(folder === null ? {} : { folder }) })}>
      ${choices.map((each) => html`<option value=${each} .selected=${each === role} ?disabled=${each === '' && role !== ''}>${each || 'as elsewhere'}</option>`)}
    </select>`;
  }

  #log() {
    if (this.events.length === 0) return html`<div class="panel"><p class="none">Nothing yet.</p></div>`;
    return html`<div class="panel scroll"><table>
      <caption class="hidden">The latest events</caption>
      <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">To what</th><th scope="col">From</th><th scope="col">Detail</th></tr></thead>
      <tbody>${this.events.map(
        (each) => html`<tr><td>${moment(each.at)}</td><td>${each.person}</td><td>${each.action}</td><td class="detail">${each.target}</td><td>${each.address}</td>
          <td class="detail">${Object.entries(each.detail).filter(([, value]) => value !== null).map(([name, value]) => `${name} ${value}`).join(', ')}</td></tr>`,
      )}</tbody>
    </table></div>`;
  }

  #form() {
    return html`<dialog aria-labelledby="heading"><form @submit=${this.#add}>
      <h2 id="heading">Add somebody</h2>
      <label>E-mail<input type="email" name="email" required autocomplete="off"></label>
      <label>Name<input type="text" name="name" autocomplete="off"></label>
      <label>Role<select name="role">${ROLES.map((each) => html`<option>${each}</option>`)}</select></label>
      <label>Password (none, if they sign in elsewhere)<input type="password" name="password" autocomplete="new-password" minlength="10" maxlength="1000"></label>
      <div class="buttons"><button type="button" @click=${() => this.#dialog.close()}>Cancel</button><button class="primary">Add</button></div>
    </form></dialog>`;
  }
}

customElements.define('swell-people-page', SwellPeoplePage);
