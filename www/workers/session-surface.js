/** The page's side of the surfaces' worker, for one element: its surface, the studies of its run, and its survey. */
import { data } from '../engine/runtime.js';
import { crew, surfaces } from './pool.js';

/** @import { Engine, Read } from '../engine/types.js' */
/** @import { Answer, Heights, OpenSurface, Section, SurfaceProgress, SurfaceRequest, SurveyWish } from './protocol.js' */
/** @import { Seat } from './pool.js' */

/** Surfaces with so many points a side are large: other workers help. */
const LARGE = 129;

export class SessionSurface {
  #id;
  #engine;
  #receive;
  /** Taken when there is something to compute. @type {Seat<SurfaceRequest> | null} */
  #seat = null;
  /** Ends the wait for the first charts. */
  #begin = () => {};
  /** The surface waits for the first charts: another worker would delay them. @type {Promise<void>} */
  #charted = new Promise((resolve) => (this.#begin = resolve));
  /** The settings of the surface; null before there is one. @type {Read | null} */
  #read = null;
  /** @type {Section | null} */
  #section = null;
  #epoch = 0;
  /** The number of the surface that is being computed. */
  #ask = 0;
  /** Those of other workers, which help. @type {Seat<SurfaceRequest>[]} */
  #helpers = [];
  #surveyed = '';
  #asleep = false;

  /**
   * @param {number} id the element's
   * @param {Engine} engine
   * @param {(answer: Answer) => void} receive
   */
  constructor(id, engine, receive) {
    this.#id = id;
    this.#engine = engine;
    this.#receive = receive;
  }

  /** The first charts are painted. */
  begin() {
    this.#begin();
  }

  /**
   * Computes the surface again.
   * @param {number} epoch of the run
   * @param {Read} read
   */
  open(epoch, read) {
    this.#epoch = epoch;
    this.#read = read;
    void this.#compute();
  }

  /** Another plane to draw over; null for that of a function, which comes with the next {@link open}. */
  /** @param {Section | null} section */
  over(section) {
    this.#section = section;
    if (section) void this.#compute();
  }

  /**
   * Other settings of the view.
   * @param {Read} read
   * @param {boolean} anew whether the surface has to be computed again
   */
  look(read, anew) {
    if (!this.#read) return;
    this.#read = read;
    if (anew && this.#epoch) void this.#compute();
  }

  /**
   * Computes something that the run waits for.
   * @param {{epoch: number, settings: string, data: ArrayBuffer | null, task: Uint8Array}} study
   */
  study(study) {
    this.#post({ do: 'study', ...study, asleep: this.#asleep });
  }

  /**
   * Tries the remedies of a verdict; without a task, gives up trying.
   * @param {{epoch: number, key: string, task: Uint8Array | null, data: ArrayBuffer | null}} trial
   */
  trial(trial) {
    // Where nothing was computed yet, there is nothing to give up.
    if (trial.task || this.#seat) this.#post({ do: 'trial', ...trial, asleep: this.#asleep });
  }

  /**
   * Examines a run; without steps, gives the examination up.
   * @param {{ask: number, settings: string, steps: number | null, data: ArrayBuffer | null}} wish
   */
  autopsy(wish) {
    this.#post({ do: 'autopsy', ...wish, asleep: this.#asleep });
  }

  /** The first charts are painted. @returns {Promise<void>} */
  get charted() {
    return this.#charted;
  }

  /** Asks which minimum each start of a function reaches; null gives it up. @param {SurveyWish | null} wish */
  survey(wish) {
    const name = wish ? surveyName(wish) : '';
    if (name === this.#surveyed) return;
    this.#surveyed = name;
    this.#post({ do: 'survey', wish });
  }

  /** Whether these heights are of the surface that is wanted now. @param {(Heights | SurfaceProgress) & {epoch: number}} answer */
  wants({ epoch, plane }) {
    return epoch === this.#epoch && plane === (this.#section?.plane ?? 0);
  }

  /** Whether this is the survey that is wanted now. @param {SurveyWish} wish */
  wantsSurvey(wish) {
    return surveyName(wish) === this.#surveyed;
  }

  /** @param {boolean} asleep */
  set asleep(asleep) {
    this.#asleep = asleep;
    this.#seat?.post({ do: 'sleep', asleep });
    for (const helper of this.#helpers) helper.post({ do: 'sleep', asleep });
  }

  /** Hands over what a helper has computed. @param {{ask: number, from: number, losses: Float32Array}} part */
  take({ ask, from, losses }) {
    if (ask === this.#ask) this.#post({ do: 'part', ask, from, losses });
  }

  /** The surface is complete, or another is wanted. */
  dismiss() {
    for (const helper of this.#helpers.splice(0)) helper.close();
  }

  rest() {
    this.dismiss();
    this.#seat?.post({ do: 'rest' });
  }

  close() {
    this.dismiss();
    this.#seat?.close();
    this.#epoch = NaN; // What still comes is not wanted.
  }

  /** @param {SurfaceRequest} request */
  #post(request) {
    this.#seat ??= surfaces.seat(this.#id, this.#engine, this.#receive);
    this.#seat.post(request);
  }

  async #compute() {
    const [epoch, section, read] = [this.#epoch, this.#section, this.#read];
    if (!read) return;
    const [file] = await Promise.all([data(read.dataFile), this.#charted]);
    if (epoch !== this.#epoch || section !== this.#section) return;
    this.#ask += 1;
    this.dismiss();
    const surface = { epoch, ask: this.#ask, settings: read.canonical, data: file, section, asleep: this.#asleep };
    this.#post({ do: 'open', ...surface });
    if (Number(read.values.grid) >= LARGE) this.#help(surface);
  }

  /** Has other workers compute the last points of a large surface. @param {Omit<OpenSurface, 'do'>} surface */
  #help(surface) {
    const points = Number(this.#read?.values.grid) ** 2;
    const helpers = crew().slice(1);
    // The surfaces' worker has the coarser levels as well, which are a quarter of all. Of the finest one, it begins with the
    // first points, and goes on with whatever nobody else has computed by then.
    const share = Math.floor((points * 4) / 3 / (helpers.length + 1));
    let to = points;
    for (const lane of helpers) {
      const from = Math.max(0, to - share);
      // One that fails leaves its part to the surfaces' worker.
      const seat = lane.seat(this.#id, this.#engine, (answer) => answer.is === 'part' && this.#receive(answer));
      seat.post({ do: 'help', ...surface, from, to });
      this.#helpers.push(seat);
      to = from;
    }
  }
}

/** @param {SurveyWish} wish */
function surveyName({ settings, width }) {
  return `${settings} ${width}`;
}
