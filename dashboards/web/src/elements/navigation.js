/** `swell-navigation`: the pages of a dashboard as tabs on the dashboard itself. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { pixels } from './number.js';
import { base } from './sheets.js';
import { styled } from './styled.js';

/** What a dashboard calls left is where lines begin. */
const EDGES = { top: 'block-start', right: 'inline-end', bottom: 'block-end', left: 'inline-start' };

class SwellNavigation extends LitElement {
  static properties = {
    view: { attribute: false },
    pages: { attribute: false },
    current: { type: String },
    ink: { attribute: false },
    fill: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host { height: 100%; min-height: 40px; }
      nav { display: flex; height: 100%; overflow-x: auto; scrollbar-width: thin; font-size: var(--size, var(--text-l)); }
      /* As many tabs as wanted share the width; a tab never gets so narrow that its name can't be read. */
      button {
        all: unset; box-sizing: border-box; flex: 1 0 max(72px, 100% / var(--tabs)); max-width: max(240px, 100% / var(--tabs)); min-width: 0; padding: 2px var(--space-3);
        display: flex; align-items: center; justify-content: center; text-align: center; cursor: pointer;
        color: var(--tab-ink, var(--ink-muted)); border: 0 solid transparent; line-height: 1.25;
      }
      button span { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      button:hover { background: var(--hover); }
      button:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
      button[aria-current] { color: var(--chosen-ink, var(--ink)); background: var(--chosen-background, transparent); font-weight: 600; }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').NavigationView} */
    this.view = /** @type {any} */ (null);
    /** @type {import('../wire.d.ts').Page[]} */
    this.pages = [];
    this.current = '';
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    /** @type {(color: unknown) => string | null} */
    this.fill = () => null;
  }

  render() {
    const { style, tabs } = this.view;
    const chosen = style.selectedTab ?? {};
    const look = {
      '--tabs': Math.max(1, Math.min(tabs, this.pages.length)),
      '--size': pixels(style.fontSize, 11, 32),
      '--tab-ink': this.ink(style.textColor),
      '--chosen-ink': this.ink(chosen.textColor),
      '--chosen-background': this.fill(chosen.backgroundColor),
    };
    return html`<nav aria-label="Pages" ${styled(look)}>
      ${this.pages.map((page) => {
        const here = page.name === this.current;
        return html`<button aria-current=${here ? 'page' : nothing} @click=${() => this.#go(page.name)} title=${page.label}
          ${styled(here ? edges(chosen, this.fill) : {})}><span>${page.label}</span></button>`;
      })}
    </nav>`;
  }

  /** @param {string} page */
  #go(page) {
    this.dispatchEvent(new CustomEvent('swell-page', { detail: page, bubbles: true, composed: true }));
  }
}

/**
 * The border of the tab of the page that is shown, on the edges that the dashboard names.
 * @param {any} tab
 * @param {(color: unknown) => string | null} fill
 * @returns {Record<string, string | null>}
 */
function edges(tab, fill) {
  const named = new Set(tab.borderEdges ?? ['bottom']);
  const width = Math.min(8, Math.max(0, Number(tab.borderWidth ?? 2) || 0));
  const line = `${width}px solid ${fill(tab.borderColor) ?? 'var(--accent-strong)'}`;
  return Object.fromEntries(Object.entries(EDGES).map(([edge, side]) => [`border-${side}`, named.has(edge) || named.has('all') ? line : null]));
}

customElements.define('swell-navigation', SwellNavigation);
