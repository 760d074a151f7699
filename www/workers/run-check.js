/** A gradient check in progress, gone on with a slice at a time. */

/** @import { Check } from '../engine.js' */
/** @import { CheckFound } from '../engine/types.js' */

/** How often, in ms, it reports how far it is. */
const REPORT_EVERY = 100;
/** Comparisons in one call of the engine, at most. */
const MOST = 1 << 16;

export class RunCheck {
  complete = false;
  #engine;
  #count = 1;
  #reported = 0;

  /** @param {Check} engine the engine's check */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * Goes on for about `share` ms.
   * @param {number} share
   * @returns {CheckFound | null} what it has found; null where it is too early for another report
   */
  advance(share) {
    const start = performance.now();
    this.complete = this.#engine.advance(this.#count);
    const end = performance.now();
    if (end - start < share / 2) this.#count = Math.min(this.#count * 2, MOST);
    else if (end - start > share) this.#count = Math.max(1, this.#count >> 1);
    if (!this.complete && end - this.#reported < REPORT_EVERY) return null;
    this.#reported = end;
    return JSON.parse(this.#engine.found());
  }

  free() {
    this.#engine.free();
  }
}
