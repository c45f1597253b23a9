/** Who looks at the page, asked once: what they may do decides what is offered; the server refuses the rest anyway. */

import { get } from './api.js';

/** @typedef {import('./wire.d.ts').Me} Me */

/** @type {Promise<Me> | null} */
let asked = null;

/** @returns {Promise<Me>} */
export function me() {
  asked ??= get('/api/me');
  return asked;
}

/**
 * Whether somebody may write dashboards somewhere, and nobody looks through their eyes.
 * @param {Me | null} who
 */
export function writes(who) {
  return who !== null && who.seenBy === null && [who.role, ...Object.values(who.folders)].some((role) => role === 'editor' || role === 'admin');
}

/**
 * The letters of a name that stand for it.
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/[\s.@_-]+/u).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => [...word][0].toLocaleUpperCase()).join('') || '?';
}
