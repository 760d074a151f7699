/**
 * Which remedies of a run are tried beside it. The run sends a `trial` with all that is needed; the surfaces' worker
 * computes it, and its answer goes to the page. They are tried again for another verdict, and when the run is twice as
 * old.
 */
import { buffersOf } from './transfer.js';

/** @import { EngineRun, Diagnosis } from '../engine/types.js' */
/** @import { RunAnswer } from './protocol.js' */

/** A verdict that comes and goes while the run plays is not tried more often than once in so many ms. */
const PACE = 500;

/**
 * What this needs of the seat of a run.
 * @typedef {object} Seat
 * @property {EngineRun} run
 * @property {number} step
 * @property {boolean} playing
 * @property {(answer: RunAnswer, transfer?: Transferable[]) => void} tell
 */

export class RunTrials {
  #seat;
  /** What is tried, and how old the run was then. */
  #key = '';
  #age = -1;
  #began = -Infinity;

  /** @param {Seat} seat */
  constructor(seat) {
    this.#seat = seat;
  }

  /**
   * Has the remedies of a verdict tried, if they are others than before.
   * @param {Diagnosis} story
   * @param {string} status of the run
   * @returns {string} a name for what is tried; empty for nothing
   */
  next({ remedies, tone }, status) {
    const { run, step, playing, tell } = this.#seat;
    const keys = remedies.map(({ settings }) => Object.keys(settings));
    const key = remedies.length ? JSON.stringify([run.settings, tone, status, keys]) : '';
    const age = 32 - Math.clz32(Math.min(step, 2 ** 31));
    if (key === this.#key && (!key || age === this.#age)) return key;
    const now = performance.now();
    if (key && playing && now - this.#began < PACE) return key;
    const bytes = key ? (run.trial() ?? null) : null;
    this.#key = key;
    this.#age = age;
    this.#began = now;
    tell.call(this.#seat, { is: 'trial', key, bytes }, bytes ? buffersOf(bytes) : []);
    return key;
  }
}
