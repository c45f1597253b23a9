/** A Lit directive for styles from data. Each property is set through the CSSOM, which the policy allows, unlike a
 * `style` attribute; a value that is no CSS for its property is ignored by the browser. */

import { directive, Directive } from '../../vendor/lit.js';

/** What a dashboard calls left is where lines begin. @type {Record<string, string>} */
const SIDES = { left: 'var(--start)', right: 'var(--end)' };

class Styled extends Directive {
  /** @type {Set<string>} */
  #set = new Set();

  /** @param {Record<string, string | number | null | undefined>} _properties */
  render(_properties) {
    return undefined;
  }

  /**
   * @param {any} part
   * @param {[Record<string, string | number | null | undefined>]} arguments_
   */
  update(part, [properties]) {
    const style = part.element.style;
    for (const name of this.#set) {
      if (!properties[name]) style.removeProperty(name);
    }
    this.#set.clear();
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined || value === '') continue;
      style.setProperty(name, name === 'text-align' ? (SIDES[value] ?? String(value)) : String(value));
      this.#set.add(name);
    }
    return undefined;
  }
}

export const styled = directive(Styled);
