/** The step that is pointed at, on the surface or on its map; and pointing at a step of the descent there. */
import { h, hide, say } from '../common/dom.js';
import { quantity } from '../common/format.js';
import { texts } from '../common/texts.js';

/** How near, in CSS pixels, the pointer has to be to the descent. */
const REACH = 14;

export class PathMark {
  #pointing;
  #path = null;
  #steps = null;
  #places = null; // says where points were drawn

  /**
   * @param {HTMLElement} viewport holds the picture
   * @param {import('../charts/pointing.js').Pointing} pointing
   */
  constructor(viewport, pointing) {
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

  /** The picture was drawn anew. @param {{place: Function, nearest: Function}} places where its points are */
  place(places) {
    this.#places = places;
    if (this.#pointing.step !== null) this.#show();
  }

  #hover({ clientX, clientY, buttons, pointerType }, viewport) {
    if (buttons || pointerType === 'touch' || !this.#steps) return;
    const { left, top } = viewport.getBoundingClientRect();
    const index = this.#places?.nearest(clientX - left, clientY - top, REACH, this.#path) ?? -1;
    if (index < 0) this.#pointing.clear(this);
    else this.#pointing.set(this, { step: this.#steps[index] });
  }

  #show() {
    const { step } = this.#pointing;
    const index = step === null || !this.#steps ? -1 : nearest(this.#steps, step);
    const [a, b, loss] = index < 0 ? [] : this.#path.slice(3 * index, 3 * index + 3);
    const place = index < 0 ? null : this.#places?.place(a, b);
    hide(this.element, !place);
    if (!place) return;
    this.element.style.transform = `translate(${place[0].toFixed(1)}px, ${place[1].toFixed(1)}px)`;
    say(this.readout, `${texts.atStep(this.#steps[index])} · ${texts.loss} ${quantity(loss)}`);
  }
}

/** Where points of the plane are on the contour map. */
export class MapPlaces {
  /**
   * @param {object} layout what `paint` says of the map
   * @param {number} zoom CSS pixels for one of the figure's own
   * @param {{x: {range: number[]}, y: {range: number[]}}} info the plane's axes; their ranges lie between -1 and 1 of it
   */
  constructor({ plot, x, y }, zoom, info) {
    this.known = plot?.width > 0;
    if (!this.known) return;
    const along = (from, length, shown, own) => (at) => {
      const value = own[0] + ((own[1] - own[0]) * (at + 1)) / 2;
      return zoom * (from + (length * (value - shown[0])) / (shown[1] - shown[0]));
    };
    this.across = along(plot.left, plot.width, x.range, info.x?.range ?? [-1, 1]);
    this.down = along(plot.top + plot.height, -plot.height, y.range, info.y?.range ?? [-1, 1]);
  }

  place(a, b) {
    const seen = this.known && Math.abs(a) <= 1 && Math.abs(b) <= 1;
    return seen ? [this.across(a), this.down(b)] : null;
  }

  /** The point of the plane under a place in the picture, a and b; null where there is none. */
  pick(x, y) {
    if (!this.known) return null;
    // Both axes are linear: two places tell all of them.
    const invert = (to, value) => (2 * (value - to(-1))) / (to(1) - to(-1)) - 1;
    const at = [invert(this.across, x), invert(this.down, y)];
    return at.every((part) => Math.abs(part) <= 1) ? at : null;
  }

  nearest(x, y, reach, path) {
    let [best, found] = [reach, -1];
    for (let k = 0; k < path.length / 3; k += 1) {
      const place = this.place(path[3 * k], path[3 * k + 1]);
      const gap = place ? Math.hypot(place[0] - x, place[1] - y) : Infinity;
      if (gap <= best) [best, found] = [gap, k];
    }
    return found;
  }
}

/** Index of the number nearest to `at` among numbers in order. */
function nearest(sorted, at) {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - sorted[low - 1] <= sorted[low] - at ? low - 1 : low;
}
