/** `swell-repeater`: a card for each row of a step; a card is chosen by click or keyboard. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { counted } from '../format.js';
import { ROW_HEIGHTS } from '../layout.js';
import { selectedTest, selectionRow } from '../state.js';
import { cardStyle } from './card.js';
import { base } from './sheets.js';
import { styled } from './styled.js';
import { stepAcross } from '../locale.js';

class SwellRepeater extends LitElement {
  static properties = {
    view: { attribute: false },
    keys: { attribute: false },
    selected: { attribute: false },
    draw: { attribute: false },
    ink: { attribute: false },
    fill: { attribute: false },
    caption: { type: String },
    active: { state: true },
  };

  static styles = [
    base,
    css`
      :host { height: 100%; }
      ul { list-style: none; margin: 0; padding: 0; height: 100%; overflow: auto; display: grid; gap: var(--space-2); align-content: start; grid-template-columns: repeat(var(--per-row), minmax(0, 1fr)); }
      @container (width < 420px) { ul { grid-template-columns: minmax(0, 1fr); } }
      li { display: grid; min-width: 0; border-radius: var(--radius-s); background: var(--surface); }
      li.choice { cursor: pointer; }
      li.choice:hover { box-shadow: inset 0 0 0 1px var(--line-strong); }
      li.chosen { box-shadow: inset 0 0 0 2px var(--accent-strong); }
      li:focus-visible { outline-offset: -2px; }
      .cell { container-type: inline-size; min-width: 0; min-height: 0; overflow: hidden; }
      .picture { width: 100%; height: 100%; object-fit: contain; display: block; }
      .placeholder { height: 100%; margin: 0; display: grid; place-content: center; color: var(--ink-muted); font-size: var(--text-s); overflow: hidden; }
      .empty { padding: var(--space-6); text-align: center; color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../wire.d.ts').RepeaterView} */
    this.view = /** @type {any} */ (null);
    /** @type {string[]} */
    this.keys = [];
    /** @type {import('../wire.d.ts').SelectionRow[]} */
    this.selected = [];
    /** @type {(type: string, view: any) => unknown} what draws a cell */
    this.draw = () => nothing;
    /** @type {(color: unknown) => string | null} */
    this.ink = () => null;
    /** @type {(color: unknown) => string | null} */
    this.fill = () => null;
    this.caption = '';
    this.active = 0;
  }

  render() {
    const { cards, columns, rows, perRow, selectable } = this.view;
    if (cards.length === 0) return html`<p class="empty">No rows match.</p>`;
    const isSelected = selectedTest(columns, this.selected, this.keys);
    return html`<ul role=${selectable ? 'listbox' : nothing} tabindex=${selectable ? nothing : '0'} aria-label="${this.caption}, ${counted(cards.length, 'card')}"
      aria-multiselectable=${selectable && this.view.selectMode.startsWith('multi') ? 'true' : nothing}
      @click=${this.#click} @keydown=${this.#key} ${styled({ '--per-row': perRow })}>
      ${cards.map((cells, at) => this.#card(cells, at, isSelected?.(rows[at]) ?? false))}
    </ul>`;
  }

  /**
   * @param {Record<string, any>} cells
   * @param {number} at
   * @param {boolean} chosen
   */
  #card(cells, at, chosen) {
    const { grid, places, selectable } = this.view;
    const style = { ...grid.style, ...(chosen ? grid.selectedStyle : {}) };
    const padding = (/** @type {string} */ one, /** @type {string} */ other) => [one, other].map((edge) => `${Math.min(24, Number(style[`${edge}Padding`] ?? 4) || 0)}px`).join(' ');
    const look = {
      ...cardStyle(style, this.fill(style.backgroundColor), this.fill),
      'padding-block': padding('top', 'bottom'),
      'padding-inline': padding('left', 'right'),
      gap: `${grid.gapY}px ${grid.gapX}px`,
      'grid-template-columns': `repeat(${grid.columns}, minmax(0, 1fr))`,
      'grid-auto-rows': `minmax(${ROW_HEIGHTS[grid.rowHeight]}px, auto)`,
    };
    return html`<li class="${selectable ? 'choice' : ''} ${chosen ? 'chosen' : ''}" data-at=${at} role=${selectable ? 'option' : nothing}
      aria-selected=${selectable ? String(chosen) : nothing} tabindex=${selectable ? (at === this.active ? '0' : '-1') : nothing} ${styled(look)}>
      ${Object.entries(places).map(([id, place]) => this.#cell(cells[id], place))}
    </li>`;
  }

  /**
   * @param {any} view
   * @param {import('../wire.d.ts').RepeaterView['places'][string]} place
   */
  #cell(view, place) {
    const look = {
      'grid-row': `${place.row + 1} / span ${place.rowspan}`,
      'grid-column': `${place.column + 1} / span ${place.colspan}`,
      ...cardStyle(place.style, this.fill(place.style.backgroundColor), this.fill),
    };
    return html`<div class="cell" ${styled(look)}>${this.draw(place.type, view)}</div>`;
  }

  #click = (/** @type {Event} */ event) => {
    const card = cardOf(event);
    if (card) this.#choose(Number(card.dataset.at));
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    const card = cardOf(event);
    if (!card || !this.view.selectable) return;
    const at = Number(card.dataset.at);
    const steps = new Map([['ArrowDown', this.view.perRow], ['ArrowUp', -this.view.perRow], ['ArrowRight', stepAcross('ArrowRight')], ['ArrowLeft', stepAcross('ArrowLeft')], ['Home', -Infinity], ['End', Infinity]]);
    const step = steps.get(event.key);
    if (step !== undefined) {
      event.preventDefault();
      this.#focusCard(at + step);
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      this.#choose(at);
    }
  };

  /** @param {number} at */
  async #focusCard(at) {
    this.active = Math.max(0, Math.min(this.view.cards.length - 1, at));
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`li[data-at="${this.active}"]`))?.focus();
  }

  /** @param {number} at */
  #choose(at) {
    if (!this.view.selectable) return;
    this.active = at;
    const row = selectionRow(this.view.columns, this.view.rows[at], this.keys);
    this.dispatchEvent(new CustomEvent('swell-select', { detail: { row }, bubbles: true, composed: true }));
  }
}

/**
 * @param {Event} event
 * @returns {HTMLElement | null}
 */
function cardOf(event) {
  return event.target instanceof Element ? event.target.closest('li[data-at]') : null;
}

customElements.define('swell-repeater', SwellRepeater);
