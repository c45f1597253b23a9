/** The strip above the editor: what is edited, whether it is saved, and what can be done with it. */

import { html, nothing } from '../../vendor/lit.js';
import * as icons from '../elements/icons.js';
import { counted } from '../format.js';

/**
 * @param {{label: string, state: string, mistakes: number, canUndo: boolean, canRedo: boolean, json: boolean, savable: boolean}} shown
 * @param {{add: (event: CustomEvent) => void, findings: () => void, undo: () => void, redo: () => void, json: () => void, close: () => void, save: () => void}} act
 */
export function strip({ label, state, mistakes, canUndo, canRedo, json, savable }, act) {
  return html`<div class="strip">
    <h1>${label}</h1>
    <span class="state" role="status">${state}</span>
    ${mistakes > 0 ? html`<button class="mistakes" title="What a check finds, beside the JSON" @click=${act.findings}>${counted(mistakes, 'mistake')}</button>` : nothing}
    <swell-add-menu @swell-add=${act.add}></swell-add-menu>
    <button class="icon" aria-label="Undo" title="Undo" ?disabled=${!canUndo} @click=${act.undo}>${icons.undo}</button>
    <button class="icon" aria-label="Redo" title="Redo" ?disabled=${!canRedo} @click=${act.redo}>${icons.redo}</button>
    <button aria-pressed=${String(json)} @click=${act.json}>${json ? 'Hide JSON' : 'JSON'}</button>
    <button @click=${act.close}>Close</button>
    <button class="primary" ?disabled=${!savable} @click=${act.save}>Save</button>
  </div>`;
}

/**
 * What stands below the strip where the file has changed meanwhile, or the last change can't be drawn or saved.
 * @param {boolean} conflict
 * @param {any} fault
 * @param {{open: () => void, overwrite: () => void}} act
 */
export function alert(conflict, fault, act) {
  if (conflict) {
    return html`<div class="alert" role="alert"><span>The file has changed since you opened it. Nothing of yours is saved yet.</span>
      <button @click=${act.open}>Load it, without my changes</button><button @click=${act.overwrite}>Save over it</button></div>`;
  }
  if (!fault) return nothing;
  return html`<div class="alert" role="alert"><span>${fault.message} ${fault.hint ?? ''}</span></div>`;
}
