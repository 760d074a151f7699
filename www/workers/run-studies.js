/**
 * What a run wants computed beside it: studies for charts and for planes, one at a time. The run sends a `task`, the
 * surfaces' worker computes it, and the answer is the `finding`. A plane that needs a study is chosen after it.
 */
import { buffersOf } from './transfer.js';

/** @import { EngineRun } from '../engine/types.js' */
/** @import { PlaneWish, RunAnswer, Section } from './protocol.js' */

/**
 * What this needs of the seat of a run.
 * @typedef {object} Seat
 * @property {EngineRun} run
 * @property {Section[]} planes those that the engine has to know
 * @property {(answer: RunAnswer, transfer?: Transferable[]) => void} tell
 */

export class RunStudies {
  #seat;
  /** @type {(PlaneWish & {ask: number, studied: boolean}) | null} */
  #wish = null;
  #studying = false;
  /** Whether the run was changed since, so that the finding is of a step that will be another. */
  #outdated = false;
  #turn = 0;

  /** @param {Seat} seat */
  constructor(seat) {
    this.#seat = seat;
  }

  /** What is being studied may be of a step that will be another. */
  outdate() {
    this.#outdated = this.#studying;
  }

  /** @param {PlaneWish & {ask: number}} wish */
  wishPlane(wish) {
    this.#wish = { ...wish, studied: false };
    this.next([]);
  }

  /**
   * Takes what was found.
   * @param {EngineRun | null} run null while it rests
   * @param {Uint8Array} bytes
   */
  found(run, bytes) {
    const learns = !this.#outdated;
    this.#studying = this.#outdated = false;
    if (!run) return;
    if (learns) run.learn(bytes);
    this.next([]);
    this.#seat.tell({ is: 'learned' });
  }

  /**
   * Has the next thing computed that the plane or one of these charts waits for; the charts take turns.
   * @param {string[]} charts
   */
  next(charts) {
    if (this.#studying) return;
    const { run } = this.#seat;
    // Only once: while the run plays, a finding is always of an earlier step, and the plane goes through that step.
    const forPlane = this.#wish && !this.#wish.studied ? run.task('plane') : undefined;
    if (this.#wish && forPlane) {
      this.#wish.studied = true;
      this.#send(forPlane);
      return;
    }
    this.#choosePlane();
    for (let k = 0; k < charts.length; k += 1) {
      this.#turn += 1;
      const task = run.task(charts[this.#turn % charts.length]);
      if (task) {
        this.#send(task);
        return;
      }
    }
  }

  /** @param {Uint8Array} bytes */
  #send(bytes) {
    this.#studying = true;
    this.#seat.tell({ is: 'task', settings: this.#seat.run.settings, bytes }, buffersOf(bytes));
  }

  /** Chooses the plane that was asked for. */
  #choosePlane() {
    if (!this.#wish) return;
    const { ask, kind, framing } = this.#wish;
    const seat = this.#seat;
    this.#wish = null;
    const section = seat.run.section(ask, kind, framing) ?? null;
    if (section) seat.planes = [...seat.planes, { plane: ask, bytes: section.slice() }].slice(-2);
    const why = section ? '' : seat.run.hindrance;
    seat.tell({ is: 'plane', ask, kind, framing, section, why }, section ? buffersOf(section) : []);
  }
}
