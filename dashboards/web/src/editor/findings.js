/** What a check finds in the dashboard that is edited: asked for when nobody types, and told by the part that it is about. */

import { Latest, post } from '../api.js';
import { layoutsOf, placedOn } from './source.js';

/** @typedef {import('../wire.d.ts').Finding} Finding */
/** @typedef {import('./source.js').Source} Source */
/** @typedef {import('./source.js').Where} Where */
/** @typedef {import('./part.js').Chosen} Chosen */

export class Findings {
  /** @type {Finding[]} */
  listed = [];

  #latest = new Latest();
  /** @type {Source | null} what they are of */
  #source = null;

  /** @param {string} name of the dashboard */
  constructor(name) {
    this.name = name;
  }

  /**
   * @param {Source} source
   * @returns {Promise<boolean>} whether there are new ones
   */
  async update(source) {
    if (source === this.#source) return false;
    this.#source = source;
    try {
      const path = `/api/dashboards/${encodeURIComponent(this.name)}/findings`;
      const answer = await this.#latest.run((signal) => post(path, { source }, signal));
      if (!answer) return false;
      this.listed = answer.findings;
    } catch {
      // The preview says what can't be drawn; without findings the editor works as well.
      this.listed = [];
    }
    return true;
  }

  cancel() {
    this.#latest.cancel();
  }
}

/**
 * The part of the dashboard that shows what a finding is about.
 * @param {Finding} finding
 * @returns {Chosen}
 */
export function partOfFinding({ path: [kind, id] }) {
  if (kind !== 'widgets' && kind !== 'steps') return { kind: 'dashboard' };
  return id === undefined ? { kind: 'dashboard' } : { kind: kind === 'widgets' ? 'widget' : 'step', id: String(id) };
}

/**
 * The findings that stand beside a part's JSON: its own, or all where the whole dashboard is shown.
 * @param {Finding[]} listed
 * @param {Chosen} chosen
 * @returns {Finding[]}
 */
export function findingsBeside(listed, chosen) {
  if (chosen.kind === 'dashboard') return listed;
  return listed.filter((one) => {
    const part = partOfFinding(one);
    return part.kind === chosen.kind && part.id === chosen.id;
  });
}

/**
 * The findings that are about the JSON of a part itself: that of the dashboard is without widgets and queries.
 * @param {Finding[]} listed
 * @param {Chosen} chosen
 * @param {any} value the JSON of the part
 */
export function findingsIn(listed, chosen, value) {
  if (chosen.kind !== 'dashboard') return findingsBeside(listed, chosen);
  return listed.filter((one) => partOfFinding(one).kind === 'dashboard' && one.path.length > 0 && one.path[0] in (value ?? {}));
}

/**
 * The path of a finding inside the JSON of its part.
 * @param {Finding} finding
 */
export function pathInPart(finding) {
  return partOfFinding(finding).kind === 'dashboard' ? finding.path : finding.path.slice(2);
}

/**
 * The findings on each widget of a page: its own, and those of its place.
 * @param {Finding[]} listed
 * @param {Source} source
 * @param {Where} where
 * @returns {Record<string, Finding[]>}
 */
export function findingsOnWidgets(listed, source, where) {
  const placed = placedOn(source, where);
  const page = ['gridLayouts', where.layout, 'pages', where.page, 'widgets'].join('/');
  /** @type {Record<string, Finding[]>} */
  const found = {};
  for (const one of listed) {
    const [kind, id] = one.path;
    const onPage = one.path.slice(0, 5).join('/') === page ? placed[Number(one.path[5])]?.widget : undefined;
    const widget = kind === 'widgets' ? String(id) : onPage;
    if (widget !== undefined && placed.some((each) => each.widget === widget)) (found[widget] ??= []).push(one);
  }
  return found;
}

/**
 * The page on which a finding is seen: the one that is open, where it will do.
 * @param {Finding} finding
 * @param {Source} source
 * @param {Where} where
 * @returns {Where}
 */
export function pageOfFinding({ path }, source, where) {
  if (path[0] === 'gridLayouts') return { layout: Number(path[1] ?? where.layout), page: path[2] === 'pages' ? Number(path[3] ?? 0) : 0 };
  const stands = (/** @type {Where} */ at) => placedOn(source, at).some((one) => one.widget === path[1]);
  if (path[0] !== 'widgets' || stands(where)) return where;
  const pages = layoutsOf(source)[where.layout]?.pages ?? [];
  const page = pages.findIndex((/** @type {unknown} */ _, /** @type {number} */ at) => stands({ layout: where.layout, page: at }));
  return page < 0 ? where : { layout: where.layout, page };
}
