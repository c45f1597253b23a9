/** `swell-dashboard`: one page of a dashboard: widgets on their grid, or one below the other on a phone. */

import { LitElement, css, html, nothing, repeat } from '../../vendor/lit.js';
import { adaptBackground, adaptInk, appearance, luminance, parseColor, schemeOf } from '../color.js';
import { counted } from '../format.js';
import { clickAction } from '../links.js';
import { containerOf, isStacked, orderPlacements, placementStyle, rowHeight } from '../layout.js';
import { Palette } from '../palette.js';
import { cardStyle } from './card.js';
import './export.js';
import { base } from './sheets.js';
import { styled } from './styled.js';
import { isPackaged, widgetTemplate } from './widgets.js';

/** @typedef {import('../wire.d.ts').Placement} Placement */

/** px left and right of a dashboard, as in the styles below. */
const EDGE = 24;

/** What old types of widgets are called today. */
const TODAY = new Map([['box', 'container'], ['comparetable', 'table'], ['valuestable', 'table']]);

/** Types that have nothing to click themselves, so that a click on them may lead somewhere. */
const ACTING = new Set(['container', 'image', 'number', 'text']);
const WIDGET_FILES = ['png', 'svg', 'pdf', 'xlsx', 'csv'];

/** Lower than this many px, a widget has room for one line. */
const SHORT = 58;

/** Types that stand on a card of their own when the dashboard says nothing about their background. */
const CARDS = new Set(['chart', 'filterpanel', 'table', 'number']);

class SwellDashboard extends LitElement {
  static properties = {
    dashboard: { attribute: false },
    layout: { attribute: false },
    page: { attribute: false },
    data: { attribute: false },
    selections: { attribute: false },
    filters: { attribute: false },
    choices: { attribute: false },
    scheme: { type: String },
    width: { type: Number },
  };

  static styles = [
    base,
    css`
      :host { height: 100%; }
      .ground { min-height: 100%; padding: 0 calc(var(--space-6) - var(--gap-x)); background: var(--gutter-background, transparent); }
      .grid { display: grid; align-content: start; min-height: 100%; max-width: 1720px; margin: 0 auto; padding: calc(var(--gap-y) * 2) 0 calc(var(--gap-y) * 8); background: var(--layout-background, transparent); }
      /* A layout that is as wide as the page has no gutter: its ground reaches the edges. */
      .ground.whole { background: var(--layout-background, transparent); }
      @media (max-width: 600px) { .ground { padding-inline: calc(var(--space-3) - var(--gap-x)); } }
      .ground.stacked { padding: 0 var(--space-3); background: var(--layout-background, transparent); }
      .stacked .grid { display: flex; flex-direction: column; gap: var(--space-3); padding-block: var(--space-3) var(--space-6); }
      .cell { min-width: 0; min-height: 0; padding: var(--gap-y) var(--gap-x); position: relative; }
      .stacked .cell { padding: 0; }
      .card { container-type: inline-size; height: 100%; min-height: 0; overflow: hidden; position: relative; color: var(--ink); }
      .card.own { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-l); }
      .waiting { height: 100%; min-height: 56px; border-radius: inherit; background: var(--surface-sunken); opacity: 0.6; }
      .problem { height: 100%; display: flex; flex-direction: column; justify-content: center; gap: 2px; padding: var(--space-3) var(--space-4); overflow: auto; background: var(--surface); border: 1px dashed var(--line-strong); border-radius: inherit; font-size: var(--text-s); color: var(--ink-muted); }
      .problem strong { font-weight: 600; color: var(--ink); font-size: var(--text-m); }
      .action { all: unset; position: absolute; inset: 0; cursor: pointer; z-index: 1; border-radius: inherit; }
      .action:hover { background: color-mix(in srgb, var(--ink) 5%, transparent); }
      .action:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
      .nothing { height: 100%; display: grid; place-content: center; padding: var(--space-2) var(--space-4); overflow: hidden; text-align: center; font-size: var(--text-s); color: var(--ink-muted); }
      .cut { position: absolute; inset-inline-end: 8px; bottom: 4px; font-size: var(--text-xs); color: var(--ink-muted); background: var(--surface); padding: 0 4px; border-radius: 3px; z-index: 2; }
      .save { position: absolute; top: 8px; inset-inline-end: 8px; z-index: 3; opacity: 0; background: var(--surface); border-radius: var(--radius-s); }
      .save.beside { inset-inline-end: 40px; }
      .card:hover > .save, .save:focus-within, .save[open] { opacity: 1; }
      .picture { width: 100%; height: 100%; object-fit: contain; display: block; }
      .placeholder { height: 100%; display: grid; place-content: center; color: var(--ink-muted); font-size: var(--text-s); border-radius: inherit; }
    `,
  ];

