/** The studies that runs wait for: one of an element at a time, gone on with a slice at a time. */
import { buffersOf } from './transfer.js';

/** @import { Study } from '../engine.js' */
/** @import { Api } from '../engine/types.js' */
/** @import { BeginStudy, Emit, From, Guard } from './protocol.js' */

/** @typedef {{id: number, epoch: number, engine: Study, pieces: number, asleep: boolean}} OpenStudy */

export class Studies {
  #api;
  #emit;
  #guard;
  /** @type {Map<number, OpenStudy>} */
  #open = new Map();

  /**
   * @param {Api} api
   * @param {Emit} emit
   * @param {Guard} guard
   */
  constructor(api, emit, guard) {
    this.#api = api;
    this.#emit = emit;
    this.#guard = guard;
  }

  /** Begins a study in place of the element's last one. @param {From<BeginStudy>} request */
  begin({ id, epoch, settings, data, task, asleep }) {
    this.end(id);
    this.#guard(id, () => {
      const engine = new this.#api.Study(settings, data ? new Uint8Array(data) : undefined, task);
      this.#open.set(id, { id, epoch, engine, pieces: 1, asleep });
    });
  }

  /** Gives the element's study up. @param {number} id */
  end(id) {
    this.#open.get(id)?.engine.free();
    this.#open.delete(id);
  }

  /** @param {number} id @param {boolean} asleep */
  sleep(id, asleep) {
    const study = this.#open.get(id);
    if (study) study.asleep = asleep;
  }

  /** Those that have something to do. */
  get busy() {
    return [...this.#open.values()].filter(({ asleep }) => !asleep);
  }

  /** Goes on with one for about `share` ms. @param {OpenStudy} study @param {number} share */
  advance(study, share) {
    const { id, epoch, engine } = study;
    const over = this.#guard(id, () => {
      const start = performance.now();
      const complete = engine.advance(study.pieces);
      const spent = performance.now() - start;
      if (spent < share / 2) study.pieces = Math.min(study.pieces * 2, 1 << 16);
      else if (spent > share) study.pieces = Math.max(1, study.pieces >> 1);
      if (!complete) return false;
      const bytes = engine.finding();
      this.#emit({ id, epoch, is: 'finding', bytes }, buffersOf(bytes));
      return true;
    });
    // One that failed is not gone on with.
    if (over !== false) this.end(id);
  }
}
