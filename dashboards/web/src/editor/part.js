/** The part of the JSON that is shown beside the settings of what is chosen. */

import { read, stateOf, write } from './source.js';

/** @typedef {import('./source.js').Source} Source */
/** @typedef {{kind: 'dashboard'} | {kind: 'widget' | 'step', id: string}} Chosen */

/**
 * A widget, a query, or the whole without its widgets and queries, which have their own.
 * @param {Source} source
 * @param {Chosen} chosen
 * @returns {{label: string, value: any, changed: (value: any) => Source}}
 */
export function partOf(source, chosen) {
  if (chosen.kind !== 'dashboard') {
    const path = [chosen.kind === 'widget' ? 'widgets' : 'steps', chosen.id];
    return { label: `JSON of ${chosen.kind} ${chosen.id}`, value: read(source, path), changed: (value) => write(source, path, value) };
  }
  const { widgets, steps, ...rest } = stateOf(source);
  const changed = (/** @type {any} */ value) => {
    const whole = { ...value, ...(steps && { steps }), ...(widgets && { widgets }) };
    return source.state ? { ...source, state: whole } : whole;
  };
  return { label: 'JSON of the dashboard', value: rest, changed };
}
