/** One setting as a labelled field. */

import { css, html, nothing } from '../../vendor/lit.js';

/** @typedef {import('./settings.js').Setting} Setting */
/** @typedef {{steps: string[], columns: [string, string][], pages: [string, string][]}} Choices what fields offer */

export const formStyles = css`
  .head { padding: var(--space-3) var(--space-4); border-bottom: 1px solid var(--line); display: grid; gap: var(--space-2); }
  .head h2 { margin: 0; font-size: var(--text-l); line-height: 22px; font-weight: 600; overflow-wrap: anywhere; }
  .head .id { font: var(--text-s) / 18px var(--font-code); color: var(--ink-muted); overflow-wrap: anywhere; }
  .problem { padding: var(--space-2) var(--space-3); border-radius: var(--radius-m); font-size: var(--text-s); color: var(--danger); background: var(--danger-soft); overflow-wrap: anywhere; }
  .group { padding: var(--space-3) var(--space-4) var(--space-4); border-bottom: 1px solid var(--line); display: grid; gap: var(--space-2); }
  .group h3 { font-size: var(--text-s); line-height: 20px; font-weight: 600; color: var(--ink-muted); }
  .pairs { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-2) var(--space-3); }
  .field { display: grid; gap: 2px; min-width: 0; font-size: var(--text-s); line-height: 18px; color: var(--ink-muted); }
  .flag { display: flex; align-items: center; gap: var(--space-2); font-size: var(--text-m); line-height: 24px; color: var(--ink); cursor: pointer; }
  .flag input { margin: 0; width: 16px; height: 16px; accent-color: var(--accent-strong); }
  .field input, .field select, .field textarea { width: 100%; min-width: 0; height: 30px; padding: 0 var(--space-2); font: var(--text-m) / 20px var(--font); color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
  .field textarea { height: 72px; padding: 5px var(--space-2); resize: vertical; }
  .field input:focus-visible, .field select:focus-visible, .field textarea:focus-visible { outline-offset: -1px; border-radius: var(--radius-m); }
  .color { display: grid; grid-template-columns: 30px minmax(0, 1fr); gap: var(--space-1); }
  .color input[type="color"] { padding: 2px; cursor: pointer; }
`;

/**
 * @param {Setting} setting
 * @param {any} whole what the setting's path leads into
 * @param {Choices} choices
 * @param {(value: any) => void} change
 */
export function field(setting, whole, choices, change) {
  const value = setting.path.reduce((inner, part) => inner?.[part], whole);
  if (setting.kind === 'flag') return flag(setting, value, change);
  return html`<label class="field">${setting.label}${control(setting, value, choices, change)}</label>`;
}

/**
 * @param {Setting} setting
 * @param {any} value
 * @param {(value: any) => void} change
 */
function flag({ label, usual }, value, change) {
  const on = value === undefined ? usual === true : value === true || value === 'true';
  return html`<label class="flag"><input type="checkbox" .checked=${on} @change=${(/** @type {any} */ event) => change(event.target.checked)}>${label}</label>`;
}

/**
 * @param {Setting} setting
 * @param {any} value
 * @param {Choices} choices
 * @param {(value: any) => void} change
 */
function control({ kind, label, choices: own }, value, choices, change) {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const typed = (/** @type {any} */ event) => change(event.target.value);
  if (kind === 'number') {
    const number = (/** @type {any} */ event) => change(event.target.value === '' ? undefined : Number(event.target.value));
    return html`<input type="number" .value=${text} @input=${number}>`;
  }
  if (kind === 'long') return html`<textarea .value=${text} @input=${typed}></textarea>`;
  if (kind === 'color') {
    const hex = /^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : '#ffffff';
    return html`<span class="color"><input type="color" aria-label="${label}, chosen" .value=${hex} @input=${typed}>
      <input .value=${text} placeholder="as usual" spellcheck="false" @input=${(/** @type {any} */ event) => change(event.target.value || undefined)}></span>`;
  }
  const offered = offers(kind, own ?? [], choices);
  return offered ? select(offered, text, (chosen) => change(chosen || undefined)) : html`<input .value=${text} @input=${typed}>`;
}

/**
 * @param {import('./settings.js').Kind} kind
 * @param {[string, string][]} own
 * @param {Choices} choices
 * @returns {[string, string][] | null} values with their labels; none where anything can be written
 */
function offers(kind, own, { steps, columns, pages }) {
  if (kind === 'choice') return own;
  if (kind === 'step') return steps.map((name) => [name, name]);
  if (kind === 'column') return columns;
  return kind === 'page' ? pages : null;
}

/**
 * @param {[string, string][]} offered
 * @param {string} value
 * @param {(value: string) => void} change
 */
export function select(offered, value, change) {
  const known = value === '' || offered.some(([name]) => name === value);
  return html`<select @change=${(/** @type {any} */ event) => change(event.target.value)}>
    <option value="" .selected=${value === ''}>as usual</option>
    ${known ? nothing : html`<option .value=${value} .selected=${true}>${value}</option>`}
    ${offered.map(([name, label]) => html`<option .value=${name} .selected=${name === value}>${label}</option>`)}
  </select>`;
}
