/** How a `swell-table` looks. */

import { css } from '../../vendor/lit.js';

/** px of a line of text */
export const LINE = 20;

export const tableSheet = css`
  :host { height: 100%; min-height: 0; }
  .box { height: 100%; overflow: auto; position: relative; }
  .box:focus-visible { outline-offset: -2px; }
  table.measured { table-layout: fixed; }
  td { white-space: nowrap; max-width: 420px; overflow: hidden; text-overflow: ellipsis; }
  .measured td { max-width: none; }
  td .clamped { height: calc(var(--lines) * ${LINE}px); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: var(--lines); overflow: hidden; white-space: normal; overflow-wrap: anywhere; }
  tr.space { height: var(--height); }
  tr.space > td { padding: 0; border: 0; background: none; }
  thead th { padding: 0; background: var(--head-background, var(--surface-sunken)); }
  thead tr + tr th { top: 29px; }
  thead .above { position: sticky; top: 0; z-index: 1; background: var(--head-background, var(--surface-sunken)); }
  thead .above { height: 29px; padding: 4px var(--space-3); text-align: center; color: var(--head-ink, var(--ink-muted)); font-size: var(--head-size, var(--text-s)); font-weight: var(--head-weight, 500); overflow: hidden; text-overflow: ellipsis; }
  thead .above.spans { border-inline-start: 1px solid var(--line); }
  thead button {
    all: unset; box-sizing: border-box; display: flex; align-items: center; gap: var(--space-1); width: 100%; padding: 6px var(--space-3);
    cursor: pointer; font-weight: var(--head-weight, 500); color: var(--head-ink, var(--ink-muted)); font-size: var(--head-size, var(--text-s));
  }
  thead button span:first-child { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  thead th.number button { justify-content: flex-end; }
  thead button:hover { color: var(--head-ink, var(--ink)); text-decoration: underline; text-underline-offset: 3px; }
  thead button:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
  .arrow { flex: none; font-size: 9px; }
  thead th.number .arrow { order: -1; }
  td { color: var(--cell-ink, inherit); font-size: var(--cell-size, inherit); background-color: var(--cell-background, transparent); }
  tr.odd > td { background-color: var(--odd-background, var(--cell-background, transparent)); }
  tr.even > td { background-color: var(--even-background, var(--cell-background, transparent)); }
  td.left { text-align: var(--start); } td.center { text-align: center; } td.right { text-align: var(--end); } td.bold { font-weight: 600; }
  td.index { width: 44px; text-align: var(--end); color: var(--ink-faint); font-variant-numeric: tabular-nums; }
  td.bar { background-image: linear-gradient(var(--bar-color), var(--bar-color)); background-repeat: no-repeat; background-size: var(--bar) calc(100% - 8px); background-position: var(--start) 4px top 4px; }
  td:has(.fold) { unicode-bidi: normal; }
  td.same { color: transparent; }
  .fold { all: unset; display: inline-flex; vertical-align: -3px; margin-inline: -4px 4px; border-radius: var(--radius-s); color: var(--ink-muted); cursor: pointer; }
  .fold:hover { color: var(--ink); background: var(--hover); }
  .fold:focus-visible { outline: 2px solid var(--accent-strong); }
  .fold[aria-expanded="false"] svg { transform: rotate(-90deg); }
  .fold[aria-expanded="false"] svg:dir(rtl) { transform: rotate(90deg); }
  tr.subtotal > td { font-weight: 600; background-color: var(--surface-sunken); }
  .frozen { position: sticky; z-index: 1; inset-inline-start: var(--before); }
  tbody .frozen, tfoot .frozen { background-color: var(--cell-background, var(--surface)); }
  thead .frozen { z-index: 3; }
  tfoot td { position: sticky; bottom: 0; z-index: 1; background: var(--surface); border-top: 1px solid var(--line-strong); border-bottom: 0; font-weight: 600; }
  tfoot .frozen { z-index: 2; }
  tbody tr:not(.space):hover > td { background-color: var(--hover); }
  :host([selectable]) tbody tr.row { cursor: pointer; }
  tr[aria-selected="true"] > td { background-color: var(--accent-soft); }
  tr.faded > td { color: var(--ink-faint); }
  tbody tr:focus-visible { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
  .empty { padding: var(--space-6); text-align: center; color: var(--ink-muted); }
`;
