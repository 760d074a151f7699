/**
 * Jobs of many independent pieces, of which each worker gets some: the runs of sweeps and calibrations. A piece is computed a
 * slice at a time, and its result does not depend on the others.
 */

/** @import { Calibration, Sweep } from '../engine.js' */
/** @import { Api } from '../engine/types.js' */
/** @import { BeginJob, Emit, From, GivePieces, Guard } from './protocol.js' */

/** Results go out again after so many ms. */
const PACE = 100;

/** @typedef {{id: number, engine: Sweep | Calibration, waiting: number[], piece: number | null, done: number[], results: Uint8Array[], cost: number, sent: number, steps: number}} OpenJob */

export class Pieces {
  #api;
  #emit;
  #guard;
  /** @type {Map<number, OpenJob>} */
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

  /** Begins a job in place of the last one of this number. @param {From<BeginJob>} request */
  begin({ id, kind, settings, wish, files, known, choice }) {
    this.end(id);
    this.#guard(id, () => {
      const engine = kind === 'sweep' ? this.#sweep(settings, wish, files) : this.#calibration(settings, wish, files);
      for (const result of known) engine.take(result);
      if (choice !== null && 'test' in engine) engine.test(choice);
      const begun = { waiting: [], piece: null, done: [], results: [], cost: 0, sent: performance.now(), steps: 1 };
      this.#open.set(id, { id, engine, ...begun });
    });
  }

  /** @param {string} settings @param {string} wish @param {[string, ArrayBuffer][]} files */
  #sweep(settings, wish, files) {
    const sweep = new this.#api.Sweep(settings, wish);
    for (const [name, content] of files) sweep.supply(name, new Uint8Array(content));
    return sweep;
  }

  /** @param {string} settings @param {string} wish @param {[string, ArrayBuffer][]} files */
  #calibration(settings, wish, [file]) {
    return new this.#api.Calibration(settings, wish, file && new Uint8Array(file[1]));
  }

  /** @param {From<GivePieces>} request */
  give({ id, pieces }) {
    this.#open.get(id)?.waiting.push(...pieces);
  }

  /** Gives a job up. @param {number} id */
  end(id) {
    this.#open.get(id)?.engine.free();
    this.#open.delete(id);
  }

  /** Those that have something to do. */
  get busy() {
    return [...this.#open.values()].filter(({ waiting, piece }) => waiting.length > 0 || piece !== null);
  }

  /** Goes on with a job for about `share` ms. @param {OpenJob} job @param {number} share */
  advance(job, share) {
    const begun = performance.now();
    const went = this.#guard(job.id, () => {
      for (let now = begun; now - begun < share;) {
        job.piece ??= this.#next(job);
        if (job.piece === null) break;
        const complete = job.engine.advance(job.steps);
        const then = performance.now();
        if (then - now < share / 4) job.steps = Math.min(job.steps * 2, 1 << 16);
        else if (then - now > share) job.steps = Math.max(1, job.steps >> 1);
        now = then;
        if (!complete) continue;
        job.done.push(job.piece);
        job.results.push(job.engine.result());
        job.piece = null;
      }
      return true;
    });
    // One that failed is not gone on with.
    if (!went) return this.#open.delete(job.id);
    const end = performance.now();
    job.cost += end - begun;
    const idle = job.piece === null && !job.waiting.length;
    if (job.done.length && (idle || end - job.sent > PACE)) this.#send(job, end);
    return true;
  }

  /** @param {OpenJob} job */
  #next(job) {
    const next = job.waiting.shift();
    if (next === undefined) return null;
    job.engine.begin(next);
    job.steps = 1; // The next run may be much larger.
    return next;
  }

  /** @param {OpenJob} job @param {number} time */
  #send(job, time) {
    const { id, done: pieces, results, cost } = job;
    Object.assign(job, { done: [], results: [], cost: 0, sent: time });
    this.#emit({ id, is: 'pieces', pieces, results, cost });
  }
}
