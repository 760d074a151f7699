/**
 * The page's side of a job of many independent pieces: gives them to the workers that there are, and keeps the results. Which
 * worker computes which piece changes nothing in them.
 */
import { crew } from './pool.js';

/** @import { Engine } from '../engine/types.js' */
/** @import { Seat } from './pool.js' */
/** @import { Answer, BeginJob, SurfaceRequest } from './protocol.js' */

/** A worker is given pieces for about so many ms at once. */
const AT_ONCE = 120;
/** It is given at most so many pieces at once. */
const MOST = 256;
/** Jobs whose results are kept. */
const KEPT = 16;

/** Numbers of seats; elements have positive ones. */
let serial = 0;

/** The results of a job, by piece. @typedef {(Uint8Array | undefined)[]} Results */
/** @type {Map<string, Results>} */
const kept = new Map();

/** The results that are kept of the job of this name. @param {string} name @returns {Results} */
export function resultsOf(name) {
  const results = kept.get(name) ?? [];
  kept.delete(name);
  kept.set(name, results); // The latest is the last to go.
  for (const [oldest] of kept) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return results;
}

/** @typedef {{seat: Seat<SurfaceRequest>, out: Set<number>}} Hand a worker, and the pieces that it has */

export class Job {
  #engine;
  #begin;
  #results;
  #on;
  /** Pieces that nobody has. @type {number[]} */
  #todo;
  /** @type {Hand[]} */
  #hands = [];
  /** How long a piece takes, in ms; null while that is not known. @type {number | null} */
  #cost = null;
  #over = false;

  /**
   * Computes the pieces from `from` to before `to` of which there are no results yet.
   * @param {Engine} engine
   * @param {Omit<BeginJob, 'do'>} begin
   * @param {Results} results
   * @param {[from: number, to: number]} pieces
   * @param {{progress: () => void, done: () => void, failed: (message: string) => void}} on
   */
  constructor(engine, begin, results, [from, to], on) {
    this.#engine = engine;
    this.#begin = begin;
    this.#results = results;
    this.#on = on;
    this.#todo = [];
    for (let piece = from; piece < to; piece += 1) if (!results[piece]) this.#todo.push(piece);
    this.#todo.reverse(); // The next one is the last.
  }

  /** How many pieces have no result yet. */
  get missing() {
    return this.#hands.reduce((sum, { out }) => sum + out.size, this.#todo.length);
  }

  /** Goes on. */
  start() {
    if (this.#over || this.#hands.length) return;
    if (!this.#todo.length) return this.#finish(() => this.#on.done());
    for (const lane of crew().slice(0, this.#todo.length)) {
      serial -= 1;
      /** @type {Hand} */
      const hand = { seat: lane.seat(serial, this.#engine, (answer) => this.#receive(hand, answer)), out: new Set() };
      hand.seat.post({ do: 'job', ...this.#begin });
      this.#hands.push(hand);
    }
    for (const hand of this.#hands) this.#give(hand);
  }

  /** Stops; what is being computed is lost, and computed again after {@link start}. */
  stop() {
    const hands = this.#hands.splice(0);
    for (const { seat, out } of hands) {
      seat.close();
      this.#todo.push(...out);
    }
    this.#todo.sort((a, b) => b - a);
  }

  /** Gives it up. */
  end() {
    this.stop();
    this.#over = true;
  }

  /** @param {Hand} hand */
  #give(hand) {
    const fair = Math.ceil(this.#todo.length / this.#hands.length / 2);
    const quick = this.#cost === null ? 1 : Math.round(AT_ONCE / this.#cost);
    const count = Math.max(1, Math.min(quick, fair, MOST));
    // There is always a next one, so that no worker waits for the page.
    while (this.#todo.length && hand.out.size <= count) {
      const pieces = this.#todo.splice(-count).reverse();
      for (const piece of pieces) hand.out.add(piece);
      hand.seat.post({ do: 'pieces', pieces });
    }
  }

  /** @param {Hand} hand @param {Answer} answer */
  #receive(hand, answer) {
    if (!this.#hands.includes(hand)) return;
    if (answer.is === 'error' || answer.is === 'panic') {
      this.#finish(() => this.#on.failed(answer.message));
    } else if (answer.is === 'pieces') {
      answer.pieces.forEach((piece, k) => {
        this.#results[piece] = answer.results[k];
        hand.out.delete(piece);
      });
      this.#cost = answer.cost / answer.pieces.length || 0.01;
      this.#give(hand);
      this.#on.progress();
      if (!this.#todo.length && this.#hands.every(({ out }) => !out.size)) this.#finish(() => this.#on.done());
    }
  }

  /** @param {() => void} tell */
  #finish(tell) {
    this.end();
    tell();
  }
}
