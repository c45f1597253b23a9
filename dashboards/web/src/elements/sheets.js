/** Styles that several elements share. */

import { css } from '../../vendor/lit.js';

export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, p { margin: 0; }
  /* Each text runs in its own direction, so that an English sentence ends with its point in an Arabic page as well. */
  :where(h1, h2, h3, p, a, span, button, label, li, td, th, dt, dd, caption, summary, legend, output, input, textarea) { unicode-bidi: plaintext; }
  :where(input, textarea) { text-align: var(--start); }
  pre, code { direction: ltr; }
  svg.onward:dir(rtl) { transform: scaleX(-1); }
  a { color: var(--accent); text-decoration: none; }
  a:hover { text-decoration: underline; }
  :focus { outline: none; }
  :focus-visible { outline: 2px solid var(--accent-strong); outline-offset: 2px; border-radius: var(--radius-s); }
  .hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; border: 0;
  }
  .number { font-variant-numeric: tabular-nums; text-align: var(--end); }
  code { font-family: var(--font-code); font-size: 0.94em; }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation-duration: 0.01ms !important; transition-duration: 0.01ms !important; }
  }
`;

export const controls = css`
  button, .button {
    display: inline-flex; align-items: center; gap: var(--space-2); height: 32px; padding: 0 var(--space-3);
    font: 500 var(--text-m) / 1 var(--font); color: var(--ink); background: var(--surface);
    border: 1px solid var(--line-strong); border-radius: var(--radius-m); cursor: pointer; white-space: nowrap;
    text-decoration: none; transition: background-color 120ms, border-color 120ms;
  }
  button:hover, .button:hover { background: var(--hover); text-decoration: none; }
  button:disabled { opacity: 0.55; cursor: default; }
  button.primary, .button.primary { color: var(--on-accent); background: var(--accent-strong); border-color: transparent; }
  button.primary:hover, .button.primary:hover { background: var(--accent-hover); }
  button.quiet { background: transparent; border-color: transparent; color: var(--ink-muted); }
  button.quiet:hover { background: var(--hover); color: var(--ink); }
  button.icon { width: 32px; padding: 0; justify-content: center; }
  kbd {
    font: var(--text-xs) / 1 var(--font); padding: 2px 4px; border-radius: 3px; color: inherit; opacity: 0.8;
    border: 1px solid currentColor;
  }
  input[type="search"] {
    height: 32px; padding: 0 var(--space-3); min-width: 0; font: var(--text-m) / 1 var(--font); color: var(--ink);
    background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m);
  }
  input::placeholder { color: var(--ink-faint); }
`;

/** What forms are made of: fields, options of a list, switches between a few. */
export const fields = css`
  .field {
    height: 32px; width: 100%; min-width: 0; padding: 0 var(--space-2); font: var(--text-m) / 1 var(--font); color: var(--ink);
    background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m);
  }
  .field:disabled { opacity: 0.55; }
  input[type="search"] { flex: none; }
  .option { display: flex; align-items: center; gap: var(--space-2); padding: 5px var(--space-2); border-radius: var(--radius-s); cursor: pointer; line-height: 20px; }
  .option:hover { background: var(--hover); }
  .option:focus-within:has(:focus-visible) { outline: 2px solid var(--accent-strong); outline-offset: -2px; }
  .option .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .option .measure { color: var(--ink-muted); font-variant-numeric: tabular-nums; font-size: var(--text-s); }
  input[type="checkbox"], input[type="radio"] { margin: 0; width: 15px; height: 15px; accent-color: var(--accent-strong); flex: none; }
  .option input:focus-visible { outline: none; }
  .switch { display: inline-flex; padding: 2px; gap: 2px; background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); }
  .switch button { height: 24px; padding: 0 var(--space-2); border-color: transparent; background: transparent; color: var(--ink-muted); font-size: var(--text-s); }
  .switch button[aria-pressed="true"] { background: var(--surface); color: var(--ink); border-color: var(--line); }
  .actions { display: flex; gap: var(--space-2); justify-content: flex-end; padding-top: var(--space-2); border-top: 1px solid var(--line); }
  .actions button { height: 28px; }
  .actions .quiet { margin-inline-end: auto; }
`;

/** The head of a selector: its title above what is chosen. */
export const selector = css`
  :host { height: 100%; display: flex; flex-direction: column; gap: var(--space-1); padding: var(--space-2) var(--space-3); justify-content: center; }
  .title { font-size: var(--text-s); line-height: 16px; font-weight: 500; color: var(--ink-muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: none; }
  :host([short]) { flex-direction: row; align-items: center; justify-content: flex-start; gap: var(--space-2); padding: 2px var(--space-2); --control-height: 28px; }
  :host([short]) .title { max-width: 45%; }
  :host([short]) swell-dropdown { flex: 1; }
  @container (width < 190px) { :host([short]) .title:not(:only-child) { display: none; } }
  .note { font-size: var(--text-s); color: var(--ink-muted); }
`;

export const page = css`
  .page { max-width: 1120px; margin: 0 auto; padding: var(--space-6) var(--space-6) var(--space-12); }
  .head { display: flex; flex-wrap: wrap; align-items: flex-start; justify-content: space-between; gap: var(--space-3) var(--space-4); margin-bottom: var(--space-5); }
  h1 { font-size: var(--text-xl); line-height: 28px; font-weight: 600; letter-spacing: -0.01em; overflow-wrap: anywhere; }
  h2 { font-size: var(--text-l); line-height: 24px; font-weight: 600; margin: var(--space-6) 0 var(--space-3); }
  .muted { color: var(--ink-muted); }
  .crumb { font-size: var(--text-s); color: var(--ink-muted); margin-bottom: 2px; }
  .panel { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-l); overflow: hidden; }
  .scroll { overflow-x: auto; }
  @media (max-width: 600px) { .page { padding: var(--space-4) var(--space-4) var(--space-8); } }
`;

/** A command to type, where there is nothing to show yet. */
export const command = css`
  pre { display: inline-block; margin: 0; padding: var(--space-3) var(--space-4); text-align: var(--start); white-space: pre-wrap; background: var(--surface-sunken); border: 1px solid var(--line); border-radius: var(--radius-m); font: var(--text-s) / 1.6 var(--font-code); color: var(--ink); }
`;

export const dataTable = css`
  table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: var(--text-m); line-height: 20px; }
  caption { text-align: var(--start); }
  th, td { padding: 6px var(--space-3); text-align: var(--start); vertical-align: top; border-bottom: 1px solid var(--line); }
  thead th {
    position: sticky; top: 0; z-index: 1; background: var(--surface-sunken); color: var(--ink-muted);
    font-size: var(--text-s); font-weight: 500; white-space: nowrap;
  }
  tbody th { font-weight: 500; }
  tbody tr:last-child > * { border-bottom: 0; }
  th.number, td.number { text-align: var(--end); white-space: nowrap; }
  .null { color: var(--ink-faint); }
`;
