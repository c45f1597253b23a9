/** The head of a widget that has its data as a table one button away: its titles, and the button. */

import { css, html, nothing } from '../../vendor/lit.js';
import * as icons from './icons.js';

export const twinStyles = css`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; position: relative; }
  .head { display: flex; align-items: flex-start; gap: var(--space-2); padding-block: var(--space-2) 0; padding-inline: var(--space-3) var(--space-2); min-height: 36px; }
  .head.bare { position: absolute; inset-inline-end: 0; top: 0; z-index: 2; padding: 2px; min-height: 0; }
  .titles { flex: 1; min-width: 0; padding-top: 4px; }
  h3 { font-size: var(--text-m); line-height: 20px; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  @media (max-width: 600px) { h3 { white-space: normal; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; } }
  .subtitle { font-size: var(--text-s); line-height: 16px; color: var(--ink-muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .head button { width: 28px; height: 28px; flex: none; opacity: 0; }
  :host(:hover) .head button, .head button:focus-visible, .head button[aria-pressed="true"] { opacity: 1; }
  @media (hover: none) { .head:not(.bare) button { opacity: 1; } }
  .body { flex: 1; min-height: 0; position: relative; }
  .note { padding: 2px var(--space-3) var(--space-2); font-size: var(--text-s); color: var(--ink-muted); }
`;

/**
 * @param {{title?: string, subtitle?: string}} view
 * @param {{drawn: boolean, asTable: boolean, what: string, change: () => void}} state `drawn`: whether there is more than the table
 */
export function twinHead({ title, subtitle }, { drawn, asTable, what, change }) {
  const words = asTable ? `Show as a ${what}` : 'Show as a table';
  const button = drawn
    ? html`<button class="quiet icon" aria-pressed=${String(asTable)} aria-label=${`${words}: ${title || what}`} title=${words}
        @click=${change}>${asTable ? icons.chart : icons.table}</button>`
    : nothing;
  if (!title && !subtitle) return html`<div class="head bare">${button}</div>`;
  return html`<div class="head">
    <div class="titles">
      ${title ? html`<h3 title=${title}>${title}</h3>` : nothing}
      ${subtitle ? html`<p class="subtitle">${subtitle}</p>` : nothing}
    </div>
    ${button}
  </div>`;
}
