/** Asks before somebody leaves changes that are not saved: by a link, by closing the window. */

export class Leaving {
  #dirty;
  #abandon;

  /**
   * @param {import('../../vendor/lit.js').LitElement} host
   * @param {() => boolean} dirty whether something is not saved
   * @param {() => void} abandon forgets that
   */
  constructor(host, dirty, abandon) {
    this.#dirty = dirty;
    this.#abandon = abandon;
    host.addController(this);
  }

  hostConnected() {
    window.addEventListener('beforeunload', this.#warn);
    window.addEventListener('click', this.#guard, { capture: true });
  }

  hostDisconnected() {
    window.removeEventListener('beforeunload', this.#warn);
    window.removeEventListener('click', this.#guard, { capture: true });
  }

  /** Whether one may leave: nothing is lost, or it is meant to be. */
  leaves() {
    return !this.#dirty() || window.confirm('Leave without saving your changes?');
  }

  #warn = (/** @type {BeforeUnloadEvent} */ event) => {
    if (this.#dirty()) event.preventDefault();
  };

  #guard = (/** @type {MouseEvent} */ event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement) || link.target || event.metaKey || event.ctrlKey || !this.#dirty()) return;
    if (this.leaves()) this.#abandon();
    else {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}
