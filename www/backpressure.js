/**
 * Keeps the 3-D view from ordering pictures faster than they can be drawn.
 *
 * Orders to WebGL return at once, and the work piles up behind them; where there is no graphics card it would take the
 * browser's own drawing with it. So the next picture waits until the last one is finished, and then as long again if
 * that took long.
 */
export class Backpressure {
  #gl;
  #fence = null;
  #ordered = 0;
  #free = 0;

  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    this.#gl = gl;
  }

  /** Whether the next picture may be ordered. */
  get ready() {
    const gl = this.#gl;
    const now = performance.now();
    if (this.#fence) {
      const done = gl.isContextLost() || gl.getSyncParameter(this.#fence, gl.SYNC_STATUS) === gl.SIGNALED;
      if (!done) return false;
      gl.deleteSync(this.#fence);
      this.#fence = null;
      const took = now - this.#ordered;
      this.#free = took > 40 ? now + took : now;
    }
    return now >= this.#free;
  }

  /** A picture was ordered. */
  ordered() {
    this.#ordered = performance.now();
    if (this.#fence) this.#gl.deleteSync(this.#fence); // Several pictures in a frame: the last one counts.
    this.#fence = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.#gl.flush();
  }
}
