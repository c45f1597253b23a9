/** `swell-navigation-group`: pages that belong together, as a menu of the frame. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import './dropdown.js';
import { chevron } from './icons.js';
import { base, controls } from './sheets.js';

class SwellNavigationGroup extends LitElement {
  static properties = { group: { attribute: false }, page: {} };

  static styles = [
    base,
    controls,
    css`
      :host { display: flex; flex: none; }
      swell-dropdown { --control-height: 100%; height: 100%; }
      .face { display: flex; align-items: center; gap: var(--space-1); height: 100%; padding: 0 var(--space-3); color: var(--ink-muted); font-weight: 500; border-block: 2px solid transparent; }
      .face:hover, .here { color: var(--ink); }
      .here { border-block-end-color: var(--accent-strong); }
      .face svg { flex: none; width: 14px; height: 14px; }
      a { display: block; padding: var(--space-2) var(--space-3); border-radius: var(--radius-s); color: var(--ink); font-weight: 500; }
      a:hover { background: var(--hover); text-decoration: none; }
      a[aria-current] { background: var(--accent-soft); }
      .about { display: block; color: var(--ink-muted); font-size: var(--text-s); font-weight: 400; }
      @media (max-width: 600px) { .face { padding: 0 var(--space-2); } }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../navigation.js').Group | null} */
    this.group = null;
    this.page = '';
  }

  render() {
    if (!this.group) return nothing;
    const { label, entries } = this.group;
    const here = entries.find((entry) => entry.pages.includes(this.page));
    return html`<swell-dropdown plain label=${label} text=${here?.label ?? 'choose a page'} least="240">
      <span slot="face" class=${here ? 'face here' : 'face'}>${label}${chevron}</span>
      <div @click=${this.#close}>
        ${entries.map(
          (entry) => html`<a href=${entry.path} aria-current=${entry === here ? 'page' : nothing}>${entry.label}<span class="about">${entry.about ?? ''}</span></a>`,
        )}
      </div>
    </swell-dropdown>`;
  }

  #close = () => {
    /** @type {any} */ (this.renderRoot.querySelector('swell-dropdown')).close();
  };
}

customElements.define('swell-navigation-group', SwellNavigationGroup);
