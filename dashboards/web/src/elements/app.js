/** `swell-app`: the frame around every page: navigation, theme, and the page that the address asks for. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { remove } from '../api.js';
import { me } from '../me.js';
import { navigationOf } from '../navigation.js';
import { followLink, match } from '../router.js';
import { followScheme, scheme, toggleScheme } from '../theme.js';
import { moon, sun } from './icons.js';
import { base, controls } from './sheets.js';
import './account_menu.js';
import './message.js';
import './navigation_group.js';

/** Modules of a page load when it is first shown: the list of dashboards needs neither charts nor the editor. */
/** @type {Record<string, () => Promise<unknown>>} */
const MODULES = {
  home: () => import('../pages/home.js'),
  dashboards: () => import('../pages/dashboards.js'),
  dashboard: () => import('../pages/dashboard.js'),
  editor: () => import('../editor/page.js'),
  explore: () => import('../pages/explore.js'),
  story: () => import('../pages/story.js'),
  query: () => import('../pages/query.js'),
  datasets: () => import('../pages/datasets.js'),
  dataset: () => import('../pages/dataset.js'),
  duplicates: () => import('../pages/duplicates.js'),
  lineage: () => import('../pages/lineage.js'),
  connections: () => import('../pages/connections.js'),
  goals: () => import('../pages/goals.js'),
  apps: () => import('../pages/apps.js'),
  pipeline: () => import('../pages/pipeline.js'),
  models: () => import('../pages/models.js'),
  model: () => import('../pages/model.js'),
  customers: () => import('../pages/customers.js'),
  segments: () => import('../pages/segments.js'),
  next: () => import('../pages/next.js'),
  jobs: () => import('../pages/jobs.js'),
  alerts: () => import('../pages/alerts.js'),
  actions: () => import('../pages/actions.js'),
  account: () => import('../pages/account.js'),
  people: () => import('../pages/people.js'),
  settings: () => import('../pages/settings.js'),
  missing: async () => undefined,
};

class SwellApp extends LitElement {
  static properties = { route: { state: true }, ready: { state: true }, who: { state: true } };

