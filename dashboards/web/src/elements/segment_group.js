/** `swell-segment-group`: rules joined by all or any, one below the other; changes go out as an event `change` with the new rules. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { PERIODS, fitting, isGroup, joined, jointOf, listOf, replaced, ruleOn, valueOf } from '../segment_rules.js';
import { base, controls, fields } from './sheets.js';

/** @typedef {import('../wire.d.ts').SegmentRule} Rule */
/** @typedef {import('../wire.d.ts').SegmentRules} Rules */
/** @typedef {import('../wire.d.ts').SegmentOperator} Operator */
/** @typedef {import('../wire.d.ts').SegmentField} Field */

class SwellSegmentGroup extends LitElement {
  static properties = {
    rules: { attribute: false },
    known: { attribute: false },
    operators: { attribute: false },
    segments: { attribute: false },
    inner: { type: Boolean, reflect: true },
    locked: { type: Boolean },
  };

  static styles = [
    base,
    controls,
    fields,
    css`
      fieldset { min-width: 0; margin: 0; padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--radius-l); background: var(--surface); }
      :host([inner]) fieldset { background: var(--surface-sunken); }
      legend { padding: 0 var(--space-1); font-size: var(--text-s); color: var(--ink-muted); }
      legend .field { width: auto; height: 26px; }
      ol { list-style: none; margin: var(--space-2) 0; padding: 0; display: flex; flex-direction: column; gap: var(--space-2); }
      .rule { display: grid; grid-template-columns: minmax(140px, 3fr) minmax(120px, 2fr) minmax(140px, 4fr) 32px; gap: var(--space-2); align-items: start; }
      .pair { display: flex; gap: var(--space-2); align-items: center; }
      textarea.field { height: 64px; padding: var(--space-1) var(--space-2); line-height: 18px; resize: vertical; }
      .tools { display: flex; flex-wrap: wrap; gap: var(--space-2); }
      @media (max-width: 600px) { .rule { grid-template-columns: 1fr 32px; } .rule > :nth-child(2), .rule > :nth-child(3) { grid-column: 1; } .rule > button { grid-row: 1; grid-column: 2; } }
    `,
  ];

  constructor() {
    super();
    /** @type {Rules} */
    this.rules = { all: [] };
    /** @type {Field[]} */
    this.known = [];
    /** @type {Operator[]} */
    this.operators = [];
    /** @type {{name: string, label: string}[]} */
    this.segments = [];
    this.inner = false;
    this.locked = false;
  }

