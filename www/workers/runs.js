/**
 * Trains: has the run of every element of the page and advances them in slices.
 *
 * Lives in the run worker, or on the main thread where no worker can be made. The messages are in `protocol.js`.
 */
import { RunSeat } from './run-seat.js';
import { Slices } from './slices.js';
import { advance, replay } from './training.js';

/** @import { Api } from '../engine/types.js' */
/** @import { Emit, From, Guard, OpenRun, Pace, RunRequest } from './protocol.js' */

export class Runs {
  #api;
  #emit;
  #guard;
  /** @type {Map<number, RunSeat>} */
  #seats = new Map();
  #slices;

  /**
   * @param {Api} api
   * @param {Emit} emit
   * @param {Pace & {guard: Guard}} options
   */
  constructor(api, emit, { budget, gentle, guard }) {
    this.#api = api;
    this.#emit = emit;
    this.#guard = guard;
    this.#slices = new Slices((ms) => this.#work(ms), { budget, gentle });
  }

  /** Serves one message. @param {From<RunRequest>} request */
  handle(request) {
    const { id } = request;
    const seat = this.#seats.get(id);
    if (request.do === 'open') this.#open(request);
    else if (seat && request.do === 'close') this.#guard(id, () => this.#close(seat));
    else if (seat) this.#guard(id, () => seat.serve(request));
    this.#slices.wake();
  }

  /** @param {From<OpenRun>} request */
  #open(request) {
    const old = this.#seats.get(request.id);
    if (old) this.#close(old);
    this.#guard(request.id, () => {
      const seat = new RunSeat(this.#api, request, this.#emit, this.#seats);
      this.#seats.set(request.id, seat);
      seat.company.begins();
    });
  }

  /** @param {RunSeat} seat */
  #close(seat) {
    this.#seats.delete(seat.id);
    seat.close();
  }

  /**
   * One slice: every run that has something to do gets an equal share.
   * @param {number} budget
   */
  #work(budget) {
    const busy = [...this.#seats.values()].filter((seat) => seat.busy);
    let wait = Infinity;
    for (const seat of busy) {
      const next = this.#guard(seat.id, () => this.#advance(seat, budget / busy.length));
      if (next === undefined) seat.stop();
      else wait = Math.min(wait, next);
    }
    return wait;
  }

  /** @param {RunSeat} seat @param {number} share */
  #advance(seat, share) {
    if (!seat.returning) return advance(seat, share);
    if (replay(seat, share)) for (const request of seat.waiting.splice(0)) this.handle(request);
    return 0;
  }
}
