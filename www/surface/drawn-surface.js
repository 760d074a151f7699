/** The newest heights as they are drawn: the engine's relief of them, and what the surface says of itself. */

/** @import { Overlay, Relief } from '../engine.js' */
/** @import { Engine, SurfaceInfo } from '../engine/types.js' */
/** @import { Heights } from '../workers/protocol.js' */

export class DrawnSurface {
  #engine;
  /** @type {Relief | null} */
  #relief = null;
  /** @type {Heights | null} */
  #heights = null;
  /** The setting: how losses become heights. */
  #scale = 'auto';

  /** What the surface says of itself; null before there is one. @type {SurfaceInfo | null} */
  info = null;
  /** Number of the plane that is drawn. */
  plane = 0;
  /** Whether not one of the heights is finite. */
  empty = false;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  get ready() {
    return this.#relief !== null;
  }

  /** The loss above which the surface is cut off; undefined where it is not. */
  get cut() {
    return this.#relief?.cut;
  }

  /** Whether there are losses that are not finite. */
  get holes() {
    return this.#relief?.holes ?? false;
  }

  /** Whether the surface is a function of x and y, whose parameters are the plane. */
  get isFunction() {
    return this.info?.kind === 'function';
  }

  /** @param {Heights} heights */
  show(heights) {
    this.#heights = heights;
    this.plane = heights.plane;
    this.#relief?.free();
    const { size, heights: losses, info } = heights;
    const relief = this.#engine.call((api) => new api.Relief(size, losses, info, this.#scale));
    this.#relief = relief;
    this.info = JSON.parse(this.#engine.call(() => relief.info()));
    this.empty = !losses.some(Number.isFinite);
  }

  /**
   * Takes the setting of how losses become heights.
   * @param {string} scale
   * @returns {Heights | null} the heights that have to be shown again, if it changed
   */
  rescale(scale) {
    if (scale === this.#scale) return null;
    this.#scale = scale;
    return this.#heights;
  }

  /** Heights between 0 and 1, the side of their grid, and the axes, for the 3-D view. */
  get solid() {
    if (!this.#relief || !this.#heights) throw new Error('there is no surface yet');
    return { size: this.#heights.size, drawn: this.#relief.drawn(), axes: this.#relief.axes() };
  }

  /** The contour map with the path on it. @param {Float32Array} path @param {Overlay} overlay @returns {Uint8Array} */
  figure(path, overlay) {
    if (!this.#relief) throw new Error('there is no surface yet');
    return this.#relief.figure(path, overlay);
  }

  free() {
    this.#relief?.free();
    this.#relief = null;
    this.#heights = null;
  }
}
