/** How a model stands, in a word with a mark. */

import { css, html } from '../../vendor/lit.js';

/** @typedef {import('../wire.d.ts').ModelSummary['standing']} Standing */

/** @type {Record<Standing, string>} */
const WORDS = { fresh: 'Up to date', stale: 'To be trained', unused: 'Not used', new: 'Never trained', wrong: 'File is wrong' };

export const standingStyle = css`
  .standing { display: inline-flex; align-items: center; gap: var(--space-2); white-space: nowrap; }
  .standing::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--ink-faint); flex: none; }
  .standing.fresh::before { background: light-dark(#2c8a43, #6cc784); }
  .standing.stale::before { background: light-dark(#b7791f, #e0b054); }
  .standing.unused::before { background: none; border: 2px solid var(--ink-faint); box-sizing: border-box; }
  .standing.wrong { color: var(--danger); }
  .standing.wrong::before { background: var(--danger); }
`;

/** @param {Standing} state */
export function standing(state) {
  return html`<span class="standing ${state}">${WORDS[state]}</span>`;
}
