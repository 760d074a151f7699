/**
 * Follows the starts of a function to their ends, in the surfaces' worker and only while no surface is being computed.
 */

/** @import { Basins } from '../engine.js' */
/** @import { Api } from '../engine/types.js' */
/** @import { SurveyWish } from './protocol.js' */

/** The map goes out again after so many ms. */
const PACE = 400;

export class Survey {
  /** Whether there is nothing left to do. */
  complete = false;
  /** @type {Basins | null} */
  #basins;
  #emit;
  #count = 1;
  #posted;

  /**
   * @param {Api} api
   * @param {SurveyWish} wish
   * @param {(bytes: Uint8Array, done: number) => void} emit gets the map as it is
   */
  constructor(api, { settings, width }, emit) {
    this.#basins = new api.Basins(settings, width);
    this.#emit = emit;
    this.#posted = performance.now();
  }

  /** Works for about so many ms. @param {number} share */
  advance(share) {
    const basins = this.#basins;
    if (!basins) return;
    const start = performance.now();
    this.complete = basins.advance(this.#count);
    const end = performance.now();
    if (end - start < share / 2) this.#count = Math.min(this.#count * 2, 1 << 12);
    else if (end - start > share) this.#count = Math.max(1, this.#count >> 1);
    if (!this.complete && end - this.#posted < PACE) return;
    this.#posted = end;
    this.#emit(basins.figure(), basins.done);
    if (this.complete) this.free();
  }

  free() {
    this.#basins?.free();
    this.#basins = null;
    this.complete = true;
  }
}
