/**
 * Asks the run for news, one question at a time and never more often than the answers can be drawn, and has the newest
 * answer.
 */
import { FRAME, sharing } from './sharing.js';
import { calm } from '../common/theme.js';

/** @import { News as Answer, NewsOfStep } from '../workers/protocol.js' */
/** @import { Question } from '../workers/session.js' */

/**
 * How often, in ms, the words change while the run plays (people read no faster), and how often anything does with
 * reduced motion.
 */
const DIAGNOSIS_EVERY = 200;
const CALM_EVERY = 250;
/** One ms in so many is for drawing; the browser's own work on it takes about as long again. */
const PART = 4;
/** The longest wait, in ms: on a busy machine drawing mostly waits for others. */
const PAUSE = 50;

export class News {
  #send;
  /** @type {NewsOfStep | null} */
  #newest = null;
  #asking = false;
  /** Whether what was drawn last was an answer, and how long that took, in ms. */
  #taken = false;
  #cost = 0;
  #next = 0;
  #nextDiagnosis = 0;
  /** The step of the last diagnosis. */
  #diagnosed = -1;

  /** Whether what is shown is out of date. */
  stale = true;
  /** Steps a second, as measured; null at rest. @type {number | null} */
  rate = null;

  /** @param {(question: Question) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /**
   * An answer has come.
   * @param {Answer} news
   * @param {boolean} first whether it is the first one: whatever is done for the first time takes long
   */
  heard(news, first) {
    this.#asking = false;
    this.rate = news.rate;
    // With a frame all that belongs to it is there.
    if (news.diagnosis) this.#diagnosed = news.diagnosis.step;
    if (news.frame) this.#newest = /** @type {NewsOfStep} */ (news);
    if (!first) this.#next = Math.max(this.#next, performance.now() + 2 * news.cost);
  }

  /** The newest answer, once. @returns {NewsOfStep | null} */
  take() {
    const newest = this.#newest;
    this.#newest = null;
    this.#taken = newest !== null;
    return newest;
  }

  /** A newer frame than the answer's is there. */
  outdated() {
    this.#newest = null;
  }

  /** Another run has begun: what was asked of the one before is not answered any more. */
  begin() {
    this.#newest = null;
    this.#asking = false;
    this.#diagnosed = -1;
    this.rate = null;
  }

  /**
   * A picture was begun at `start` and is done: drawing takes but a part of the main thread's time.
   * @param {number} start
   */
  drawn(start) {
    const took = performance.now() - start;
    this.#next = Math.max(this.#next, start + Math.min(PART * took, took + PAUSE));
    if (this.#taken) this.#cost = took;
    sharing.drawn(start);
  }

  /** It is off screen, so that other elements need not wait for it. */
  rest() {
    sharing.leave(this);
  }

  /**
   * Asks, if it is time.
   * @param {number} time of the animation frame
   * @param {boolean} still whether the run stands, so that there are news only of what went stale
   * @param {() => Omit<Question, 'diagnosis'>} question
   */
  ask(time, still, question) {
    if (this.#asking || performance.now() + FRAME < this.#next || (still && !this.stale)) return;
    if (still) sharing.leave(this);
    else if (!sharing.admits(this, this.#cost)) return;
    const asked = question();
    const diagnosis = this.stale || time >= this.#nextDiagnosis;
    // A slow run may have reached a step by a question without a diagnosis: then that step is not known yet.
    if (diagnosis && asked.known !== null) asked.known = this.#diagnosed;
    if (diagnosis) this.#nextDiagnosis = time + DIAGNOSIS_EVERY;
    this.#send({ ...asked, diagnosis });
    this.#asking = true;
    this.stale = false;
    if (calm() && !still) this.#next = performance.now() + CALM_EVERY;
  }
}
