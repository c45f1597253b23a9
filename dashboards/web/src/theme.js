/** Light or dark: the system's choice until a person makes one, which this browser then keeps. */

/** @typedef {'light' | 'dark'} Scheme */

const KEY = 'swell.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

/** @returns {Scheme} */
export function scheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return system.matches ? 'dark' : 'light';
}

export function toggleScheme() {
  const next = scheme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  announce();
}

function announce() {
  window.dispatchEvent(new Event('swell-scheme'));
}

system.addEventListener('change', announce);

/**
 * A Lit controller that draws its element again when the scheme changes.
 * @param {import('../vendor/lit.js').LitElement} host
 */
export function followScheme(host) {
  const update = () => host.requestUpdate();
  host.addController({
    hostConnected: () => window.addEventListener('swell-scheme', update),
    hostDisconnected: () => window.removeEventListener('swell-scheme', update),
  });
}