  #palette = new Palette();

  constructor() {
    super();
    /** @type {import('../wire.d.ts').Dashboard} */
    this.dashboard = /** @type {any} */ (null);
    /** @type {import('../wire.d.ts').Layout | null} */
    this.layout = null;
    /** @type {import('../wire.d.ts').Page | null} */
    this.page = null;
    /** @type {import('../wire.d.ts').DashboardData | null} */
    this.data = null;
    /** @type {import('../wire.d.ts').Selections} */
    this.selections = {};
    /** @type {import('../wire.d.ts').FilterChoices} what a viewer set global filters to */
    this.filters = {};
    /** @type {import('../wire.d.ts').AskChoices | null} */
    this.choices = null;
    /** @type {'light' | 'dark'} */
    this.scheme = 'light';
    this.width = 1280;
    this.addEventListener('swell-select', this.#name, { capture: true });
    this.addEventListener('swell-clear', this.#name, { capture: true });
    this.addEventListener('swell-choose', this.#name, { capture: true });
    this.addEventListener('swell-export', this.#saved, { capture: true });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('dashboard') && changed.get('dashboard')) this.#palette = new Palette();
  }

  render() {
    const { layout, page } = this;
    if (!layout || !page) return nothing;
    const stacked = isStacked(layout, this.width);
    const { backgroundColor: background, gutterColor: gutter, cellSpacingX = 8, cellSpacingY = 8 } = layout.style;
    const look = appearance(background, this.scheme);
    const whole = !layout.maxWidth || layout.maxWidth + 2 * EDGE >= this.width;
    const ground = {
      'color-scheme': look.scheme,
      '--layout-background': look.adapt ? darkGround(background) : background,
      '--gutter-background': this.scheme === 'dark' ? darkGround(gutter) : gutter,
      '--gap-x': `${Number(cellSpacingX) / 2}px`,
      '--gap-y': `${Number(cellSpacingY) / 2}px`,
    };
    const grid = stacked
      ? {}
      : {
          'grid-template-columns': `repeat(${layout.columns}, minmax(0, 1fr))`,
          'grid-auto-rows': `${rowHeight(layout)}px`,
          'max-width': layout.maxWidth ? `${layout.maxWidth}px` : null,
        };
    const placed = orderPlacements(page, (id) => this.#typeOf(id), stacked);
    return html`<div class="ground ${stacked ? 'stacked' : ''} ${whole ? 'whole' : ''}" ${styled(ground)}><div class="grid" ${styled(grid)}>
      ${repeat(placed, (placement) => placement.widget, (placement) => this.#cell(placement, look, stacked))}
    </div></div>`;
  }

  /** Where the grid stands in the window, in px; an editor draws over it. */
  measureGrid() {
    const grid = this.renderRoot.querySelector('.grid');
    if (!grid || !this.layout) return null;
    const { left, top, width } = grid.getBoundingClientRect();
    const space = parseFloat(getComputedStyle(grid).paddingTop);
    return { left, top: top + space, column: width / this.layout.columns, row: rowHeight(this.layout) };
  }

  /** @param {string} id */
  #typeOf(id) {
    const type = this.dashboard.widgets[id]?.type ?? 'missing';
    return TODAY.get(type) ?? type;
  }

  /**
   * @param {Placement} placement
   * @param {{scheme: 'light' | 'dark', adapt: boolean}} look
   * @param {boolean} stacked
   */
  #cell(placement, look, stacked) {
    const type = this.#typeOf(placement.widget);
    const fill = (/** @type {any} */ color) => (color && look.adapt ? adaptBackground(color) : (color ?? null));
    const ink = (/** @type {any} */ color) => (color && look.adapt ? adaptInk(color) : (color ?? null));
    const behind = this.page && containerOf(this.page, placement, (id) => this.#typeOf(id));
    const under = fill(behind?.style.backgroundColor);
    const own = fill(placement.style.backgroundColor);
    // In one column containers are gone, so what stood on a dark one takes its background along.
    const leaves = stacked && isClear(own) && schemeOf(under, look.scheme) !== look.scheme;
    const background = leaves ? under : own;
    const scheme = schemeOf(own, schemeOf(under, look.scheme));
    const surface = [own, under, look.adapt ? null : this.layout?.style.backgroundColor].find((each) => parseColor(each) && !isClear(each)) ?? null;
    const card = isCard(type) && Object.keys(placement.style).length === 0;
    const size = this.data?.widgets[placement.widget]?.problem ? 'problem' : type;
    return html`<div class="cell" data-widget=${placement.widget} ${styled(placementStyle(placement, size, stacked))}>
      <div class="card ${card ? 'own' : ''}" ${styled({ 'color-scheme': scheme, ...surfaces(surface), ...cardStyle(placement.style, background, fill) })}>
        ${this.#content(placement.widget, type, { scheme, ink, fill, surface, short: !stacked && this.#isShort(placement) })}
        ${this.#action(placement.widget, type)}
      </div>
    </div>`;
  }

  /**
   * What lies over a widget that can be clicked as a whole.
   * @param {string} id
   * @param {string} type
   */
  #action(id, type) {
    const action = ACTING.has(type) ? clickAction(this.dashboard.widgets[id]?.parameters ?? {}, this) : null;
    if (!action) return nothing;
    if ('href' in action) {
      return html`<a class="action" href=${action.href} aria-label="Open ${action.href}" target=${action.outside ? '_blank' : nothing} rel=${action.outside ? 'noopener noreferrer' : nothing}></a>`;
    }
    const send = (/** @type {string} */ name, /** @type {unknown} */ detail) => this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    if ('page' in action) {
      const label = this.layout?.pages.find((page) => page.name === action.page)?.label ?? action.page;
      return html`<button class="action" aria-label="Open page ${label}" @click=${() => send('swell-page', action.page)}></button>`;
    }
    return html`<button class="action" aria-label="Clear selections" @click=${() => action.clear.forEach((step) => send('swell-clear-step', { step }))}></button>`;
  }

  /**
   * Whether a widget is too low for a title above what it holds.
   * @param {Placement} placement
   */
  #isShort(placement) {
    const { layout } = this;
    return layout !== null && placement.rowspan * rowHeight(layout) - Number(layout.style.cellSpacingY ?? 8) < SHORT;
  }

  /**
   * @param {string} id
   * @param {string} type
   * @param {{scheme: 'light' | 'dark', surface: string | null, short: boolean, ink: (color: any) => string | null, fill: (color: any) => string | null}} look
   */
  #content(id, type, look) {
    if (type === 'container') return nothing;
    const data = this.data?.widgets[id];
    if (type === 'missing') return problem('This dashboard has no such widget.');
    if (!data) return html`<div class="waiting"></div>`;
    if (data.problem || !data.view) return problem(data.problem ?? 'This widget has no data.');
    if (data.view.empty) return nothingYet(data.view.empty);
    const step = data.view.step ?? this.dashboard.widgets[id]?.step ?? null;
    const known = step ? (this.dashboard.steps[step] ?? null) : null;
    const selected = (step && this.selections[step]) || [];
    const pages = this.layout?.pages.filter((page) => !page.hidden) ?? [];
    const drawn = widgetTemplate(type, { view: data.view, step: known, selected, palette: this.#palette, choices: this.choices, dashboard: this.dashboard, selections: this.selections, filters: this.filters, pages, page: this.page?.name ?? '', ...look });
    const cut = (type === 'table' || type === 'repeater') && data.view.truncated;
    return html`${drawn}${this.#save({ ...data, type })}${cut ? html`<span class="cut">first ${counted(cut.shown, 'row')}</span>` : nothing}`;
  }

  /**
   * The menu of one widget: where its numbers come from, and its files.
   * @param {import('../wire.d.ts').WidgetData} data
   */
  #save({ type, view }) {
    if (!isCard(type)) return nothing;
    const asks = type === 'filterpanel' ? ['why'] : ['why', 'alert'];
    const entries = Array.isArray(view.rows) ? [...asks, ...WIDGET_FILES] : asks;
    return html`<swell-export class="save ${type === 'chart' || isPackaged(type) ? 'beside' : ''}" .formats=${entries} .about=${view.title || 'this widget'}></swell-export>`;
  }

  /** Adds to a menu's event the widget whose file is wanted. */
  #saved = (/** @type {any} */ event) => {
    const cell = event.composedPath().find((/** @type {any} */ node) => node instanceof HTMLElement && node.dataset.widget);
    event.detail.widget ??= cell?.dataset.widget ?? null;
  };

  /** Adds to a widget's event the step that it is about. */
  #name = (/** @type {any} */ event) => {
    // What happens in an embedded dashboard is that one's.
    if (event.composedPath().find((/** @type {any} */ node) => node instanceof SwellDashboard) !== this) return;
    const cell = event.composedPath().find((/** @type {any} */ node) => node instanceof HTMLElement && node.dataset.widget);
    const id = cell?.dataset.widget;
    const view = this.data?.widgets[id]?.view;
    const step = view?.step ?? this.dashboard.widgets[id]?.step;
    event.stopPropagation();
    if (!step) return;
    const detail = { step, row: event.detail?.row ?? null, rows: event.detail?.rows ?? [], mode: view?.selectMode ?? null };
    this.dispatchEvent(new CustomEvent(`${event.type}-step`, { detail, bubbles: true, composed: true }));
  };
}

