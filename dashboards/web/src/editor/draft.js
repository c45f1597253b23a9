/** Changes that somebody left without saving, by the browser's way back for example; they last as long as the tab. */

/** @param {string} name of the dashboard */
const key = (name) => `swell.draft.${name}`;

/**
 * @param {string} name
 * @param {string} version of the file that the changes are of
 * @param {unknown} source
 */
export function keepDraft(name, version, source) {
  try {
    sessionStorage.setItem(key(name), JSON.stringify({ version, source }));
  } catch {
    // Without room for it there is no draft.
  }
}

/**
 * Takes a draft out, if there is one of this version.
 * @param {string} name
 * @param {string} version
 * @returns {any}
 */
export function takeDraft(name, version) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(name)) ?? 'null');
    sessionStorage.removeItem(key(name));
    return kept?.version === version ? kept.source : null;
  } catch {
    return null;
  }
}
