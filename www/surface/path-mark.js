/** Marks the step that is pointed at on the surface or on its map, and lets the reader point at a step there. */
import { h, hide, say } from '../common/dom.js';
import { quantity } from '../common/format.js';

/** @import { Pointing } from '../charts/pointing.js' */
/** @import { Texts } from '../texts/en.js' */

/** How near, in CSS pixels, the pointer has to be to the descent. */
const REACH = 14;

/**
 * Where points of the plane were drawn, in CSS pixels from left and top.
 * @typedef {object} Places
 * @property {(a: number, b: number) => number[] | null} place null where a point is not to be seen
 * @property {(x: number, y: number) => number[] | null} pick the point of the plane under a place; null where there is none
 * @property {(x: number, y: number, reach: number, path: Float32Array) => number} nearest index of the path's point nearest
 *   to a place, within `reach`; -1 for none
 */

export class PathMark {
  #texts;
  #pointing;
  /** @type {Float32Array} */
  #path = new Float32Array();
  /** @type {Float64Array | null} */
  #steps = null;
  /** @type {Places | null} */
  #places = null;

  /**
   * @param {Texts} texts
   * @param {HTMLElement} viewport holds the picture
   * @param {Pointing} pointing
   */
  constructor(texts, viewport, pointing) {
    this.#texts = texts;
    this.#pointing = pointing;
    this.readout = h('span');
    this.element = h('div', { class: 'path-mark', 'aria-hidden': 'true', hidden: true }, this.readout);
    viewport.append(this.element);
    viewport.addEventListener('pointermove', (event) => this.#hover(event, viewport));
    for (const type of ['pointerleave', 'pointerdown']) viewport.addEventListener(type, () => pointing.clear(this));
    pointing.listen(() => this.#show());
  }

  /**
   * @param {Float32Array} path a, b and loss, point after point
   * @param {Float64Array} steps of its points
   */
  follow(path, steps) {
    this.#path = path;
    this.#steps = steps;
  }

  /** The picture was drawn again. @param {Places} places where its points are */
  place(places) {
    this.#places = places;
    if (this.#pointing.step !== null) this.#show();
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} viewport
   */
  #hover({ clientX, clientY, buttons, pointerType }, viewport) {
    if (buttons || pointerType === 'touch' || !this.#steps) return;
    const { left, top } = viewport.getBoundingClientRect();
    const index = this.#places?.nearest(clientX - left, clientY - top, REACH, this.#path) ?? -1;
    if (index < 0) this.#pointing.clear(this);
    else this.#pointing.set(this, { step: this.#steps[index] });
  }

  #show() {
    const [steps, { step }] = [this.#steps, this.#pointing];
    const index = step === null || !steps ? -1 : nearest(steps, step);
    const [a, b, loss] = this.#path.slice(3 * index, 3 * index + 3);
    const place = index < 0 ? null : this.#places?.place(a, b);
    hide(this.element, !place);
    if (!place || !steps) return;
    this.element.style.transform = `translate(${place[0].toFixed(1)}px, ${place[1].toFixed(1)}px)`;
    say(this.readout, `${this.#texts.atStep(steps[index])} · ${this.#texts.loss} ${quantity(loss)}`);
  }
}

/**
 * Index of the number nearest to `at` among numbers in order.
 * @param {Float64Array} sorted
 * @param {number} at
 */
function nearest(sorted, at) {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - sorted[low - 1] <= sorted[low] - at ? low - 1 : low;
}
