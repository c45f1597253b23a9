/** `swell-account-menu`: who is signed in, their account, the people of the workspace, and the way out. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { post } from '../api.js';
import { initials } from '../me.js';
import './dropdown.js';
import { base, controls } from './sheets.js';

class SwellAccountMenu extends LitElement {
  static properties = { who: { attribute: false } };

  static styles = [
    base,
    controls,
    css`
      swell-dropdown { --control-height: 32px; border-radius: 50%; }
      .face { display: grid; place-content: center; width: 32px; height: 32px; border-radius: 50%; background: var(--accent-soft); color: var(--accent); font-size: var(--text-s); font-weight: 650; letter-spacing: 0.02em; }
      .who { padding: var(--space-2) var(--space-3) var(--space-3); border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
      .name { font-weight: 600; }
      .muted { color: var(--ink-muted); font-size: var(--text-s); }
      .entry { display: flex; align-items: center; width: 100%; height: auto; min-height: 36px; padding: var(--space-2) var(--space-3); border: 0; border-radius: var(--radius-s); background: transparent; color: var(--ink); font: var(--text-m) / 20px var(--font); cursor: pointer; }
      .entry:hover { background: var(--hover); text-decoration: none; }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Me | null} */
    this.who = null;
  }

  render() {
    if (!this.who) return nothing;
    const { name, email, role } = this.who;
    return html`<swell-dropdown plain label="Account" text=${name} least="240">
      <span slot="face" class="face" aria-hidden="true">${initials(name)}</span>
      <div class="who"><div class="name">${name}</div><div class="muted">${email}</div><div class="muted">${role}</div></div>
      <div @click=${this.#close}>
        <a class="entry" href="/account">Password and tokens</a>
        ${role === 'admin' ? html`<a class="entry" href="/people">People</a><a class="entry" href="/settings">Settings</a>` : nothing}
        <button class="entry" @click=${this.#leave}>Sign out</button>
      </div>
    </swell-dropdown>`;
  }

  #close = () => {
    /** @type {any} */ (this.renderRoot.querySelector('swell-dropdown')).close();
  };

  #leave = async () => {
    await post('/api/me/sign-out', {});
    location.assign('/sign-in');
  };
}

customElements.define('swell-account-menu', SwellAccountMenu);
