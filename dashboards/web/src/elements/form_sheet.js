/** Styles of fields, selects and dialogs that ask for something. */

import { css } from '../../vendor/lit.js';

export const form = css`
  select, input[type="text"], input[type="number"], input[type="date"] {
    height: 30px; min-width: 0; padding: 0 var(--space-2); font: var(--text-m) / 1.2 var(--font); color: var(--ink);
    background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m);
  }
  select { appearance: none; padding-inline-end: 22px; text-overflow: ellipsis; cursor: pointer;
    background-image: conic-gradient(from -45deg at bottom, var(--ink-muted) 90deg, transparent 90deg);
    background-size: 10px 5px; background-position: var(--end) 7px center; background-repeat: no-repeat; }
  select:hover, input:hover { border-color: var(--ink-faint); }
  dialog {
    width: min(440px, calc(100vw - 32px)); padding: 0; border: 1px solid var(--line); border-radius: var(--radius-l);
    background: var(--surface-raised); color: var(--ink); box-shadow: var(--shadow-raised);
  }
  dialog::backdrop { background: rgb(10 15 25 / 40%); }
  dialog form { display: flex; flex-direction: column; gap: var(--space-4); padding: var(--space-5); }
  dialog h2 { font-size: var(--text-l); font-weight: 600; margin: 0; }
  dialog label { display: flex; flex-direction: column; gap: var(--space-1); font-size: var(--text-s); color: var(--ink-muted); }
  dialog select, dialog input { width: 100%; height: 32px; }
  dialog .buttons { display: flex; justify-content: flex-end; gap: var(--space-2); }
  dialog .failure { color: var(--danger); background: var(--danger-soft); border-radius: var(--radius-m); padding: var(--space-2) var(--space-3); }
  dialog .done { background: var(--accent-soft); border-radius: var(--radius-m); padding: var(--space-2) var(--space-3); }
`;
