/**
 * What the reader points at: a step, a layer, or both. All views of an element share it: what is pointed at in one is
 * marked in all others.
 */
export class Pointing {
  /** @type {number | null} */
  step = null;
  /** @type {number | null} */
  layer = null;
  /** The view that is pointed in. @type {object | null} */
  by = null;
  /** @type {(() => void)[]} */
  #listeners = [];

  /** @param {() => void} listener called at every change */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /**
   * @param {object | null} by the view that is pointed in
   * @param {{step?: number | null, layer?: number | null}} [at] nothing to point at nothing
   */
  set(by, { step = null, layer = null } = {}) {
    if (step === this.step && layer === this.layer && by === this.by) return;
    Object.assign(this, { step, layer, by });
    for (const listener of this.#listeners) listener();
  }

  /** Forgets what `by` pointed at, unless another view is pointed in by now. @param {object} by */
  clear(by) {
    if (this.by === by) this.set(null);
  }
}
