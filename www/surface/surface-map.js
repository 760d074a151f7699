/** The surface's other face: its contour map with the descent on it. */
import { h } from '../common/dom.js';
import { MapPlaces } from './map-places.js';
import { saveSvg } from '../common/save-picture.js';

/** @import { Size } from '../charts/chart.js' */
/** @import { Engine, Layout, SurfaceInfo } from '../engine/types.js' */

/** How often, in ms, the text alternative of a moving picture changes. */
const DESCRIBE_EVERY = 2000;

export class SurfaceMap {
  canvas = h('canvas', { role: 'img', hidden: true });
  #engine;
  #described = -Infinity;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * @param {() => Uint8Array} figure
   * @param {Size} size in CSS pixels
   * @param {boolean} dark
   * @param {boolean} still the run stands, so the text alternative may follow at once
   * @param {SurfaceInfo | null} info what the surface says of its axes
   * @returns {MapPlaces} where points of the plane are
   */
  paint(figure, size, dark, still, info) {
    const painted = this.#engine.call((api) => {
      const bytes = figure();
      return api.paint(this.canvas, bytes, dark, ...own(size), devicePixelRatio * size.zoom);
    });
    /** @type {Layout} */
    const layout = JSON.parse(painted);
    this.#describe(layout.summary, still);
    return new MapPlaces(layout, size.zoom, info);
  }

  /**
   * Hands the reader the picture.
   * @param {() => Uint8Array} figure
   * @param {Size} size
   * @param {string} name
   */
  save(figure, size, name) {
    this.#engine.call((api) =>
      saveSvg((canvas) => api.paint(canvas, figure(), false, ...own(size), 1), own(size), '#ffffff', name),
    );
  }

  /** Gives back what the picture takes. */
  rest() {
    this.#engine.api.release(this.canvas);
  }

  /**
   * @param {string} summary
   * @param {boolean} still
   */
  #describe(summary, still) {
    const now = performance.now();
    if (!still && now - this.#described < DESCRIBE_EVERY) return;
    this.#described = now;
    this.canvas.setAttribute('aria-label', summary);
  }
}

/**
 * In the figure's own pixels.
 * @param {Size} size
 * @returns {[number, number]}
 */
function own({ width, height, zoom }) {
  return [Math.round(width / zoom), Math.round(height / zoom)];
}
