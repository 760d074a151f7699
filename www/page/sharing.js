/**
 * The main thread, which all elements of a page share: which of them may ask for something to draw. Together they draw
 * for half of the time at most, and the one that has waited longest comes first.
 */

/** One animation frame, in ms. An answer is drawn in the next frame at the earliest, so a shorter wait counts as none. */
export const FRAME = 1000 / 60;
/** An element that has not asked again for so long, in ms, does not wait any more. */
const GONE = 2000;
/** One drawing that took longer than this, in ms, as the first of a picture may, says nothing about the next. */
const LONGEST = 500;

class Sharing {
  /** When what was asked for will have been drawn, and as long again has passed. */
  #free = 0;
  /** Who waits, and when they came last. @type {Map<object, number>} */
  #waiting = new Map();

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
    this.#free = Math.max(this.#free, now) + Math.min(cost, LONGEST);
    return true;
  }

  /** `who` does not wait any more. @param {object} who */
  leave(who) {
    this.#waiting.delete(who);
  }

  /** Something was drawn, from `start` to now. @param {number} start */
  drawn(start) {
    const now = performance.now();
    this.#free = Math.max(this.#free, now + Math.min(now - start, LONGEST));
  }
}

export const sharing = new Sharing();
