/** A part of a large surface, in a worker that helps: the last points first, because the other worker begins at the first. */
import { buffersOf } from './transfer.js';

/** @import { Surface } from '../engine.js' */
/** @import { Api } from '../engine/types.js' */
/** @import { Emit, From, HelpSurface } from './protocol.js' */

/** Losses go out again after so many ms. */
const PACE = 30;

export class PartSeat {
  complete = false;
  #emit;
  #request;
  /** @type {Surface | null} */
  #surface;
  /** Points that are still to be computed end here, and those that are computed but not sent begin here. */
  #end;
  #count = 16;
  /** Computed and not sent, the last points first. @type {Float32Array[]} */
  #losses = [];
  #sent = performance.now();

  /**
   * @param {Api} api
   * @param {From<HelpSurface>} request
   * @param {Emit} emit
   */
  constructor(api, request, emit) {
    this.#emit = emit;
    this.#request = request;
    this.asleep = request.asleep;
    this.#end = request.to;
    const { settings, data, section } = request;
    this.#surface = new api.Surface(settings, data ? new Uint8Array(data) : undefined, section?.bytes);
  }

  /** Whether there is something to do in the next slice. */
  get busy() {
    return !this.complete && !this.asleep;
  }

  /** Goes on for about `share` ms. @param {number} share */
  advance(share) {
    const surface = this.#surface;
    if (!surface) return;
    const start = performance.now();
    const from = Math.max(this.#request.from, this.#end - this.#count);
    this.#losses.push(surface.part(from, this.#end));
    this.#end = from;
    const end = performance.now();
    if (end - start < share / 2) this.#count = Math.min(this.#count * 2, 2048);
    else if (end - start > share) this.#count = Math.max(1, this.#count >> 1);
    this.complete = from === this.#request.from;
    if (this.complete || end - this.#sent > PACE) this.#send(end);
    if (this.complete) this.free();
  }

  free() {
    this.#surface?.free();
    this.#surface = null;
    this.complete = true;
  }

  /** @param {number} time */
  #send(time) {
    const { id, epoch, ask } = this.#request;
    const pieces = this.#losses.splice(0).reverse();
    const losses = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      losses.set(piece, at);
      at += piece.length;
    }
    this.#sent = time;
    this.#emit({ id, epoch, is: 'part', ask, from: this.#end, losses }, buffersOf(losses));
  }
}
