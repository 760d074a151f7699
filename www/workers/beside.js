/**
 * What elements have computed beside their runs: remedies that are tried, and autopsies. One of each kind for an element;
 * a new one takes the place of the last.
 */
import { Sliced } from './sliced.js';
import { buffersOf } from './transfer.js';

/** @import { Api } from '../engine/types.js' */
/** @import { BeginAutopsy, BeginTrial, Emit, From, Guard } from './protocol.js' */

/** How far an autopsy is goes out again after so many ms. */
const PACE = 100;

export class Beside {
  #api;
  #emit;
  #guard;
  /** By element. @type {Map<number, Sliced<import('../engine.js').Trial>>} */
  #trials = new Map();
  /** By element. @type {Map<number, Sliced<import('../engine.js').Autopsy>>} */
  #autopsies = new Map();

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

  /** Tries remedies, or gives those up that are being tried. @param {From<BeginTrial>} request */
  try({ id, epoch, key, task, data, asleep }) {
    this.#end(this.#trials, id);
    if (!task) return;
    this.#guard(id, () => {
      const trial = new this.#api.Trial(task, data ? new Uint8Array(data) : undefined);
      const tell = (/** @type {import('../engine.js').Trial} */ engine, /** @type {boolean} */ complete) => {
        if (complete) this.#emit({ id, epoch, is: 'proofs', key, proofs: JSON.parse(engine.proofs()) });
      };
      this.#trials.set(id, new Sliced(trial, asleep, tell));
    });
  }

  /** Examines a run, or gives an examination up. @param {From<BeginAutopsy>} request */
  examine({ id, ask, settings, steps, data, asleep }) {
    this.#end(this.#autopsies, id);
    if (steps === null) return;
    let posted = -Infinity;
    this.#guard(id, () => {
      const autopsy = new this.#api.Autopsy(settings, data ? new Uint8Array(data) : undefined, steps);
      const tell = (/** @type {import('../engine.js').Autopsy} */ engine, /** @type {boolean} */ complete) => {
        const now = performance.now();
        if (!complete && now - posted < PACE) return;
        posted = now;
        if (!complete) {
          this.#emit({ id, is: 'autopsy', ask, done: engine.done, found: null });
          return;
        }
        const figure = engine.figure();
        this.#emit(
          { id, is: 'autopsy', ask, done: 1, found: { told: JSON.parse(engine.told()), figure } },
          buffersOf(figure),
        );
      };
      this.#autopsies.set(id, new Sliced(autopsy, asleep, tell));
    });
  }

  /** @param {number} id @param {boolean} asleep */
  sleep(id, asleep) {
    for (const kind of [this.#trials, this.#autopsies]) {
      const one = kind.get(id);
      if (one) one.asleep = asleep;
    }
  }

  /** Gives up what the element has computed. @param {number} id */
  end(id) {
    this.#end(this.#trials, id);
    this.#end(this.#autopsies, id);
  }

  /** Those that have something to do, with their elements. */
  get busy() {
    return [...this.#trials, ...this.#autopsies].filter(([, one]) => one.busy);
  }

  /** Goes on with one for about `share` ms. @param {[number, Sliced<any>]} one @param {number} share */
  advance([id, one], share) {
    // One that failed is not gone on with.
    if (!this.#guard(id, () => (one.advance(share), true))) one.complete = true;
  }

  /** @param {Map<number, Sliced<any>>} kind @param {number} id */
  #end(kind, id) {
    kind.get(id)?.free();
    kind.delete(id);
  }
}
