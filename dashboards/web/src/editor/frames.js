/** `swell-edit-frames`: a frame over each widget of a page, to choose, move and resize it by pointer and by keyboard. */

import { LitElement, css, html, nothing, repeat } from '../../vendor/lit.js';
import { base } from '../elements/sheets.js';
import { styled } from '../elements/styled.js';
import { counted } from '../format.js';
import { moved, resized } from './grid.js';

/** @typedef {import('./source.js').Placed} Placed */
/** @typedef {{left: number, top: number, column: number, row: number}} Measures of the grid in px: its corner, a column, a row */

const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** @type {Record<string, [number, number]>} rows and columns */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

class SwellEditFrames extends LitElement {
  static properties = {
    placed: { attribute: false },
    names: { attribute: false },
    findings: { attribute: false },
    selected: { type: String },
    columns: { type: Number },
    measures: { attribute: false },
    dragged: { state: true },
  };

  static styles = [
    base,
    css`
      :host { position: absolute; inset: 0; z-index: 5; }
      .lines { position: absolute; opacity: 0; pointer-events: none; transition: opacity 120ms; --thin: color-mix(in srgb, var(--ink) 9%, transparent); background-image: linear-gradient(to right, var(--thin) 1px, transparent 1px), linear-gradient(to bottom, var(--thin) 1px, transparent 1px); }
      .on .lines { opacity: 1; }
      .frame { position: absolute; cursor: grab; border-radius: var(--radius-m); touch-action: none; user-select: none; }
      .frame::after { content: ""; position: absolute; inset: 2px; border: 1px solid transparent; border-radius: inherit; pointer-events: none; }
      .frame:hover::after { border-color: var(--accent-strong); }
      .frame:focus-visible { outline: none; }
      .frame:focus-visible::after, .frame[aria-pressed="true"]::after { border: 2px solid var(--accent-strong); }
      .frame.dragged { cursor: grabbing; background: color-mix(in srgb, var(--accent-strong) 12%, transparent); z-index: 2; }
      .frame[aria-pressed="true"] { z-index: 1; }
      .handle { position: absolute; width: 10px; height: 10px; margin: -5px; background: var(--surface); border: 2px solid var(--accent-strong); border-radius: 3px; }
      .handle::before { content: ""; position: absolute; inset: -6px; }
      .n, .s { left: 50%; cursor: ns-resize; }
      .e, .w { top: 50%; cursor: ew-resize; }
      .nw, .n, .ne { top: 3px; }
      .sw, .s, .se { top: calc(100% - 3px); }
      .nw, .w, .sw { left: 3px; }
      .ne, .e, .se { left: calc(100% - 3px); }
      .nw, .se { cursor: nwse-resize; }
      .ne, .sw { cursor: nesw-resize; }
      .where { position: absolute; left: 8px; top: 8px; padding: 1px 6px; font-size: var(--text-xs); line-height: 18px; color: var(--on-accent); background: var(--accent-strong); border-radius: var(--radius-s); white-space: nowrap; pointer-events: none; font-variant-numeric: tabular-nums; }
      .mark { all: unset; box-sizing: border-box; position: absolute; z-index: 3; transform: translateX(-100%); min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px; text-align: center; font-size: var(--text-xs); line-height: 20px; font-weight: 600; cursor: pointer; }
      .mark.mistake { color: var(--surface); background: var(--danger); }
      .mark.warning { color: var(--surface); background: var(--warning); }
      .mark:focus-visible { box-shadow: var(--ring); }
      .end { position: absolute; width: 1px; height: 1px; pointer-events: none; }
    `,
  ];

  constructor() {
    super();
    /** @type {Placed[]} what lies behind first */
    this.placed = [];
    /** @type {Record<string, {type: string, name: string}>} */
    this.names = {};
    /** @type {Record<string, import('../wire.d.ts').Finding[]>} by widget */
    this.findings = {};
    /** @type {string | null} */
    this.selected = null;
    this.columns = 12;
    /** @type {Measures | null} */
    this.measures = null;
    /** @type {{index: number, edges: string, x: number, y: number, place: Placed} | null} what is dragged, from where */
    this.dragged = null;
  }

  /** @type {string | undefined} */
  #focused;

  willUpdate() {
    const active = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    this.#focused = active instanceof HTMLElement ? active.dataset.frame : undefined;
  }

