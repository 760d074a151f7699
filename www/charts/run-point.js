/** The run as a point in a chart: dragged or moved by keys, it starts the run elsewhere. One drag is one change. */
import { h, hide, placeIn } from '../common/dom.js';
import { quantity } from '../common/format.js';
import { bound } from '../common/keys.js';

/** @import { Layout } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** One press of an arrow key, as a share of the axis; with shift, or Page Up and Down, five of them. */
const NUDGE = 0.02;
const FAR = 5;
/** Keys that follow each other so fast, in ms, are one change. */
const PAUSE = 500;

/** @typedef {{left: number, top: number, width: number, height: number, right: number, up: number}} Place */

export class RunPoint {
  #texts;
  #change;
  #box;
  /** Where the plot is, and the upper ends of its axes. @type {Place | null} */
  #place = null;
  /** The plot when the drag began. @type {Place | null} */
  #grabbed = null;
  /** In units of the axes. @type {[number, number]} */
  #at = [0, 0];
  #waiting = 0;

  /**
   * @param {Texts} texts
   * @param {HTMLElement} box holds the chart's canvas
   * @param {(x: number, y: number) => void} change
   */
  constructor(texts, box, change) {
    this.#texts = texts;
    this.#box = box;
    this.#change = change;
    this.element = h('div', {
      class: 'run-point',
      role: 'slider',
      tabindex: 0,
      hidden: true,
      title: texts.runPointHelp,
      'aria-label': texts.runPoint,
      on: {
        pointerdown: (event) => this.#grab(event),
        pointermove: (event) => this.#drag(event),
        pointerup: () => this.#release(true),
        pointercancel: () => this.#release(false),
      },
    });
    const by =
      (/** @type {0 | 1} */ axis, /** @type {number} */ steps) =>
      (/** @type {KeyboardEvent} */ { shiftKey }) =>
        this.#nudge(axis, steps * (shiftKey ? FAR : 1));
    this.element.addEventListener(
      'keydown',
      bound('runPoint', {
        left: by(0, -1),
        right: by(0, 1),
        down: by(1, -1),
        up: by(1, 1),
        farDown: by(1, -FAR),
        farUp: by(1, FAR),
      }),
    );
    box.append(this.element);
  }

  /**
   * Follows the point that has just been painted.
   * @param {Layout} layout what `paint` says of the figure
   * @param {number} zoom CSS pixels for one of the figure's own
   */
  place({ point, plot, x, y }, zoom) {
    const shown = point && plot && plot.height > 0 && x && y;
    hide(this.element, !shown);
    if (!shown) return;
    const [left, top, width, height] = [plot.left, plot.top, plot.width, plot.height].map((length) => length * zoom);
    this.#place = { left, top, width, height, right: x.range[1], up: y.range[1] };
    if (this.#grabbed || this.#waiting) return;
    this.#at = [point[0], point[1]];
    this.#show();
  }

  #show() {
    const place = this.#grabbed ?? this.#place;
    if (!place) return;
    const [x, y] = this.#at;
    this.element.style.left = `${place.left + (x / place.right) * place.width}px`;
    this.element.style.top = `${place.top + (1 - y / place.up) * place.height}px`;
    this.element.setAttribute('aria-valuemin', '0');
    this.element.setAttribute('aria-valuemax', String(place.right));
    this.element.setAttribute('aria-valuenow', String(x));
    this.element.setAttribute('aria-valuetext', this.#texts.runPointAt(quantity(x), quantity(y)));
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    event.preventDefault();
    event.stopPropagation();
    this.element.focus();
    this.element.setPointerCapture(event.pointerId);
    this.#grabbed = this.#place;
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const place = this.#grabbed;
    if (!place) return;
    const { x, y } = placeIn(this.#box, event);
    const across = (x - place.left) / place.width;
    const up = 1 - (y - place.top) / place.height;
    this.#at = [within(across) * place.right, within(up) * place.up];
    this.#show();
  }

  /** @param {boolean} meant */
  #release(meant) {
    if (!this.#grabbed) return;
    this.#grabbed = null;
    if (meant) this.#change(...this.#at);
  }

  /** @param {0 | 1} axis @param {number} steps */
  #nudge(axis, steps) {
    const place = this.#place;
    if (!place) return;
    const end = axis === 0 ? place.right : place.up;
    this.#at[axis] = within(this.#at[axis] / end + steps * NUDGE) * end;
    this.#show();
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#waiting = 0;
      this.#change(...this.#at);
    }, PAUSE);
  }
}

/** @param {number} share */
function within(share) {
  return Math.min(1, Math.max(0, share));
}
