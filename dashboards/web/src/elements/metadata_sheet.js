/** The styles of the editor of how fields are shown. */

import { css } from '../../vendor/lit.js';

export const metadataSheet = css`
  :host { border: 1px solid var(--line); border-radius: var(--radius-l); background: var(--surface); overflow: hidden; }
  .scroll { overflow: auto; max-height: 560px; }
  table { min-width: 900px; table-layout: fixed; }
  th, td { vertical-align: middle; }
  thead th:nth-child(1) { width: 20%; }
  thead th:nth-child(4) { width: 30%; }
  thead th:nth-child(5), thead th:nth-child(6) { width: 76px; }
  tbody th { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .check { text-align: center; }
  .field { height: 28px; font-size: var(--text-s); }
  .format { display: grid; grid-template-columns: minmax(0, 3fr) 64px minmax(0, 2fr); gap: var(--space-2); align-items: center; }
  .format .field:first-child:nth-last-child(2) { grid-column: span 2; }
  output { color: var(--ink-muted); font-size: var(--text-s); font-variant-numeric: tabular-nums; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  tr:has(+ .more) > * { border-bottom: 0; }
  .more td { padding-top: 0; }
  summary { cursor: pointer; font-size: var(--text-s); color: var(--ink-muted); }
  .values { display: grid; grid-template-columns: repeat(auto-fill, minmax(380px, 1fr)); gap: var(--space-1) var(--space-4); padding: var(--space-2) 0; }
  .member { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 36px auto; gap: var(--space-2); align-items: center; }
  .member .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--text-s); }
  .member button { height: 28px; padding: 0 var(--space-2); font-size: var(--text-s); }
  input[type="color"] { width: 36px; height: 28px; padding: 2px; background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); cursor: pointer; }
  input[type="color"].none { border-style: dashed; }
  .link { display: grid; grid-template-columns: 160px minmax(0, 520px); gap: var(--space-2); align-items: center; font-size: var(--text-s); padding: 2px 0; }
  .foot { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); padding: var(--space-3); border-top: 1px solid var(--line); }
  .muted { color: var(--ink-muted); font-size: var(--text-s); }
  .fault { color: var(--danger); font-size: var(--text-s); }
`;
