/** Places on the contour map, and the points of the plane under them. */

/** @import { Layout, SurfaceInfo } from '../engine/types.js' */

/** @typedef {(at: number) => number} Scale */

/** Where points of the plane are on the contour map. */
export class MapPlaces {
  /** Null while nothing is drawn. @type {{across: Scale, down: Scale} | null} */
  #along = null;

  /**
   * @param {Layout} layout what `paint` says of the map
   * @param {number} zoom CSS pixels for one of the figure's own
   * @param {SurfaceInfo | null} info its axes' ranges are those between -1 and 1 of the plane
   */
  constructor({ plot, x, y }, zoom, info) {
    if (!plot || !x || !y || !(plot.width > 0)) return;
    this.#along = {
      across: scale(plot.left, plot.width, x.range, info?.x?.range),
      down: scale(plot.top + plot.height, -plot.height, y.range, info?.y?.range),
    };

    /**
     * From a coordinate of the plane to CSS pixels.
     * @param {number} from
     * @param {number} length
     * @param {[number, number]} shown
     * @param {[number, number]} [own]
     * @returns {Scale}
     */
    function scale(from, length, shown, own = [-1, 1]) {
      return (at) => {
        const value = own[0] + ((own[1] - own[0]) * (at + 1)) / 2;
        return zoom * (from + (length * (value - shown[0])) / (shown[1] - shown[0]));
      };
    }
  }

  /**
   * @param {number} a
   * @param {number} b
   * @returns {number[] | null}
   */
  place(a, b) {
    const seen = this.#along && Math.abs(a) <= 1 && Math.abs(b) <= 1;
    return this.#along && seen ? [this.#along.across(a), this.#along.down(b)] : null;
  }

  /**
   * The point of the plane under a place in the picture, a and b; null where there is none.
   * @param {number} x
   * @param {number} y
   * @returns {number[] | null}
   */
  pick(x, y) {
    if (!this.#along) return null;
    const { across, down } = this.#along;
    // Both axes are linear, so that two places determine all.
    const invert = (/** @type {Scale} */ to, /** @type {number} */ value) =>
      (2 * (value - to(-1))) / (to(1) - to(-1)) - 1;
    const at = [invert(across, x), invert(down, y)];
    return at.every((part) => Math.abs(part) <= 1) ? at : null;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   * @param {Float32Array} path
   */
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
