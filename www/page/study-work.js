/** What a study computes: a bar with the time left, and a button that cancels. Results are kept, so that it can go on. */
import { h, hide, say } from '../common/dom.js';
import { fetchRest } from '../engine/runtime.js';
import { Job } from '../workers/jobs.js';

/** @import { Engine } from '../engine/types.js' */
/** @import { Results } from '../workers/jobs.js' */
/** @import { BeginJob } from '../workers/protocol.js' */

/** The time left is said once so many ms have been measured. */
const MEASURED = 700;

/** How a study ended. @typedef {{is: 'done'} | {is: 'cancelled'} | {is: 'failed', message: string}} Ended */

/**
 * Pieces to compute, and how many there are in all.
 * @typedef {object} Task
 * @property {Omit<BeginJob, 'do'>} begin
 * @property {Results} results
 * @property {[from: number, to: number]} pieces
 * @property {number} all
 * @property {() => void} progress called when results have come
 */

export class StudyWork {
  #engine;
  #texts;
  #asleep = false;
  /** @type {Job | null} */
  #job = null;
  /** @type {((ended: Ended) => void) | null} */
  #settle = null;
  /** When it began or went on, and how many results there were then. */
  #since = { time: 0, count: 0 };

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    const texts = (this.#texts = engine.texts.studies);
    this.bar = h('progress', { max: 1, value: 0, 'aria-label': texts.progress });
    this.words = h('span', { class: 'study-left' });
    this.cancel = h('button', { type: 'button', on: { click: () => this.stop() } }, texts.cancel);
    this.element = h('div', { class: 'check-progress study-work', hidden: true }, this.bar, this.words, this.cancel);
  }

  /** Off screen nothing is computed. @param {boolean} asleep */
  set asleep(asleep) {
    if (asleep === this.#asleep) return;
    this.#asleep = asleep;
    if (asleep) this.#job?.stop();
    else this.#begin();
  }

  /** Computes what is missing. @param {Task} task @returns {Promise<Ended>} */
  async compute(task) {
    await fetchRest();
    this.stop();
    return new Promise((settle) => {
      this.#settle = settle;
      this.#job = new Job(this.#engine, task.begin, task.results, task.pieces, {
        progress: () => {
          this.#tell(task);
          task.progress();
        },
        done: () => this.#end({ is: 'done' }),
        failed: (message) => this.#end({ is: 'failed', message }),
      });
      this.#since = { time: NaN, count: 0 };
      this.#tell(task);
      if (!this.#asleep) this.#job.start();
    });
  }

  /** Gives it up; what is there is kept. */
  stop() {
    this.#job?.end();
    this.#end({ is: 'cancelled' });
  }

  /** Shows that it is at work, or not any more. @param {boolean} busy */
  show(busy) {
    hide(this.element, !busy);
  }

  #begin() {
    if (!this.#job) return;
    this.#since = { time: NaN, count: 0 };
    this.#job.start();
  }

  /** @param {Ended} ended */
  #end(ended) {
    const settle = this.#settle;
    this.#job = null;
    this.#settle = null;
    settle?.(ended);
  }

  /** @param {Task} task */
  #tell(task) {
    const now = performance.now();
    const done = task.pieces[1] - (this.#job?.missing ?? 0);
    if (Number.isNaN(this.#since.time)) this.#since = { time: now, count: done };
    const spent = now - this.#since.time;
    const made = done - this.#since.count;
    const left = made > 0 && spent > MEASURED ? ((task.all - done) * spent) / made / 1000 : null;
    this.bar.value = task.all ? done / task.all : 1;
    say(this.words, this.#texts.done(done, task.all, left));
  }
}
