/** The picture of the surface, in 3-D or as a contour map. Where there is no WebGL2, the map is shown. */
import { h } from '../common/dom.js';
import { Panic } from '../engine/guard.js';
import { Relief3D } from './relief.js';
import { SurfaceMap } from './surface-map.js';

/** @import { Size } from '../charts/chart.js' */
/** @import { Engine, SurfaceInfo } from '../engine/types.js' */
/** @import { DrawnSurface } from './drawn-surface.js' */
/** @import { Places } from './path-mark.js' */
/** @import { Texts } from '../texts/en.js' */

/**
 * @typedef {object} Painting
 * @property {Size} size
 * @property {boolean} dark
 * @property {boolean} still whether the run stands still
 * @property {() => Uint8Array} figure the contour map
 * @property {SurfaceInfo | null} info
 * @property {(places: Places) => void} painted called when it is there, perhaps later, with where its points are
 */

export class SurfacePicture {
  #texts;
  #map;
  #changed;
  /** Why there is no 3-D view; empty where there is one. */
  #noGl = '';

  /** Whether the contour map was chosen. */
  mapChosen;

  /**
   * @param {Engine} engine
   * @param {string} label
   * @param {string} keys id of the text that lists the keys
   * @param {boolean} mapChosen
   * @param {() => void} changed called when the other view is shown, by need or by choice
   */
  constructor(engine, label, keys, mapChosen, changed) {
    const { texts } = engine;
    this.#texts = texts;
    this.mapChosen = mapChosen;
    this.#changed = changed;
    this.solid = new Relief3D(engine.api, {
      lost: () => this.#withoutGl(texts.contextLost),
      back: () => this.#withoutGl(''),
    });
    this.#map = new SurfaceMap(engine);
    this.viewport = h(
      'div',
      { class: 'viewport', tabindex: 0, role: 'application', 'aria-label': label, 'aria-describedby': keys },
      this.solid.element,
      this.#map.canvas,
    );
  }

  /** Whether the contour map is shown. */
  get isMap() {
    return this.mapChosen || Boolean(this.#noGl);
  }

  get noGl() {
    return this.#noGl;
  }

  /** Whether the next picture may be drawn. */
  get ready() {
    return this.isMap || this.solid.ready;
  }

  /** Shows the view that is chosen or possible. */
  arrange() {
    this.solid.element.hidden = this.isMap;
    this.#map.canvas.hidden = !this.isMap;
  }

  /** Other heights. @param {DrawnSurface} surface @param {Float32Array | null} path */
  show(surface, path) {
    const { size, drawn, axes } = surface.solid;
    this.solid.surface(size, drawn, surface.cut !== undefined);
    this.solid.axes(axes);
    if (path) this.solid.path(path);
  }

  /** @param {Painting} painting */
  paint(painting) {
    if (!this.isMap && this.#paintSolid(painting)) return;
    const { figure, size, dark, still, info, painted } = painting;
    painted(this.#map.paint(figure, size, dark, still, info));
  }

  /** Hands the reader the picture. @param {() => Uint8Array} figure the contour map @param {Size} size */
  save(figure, size) {
    if (this.isMap) this.#map.save(figure, size, 'gradscape-map');
    else void this.solid.save('gradscape-surface');
  }

  /** Gives back what the picture takes; it is painted again when it is seen again. */
  rest() {
    this.solid.rest();
    // Off screen there is no event for a context that is back, so the 3-D view is tried again when it is seen.
    if (this.#noGl === this.#texts.contextLost) this.#noGl = '';
    this.#map.rest();
  }

  close() {
    this.solid.close();
  }

  /** @param {Painting} painting @returns {boolean} whether there is a picture, now or soon */
  #paintSolid({ size, dark, painted }) {
    try {
      if (this.solid.draw(size, dark, () => painted(this.solid))) return true;
      this.#withoutGl(this.#texts.contextLost);
    } catch (cause) {
      if (cause instanceof Panic) throw cause;
      this.#withoutGl(this.#texts.noWebGl);
    }
    return false;
  }

  /** @param {string} why */
  #withoutGl(why) {
    this.#noGl = why;
    this.#changed();
  }
}
