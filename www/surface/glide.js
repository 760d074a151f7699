/** In slow motion the ball glides from where it was to where a step took it. */
import { calm } from '../common/theme.js';

/** That takes so long, in ms. */
const LASTS = 900;

export class Glide {
  /** Where the ball was; null while it rests. @type {Float32Array | null} */
  #from = null;
  #start = 0;

  /** Whether the ball is on its way. */
  get on() {
    return this.#from !== null;
  }

  /**
   * The ball leaves where it is for where another path ends.
   * @param {Float32Array | null} before the path until now; null if there is none over the same plane
   * @param {Float32Array} path
   * @param {boolean} slow whether the ball glides
   */
  depart(before, path, slow) {
    const from = before?.slice(-3);
    const moves = slow && !calm() && from?.some((value, k) => value !== path.at(k - 3));
    if (from && moves) [this.#from, this.#start] = [from, performance.now()];
    else if (!slow) this.stop();
  }

  stop() {
    this.#from = null;
  }

  /**
   * The path with the ball as far as it has come; null where it rests at the path's end.
   * @param {Float32Array} path
   * @returns {Float32Array | null}
   */
  along(path) {
    if (!this.#from) return null;
    const from = this.#from;
    const share = Math.min(1, (performance.now() - this.#start) / LASTS);
    const eased = share * share * (3 - 2 * share);
    if (share === 1) this.stop();
    const shown = path.slice();
    from.forEach((value, k) => {
      const at = shown.length - 3 + k;
      shown[at] = value + eased * (shown[at] - value);
    });
    return shown;
  }
}
