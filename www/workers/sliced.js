/** Something that the engine computes in slices: how much a call does follows from how long the last one took. */

/**
 * @typedef {object} InSlices an object of the engine
 * @property {(count: number) => boolean} advance does up to so much more; true when all is done
 * @property {() => void} free
 */

/** @template {InSlices} Engine */
export class Sliced {
  /** Whether there is nothing left to do. */
  complete = false;
  /** @type {Engine | null} */
  #engine;
  #tell;
  #count = 1;

  /**
   * @param {Engine} engine
   * @param {boolean} asleep
   * @param {(engine: Engine, complete: boolean) => void} tell hears of every slice
   */
  constructor(engine, asleep, tell) {
    this.#engine = engine;
    this.asleep = asleep;
    this.#tell = tell;
  }

  /** Whether there is something to do in the next slice. */
  get busy() {
    return !this.complete && !this.asleep;
  }

  /** Goes on for about `share` ms. @param {number} share */
  advance(share) {
    const engine = this.#engine;
    if (!engine) return;
    const start = performance.now();
    this.complete = engine.advance(this.#count);
    const spent = performance.now() - start;
    if (spent < share / 2) this.#count = Math.min(this.#count * 2, 1 << 16);
    else if (spent > share) this.#count = Math.max(1, this.#count >> 1);
    this.#tell(engine, this.complete);
    if (this.complete) this.free();
  }

  free() {
    this.#engine?.free();
    this.#engine = null;
    this.complete = true;
  }
}