  render() {
    const joint = jointOf(this.rules);
    return html`<fieldset ?disabled=${this.locked}>
      <legend><label>Records for which <select class="field" @change=${(/** @type {any} */ event) => this.#tell(joined(event.target.value, listOf(this.rules)))}>
        <option value="all" ?selected=${joint === 'all'}>all</option>
        <option value="any" ?selected=${joint === 'any'}>any</option>
      </select> of these hold</label></legend>
      <ol>${listOf(this.rules).map((one, place) => html`<li>${isGroup(one) ? this.#group(one, place) : this.#rule(one, place)}</li>`)}</ol>
      <div class="tools">
        <button type="button" @click=${this.#addRule}>${this.inner ? 'Add a rule to the group' : 'Add a rule'}</button>
        ${this.inner ? html`<button type="button" class="quiet" @click=${() => this.#tell(null)}>Remove the group</button>` : html`<button type="button" class="quiet" @click=${this.#addGroup}>Add a group</button>`}
      </div>
    </fieldset>`;
  }

  /**
   * @param {Rules} group
   * @param {number} place
   */
  #group(group, place) {
    return html`<swell-segment-group inner .rules=${group} .known=${this.known} .operators=${this.operators} .segments=${this.segments} .locked=${this.locked}
      @change=${(/** @type {any} */ event) => { event.stopPropagation(); if (event.detail !== undefined) this.#put(place, event.detail); }}></swell-segment-group>`;
  }

  /**
   * @param {Rule} rule
   * @param {number} place
   */
  #rule(rule, place) {
    const field = this.known.find((each) => each.name === rule.field);
    const choices = this.#fitting(field);
    const number = place + 1;
    return html`<div class="rule" role="group" aria-label="Rule ${number}">
      <select class="field" aria-label="Field of rule ${number}" @change=${(/** @type {any} */ event) => this.#turn(place, rule, event.target.value)}>
        ${field ? nothing : html`<option selected>${rule.field}</option>`}
        ${this.known.map((each) => html`<option value=${each.name} ?selected=${each === field}>${each.label}</option>`)}
      </select>
      <select class="field" aria-label="Operator of rule ${number}" @change=${(/** @type {any} */ event) => this.#turn(place, rule, rule.field, event.target.value)}>
        ${choices.map((each) => html`<option value=${each.word} ?selected=${each.word === rule.operator}>${each.word}</option>`)}
      </select>
      ${this.#value(rule, place, field?.type ?? 'text')}
      <button type="button" class="icon quiet" aria-label="Remove rule ${number}" title="Remove" @click=${() => this.#put(place, null)}>×</button>
    </div>`;
  }

  /**
   * @param {Rule} rule
   * @param {number} place
   * @param {string} type
   */
  #value(rule, place, type) {
    const takes = this.operators.find((each) => each.word === rule.operator)?.takes ?? 'one';
    const label = `Value of rule ${place + 1}`;
    const put = (/** @type {Rule['value']} */ value) => this.#put(place, { ...rule, value });
    if (takes === 'nothing') return html`<span></span>`;
    if (takes === 'segment') {
      return html`<select class="field" aria-label=${label} @change=${(/** @type {any} */ event) => put(event.target.value)}>
        <option value="">Choose a segment</option>
        ${this.segments.map((each) => html`<option value=${each.name} ?selected=${each.name === rule.value}>${each.label}</option>`)}
      </select>`;
    }
    if (takes === 'several') {
      const text = listed(rule.value).join('\n');
      return html`<textarea class="field" aria-label="${label}, one a line" placeholder="One a line" .value=${text}
        @input=${(/** @type {any} */ event) => put(event.target.value.split('\n').filter(Boolean).map((/** @type {string} */ each) => valueOf(each, type)))}></textarea>`;
    }
    if (takes === 'two' || rule.operator === 'during') {
      const values = listed(rule.value);
      const [from, to] = [values[0] ?? '', values.at(-1) ?? ''];
      return html`<span class="pair">${this.#input(from, `${label}, from`, type, takes, (each) => put([each, to]))}<span>to</span>${this.#input(to, `${label}, to`, type, takes, (each) => put([from, each]))}</span>`;
    }
    return this.#input(listed(rule.value)[0] ?? '', label, type, takes, put);
  }

  /**
   * @param {string | number} value
   * @param {string} label
   * @param {string} type
   * @param {Operator['takes']} takes
   * @param {(value: string | number) => void} put
   */
  #input(value, label, type, takes, put) {
    const period = takes === 'period';
    return html`<input class="field" aria-label=${label} type=${type === 'number' ? 'number' : 'text'} step="any" .value=${String(value)} list=${period ? 'periods' : nothing}
      placeholder=${period ? '90 days ago, or 2026-01-31' : ''} @input=${(/** @type {any} */ event) => put(valueOf(event.target.value, type))} />
      ${period ? html`<datalist id="periods">${PERIODS.map((each) => html`<option value=${each}></option>`)}</datalist>` : nothing}`;
  }

  /** @param {Field | undefined} field */
  #fitting(field) {
    return fitting(this.operators, field, !this.inner && jointOf(this.rules) === 'all');
  }

  /**
   * @param {number} place
   * @param {Rule} rule
   * @param {string} name of the field
   * @param {string} [word]
   */
  #turn(place, rule, name, word) {
    const field = this.known.find((each) => each.name === name);
    if (field) this.#put(place, ruleOn(rule, field, this.#fitting(field), word));
  }

  /**
   * @param {number} place
   * @param {Rule | Rules | null} other
   */
  #put(place, other) {
    this.#tell(replaced(this.rules, place, other));
  }

  #addRule = () => {
    const field = this.known[0];
    if (field) this.#tell(joined(jointOf(this.rules), [...listOf(this.rules), ruleOn(null, field, this.#fitting(field))]));
  };

  #addGroup = () => {
    const field = this.known[0];
    if (!field) return;
    const rule = ruleOn(null, field, fitting(this.operators, field, false));
    const joint = jointOf(this.rules) === 'all' ? 'any' : 'all';
    this.#tell(joined(jointOf(this.rules), [...listOf(this.rules), joined(joint, [rule])]));
  };

  /** @param {Rules | null} rules null where the group goes */
  #tell(rules) {
    this.dispatchEvent(new CustomEvent('change', { detail: rules }));
  }
}

/** @param {Rule['value']} value */
function listed(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

customElements.define('swell-segment-group', SwellSegmentGroup);