/** @param {string} type */
function isCard(type) {
  return CARDS.has(type) || (isPackaged(type) && type !== 'missing');
}

/** @param {string | null} color */
function isClear(color) {
  return !color || (parseColor(color)?.a ?? 1) < 0.5;
}

/** @param {string} text */
function problem(text) {
  return html`<div class="problem" role="note"><strong>Not shown</strong><span>${text}</span></div>`;
}

/** @param {string} text what a widget says that has nothing to show */
function nothingYet(text) {
  return html`<p class="nothing">${text}</p>`;
}

/**
 * The ground of a light dashboard in the dark: our own, so that cards stand out from it as they do elsewhere.
 * @param {string | undefined} background
 */
function darkGround(background) {
  const color = parseColor(background);
  return color && color.r > 0.9 && color.g > 0.9 && color.b > 0.9 ? null : background && adaptBackground(background);
}

/**
 * Our own surfaces and lines where a dashboard has a colour of its own: shades of that colour instead of our greys.
 * @param {string | null} color of what a widget stands on
 * @returns {Record<string, string>}
 */
function surfaces(color) {
  const parsed = parseColor(color);
  if (!color || !parsed || luminance(parsed) > 0.9) return {};
  const shade = (/** @type {number} */ part, ink = 'var(--ink)') => `color-mix(in srgb, ${color}, ${ink} ${part}%)`;
  return {
    '--surface': color,
    '--surface-sunken': shade(7),
    '--hover': shade(9),
    '--line': shade(16),
    '--line-strong': shade(30),
    '--ink-muted': shade(70),
    '--accent-soft': shade(40, 'var(--accent-strong)'),
  };
}

customElements.define('swell-dashboard', SwellDashboard);
