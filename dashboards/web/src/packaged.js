/** Widgets of other packages: which there are is asked for once, and the module of each is loaded when it is first drawn. */

import { get } from './api.js';

/**
 * @typedef {{name: string, about: string, kind: 'text' | 'number' | 'flag' | 'color' | 'choice' | null, choices: string[]}} Parameter
 *   `kind` is null where only its JSON can be written
 * @typedef {{type: string, label: string, element: string, module: string, parameters: Parameter[]}} Packaged
 */

/** @type {Promise<Packaged[]> | null} */
let asked = null;

/** @returns {Promise<Packaged[]>} all that are installed */
export function packagedWidgets() {
  asked ??= get('/api/widgets').then(
    (answer) => answer.widgets,
    (error) => {
      asked = null;
      throw error;
    },
  );
  return /** @type {Promise<Packaged[]>} */ (asked);
}

/**
 * Loads the element that draws a type.
 * @param {string} type
 * @returns {Promise<string>} its name
 */
export async function loadElement(type) {
  const known = (await packagedWidgets()).find((one) => one.type === type);
  if (!known) throw new Error(`No package that is installed draws widgets of type “${type}”.`);
  await import(known.module);
  if (!customElements.get(known.element)) throw new Error(`Its module defines no element ${known.element}.`);
  return known.element;
}
