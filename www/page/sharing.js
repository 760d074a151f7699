/**
 * The main thread, which all elements of a page share: who may ask for something to draw. Together they draw for half of
 * the time at most, and whoever has waited longest comes first.
 */

/** An answer is drawn in the next animation frame at the earliest: a wait shorter than a frame, in ms, is none. */
export const FRAME = 1000 / 60;
/** Who has not come again for so long, in ms, does not wait any more. */
const GONE = 2000;

class Sharing {
  #free = 0; // when what was asked for will have been drawn, and as long again has passed
  #waiting = new Map(); // who, and when they came last

  /**
   * Whether `who` may ask now.
   * @param {object} who
   * @param {number} cost how long drawing takes, in ms
   */
  admits(who, cost) {
    const now = performance.now();
    for (const [other, came] of this.#waiting) if (now - came > GONE) this.leave(other);
    const [first = who] = this.#waiting.keys();
    if (who !== first || now + FRAME < this.#free) {
      this.#waiting.set(who, now);
      return false;
    }
    this.leave(who);
    this.#free = Math.max(this.#free, now) + cost;
    return true;
  }

  /** `who` does not wait any more. */
  leave(who) {
    this.#waiting.delete(who);
  }

  /** Something was drawn, from `start` to now. */
  drawn(start) {
    this.#free = Math.max(this.#free, 2 * performance.now() - start);
  }
}

export const sharing = new Sharing();