  updated() {
    // Frames stand in reading order; one that moves among the others loses the focus.
    if (this.#focused && !(/** @type {ShadowRoot} */ (this.renderRoot).activeElement)) this.focusOn(this.#focused);
  }

  /** @param {string} widget */
  focusOn(widget) {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`[data-frame="${CSS.escape(widget)}"]`))?.focus();
  }

  render() {
    const { measures } = this;
    if (!measures) return nothing;
    const end = Math.max(0, ...this.placed.map((one) => one.row + one.rowspan)) + 8;
    const lines = {
      left: `${measures.left}px`,
      top: `${measures.top}px`,
      width: `${measures.column * this.columns + 1}px`,
      height: `${measures.row * end}px`,
      'background-size': `${measures.column}px ${measures.row}px`,
    };
    // A drag of the browser's own, of a text that happens to be selected, would cancel this one.
    return html`<div class=${this.dragged ? 'on' : ''} @pointerdown=${this.#leave} @dragstart=${(/** @type {Event} */ event) => event.preventDefault()}>
      <div class="lines" ${styled(lines)}></div>
      ${repeat(this.placed, (one) => one.index, (one) => this.#frame(one, measures))}
      ${this.placed.map((one) => this.#mark(one, measures))}
      <div class="end" ${styled({ top: `${measures.top + measures.row * end}px` })}></div>
    </div>`;
  }

  /**
   * @param {Placed} placed
   * @param {Measures} measures
   */
  #frame(placed, measures) {
    const own = this.dragged?.index === placed.index ? this.dragged : null;
    const { row, column, rowspan, colspan } = own?.place ?? placed;
    const box = {
      left: `${measures.left + column * measures.column}px`,
      top: `${measures.top + row * measures.row}px`,
      width: `${colspan * measures.column}px`,
      height: `${rowspan * measures.row}px`,
    };
    const { type, name } = this.names[placed.widget] ?? { type: 'missing', name: placed.widget };
    const chosen = placed.widget === this.selected;
    const label = `${name}, ${type}: column ${column + 1}, row ${row + 1}, ${colspan} wide, ${rowspan} high`;
    return html`<div class="frame ${own ? 'dragged' : ''}" role="button" tabindex="0" data-frame=${placed.widget} aria-pressed=${String(chosen)} aria-label=${label}
      aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight Shift+ArrowRight Delete" ${styled(box)}
      @pointerdown=${(/** @type {PointerEvent} */ event) => this.#grab(event, placed, '')} @pointermove=${this.#drag}
      @pointerup=${this.#drop} @lostpointercapture=${this.#drop} @pointercancel=${this.#cancel} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event, placed)}>
      ${own ? html`<span class="where">${column + 1}, ${row + 1} · ${colspan} × ${rowspan}</span>` : nothing}
      ${chosen
        ? HANDLES.map((edges) => html`<span class="handle ${edges}" data-handle=${edges}
            @pointerdown=${(/** @type {PointerEvent} */ event) => this.#grab(event, placed, edges)}></span>`)
        : nothing}
    </div>`;
  }

  /**
   * What a check finds in a widget: how much, on its corner; a click goes to the first.
   * @param {Placed} placed
   * @param {Measures} measures
   */
  #mark({ widget, row, column, colspan, index }, measures) {
    const found = this.findings[widget] ?? [];
    if (found.length === 0 || this.dragged?.index === index) return nothing;
    const first = found.find((one) => one.severity === 'mistake') ?? found[0];
    const corner = { left: `${measures.left + (column + colspan) * measures.column - 8}px`, top: `${measures.top + row * measures.row + 8}px` };
    const { name } = this.names[widget] ?? { name: widget };
    return html`<button class="mark ${first.severity}" data-mark=${widget} title=${found.map((one) => one.message).join('\n')}
      aria-label=${`${counted(found.length, 'finding')} in ${name}: ${first.message}`} ${styled(corner)}
      @pointerdown=${(/** @type {Event} */ event) => event.stopPropagation()} @click=${() => this.#send('swell-finding', first)}>${found.length}</button>`;
  }

  /**
   * @param {PointerEvent} event
   * @param {Placed} placed
   * @param {string} edges that are dragged; none moves the whole
   */
  #grab(event, placed, edges) {
    if (event.button !== 0) return;
    event.stopPropagation();
    const frame = /** @type {HTMLElement} */ (event.composedPath().find((node) => node instanceof HTMLElement && node.dataset.frame));
    frame.focus({ preventScroll: true });
    // The frame moves under the pointer, which may leave it; its events go on coming here.
    if (event.pointerId) frame.setPointerCapture(event.pointerId);
    const { x, y } = this.#point(event);
    this.dragged = { index: placed.index, edges, x, y, place: placed };
    if (placed.widget !== this.selected) this.#send('swell-choose', placed.widget);
  }

  #drag = (/** @type {PointerEvent} */ event) => {
    const { dragged, measures } = this;
    const from = dragged && this.placed.find((one) => one.index === dragged.index);
    if (!dragged || !measures || !from) return;
    const { x, y } = this.#point(event);
    const columns = Math.round((x - dragged.x) / measures.column);
    const rows = Math.round((y - dragged.y) / measures.row);
    const place = dragged.edges ? resized(from, dragged.edges, rows, columns, this.columns) : moved(from, rows, columns, this.columns);
    this.dragged = { ...dragged, place: { ...from, ...place } };
  };

  #drop = () => {
    const { dragged } = this;
    const from = dragged && this.placed.find((one) => one.index === dragged.index);
    this.dragged = null;
    if (dragged && from) this.#place(from, dragged.place);
  };

  #cancel = () => {
    this.dragged = null;
  };

  /**
   * Where a pointer is on the page, scrolled or not.
   * @param {PointerEvent} event
   */
  #point(event) {
    const { left, top } = this.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  #leave = () => this.#send('swell-choose', null);

  /**
   * @param {KeyboardEvent} event
   * @param {Placed} placed
   */
  #key(event, placed) {
    const arrow = ARROWS[event.key];
    if (arrow && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const [rows, columns] = arrow;
      const to = event.shiftKey ? resized(placed, 'se', rows, columns, this.columns) : moved(placed, rows, columns, this.columns);
      this.#place(placed, to, `keys:${placed.widget}`);
    } else if (event.key === 'Escape' && this.dragged) this.dragged = null;
    else if (event.key === 'Escape') this.#send('swell-choose', null);
    else if (event.key === 'Enter' || event.key === ' ') this.#send('swell-choose', placed.widget);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#send('swell-remove', placed.widget);
    else if (event.key === 'd' && (event.ctrlKey || event.metaKey)) this.#send('swell-duplicate', placed.widget);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {Placed} from
   * @param {import('./source.js').Place} to
   * @param {string | null} [mark]
   */
  #place({ index, row, column, rowspan, colspan }, to, mark = null) {
    const same = row === to.row && column === to.column && rowspan === to.rowspan && colspan === to.colspan;
    if (!same) this.#send('swell-place', { index, place: to, mark });
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('swell-edit-frames', SwellEditFrames);
