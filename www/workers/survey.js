/**
 * Follows the starts of a function to their ends, in the surfaces' worker and only while no surface is being computed.
 */

/** The map goes out again after so many ms. */
const PACE = 400;

export class Survey {
  /** Whether there is nothing left to do. */
  complete = false;
  #basins;
  #emit;
  #count = 1;
  #posted;

  /**
   * @param {object} api engine.js
   * @param {{settings: string, width: number}} wish
   * @param {(message: object, transfer: Transferable[]) => void} emit
   */
  constructor(api, { settings, width }, emit) {
    this.#basins = new api.Basins(settings, width);
    this.#emit = emit;
    this.#posted = performance.now();
  }

  /** Works for about so many ms. */
  advance(share) {
    const start = performance.now();
    this.complete = this.#basins.advance(this.#count);
    const end = performance.now();
    if (end - start < share / 2) this.#count = Math.min(this.#count * 2, 1 << 12);
    else if (end - start > share) this.#count = Math.max(1, this.#count >> 1);
    if (!this.complete && end - this.#posted < PACE) return;
    this.#posted = end;
    const bytes = this.#basins.figure();
    this.#emit({ is: 'survey', bytes, done: this.#basins.done }, [bytes.buffer]);
    if (this.complete) this.free();
  }

  free() {
    this.#basins?.free();
    this.#basins = null;
    this.complete = true;
  }
}