  static styles = [
    base,
    controls,
    css`
      :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 100vh; }
      header {
        position: sticky; top: 0; z-index: 20; display: flex; align-items: center; gap: var(--space-6); height: 48px;
        padding: 0 var(--space-6); background: var(--surface); border-bottom: 1px solid var(--line);
      }
      .brand { display: flex; align-items: center; gap: var(--space-2); font-weight: 650; font-size: var(--text-l); color: var(--ink); letter-spacing: -0.01em; }
      .brand:hover { text-decoration: none; }
      nav { display: flex; gap: var(--space-1); flex: 1; height: 100%; }
      nav a {
        display: flex; align-items: center; padding: 0 var(--space-3); color: var(--ink-muted); font-weight: 500;
        border-bottom: 2px solid transparent; border-top: 2px solid transparent;
      }
      nav a:hover { color: var(--ink); text-decoration: none; }
      nav a[aria-current] { color: var(--ink); border-bottom-color: var(--accent-strong); }
      main { min-width: 0; }
      .skip { position: absolute; inset-inline-start: var(--space-2); top: -60px; z-index: 30; padding: var(--space-2) var(--space-3); background: var(--surface); border-radius: var(--radius-m); box-shadow: var(--shadow-raised); }
      header:has(.seen) { flex-wrap: wrap; height: auto; min-height: 48px; row-gap: 0; }
      header:has(.seen) nav { height: 47px; }
      .seen { display: flex; align-items: center; justify-content: center; gap: var(--space-3); flex: 0 0 calc(100% + 2 * var(--space-6)); margin: 0 calc(-1 * var(--space-6)); padding: var(--space-1) var(--space-4); background: var(--warning-soft); color: var(--warning); }
      .seen button { height: 26px; }
      .skip:focus { top: var(--space-2); }
      @media (max-width: 600px) {
        header { padding: 0 var(--space-3); gap: var(--space-2); }
        .seen { flex-basis: calc(100% + 2 * var(--space-3)); margin: 0 calc(-1 * var(--space-3)); }
        nav { gap: 0; min-width: 0; overflow-x: auto; scrollbar-width: none; }
        nav a { flex: none; padding: 0 var(--space-2); }
        .brand span { display: none; }
      }
      @media print { header { display: none; } }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../router.js').Route} */
    this.route = match(location.pathname);
    this.ready = '';
    /** @type {import('../wire.d.ts').Me | null} */
    this.who = null;
    followScheme(this);
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('popstate', this.#arrive);
    this.addEventListener('click', followLink);
    this.#arrive();
    this.#know();
  }

  /** Who looks is no reason to wait: the frame is there before it is known. */
  async #know() {
    this.who = await me().catch(() => null);
  }

  #stop = async () => {
    await remove('/api/me/acting');
    location.assign('/people');
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('popstate', this.#arrive);
  }

  #arrive = async () => {
    const route = match(location.pathname);
    const moved = route.page !== this.route.page || route.name !== this.route.name;
    this.route = route;
    await MODULES[route.page]();
    this.ready = route.page;
    if (moved) window.scrollTo(0, 0);
  };

  render() {
    const dark = scheme() === 'dark';
    const change = `Use the ${dark ? 'light' : 'dark'} theme`;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>Skip to content</a>
      <header>
        <a class="brand" href="/" aria-label="Swell, home">${logo}<span>Swell</span></a>
        <nav aria-label="Main">
          ${navigationOf(this.who?.role ?? null).map((each) =>
            'entries' in each
              ? html`<swell-navigation-group .group=${each} page=${this.route.page} ?data-current=${each.entries.some((entry) => entry.pages.includes(this.route.page))}></swell-navigation-group>`
              : html`<a href=${each.path} aria-current=${each.pages.includes(this.route.page) ? 'page' : nothing}>${each.label}</a>`,
          )}
        </nav>
        <button class="quiet icon" @click=${toggleScheme} aria-label=${change} title=${change}>${dark ? sun : moon}</button>
        ${this.who && !this.who.local ? html`<swell-account-menu .who=${this.who}></swell-account-menu>` : nothing}
        ${this.who?.seenBy ? html`<div class="seen" role="status"><span>You see Swell as <b>${this.who.name}</b> does, and can change nothing.</span><button @click=${this.#stop}>Stop</button></div>` : nothing}
      </header>
      <main id="main" tabindex="-1">${this.ready === this.route.page ? this.#page() : nothing}</main>
    `;
  }

  updated() {
    // On a phone the links scroll: the one of this page has to be in sight.
    this.renderRoot.querySelector('nav :is([aria-current], [data-current])')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #skip = (/** @type {Event} */ event) => {
    event.preventDefault();
    this.renderRoot.querySelector('main')?.focus();
  };

  #page() {
    const { page, name } = this.route;
    if (page === 'home') return html`<swell-home-page></swell-home-page>`;
    if (page === 'explore') return html`<swell-explore-page .name=${name}></swell-explore-page>`;
    if (page === 'story') return html`<swell-story-page .name=${name}></swell-story-page>`;
    if (page === 'duplicates') return html`<swell-duplicates-page></swell-duplicates-page>`;
    if (page === 'customers') return html`<swell-customers-page></swell-customers-page>`;
    if (page === 'segments') return html`<swell-segments-page .name=${name}></swell-segments-page>`;
    if (page === 'goals') return html`<swell-goals-page></swell-goals-page>`;
    if (page === 'pipeline') return html`<swell-pipeline-page></swell-pipeline-page>`;
    if (page === 'models') return html`<swell-models-page></swell-models-page>`;
    if (page === 'model') return html`<swell-model-page .name=${name}></swell-model-page>`;
    if (page === 'next') return html`<swell-next-page></swell-next-page>`;
    if (page === 'lineage') return html`<swell-lineage-page></swell-lineage-page>`;
    if (page === 'connections') return html`<swell-connections-page></swell-connections-page>`;
    if (page === 'apps') return html`<swell-apps-page></swell-apps-page>`;
    if (page === 'jobs') return html`<swell-jobs-page></swell-jobs-page>`;
    if (page === 'alerts') return html`<swell-alerts-page></swell-alerts-page>`;
    if (page === 'actions') return html`<swell-actions-page></swell-actions-page>`;
    if (page === 'account') return html`<swell-account-page></swell-account-page>`;
    if (page === 'settings') return html`<swell-settings-page></swell-settings-page>`;
    if (page === 'people') return html`<swell-people-page></swell-people-page>`;
    if (page === 'dashboards') return html`<swell-dashboards-page></swell-dashboards-page>`;
    if (page === 'dashboard') return html`<swell-dashboard-page .name=${name}></swell-dashboard-page>`;
    if (page === 'editor') return html`<swell-editor-page .name=${name}></swell-editor-page>`;
    if (page === 'query') return html`<swell-query-page></swell-query-page>`;
    if (page === 'datasets') return html`<swell-datasets-page></swell-datasets-page>`;
    if (page === 'dataset') return html`<swell-dataset-page .name=${name}></swell-dataset-page>`;
    document.title = 'Not found · Swell';
    return html`<swell-message heading="There is no such page" text="The address may be mistyped."><a href="/">Go to the dashboards</a></swell-message>`;
  }
}

const logo = html`<svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="8" fill="#2f6bd8" />
  <path d="M5 20c4 0 4-8 8.500-8s4.500 8 9 8c2 0 3.300-1.600 4.500-3.500" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" />
  <path d="M5 25.500c4 0 4-3.500 8.500-3.500s4.500 3.500 9 3.500c2 0 3.300-.8 4.500-1.700" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="2.200" stroke-linecap="round" />
</svg>`;

customElements.define('swell-app', SwellApp);
