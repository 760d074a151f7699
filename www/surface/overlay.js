/**
 * What lies on the surface beside the run's own descent, in 3-D and on the map: the paths of others, each with a marker
 * where it stands, and the negative gradient, before and after clipping; with the legend of the 3-D view.
 */
import { child, h, hide, say } from '../common/dom.js';
import { percent } from '../common/format.js';
import { swatch } from '../common/swatch.js';

/** @import { Overlay as EngineOverlay } from '../engine.js' */
/** @import { Engine } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** The longer arrow reaches so far, in half sides of the square; the other keeps its proportion. */
const REACH = 0.45;
/** In the legend that comes first which the others are compared with; it is drawn over them, and so last. */
/** @type {ArrowKind[]} */
const NAMED = ['gradient', 'clipped', 'batch', 'mean'];

/**
 * @typedef {object} OtherPath
 * @property {number} style 0 to 7: colour, dash and marker
 * @property {string} name in the legend
 * @property {Float32Array} path a, b and loss of every point in the drawn plane, the present one last
 * @property {boolean} [lost] whether it ended there because a number was no longer finite
 */

/** @typedef {keyof Texts['arrows']} ArrowKind */
/** @typedef {{kind: ArrowKind, name: string, along: [number, number], share: number}} Arrow */

export class Overlay {
  #texts;
  #context;
  /** @type {EngineOverlay | null} */
  #engine = null;
  /** @type {OtherPath[]} */
  #paths = [];
  /** a and b of both, and the share of each that lies in the plane. @type {Float64Array | null} */
  #arrows = null;
  /** a and b of each, the mean last. @type {Float64Array} */
  #batches = new Float64Array();
  /** Where the ball is. @type {Float32Array | null} */
  #at = null;
  /** What the legend has entries for. */
  #entries = '';

  element = h('ul', { class: 'overlay', hidden: true });

  /** @param {Engine} engine */
  constructor(engine) {
    this.#context = engine;
    this.#texts = engine.texts;
  }

  /** @param {OtherPath[]} paths those that come first lie lowest */
  set paths(paths) {
    this.#paths = paths;
    this.#spoil();
  }

  /**
   * @param {Float64Array | null} arrows as `Run.arrows` gives them
   * @param {Float32Array} path of the run, at whose end they begin
   * @param {Float64Array} [batches] as `Run.batchArrows` gives them; without, they stay as they were
   */
  follow(arrows, path, batches = this.#batches) {
    this.#arrows = arrows;
    this.#batches = batches;
    this.#at = path.slice(-3);
    this.#spoil();
  }

  /** The ball is on its way from step to step. @param {Float32Array} path */
  move(path) {
    if (!this.#arrows) return;
    this.#at = path.slice(-3);
    this.#spoil();
  }

  clear() {
    this.#paths = [];
    this.#arrows = null;
    this.#batches = new Float64Array();
    this.#spoil();
  }

  /** For `SurfaceView.setOverlay` and `Relief.figure`. */
  get engine() {
    if (this.#engine) return this.#engine;
    const overlay = (this.#engine = new this.#context.api.Overlay());
    for (const { style, name, path, lost = false } of this.#paths) overlay.path(style, name, path, lost);
    for (const { kind, name, along } of this.#shown()) {
      const [a, b] = this.#at ?? [0, 0];
      overlay.arrow(kind, name, a, b, a + along[0], b + along[1]);
    }
    return overlay;
  }

  /** Says what is what in the 3-D view. @param {boolean} flat the map has a legend of its own */
  legend(flat) {
    const arrows = this.#shown();
    hide(this.element, flat || !(this.#paths.length || arrows.length));
    if (this.element.hidden) return;
    const entries = [
      ...this.#paths.map(({ style, name, lost }) => ({
        kind: 'other',
        style,
        text: lost ? this.#texts.lost(name) : name,
      })),
      ...arrows
        .filter(({ name }) => name)
        .sort((one, other) => NAMED.indexOf(one.kind) - NAMED.indexOf(other.kind))
        .map(({ kind, name, share }) => ({
          kind: String(kind),
          style: 0,
          text: share > 0.995 ? name : this.#texts.inPlane(name, percent(share)),
        })),
    ];
    const swatches = entries.map(({ kind, style }) => `${kind} ${style}`).join();
    if (swatches !== this.#entries) {
      this.#entries = swatches;
      this.element.replaceChildren(...entries.map((entry) => h('li', {}, swatch(entry.kind, entry.style), h('span'))));
    }
    entries.forEach(({ text }, k) => say(child(child(this.element, k), 1), text));
  }

  /** Gives back what the engine holds. */
  free() {
    this.#engine?.free();
    this.#engine = null;
  }

  #spoil() {
    this.free();
  }

  /** The arrows, in the square's coordinates. @returns {Arrow[]} */
  #shown() {
    if (!this.#arrows || !this.#at) return [];
    const [a, b, clippedA, clippedB, share, clippedShare] = this.#arrows;
    const others = Array.from({ length: this.#batches.length / 2 }, (_, k) => [
      this.#batches[2 * k],
      this.#batches[2 * k + 1],
    ]);
    const scale =
      REACH / Math.max(...[[a, b], [clippedA, clippedB], ...others].map(([across, up]) => Math.hypot(across, up)));
    if (!Number.isFinite(scale)) return [];
    /** @type {(kind: ArrowKind, across: number, up: number, share: number) => Arrow} */
    const arrow = (kind, across, up, part) => ({
      kind,
      name: this.#texts.arrows[kind],
      along: [across * scale, up * scale],
      share: part,
    });
    const changed = a !== clippedA || b !== clippedB;
    const mean = others.pop();
    // One entry in the legend for all of them.
    const batches = others.map((along, k) => ({
      ...arrow('batch', along[0], along[1], 1),
      name: k ? '' : this.#texts.arrows.batch,
    }));
    return [
      ...batches,
      ...(mean ? [arrow('mean', mean[0], mean[1], 1)] : []),
      arrow('gradient', a, b, share),
      ...(changed ? [arrow('clipped', clippedA, clippedB, clippedShare)] : []),
    ];
  }
}
