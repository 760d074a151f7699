/**
 * What is asked of the run, one question at a time and never more often than the answers can be drawn, and the newest
 * answer.
 */
import { FRAME, sharing } from './sharing.js';
import { calm } from '../common/theme.js';

/** How often the sentence changes while the run goes on, and how often anything does for those who want calm, in ms. */
const STORY_EVERY = 400;
const CALM_EVERY = 250;
/** Of so many ms one is for drawing; what the browser makes of it takes about as long again. */
const PART = 4;
/** No longer than this, in ms, is waited: on a busy machine most of what drawing takes is not its own. */
const PAUSE = 50;

export class News {
  #send;
  #newest = null;
  #asking = false;
  #taken = false; // whether what was drawn last was an answer
  #cost = 0; // how long that took, in ms
  #next = 0;
  #nextStory = 0;

  /** Whether what is shown is not what would be told now. */
  stale = true;
  /** Steps a second, as measured; null at rest. */
  rate = null;

  /** @param {(question: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** An answer has come. @param {boolean} first whether it is the first one: whatever is done for the first time takes long */
  heard(news, first) {
    this.#asking = false;
    this.rate = news.rate;
    if (news.frame) this.#newest = news;
    if (!first) this.#next = Math.max(this.#next, performance.now() + 2 * news.cost);
  }

  /** The newest answer, once. */
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
    this.rate = null;
  }

  /** A picture was begun at `start` and is done: drawing takes but a part of the main thread's time. */
  drawn(start) {
    const took = performance.now() - start;
    this.#next = Math.max(this.#next, start + Math.min(PART * took, took + PAUSE));
    if (this.#taken) this.#cost = took;
    sharing.drawn(start);
  }

  /** Nobody looks: others need not wait for what would be drawn here. */
  rest() {
    sharing.leave(this);
  }

  /**
   * Asks, if it is time.
   * @param {number} time of the animation frame
   * @param {boolean} still whether the run stands, so that there are news only of what went stale
   * @param {() => object} question
   */
  ask(time, still, question) {
    if (this.#asking || performance.now() + FRAME < this.#next || (still && !this.stale)) return;
    if (still) sharing.leave(this);
    else if (!sharing.admits(this, this.#cost)) return;
    const story = this.stale || time >= this.#nextStory;
    if (story) this.#nextStory = time + STORY_EVERY;
    this.#send({ ...question(), story });
    this.#asking = true;
    this.stale = false;
    if (calm() && !still) this.#next = performance.now() + CALM_EVERY;
  }
}
