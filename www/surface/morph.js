/**
 * From one plane to another the surface glides: every height from where it was to where it comes, and the path with them.
 * So the eye can follow, where a sudden change would look like another run.
 */
import { calm } from '../common/theme.js';

/** It takes so long, in ms. */
const LASTS = 700;

/** @typedef {{size: number, drawn: Float32Array}} Grid heights between 0 and 1, and the side of their grid */

export class Morph {
  /** What was drawn; null while nothing glides. @type {(Grid & {path: Float32Array | null}) | null} */
  #from = null;
  #start = 0;

  /** Whether the surface is on its way. */
  get on() {
    return this.#from !== null;
  }

  /** @param {Grid} grid what is drawn @param {Float32Array | null} path a, b and loss, point after point */
  depart({ size, drawn }, path) {
    if (calm()) return;
    this.#from = { size, drawn, path };
    this.#start = performance.now();
  }

  stop() {
    this.#from = null;
  }

  /**
   * Heights and path as far as they have come. At the end they are what is given.
   * @param {Grid} grid
   * @param {Float32Array | null} path
   * @returns {{drawn: Float32Array, path: Float32Array | null}}
   */
  along({ size, drawn }, path) {
    const from = this.#from;
    const share = Math.min(1, (performance.now() - this.#start) / LASTS);
    if (!from || share === 1) {
      this.stop();
      return { drawn, path };
    }
    const eased = share * share * (3 - 2 * share);
    const before = sampled(from, size);
    const heights = drawn.map((height, k) => {
      const mixed = before[k] + eased * (height - before[k]);
      return Number.isFinite(mixed) ? mixed : height;
    });
    return { drawn: heights, path: path && from.path ? between(from.path, path, eased) : path };
  }
}

/** A grid's heights on a grid of another side. @param {Grid} grid @param {number} side */
function sampled({ size, drawn }, side) {
  const heights = new Float32Array(side * side);
  const scale = side > 1 ? (size - 1) / (side - 1) : 0;
  for (let row = 0; row < side; row += 1) {
    const y = Math.min(row * scale, size - 1);
    const low = Math.min(Math.floor(y), Math.max(size - 2, 0)) * size;
    const high = Math.min(low + size, (size - 1) * size);
    for (let column = 0; column < side; column += 1) {
      const x = column * scale;
      const left = Math.min(Math.floor(x), Math.max(size - 2, 0));
      const right = Math.min(left + 1, size - 1);
      const [u, v] = [x - left, y - low / size];
      const near = drawn[low + left] * (1 - u) + drawn[low + right] * u;
      const far = drawn[high + left] * (1 - u) + drawn[high + right] * u;
      heights[row * side + column] = near * (1 - v) + far * v;
    }
  }
  return heights;
}

/** A path on its way from another one of the same run. @param {Float32Array} from @param {Float32Array} path @param {number} share */
function between(from, path, share) {
  const [before, count] = [from.length / 3, path.length / 3];
  if (!before || !count) return path;
  const shown = path.slice();
  for (let point = 0; point < count; point += 1) {
    const other = 3 * Math.round((point * (before - 1)) / Math.max(1, count - 1));
    for (const k of [0, 1]) shown[3 * point + k] = from[other + k] + share * (path[3 * point + k] - from[other + k]);
  }
  return shown;
}
