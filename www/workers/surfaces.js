/**
 * Computes what is looked at beside the training: holds the `Surface` of every element of the page and refines it in
 * slices, and the studies that runs wait for.
 *
 * Lives in the surface worker, or on the main thread where no worker can be made.
 *
 * Messages in, with the element's `id`: open {epoch, settings, data, section, asleep} · study {epoch, settings, data, task, asleep} ·
 *   survey {wish} (null to give it up) ·
 *   sleep {asleep} · rest · close
 * Messages out, with `id`, `epoch` and `plane`, the number of the section (0 for that of the first picture):
 *   surface {size, heights, done, complete, info} · progress {done} · finding {bytes} · survey {wish, bytes, done} · error {message}
 */
import { Slices } from './slices.js';
import { Studies } from './studies.js';
import { Survey } from './survey.js';

/** Between two completed levels the heights go out again after so many ms. */
const PACE = 250;

export class Surfaces {
  #api;
  #emit;
  #seats = new Map();
  #studies;
  #surveys = new Map();
  #slices;

  /**
   * @param {object} api engine.js
   * @param {(message: object, transfer?: Transferable[]) => void} emit
   * @param {{budget: number, gentle: boolean, guard: (id: number, work: () => any) => any}} options
   */
  constructor(api, emit, { budget, gentle, guard }) {
    this.#api = api;
    this.#emit = emit;
    this.guard = guard;
    this.#studies = new Studies(api, emit, (id, work) => this.guard(id, work));
    this.#slices = new Slices((ms) => this.#work(ms), { budget, gentle });
  }

  /** Serves one message. */
  handle(message) {
    const seat = this.#seats.get(message.id);
    if (message.do === 'study') this.#studies.begin(message);
    else if (message.do === 'sleep') this.#studies.sleep(message.id, message.asleep);
    else if (message.do === 'close') this.#studies.end(message.id);
    if (message.do === 'open') this.#open(message, seat);
    else if (message.do === 'survey') this.#survey(message);
    else if (seat && message.do === 'sleep') this.#sleep(seat, message);
    else if (seat && message.do === 'rest') this.#free(seat);
    else if (seat && message.do === 'close') this.#close(seat);
    this.#slices.wake();
  }

  #open(message, old) {
    if (old) this.#free(old);
    const { id, epoch, section, asleep } = message;
    const seat = { id, epoch, plane: section?.plane ?? 0, message, asleep, surface: null, complete: false };
    this.#seats.set(id, seat);
    this.guard(id, () => this.#begin(seat));
  }

  #survey({ id, wish }) {
    this.#surveys.get(id)?.free();
    this.#surveys.delete(id);
    if (!wish) return;
    const emit = (message, transfer) => this.#emit({ ...message, id, wish }, transfer);
    this.guard(id, () => this.#surveys.set(id, new Survey(this.#api, wish, emit)));
  }

  #begin(seat) {
    const { settings, data, section } = seat.message;
    seat.surface = new this.#api.Surface(settings, data ? new Uint8Array(data) : undefined, section?.bytes);
    Object.assign(seat, { info: seat.surface.info(), cells: 16, size: 0, posted: performance.now() });
  }

  /** What was not finished when its memory was given back is begun again. */
  #sleep(seat, { asleep }) {
    seat.asleep = asleep;
    if (!asleep && !seat.surface && !seat.complete) this.guard(seat.id, () => this.#begin(seat));
  }

  #free(seat) {
    seat.surface?.free();
    seat.surface = null;
  }

  #close(seat) {
    this.#survey({ id: seat.id });
    this.#seats.delete(seat.id);
    this.#free(seat);
  }

  #work(budget) {
    const busy = [...this.#seats.values()].filter((seat) => seat.surface && !seat.complete && !seat.asleep);
    const studies = this.#studies.busy;
    const share = budget / (busy.length + studies.length);
    for (const seat of busy) {
      // A surface that failed is not tried again until its settings change.
      if (!this.guard(seat.id, () => this.#refine(seat, share))) seat.complete = true;
    }
    for (const study of studies) this.#studies.advance(study, share);
    return share < Infinity || this.#explore(budget) ? 0 : Infinity;
  }

  /** Surveys wait for the surfaces. Whether there is something left to do. */
  #explore(budget) {
    const busy = [...this.#surveys].filter(([id, survey]) => !survey.complete && !this.#seats.get(id)?.asleep);
    for (const [id, survey] of busy) {
      // One that failed is not tried again.
      if (!this.guard(id, () => (survey.advance(budget / busy.length), true))) survey.complete = true;
    }
    return busy.length > 0;
  }

  #refine(seat, share) {
    const start = performance.now();
    seat.complete = seat.surface.refine(seat.cells);
    const end = performance.now();
    if (end - start < share / 2) seat.cells = Math.min(seat.cells * 2, 4096);
    else if (end - start > share) seat.cells = Math.max(1, seat.cells >> 1);
    const grown = seat.surface.size !== seat.size;
    if (seat.complete || grown || end - seat.posted > PACE) this.#post(seat, end);
    if (seat.complete) this.#free(seat); // The page has it now.
    return true;
  }

  #post(seat, time) {
    seat.size = seat.surface.size;
    seat.posted = time;
    const message = {
      id: seat.id,
      epoch: seat.epoch,
      plane: seat.plane,
      done: seat.surface.done,
      complete: seat.complete,
    };
    if (!seat.size) return this.#emit({ ...message, is: 'progress' });
    const heights = seat.surface.heights();
    this.#emit({ ...message, is: 'surface', size: seat.size, heights, info: seat.info }, [heights.buffer]);
  }
}
