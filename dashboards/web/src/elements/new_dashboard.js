/** `swell-new-dashboard`: asks for the label of a new dashboard, or of a copy, makes it, and opens it in the editor. */

import { LitElement, css, html, nothing } from '../../vendor/lit.js';
import { post } from '../api.js';
import { editorPath, navigate } from '../router.js';
import { base, controls } from './sheets.js';

class SwellNewDashboard extends LitElement {
  static properties = { like: { attribute: false }, fault: { state: true } };

  static styles = [
    base,
    controls,
    css`
      dialog { width: 400px; max-width: calc(100vw - 32px); padding: var(--space-5) var(--space-6); color: var(--ink); background: var(--surface-raised); border: 1px solid var(--line); border-radius: var(--radius-l); box-shadow: var(--shadow-raised); }
      dialog::backdrop { background: rgb(0 0 0 / 40%); }
      h2 { margin: 0 0 var(--space-3); font-size: var(--text-l); font-weight: 600; }
      label { display: grid; gap: var(--space-1); font-size: var(--text-s); color: var(--ink-muted); }
      input { height: 32px; padding: 0 var(--space-2); font: var(--text-m) / 1 var(--font); color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-m); }
      .fault { margin-top: var(--space-2); font-size: var(--text-s); color: var(--danger); }
      .row { display: flex; justify-content: flex-end; gap: var(--space-2); margin-top: var(--space-4); }
    `,
  ];

  constructor() {
    super();
    /** @type {{name: string, label: string} | null} the dashboard that is copied */
    this.like = null;
    this.fault = '';
  }

  /** @param {{name: string, label: string} | null} like */
  async ask(like) {
    this.like = like;
    this.fault = '';
    await this.updateComplete;
    const input = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input'));
    input.value = like ? `Copy of ${like.label}` : '';
    this.#dialog.showModal();
    input.select();
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  #make = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const label = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input')).value;
    try {
      const { name } = await post('/api/dashboards', { label, like: this.like?.name });
      this.#dialog.close();
      navigate(editorPath(name));
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  };

  render() {
    return html`<dialog aria-labelledby="heading">
      <form @submit=${this.#make}>
        <h2 id="heading">${this.like ? `Copy ${this.like.label}` : 'New dashboard'}</h2>
        <label>Label<input required maxlength="200"></label>
        ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
        <div class="row"><button type="button" @click=${() => this.#dialog.close()}>Cancel</button><button class="primary">${this.like ? 'Copy' : 'Make'}</button></div>
      </form>
    </dialog>`;
  }
}

customElements.define('swell-new-dashboard', SwellNewDashboard);
