/**
 * Runs that are shown side by side go together: the first of them leads, and the others follow it step by step. Each is a
 * run of its own and computes the same bits as it would alone.
 *
 * A follower that was opened later first catches up. A run that has diverged stays where it is, and the others go on.
 */

/** @import { EngineRun, Frame } from '../engine/types.js' */
/** @import { RunAnswer } from './protocol.js' */

/**
 * A run as the company needs it.
 * @typedef {object} Member
 * @property {number} id
 * @property {number | null} leader the number of the one that it follows
 * @property {boolean} ready whether its run is there; one that was given back is first made again
 * @property {EngineRun} run
 * @property {number} step that it stands at; of the leader, that of the one that is furthest
 * @property {boolean} ended whether it cannot go on
 * @property {number} spent
 * @property {() => Frame} frame
 * @property {(answer: RunAnswer) => void} tell
 * @property {() => void} wake has a run that was given back made again
 */

export class Company {
  #members;
  #own;

  /**
   * @param {Map<number, Member>} members all runs of the worker
   * @param {Member} own
   */
  constructor(members, own) {
    this.#members = members;
    this.#own = own;
  }

  /** Those that follow this run. */
  get followers() {
    return [...this.#members.values()].filter((member) => member.leader === this.#own.id);
  }

  /** How many steps this run is behind the one that it follows. */
  get lag() {
    const { leader, step, ended } = this.#own;
    const first = leader === null ? undefined : this.#members.get(leader);
    return first && !ended ? Math.max(0, first.step - step) : 0;
  }

  /**
   * The path of the one that it follows, in a plane of this run; empty where it follows none, or that has other parameters.
   * @param {number} points
   * @param {Uint8Array} plane
   */
  firstPath(points, plane) {
    const { leader } = this.#own;
    const first = leader === null ? undefined : this.#members.get(leader);
    return first?.ready ? first.run.pathBeside(points, plane) : new Float32Array();
  }

  /** Whether all that follow are where this run is. */
  get together() {
    const { step } = this.#own;
    let ready = true;
    for (const follower of this.followers) {
      if (!follower.ready) follower.wake();
      else if (follower.step > step) sought(follower, step);
      ready &&= follower.ready && (follower.ended || follower.step >= step);
    }
    return ready;
  }

  /** The last step that any of them has recorded. */
  get recorded() {
    const runs = [this.#own, ...this.followers.filter(({ ready }) => ready)].map(({ run }) => run.recorded);
    return Math.max(...runs);
  }

  /** Whether others go on where this run has diverged. */
  get goesOn() {
    return this.followers.some(({ ended }) => !ended);
  }

  /**
   * Makes up to `count` steps, all of them.
   * @param {number} count
   * @returns {number} the step that the furthest has reached
   */
  makes(count) {
    const own = this.#own;
    const to = own.step + count;
    let reached = own.run.step(count);
    for (const follower of this.followers) reached = Math.max(reached, brought(follower, to));
    return Math.max(own.step, reached);
  }

  /**
   * Goes to a step exactly, all of them.
   * @param {number} step
   * @returns {number} the step that the furthest has reached
   */
  goes(step) {
    let reached = this.#own.run.seek(step);
    for (const follower of this.followers) reached = Math.max(reached, sought(follower, step));
    return reached;
  }

  /** Has this run, which begins anew, followed from its first step. */
  begins() {
    for (const follower of this.followers) {
      if (!follower.ready) continue;
      sought(follower, this.#own.step);
      follower.tell({ is: 'moved', frame: follower.frame() });
    }
  }

  /** Tells those that follow where they stand now. */
  arrives() {
    for (const follower of this.followers) follower.tell({ is: 'moved', frame: follower.frame() });
  }

  /**
   * Catches up with the leader for about `share` ms.
   * @param {number} share
   */
  catchesUp(share) {
    const own = this.#own;
    const end = performance.now() + share;
    for (let chunk = 1; this.lag > 0 && performance.now() < end; chunk = Math.min(2 * chunk, 256)) {
      brought(own, own.step + Math.min(chunk, this.lag));
    }
    if (this.lag === 0) own.tell({ is: 'moved', frame: own.frame() });
  }
}

/** @param {Member} member @param {number} to @returns {number} the step that it has reached */
function brought(member, to) {
  if (member.ended || to <= member.step) return member.step;
  const start = performance.now();
  member.step = member.run.step(to - member.step);
  member.ended = member.step < to;
  member.spent += performance.now() - start;
  return member.step;
}

/** @param {Member} member @param {number} step @returns {number} the step that it has reached */
function sought(member, step) {
  member.step = member.run.seek(step);
  member.ended = member.step < step;
  return member.step;
}
