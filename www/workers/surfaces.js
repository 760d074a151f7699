/**
 * Computes what is looked at beside the training: the surface of every element of the page, the studies that runs wait
 * for, remedies that are tried, autopsies, surveys of starts, and the runs of sweeps and calibrations, all in slices.
 *
 * Lives in the surfaces' worker and in those that help it, or on the main thread where no worker can be made. The messages are in `protocol.js`.
 */
import { Beside } from './beside.js';
import { PartSeat } from './part-seat.js';
import { Pieces } from './pieces.js';
import { Slices } from './slices.js';
import { Studies } from './studies.js';
import { SurfaceSeat } from './surface-seat.js';
import { Survey } from './survey.js';
import { buffersOf } from './transfer.js';

/** @import { Api } from '../engine/types.js' */
/** @import { Emit, From, Guard, HelpSurface, OpenSurface, Pace, SurfaceRequest, SurveyWish } from './protocol.js' */

export class Surfaces {
  #api;
  #emit;
  #guard;
  /** @type {Map<number, SurfaceSeat>} */
  #seats = new Map();
  #studies;
  #beside;
  /** @type {Map<number, Survey>} */
  #surveys = new Map();
  /** Parts of surfaces of other workers. @type {Map<number, PartSeat>} */
  #parts = new Map();
  #pieces;
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
    this.#studies = new Studies(api, emit, guard);
    this.#beside = new Beside(api, emit, guard);
    this.#pieces = new Pieces(api, emit, guard);
    this.#slices = new Slices((ms) => this.#work(ms), { budget, gentle });
  }

  /** Serves one message. @param {From<SurfaceRequest>} request */
  handle(request) {
    const { id } = request;
    const seat = this.#seats.get(id);
    switch (request.do) {
      case 'open':
        this.#open(request, seat);
        break;
      case 'study':
        this.#studies.begin(request);
        break;
      case 'trial':
        this.#beside.try(request);
        break;
      case 'autopsy':
        this.#beside.examine(request);
        break;
      case 'help':
        this.#help(request);
        break;
      case 'part':
        if (seat) this.#guard(id, () => seat.learn(request));
        break;
      case 'job':
        this.#pieces.begin(request);
        break;
      case 'pieces':
        this.#pieces.give(request);
        break;
      case 'survey':
        this.#survey(id, request.wish);
        break;
      case 'sleep':
        this.#studies.sleep(id, request.asleep);
        this.#beside.sleep(id, request.asleep);
        if (seat) this.#sleep(id, seat, request.asleep);
        this.#rouse(id, request.asleep);
        break;
      case 'rest':
        seat?.free();
        break;
      case 'close':
        this.#studies.end(id);
        this.#beside.end(id);
        this.#pieces.end(id);
        this.#parts.get(id)?.free();
        this.#parts.delete(id);
        if (seat) this.#close(id, seat);
        break;
    }
    this.#slices.wake();
  }

  /** @param {From<OpenSurface>} request @param {SurfaceSeat} [old] */
  #open(request, old) {
    old?.free();
    const seat = new SurfaceSeat(this.#api, request, this.#emit);
    this.#seats.set(request.id, seat);
    this.#guard(request.id, () => seat.begin());
  }

  /** @param {From<HelpSurface>} request */
  #help(request) {
    const { id } = request;
    this.#parts.get(id)?.free();
    this.#parts.delete(id);
    this.#guard(id, () => this.#parts.set(id, new PartSeat(this.#api, request, this.#emit)));
  }

  /** @param {number} id @param {boolean} asleep */
  #rouse(id, asleep) {
    const part = this.#parts.get(id);
    if (part) part.asleep = asleep;
  }

  /** @param {number} id @param {SurveyWish | null} wish */
  #survey(id, wish) {
    this.#surveys.get(id)?.free();
    this.#surveys.delete(id);
    if (!wish) return;
    this.#guard(id, () => {
      const survey = new Survey(this.#api, wish, (bytes, done) => {
        this.#emit({ is: 'survey', id, wish, bytes, done }, buffersOf(bytes));
      });
      this.#surveys.set(id, survey);
    });
  }

  /** What was given back before it was complete is begun again. @param {number} id @param {SurfaceSeat} seat @param {boolean} asleep */
  #sleep(id, seat, asleep) {
    seat.asleep = asleep;
    if (!asleep && seat.unfinished) this.#guard(id, () => seat.begin());
  }

  /** @param {number} id @param {SurfaceSeat} seat */
  #close(id, seat) {
    this.#survey(id, null);
    this.#seats.delete(id);
    seat.free();
  }

  /** @param {number} budget */
  #work(budget) {
    const busy = [...this.#seats].filter(([, seat]) => seat.busy);
    const studies = this.#studies.busy;
    const beside = this.#beside.busy;
    const parts = [...this.#parts].filter(([, part]) => part.busy);
    const jobs = this.#pieces.busy;
    const share = budget / (busy.length + studies.length + beside.length + parts.length + jobs.length);
    for (const [id, seat] of busy) {
      // A surface that failed is not tried again until its settings change.
      if (!this.#guard(id, () => (seat.refine(share), true))) seat.complete = true;
    }
    for (const study of studies) this.#studies.advance(study, share);
    for (const one of beside) this.#beside.advance(one, share);
    for (const [id, part] of parts) {
      if (!this.#guard(id, () => (part.advance(share), true))) part.complete = true;
    }
    for (const job of jobs) this.#pieces.advance(job, share);
    return share < Infinity || this.#explore(budget) ? 0 : Infinity;
  }

  /**
   * Surveys wait for the surfaces.
   * @param {number} budget
   * @returns {boolean} whether there is something left to do
   */
  #explore(budget) {
    const busy = [...this.#surveys].filter(([id, survey]) => !survey.complete && !this.#seats.get(id)?.asleep);
    for (const [id, survey] of busy) {
      // One that failed is not tried again.
      if (!this.#guard(id, () => (survey.advance(budget / busy.length), true))) survey.complete = true;
    }
    return busy.length > 0;
  }
}
