/** How the editor's page is laid out. */

import { css } from '../../vendor/lit.js';

export const pageStyles = css`
  :host { height: calc(100vh - 48px); display: grid; grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr); }
  .strip { display: flex; align-items: center; gap: var(--space-2); min-height: 48px; padding: 0 var(--space-6); border-bottom: 1px solid var(--line); background: var(--surface); }
  .strip h1 { flex: 0 1 auto; min-width: 0; font-size: var(--text-l); font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .strip .state { flex: 1; min-width: 0; color: var(--ink-muted); font-size: var(--text-s); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; padding-inline-start: var(--space-2); }
  .strip .mistakes { color: var(--danger); border-color: transparent; background: var(--danger-soft); }
  .bars { border-bottom: 1px solid var(--line); }
  .work { display: grid; grid-template-columns: minmax(0, 1fr) auto; min-height: 0; }
  .side { display: grid; grid-template-columns: 288px; border-inline-start: 1px solid var(--line); background: var(--surface); min-height: 0; }
  .side.both { grid-template-columns: 288px 360px; }
  /* As wide, since what is dragged must not move away; a query has more need of the room. */
  .side.both.query { grid-template-columns: 368px 280px; }
  .settings { overflow: auto; min-height: 0; }
  .code { border-inline-start: 1px solid var(--line); min-height: 0; }
  .back { display: flex; align-items: center; gap: var(--space-2); height: 36px; padding: 0 var(--space-3); border: 0; border-bottom: 1px solid var(--line); border-radius: 0; width: 100%; color: var(--ink-muted); background: transparent; font-size: var(--text-s); }
  .alert { display: flex; align-items: center; flex-wrap: wrap; gap: var(--space-3); padding: var(--space-2) var(--space-6); background: var(--danger-soft); color: var(--danger); }
  .alert span { flex: 1; min-width: 200px; }
  .alert button { height: 28px; }
  @media (max-width: 1180px) {
    .side.both, .side.both.query { grid-template-columns: 320px; grid-template-rows: minmax(0, 1fr) minmax(0, 1fr); }
    .code { border-inline-start: 0; border-top: 1px solid var(--line); }
  }
  @media (max-width: 760px) {
    :host { height: auto; }
    .strip { flex-wrap: wrap; padding: var(--space-2) var(--space-4); }
    .work { grid-template-columns: minmax(0, 1fr); }
    swell-edit-canvas { height: 60vh; }
    .side, .side.both, .side.both.query { grid-template-columns: minmax(0, 1fr); border-inline-start: 0; border-top: 1px solid var(--line); }
    .code { height: 320px; }
  }
`;
