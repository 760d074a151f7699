/**
 * The 3-D picture of the surface: the engine's WebGL2 view with its labels as an HTML overlay.
 */
import { easel } from './easel.js';
import { child, h, say } from '../common/dom.js';
import { savePng } from '../common/save-picture.js';

/** @import { Overlay } from '../engine.js' */
/** @import { Api } from '../engine/types.js' */
/** @import { Size } from '../charts/chart.js' */
/** @import { Painter } from './easel.js' */

export class Relief3D {
  element;
  #easel;
  #view;
  #target;
  #canvas = h('canvas', { 'aria-hidden': 'true' });
  #labels = h('div', { class: 'labels', 'aria-hidden': 'true' });
  #on;
  /** What the labels were made of. */
  #labelled = '';
  /** How many CSS pixels one of the view's own has: its lines and the room for its labels grow with the page's type. */
  #zoom = 1;

  /**
   * @param {Api} api
   * @param {Painter} on
   */
  constructor(api, on) {
    this.#on = on;
    this.#easel = easel(api);
    this.#view = new api.SurfaceView();
    const target = this.#canvas.getContext('2d');
    if (!target) throw new Error('this canvas has no 2-D context');
    this.#target = target;
    this.element = h('div', { class: 'relief' }, this.#canvas, this.#labels);
  }

  /** Gives back what a picture takes; drawn again, it is there again. */
  rest() {
    this.#easel.leave(this.#on, this.#view);
    Object.assign(this.#canvas, { width: 0, height: 0 });
  }

  close() {
    this.rest();
    this.#view.free();
  }

  /**
   * @param {number} size
   * @param {Float32Array} drawn
   * @param {boolean} cut whether what is at the top is higher in truth
   */
  surface(size, drawn, cut) {
    this.#view.setSurface(size, drawn, cut);
  }

  /** Hands the reader the picture as it was last drawn. @param {string} name */
  save(name) {
    return savePng(this.#canvas, this.#labels, name);
  }

  /** @param {Uint8Array} axes `Relief.axes` */
  axes(axes) {
    this.#view.setAxes(axes);
  }

  /** @param {Float32Array} path a, b and loss, point after point */
  path(path) {
    this.#view.setPath(path);
  }

  /** @param {Overlay} overlay what lies beside the path */
  overlay(overlay) {
    this.#view.setOverlay(overlay);
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  orbit(dx, dy) {
    this.#view.orbit(dx, dy);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.#view.zoom(factor);
  }

  home() {
    this.#view.home();
  }

  top() {
    this.#view.top();
  }

  /**
   * Where a point of the plane was drawn: CSS pixels from left and top; null where it is not to be seen.
   * @param {number} a
   * @param {number} b
   * @returns {number[] | null}
   */
  place(a, b) {
    const place = this.#view.place(a, b);
    return place.length ? [...place].map((at) => at * this.#zoom) : null;
  }

  /**
   * The point of the plane under a place in the picture, a and b; null where there is none.
   * @param {number} x
   * @param {number} y
   * @returns {number[] | null}
   */
  pick(x, y) {
    const point = this.#view.pick(x / this.#zoom, y / this.#zoom);
    return point.length ? [...point] : null;
  }

  /**
   * Index of the path's point nearest to a place in the picture, within `reach` pixels; -1 for none.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  nearest(x, y, reach) {
    return this.#view.nearest(x / this.#zoom, y / this.#zoom, reach / this.#zoom);
  }

  /** Whether the next picture may be drawn. */
  get ready() {
    return this.#easel.ready;
  }

  /**
   * False if the context is lost.
   * @param {Size} size
   * @param {boolean} dark
   * @param {() => void} drawn called when the picture is there, perhaps later
   * @returns {boolean} false if the context is lost
   * @throws if WebGL2 is missing
   */
  draw({ width, height, zoom }, dark, drawn) {
    const size = /** @type {const} */ ([width / zoom, height / zoom, devicePixelRatio * zoom, dark]);
    return this.#easel.draw(this.#on, this.#view, this.#target, [...size], () => {
      this.#zoom = zoom;
      this.#label(this.#view.labels());
      drawn();
    });
  }

  /** @param {string} json `SurfaceView.labels` */
  #label(json) {
    const made = `${this.#zoom} ${json}`;
    if (made === this.#labelled) return;
    this.#labelled = made;
    /** @type {{text: string, x: number, y: number, anchor: string, kind: string}[]} */
    const labels = JSON.parse(json);
    const spans = this.#labels.children;
    while (spans.length > labels.length) this.#labels.lastChild?.remove();
    labels.forEach(({ text, x, y, anchor, kind }, index) => {
      const span = index < spans.length ? child(this.#labels, index) : this.#labels.appendChild(h('span'));
      say(span, text);
      const name = `${kind} ${anchor}`;
      if (span.className !== name) span.className = name;
      const shift = anchor === 'start' ? '0%' : anchor === 'end' ? '-100%' : '-50%';
      span.style.transform = `translate(${(x * this.#zoom).toFixed(1)}px, ${(y * this.#zoom).toFixed(1)}px) translate(${shift}, -50%)`;
    });
  }
}
