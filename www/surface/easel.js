/**
 * The page's one WebGL2 context: every surface is drawn in it and copied into its element's own canvas.
 *
 * Browsers allow 8 to 16 contexts a page, and each compiles the shaders again. The context is given back when nothing draws in it any more.
 */
import { Backpressure } from './backpressure.js';
import { h } from '../common/dom.js';
import { Panic, listen } from '../engine/guard.js';

/** @import { Easel as EngineEasel, SurfaceView } from '../engine.js' */
/** @import { Api } from '../engine/types.js' */

/** After the context was lost, the waits in ms before another one is tried for; the last is repeated. */
const AGAIN = [300, 1000, 3000, 10_000];

/** One for each instance of the engine: after a panic there is another. @type {WeakMap<Api, Easel>} */
const easels = new WeakMap();

/**
 * @typedef {object} Painter
 * @property {() => void} lost the context went away
 * @property {() => void} back there can be a context again
 */

class Easel {
  #api;
  /** @type {EngineEasel | null} */
  #easel = null;
  /** @type {HTMLCanvasElement | null} */
  #canvas = null;
  /** @type {Set<Painter>} */
  #painters = new Set();
  /** @type {Backpressure | null} */
  #pressure = null;
  /** The animation frame, and whether anything may be drawn in it. @type {CSSNumberish | null} */
  #frame = null;
  #ready = true;
  /** A picture to copy when it is drawn. @type {{painter: Painter, copy: () => void} | null} */
  #later = null;
  #trying = 0;
  /** Whether there was a context once. */
  #had = false;

  /** @param {Api} api */
  constructor(api) {
    this.#api = api;
  }

  /**
   * Draws a view and copies it into `target`, which is shown as large as it was drawn, even if its box has changed since.
   * To copy a picture that is still being drawn, the browser would wait for it: where that takes long, a single picture
   * is copied later.
   * @param {Painter} painter
   * @param {SurfaceView} view
   * @param {CanvasRenderingContext2D} target
   * @param {[number, number, number, boolean]} how width and height in CSS pixels, pixels for each of them, dark
   * @param {() => void} done called when it is copied, at once or later
   * @returns {boolean} false if the context is lost
   * @throws if WebGL2 is missing
   */
  draw(painter, view, target, how, done) {
    this.#painters.add(painter);
    /** @type {EngineEasel} */
    let easel;
    try {
      easel = this.#easel ??= this.#open();
    } catch (cause) {
      // Where there was one, there can be one again.
      if (this.#had && !(cause instanceof Panic)) {
        this.#tryAgain(0);
        return false;
      }
      this.#painters.delete(painter);
      throw cause;
    }
    this.#copy(); // Or it would be drawn over.
    if (!listen(() => view.draw(easel, ...how))) return false;
    const canvas = this.#canvas;
    if (!canvas) return false;
    const { pixelWidth: width, pixelHeight: height } = view;
    const copy = () => {
      if (target.canvas.width !== width || target.canvas.height !== height)
        Object.assign(target.canvas, { width, height });
      const [wide, high] = [how[0], how[1]].map((side) => (side * how[2]) / devicePixelRatio);
      Object.assign(target.canvas.style, { width: `${wide}px`, height: `${high}px` });
      target.drawImage(canvas, 0, canvas.height - height, width, height, 0, 0, width, height);
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
      if (this.#pressure?.finished ?? true) this.#copy();
      else this.#wait();
    });
  }

  /** Copies the picture that waits to be copied. */
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

  /**
   * The view is not drawn any more: what it has on the graphics card is given back.
   * @param {Painter} painter
   * @param {SurfaceView} view
   */
  leave(painter, view) {
    if (this.#later?.painter === painter) this.#later = null;
    if (this.#easel) view.leave(this.#easel);
    if (this.#painters.delete(painter) && !this.#painters.size) this.#close();
  }

  #open() {
    const canvas = h('canvas');
    canvas.addEventListener('webglcontextlost', (event) => {
      if (canvas !== this.#canvas) return; // given back on purpose
      event.preventDefault();
      this.#later = null;
      this.#easel?.lost(); // It remembers: what it has made is gone, even when the context is back.
      for (const painter of [...this.#painters]) painter.lost();
      this.#tryAgain(0);
    });
    canvas.addEventListener('webglcontextrestored', () => {
      if (canvas === this.#canvas) this.#renew();
    });
    this.#canvas = canvas;
    const easel = listen(() => new this.#api.Easel(canvas));
    const gl = canvas.getContext('webgl2');
    this.#pressure = gl && new Backpressure(gl);
    this.#had = true;
    return easel;
  }

  /** The browser may offer another context without restoring the old one. @param {number} index */
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

  /** There can be pictures again: every painter draws again, in a new context. */
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

/** The easel of an instance of the engine. @param {Api} api */
export function easel(api) {
  const known = easels.get(api);
  if (known) return known;
  const made = new Easel(api);
  easels.set(api, made);
  return made;
}
