/** `swell-profile`: how a query ran. The time of its stages, and its plan, each step above those that it reads. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { counted, duration, numberFormat } from '../format.js';
import { base } from './sheets.js';
import { styled } from './styled.js';

/** @typedef {import('../wire.d.ts').QueryProfile} QueryProfile */
/** @typedef {import('../wire.d.ts').ProfileStep} ProfileStep */

const HOW = { code: 'by code', range: 'as a range', row: 'row by row' };
const whole = numberFormat('#,##0');

class SwellProfile extends LitElement {
  static properties = { profile: { attribute: false } };

  static styles = [
    base,
    css`
      :host { height: 100%; overflow: auto; padding: var(--space-3) var(--space-4); }
      p { color: var(--ink-muted); }
      dl { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-5); margin: var(--space-3) 0; }
      dl div { display: flex; gap: var(--space-2); }
      dt { color: var(--ink-muted); }
      dd { margin: 0; font-variant-numeric: tabular-nums; }
      table { width: 100%; border-collapse: collapse; }
      th { text-align: var(--start); font-weight: 500; color: var(--ink-muted); white-space: nowrap; }
      th, td { padding-block: var(--space-1); padding-inline: 0 var(--space-3); vertical-align: top; border-bottom: 1px solid var(--line); }
      .number { white-space: nowrap; }
      .step { font: var(--text-s) / 20px var(--font-code); overflow-wrap: anywhere; }
      .note { font: var(--text-s) / 20px var(--font); color: var(--ink-muted); }
    `,
  ];

  constructor() {
    super();
    /** @type {QueryProfile | null} */
    this.profile = null;
  }

  render() {
    const { profile } = this;
    if (!profile) return nothing;
    const read = bytes(profile.bytes);
    return html`
      <p>${counted(profile.rows, 'row')}, ${read} read with ${profile.kernels} kernels by ${counted(profile.threads, 'thread')}.
        ${profile.kept ? 'The result is kept: asked again, the query does not run.' : ''}</p>
      <dl>${profile.stages.map((one) => html`<div><dt>${one.name}</dt><dd>${time(one.seconds)}</dd></div>`)}</dl>
      <table>
        <thead><tr><th scope="col">Step</th><th scope="col" class="number">Rows in</th><th scope="col" class="number">Rows out</th>
          <th scope="col" class="number">Time</th></tr></thead>
        <tbody>${inOrder(profile.steps).map(({ step, depth }) => this.#row(step, depth))}</tbody>
      </table>
    `;
  }

  /**
   * @param {ProfileStep} step
   * @param {number} depth
   */
  #row(step, depth) {
    const others = step.together > 1 ? `, with ${counted(step.together - 1, 'other step')}` : '';
    return html`<tr>
      <td ${styled({ 'padding-inline-start': `${depth * 16}px` })}>
        <div class="step">${step.text}</div>
        ${step.passes.map((pass) => html`<div class="note">Passes over ${counted(pass.rows, 'row')}, ${bytes(pass.bytes)}${
          pass.blocks === null ? '' : `, ${whole(pass.blocks_read ?? 0)} of ${counted(pass.blocks, 'block')}`}</div>
          ${pass.conditions.map((one) => html`<div class="note">Tests <code>${one.text}</code> ${HOW[one.by]}</div>`)}`)}
      </td>
      <td class="number">${step.inputs.length === 0 ? '' : whole(step.rows_in)}</td>
      <td class="number">${whole(step.rows_out)}</td>
      <td class="number">${time(step.seconds)}${others}</td>
    </tr>`;
  }
}

/**
 * The steps with how deep they stand, each below the first that reads it.
 * @param {ProfileStep[]} steps the result last
 */
function inOrder(steps) {
  const byNumber = new Map(steps.map((one) => [one.number, one]));
  /** @type {{ step: ProfileStep, depth: number }[]} */
  const found = [];
  /** @param {number} number @param {number} depth */
  const add = (number, depth) => {
    const step = byNumber.get(number);
    if (!step) return;
    byNumber.delete(number);
    found.push({ step, depth });
    for (const each of step.inputs) add(each, depth + 1);
  };
  add(steps.length, 0);
  return found;
}

/** @param {number} seconds */
function time(seconds) {
  return seconds < 0.00005 ? '' : duration(seconds * 1000);
}

/** @param {number} count */
function bytes(count) {
  return count >= 100_000 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e3).toFixed(1)} kB`;
}

customElements.define('swell-profile', SwellProfile);
