/**
 * The page's one WebGL2 context: every surface is drawn in it and copied into its element's own canvas.
 *
 * Browsers allow 8 to 16 contexts a page, and each compiles the shaders anew. Given back when nobody draws any more.
 */
import { Backpressure } from './backpressure.js';
import { h } from '../common/dom.js';
import { listen } from '../engine/guard.js';

/** After the context was lost another one is tried for after so many ms, the last time again and again, unless the browser restores the old. */
const AGAIN = [300, 1000, 3000, 10_000];

/** One for each instance of the engine: after a panic there is another. */
const easels = new WeakMap();

/**
 * @typedef {object} Painter
 * @property {() => void} lost the context went away
 * @property {() => void} back there can be another
 */

class Easel {
  #api;
  #easel = null; // the engine's
  #canvas = null;
  #painters = new Set();
  #pressure = null;
  #frame = null; // the animation frame, and whether anything may be drawn in it
  #ready = true;
  #later = null; // {painter, copy}: a picture that is to be copied when it is drawn
  #trying = 0;
  #had = false; // whether there was a context once

  constructor(api) {
    this.#api = api;
  }

  /**
   * Draws a view and copies it into `target`, which is shown as large as it was drawn, whatever has become of its box since;
   * false if the context is lost. To copy a picture that is still being drawn
   * the browser would wait for it, so where that takes long a single picture is copied later.
   * @param {Painter} painter
   * @param {object} view the engine's
   * @param {CanvasRenderingContext2D} target
   * @param {[number, number, number, boolean]} how width and height in CSS pixels, pixels for each of them, dark
   * @param {() => void} done called when it is copied, at once or later
   * @throws if WebGL2 is missing
   */
  draw(painter, view, target, how, done) {
    this.#painters.add(painter);
    try {
      this.#easel ??= this.#open();
    } catch (cause) {
      // Where there was one, there can be one again.
      if (this.#had && cause.name !== 'Panic') {
        this.#tryAgain(0);
        return false;
      }
      this.#painters.delete(painter);
      throw cause;
    }
    this.#copy(); // Or it would be drawn over.
    if (!listen(() => view.draw(this.#easel, ...how))) return false;
    const { pixelWidth: width, pixelHeight: height } = view;
    const copy = () => {
      if (target.canvas.width !== width || target.canvas.height !== height)
        Object.assign(target.canvas, { width, height });
      Object.assign(target.canvas.style, { width: `${how[0]}px`, height: `${how[1]}px` });
      target.drawImage(this.#canvas, 0, this.#canvas.height - height, width, height, 0, 0, width, height);
      done();
    };
    if (this.#pressure?.slow && this.#painters.size === 1) {
      this.#pressure.ordered();
      this.#later = { painter, copy };
      this.#wait();
    } else {
      copy();
      this.#pressure?.ordered();
    }
    return true;
  }

  /** Looks in every frame whether the picture is there. */
  #wait() {
    requestAnimationFrame(() => {
      if (!this.#later) return; // It is not wanted any more.
      if (this.#pressure.finished) this.#copy();
      else this.#wait();
    });
  }

  /** Copies what is to be copied still. */
  #copy() {
    const later = this.#later;
    this.#later = null;
    later?.copy();
  }

  /** Whether the last pictures are finished, so that the next may be drawn: in one frame all of them, or none. */
  get ready() {
    const frame = document.timeline.currentTime;
    if (frame !== this.#frame) {
      this.#frame = frame;
      this.#ready = !this.#later && (this.#pressure?.ready ?? true);
    }
    return this.#ready;
  }

  /** The view is not drawn any more: what it has on the graphics card is given back. */
  leave(painter, view) {
    if (this.#later?.painter === painter) this.#later = null;
    if (this.#easel) view.leave(this.#easel);
    if (this.#painters.delete(painter) && !this.#painters.size) this.#close();
  }

  #open() {
    const canvas = h('canvas', {
      on: {
        webglcontextlost: (event) => {
          if (canvas !== this.#canvas) return; // given back on purpose
          event.preventDefault();
          this.#later = null;
          this.#easel?.lost(); // It remembers: what it has made is gone, even when the context is back.
          for (const painter of [...this.#painters]) painter.lost();
          this.#tryAgain(0);
        },
        webglcontextrestored: () => {
          if (canvas === this.#canvas) this.#renew();
        },
      },
    });
    this.#canvas = canvas;
    const easel = listen(() => new this.#api.Easel(canvas));
    const gl = canvas.getContext('webgl2');
    this.#pressure = gl && new Backpressure(gl);
    this.#had = true;
    return easel;
  }

  /** Who took the context back may give another one, though nobody restores the old. */
  #tryAgain(index) {
    clearTimeout(this.#trying);
    this.#trying = setTimeout(
      () => {
        if (!this.#painters.size) return;
        const fresh = h('canvas', {}).getContext('webgl2');
        if (!fresh || fresh.isContextLost()) {
          this.#tryAgain(index + 1);
          return;
        }
        fresh.getExtension('WEBGL_lose_context')?.loseContext(); // It was only to see whether there is one.
        this.#renew();
      },
      AGAIN[Math.min(index, AGAIN.length - 1)],
    );
  }

  /** There can be pictures again: everybody draws anew, in a context of its own making. */
  #renew() {
    const painters = [...this.#painters];
    this.#close();
    for (const painter of painters) painter.back();
  }

  #close() {
    clearTimeout(this.#trying);
    this.#later = null;
    const canvas = this.#canvas;
    this.#easel?.free();
    this.#easel = null;
    this.#canvas = null;
    this.#pressure = null;
    this.#painters.clear();
    canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

/** @param {object} api engine.js */
export function easel(api) {
  if (!easels.has(api)) easels.set(api, new Easel(api));
  return easels.get(api);
}
