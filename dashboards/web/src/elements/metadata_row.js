/** A field in the editor of how fields are shown. */

import { html, nothing } from '../../vendor/lit.js';
import { columnFormat } from '../field_changes.js';
import { formatCell } from '../format.js';

/** @typedef {import('../wire.d.ts').Field} Field */
/** @typedef {import('../wire.d.ts').FieldChange} FieldChange */
/** @typedef {import('../wire.d.ts').FieldMetadata} FieldMetadata */
/**
 * @typedef {{field: FieldMetadata, profile?: Field, detail: boolean, change: (change: FieldChange) => void, choose: (is: boolean) => void}} Row
 *   `detail`: whether tables of rows begin with it
 */

/** What a colour field shows where a value has no colour. */
const NO_COLOR = '#8a94a6';

const NUMBERS = ['#,##0', '#,##0.00', '$#,##0', '$#,##0.00', '€#,##0.00', '0%', '0.0%'];
const DATES = ['dd.MM.yyyy', 'MM/dd/yyyy', 'yyyy-MM-dd', 'd MMM yyyy', 'MMM yyyy', 'dd.MM.yyyy HH:mm'];

/** Formats that are offered. */
export const formats = html`<datalist id="numbers">${NUMBERS.map((each) => html`<option value=${each}></option>`)}</datalist>
  <datalist id="dates">${DATES.map((each) => html`<option value=${each}></option>`)}</datalist>`;

/** @param {Event} event */
const text = (event) => /** @type {HTMLInputElement} */ (event.target).value.trim() || null;

/** @param {Event} event */
const checked = (event) => /** @type {HTMLInputElement} */ (event.target).checked;

/** @param {Row} row */
export function fieldRow(row) {
  const { field, detail, change, choose } = row;
  const own = field.label === field.imported.label ? '' : field.label;
  const texts = field.role === 'dimension' || field.role === 'multivalue';
  return html`<tbody>
    <tr>
      <th scope="row" title=${field.name}>${field.name}</th>
      <td><input class="field" aria-label="Label of ${field.name}" placeholder=${field.imported.label} .value=${own} @input=${(/** @type {Event} */ event) => change({ label: text(event) })}></td>
      <td><input class="field" aria-label="Description of ${field.name}" .value=${field.description ?? ''} @input=${(/** @type {Event} */ event) => change({ description: text(event) })}></td>
      <td>${texts ? html`<span class="null">–</span>` : format(row)}</td>
      <td class="check"><input type="checkbox" aria-label="Offer ${field.name} where a field is chosen" .checked=${!field.hidden} @change=${(/** @type {Event} */ event) => change({ hidden: !checked(event) })}></td>
      <td class="check"><input type="checkbox" aria-label="Tables of rows begin with ${field.name}" .checked=${detail} @change=${(/** @type {Event} */ event) => choose(checked(event))}></td>
    </tr>
    ${texts ? html`<tr class="more"><td colspan="6">${values(row)}</td></tr>` : nothing}
  </tbody>`;
}

/** @param {Row} row */
function format({ field, profile, change }) {
  const date = field.role === 'date';
  const shown = profile?.maximum ?? null;
  const column = { name: field.name, label: field.label, type: /** @type {'date' | 'number'} */ (date ? 'date' : 'number'), format: columnFormat(field) };
  const multiply = (/** @type {Event} */ event) => change({ format: field.format, multiplier: Number(text(event)) > 0 ? Number(text(event)) : null });
  return html`<div class="format">
    <input class="field" list=${date ? 'dates' : 'numbers'} aria-label="Format of ${field.name}" .value=${field.format ?? ''} @input=${(/** @type {Event} */ event) => change(date ? { format: text(event) } : { format: text(event), multiplier: null })}>
    ${date ? nothing : html`<input class="field factor" type="number" step="any" min="0" title="Multiplied by" aria-label="Multiplier of ${field.name}" ?disabled=${!field.format} .value=${String(field.multiplier)} @change=${multiply}>`}
    <output aria-label="Example of ${field.name}">${shown === null ? '' : formatCell(shown, column)}</output>
  </div>`;
}

/**
 * The most frequent values of a field and those that something is said of, with their labels and colours; the link.
 * @param {Row} row
 */
function values({ field, profile, change }) {
  const known = [...new Set([...(profile?.sample ?? []), ...Object.keys(field.members)])];
  const said = Object.values(field.members).filter((each) => each.label || each.color).length;
  return html`<details>
    <summary>Values and link of ${field.name}${said > 0 ? html` <span class="muted">${said} said</span>` : nothing}</summary>
    <div class="values">
      ${known.map((value) => member(field, value, change))}
    </div>
    <label class="link">Link to the record <input class="field" placeholder="https://example.com/{{row.Id}}" .value=${field.link ?? ''} @input=${(/** @type {Event} */ event) => change({ link: text(event) })}></label>
    <label class="link">What its tooltip says <input class="field" .value=${field.tooltip ?? ''} @input=${(/** @type {Event} */ event) => change({ tooltip: text(event) })}></label>
  </details>`;
}

/**
 * @param {FieldMetadata} field
 * @param {string} value
 * @param {(change: FieldChange) => void} change
 */
function member(field, value, change) {
  const { label = null, color = null } = field.members[value] ?? {};
  const say = (/** @type {{label?: string | null, color?: string | null}} */ what) => change({ members: { [value]: what } });
  return html`<div class="member" role="group" aria-label=${value || '(empty)'}>
    <span class="name" title=${value}>${value || '(empty)'}</span>
    <input class="field" aria-label="Label of ${value}" placeholder=${value} .value=${label ?? ''} @input=${(/** @type {Event} */ event) => say({ label: text(event) })}>
    <input type="color" class=${color ? '' : 'none'} aria-label="Colour of ${value}" .value=${color && /^#[0-9a-f]{6}$/i.test(color) ? color : NO_COLOR} @input=${(/** @type {Event} */ event) => say({ color: text(event) })}>
    <button type="button" class="quiet" ?disabled=${!color} aria-label="No colour for ${value}" @click=${() => say({ color: null })}>No colour</button>
  </div>`;
}
