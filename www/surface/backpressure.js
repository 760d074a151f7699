/**
 * Keeps the 3-D view from requesting pictures faster than they can be drawn.
 *
 * Orders to WebGL return at once, and the work piles up behind them; where there is no graphics card it would take the
 * browser's own drawing with it. So the next picture waits until the last one is finished, and then as long again if
 * that took long.
 */

/** A picture that takes longer than this, in ms, is slow. */
const SLOW = 40;
/** The longest wait, in ms, for the event that a picture is drawn: a busy graphics process may never send it. */
const LONGEST = 1000;

export class Backpressure {
  #gl;
  /** @type {WebGLSync | null} */
  #fence = null;
  #ordered = 0;
  #free = 0;
  #took = Infinity; // the last picture, in ms

  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    this.#gl = gl;
  }

  /** Whether the next picture may be ordered. */
  get ready() {
    return this.finished && performance.now() >= this.#free;
  }

  /** Whether everything that was ordered is drawn. */
  get finished() {
    const gl = this.#gl;
    if (!this.#fence) return true;
    const late = performance.now() - this.#ordered > LONGEST;
    const done = late || gl.isContextLost() || gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) === gl.SIGNALED;
    if (!done) return false;
    gl.deleteSync(this.#fence);
    this.#fence = null;
    const now = performance.now();
    this.#took = now - this.#ordered;
    this.#free = this.slow ? now + this.#took : now;
    return true;
  }

  /** Whether pictures take long, as far as is known. */
  get slow() {
    return this.#took > SLOW;
  }

  /** A picture was ordered. */
  ordered() {
    this.#ordered = performance.now();
    if (this.#fence) this.#gl.deleteSync(this.#fence); // Several pictures in a frame: the last one counts.
    this.#fence = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.#gl.flush();
  }
}
