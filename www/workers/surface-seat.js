/** The surface of one element, in the worker that computes surfaces: refined a slice at a time. */
import { buffersOf } from './transfer.js';

/** @import { Surface } from '../engine.js' */
/** @import { Api } from '../engine/types.js' */
/** @import { Emit, From, GivePart, OpenSurface } from './protocol.js' */

/** Between two completed levels the heights are sent again after so many ms. */
const SEND_EVERY = 250;
/** Cells in one call of the engine, at most. */
const MOST = 4096;

export class SurfaceSeat {
  complete = false;
  #api;
  #emit;
  #request;
  /** @type {Surface | null} */
  #surface = null;
  /** @type {Uint8Array} what the surface says of itself */
  #info = new Uint8Array();
  #cells = 16;
  #size = 0;
  #sent = 0;

  /**
   * @param {Api} api
   * @param {From<OpenSurface>} request
   * @param {Emit} emit
   */
  constructor(api, request, emit) {
    this.#api = api;
    this.#request = request;
    this.#emit = emit;
    this.asleep = request.asleep;
  }

  /** Whether there is something to do in the next slice. */
  get busy() {
    return this.#surface !== null && !this.complete && !this.asleep;
  }

  /** Whether it was given back before it was complete. */
  get unfinished() {
    return this.#surface === null && !this.complete;
  }

  begin() {
    const { settings, data, section } = this.#request;
    this.#surface = new this.#api.Surface(settings, data ? new Uint8Array(data) : undefined, section?.bytes);
    this.#info = this.#surface.info();
    this.#cells = 16;
    this.#size = 0;
    this.#sent = performance.now();
  }

  /**
   * Goes on for about `share` ms.
   * @param {number} share
   */
  refine(share) {
    const surface = this.#surface;
    if (!surface) return;
    const start = performance.now();
    this.complete = surface.refine(this.#cells);
    const end = performance.now();
    if (end - start < share / 2) this.#cells = Math.min(this.#cells * 2, MOST);
    else if (end - start > share) this.#cells = Math.max(1, this.#cells >> 1);
    const grown = surface.size !== this.#size;
    if (this.complete || grown || end - this.#sent > SEND_EVERY) this.#send(surface, end);
    if (this.complete) this.free(); // The page has it now.
  }

  /** Takes losses that another worker has computed. @param {GivePart} part */
  learn({ ask, from, losses }) {
    if (ask === this.#request.ask) this.#surface?.learn(from, losses);
  }

  free() {
    this.#surface?.free();
    this.#surface = null;
  }

  /** @param {Surface} surface @param {number} time */
  #send(surface, time) {
    const { id, epoch, section } = this.#request;
    const { size, done } = surface;
    this.#size = size;
    this.#sent = time;
    const head = { id, epoch, plane: section?.plane ?? 0, done, complete: this.complete };
    if (!size) {
      this.#emit({ ...head, is: 'progress' });
      return;
    }
    const heights = surface.heights();
    this.#emit({ ...head, is: 'surface', size, heights, info: this.#info }, buffersOf(heights));
  }
}
