/** Whether the JSON is shown beside the settings, in this browser. */

const KEY = 'swell.editor.json';
const ROOM = 1400; // px; where the window is narrower, it is hidden until somebody wants it

/** @returns {boolean} */
export function showsJson() {
  try {
    const kept = localStorage.getItem(KEY);
    return kept ? kept === 'shown' : window.innerWidth >= ROOM;
  } catch {
    return window.innerWidth >= ROOM;
  }
}

/** @param {boolean} shown */
export function rememberJson(shown) {
  try {
    localStorage.setItem(KEY, shown ? 'shown' : 'hidden');
  } catch {
    // Without storage it is remembered as long as the page lives.
  }
}
