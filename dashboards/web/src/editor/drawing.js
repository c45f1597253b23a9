/** What the server draws of JSON that is not saved: asked for anew only where it can have changed. */

import { Latest, post } from '../api.js';
import { stateOf } from './source.js';

/** @typedef {import('../wire.d.ts').Dashboard} Dashboard */
/** @typedef {import('../wire.d.ts').DashboardData} DashboardData */

export class Drawing {
  /** @type {Dashboard | null} */
  dashboard = null;
  /** @type {DashboardData | null} */
  data = null;
  /** @type {import('../wire.d.ts').Layout[]} */
  layouts = [];

  #latest = new Latest();
  /** @type {Map<string, unknown>} the JSON of widgets as they are drawn */
  #drawn = new Map();
  /** @type {Record<string, unknown>} what else the drawn widgets come from */
  #rest = {};

  /**
   * @param {string} name
   * @param {import('../wire.d.ts').Selections} selections
   */
  constructor(name, selections) {
    this.name = name;
    this.selections = selections;
  }

  /**
   * @param {import('./source.js').Source} source
   * @param {string[]} seen widgets of the page that is shown
   * @returns {Promise<boolean>} whether something new is there; not so where a newer call has come
   */
  async update(source, seen) {
    const { widgets = {}, gridLayouts, ...rest } = stateOf(source);
    const fresh = !sameMembers(rest, this.#rest);
    const wanted = seen.filter((id) => id in widgets && (fresh || widgets[id] !== this.#drawn.get(id)));
    const body = { name: this.name, source, selections: this.selections, widgets: wanted };
    const answer = await this.#latest.run((signal) => post('/api/preview', body, signal));
    if (!answer) return false;
    if (fresh) this.#drawn.clear();
    for (const id of wanted) this.#drawn.set(id, widgets[id]);
    this.#rest = rest;
    const { dashboard, data } = answer;
    this.layouts = dashboard.layouts;
    // The same object where only the layout differs: charts draw anew for another one.
    const same = this.dashboard && JSON.stringify([dashboard.widgets, dashboard.steps]) === JSON.stringify([this.dashboard.widgets, this.dashboard.steps]);
    if (!same) this.dashboard = dashboard;
    const kept = Object.entries(this.data?.widgets ?? {}).filter(([id]) => id in dashboard.widgets);
    const all = { ...data, widgets: { ...Object.fromEntries(kept), ...data.widgets } };
    if (wanted.length > 0 || !this.data) this.data = all;
    return true;
  }

  cancel() {
    this.#latest.cancel();
  }
}

/**
 * @param {Record<string, unknown>} one
 * @param {Record<string, unknown>} other
 */
function sameMembers(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
