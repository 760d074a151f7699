/**
 * Which charts are painted in an animation frame: the one that was painted longest ago comes first, and those that there
 * is no time for wait for the next frame. So every chart moves, and the page stays responsive.
 */

/** @import { Chart } from './chart.js' */

/** So many ms of a frame are for painting charts; the browser's own work on them takes about as long again. */
const PAINTING = 0.5;
/** Each chart moves so many times a second, whatever that takes, as long as it takes no more than two of them in a frame. */
const MOVES = 9;
const TOGETHER = 2;
/** While the surface is turned the hand comes first, and charts move only so often. */
const MOVES_WHILE_TURNING = 6;
/** A chart that was painted so long ago, in ms, waits no longer: where frames are few, each has all of them. */
const LONGEST = 250;

export class ChartPainter {
  /** When charts were painted last. */
  #last = 0;
  /** How many charts have to be painted, so that each moves often enough. */
  #owed = 0;

  /**
   * Paints charts that have something new.
   * @param {Chart[]} due
   * @param {boolean} dark
   * @param {{all: boolean, turning: boolean}} how whether to paint all of them; whether the surface is being turned
   * @returns {number} how many were painted
   */
  paint(due, dark, { all, turning }) {
    const start = performance.now();
    const moves = turning ? MOVES_WHILE_TURNING : MOVES;
    this.#owed = Math.min(TOGETHER, this.#owed + ((start - this.#last) / 1000) * moves * due.length);
    this.#last = start;
    due.sort((one, other) => Number(other.pointed) - Number(one.pointed) || one.painted - other.painted);
    let painted = 0;
    for (const chart of due) {
      const next = !turning && (!painted || performance.now() + chart.cost <= start + PAINTING);
      const late = this.#owed >= 1 || start - chart.painted >= LONGEST;
      if (!(all || next || late || chart.pointed)) break;
      chart.paint(dark);
      painted += 1;
      // One that takes long moves less often, and so do the others beside it.
      this.#owed = Math.max(-TOGETHER, Math.min(this.#owed, TOGETHER) - Math.max(1, chart.cost));
    }
    return painted;
  }
}
