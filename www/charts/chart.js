/** The 2-D views: one figure each, painted by the engine from the bytes that the run's worker sends. */
import { h, say, uid } from '../common/dom.js';
import { Pointer } from './pointer.js';
import { ROWS, TableView } from './tables.js';

/** @import { Engine, Layout, Reading } from '../engine/types.js' */
/** @import { Pointing } from './pointing.js' */

/** How often, in ms, the text alternative of a moving picture changes. */
const DESCRIBE_EVERY = 2000;

/** `zoom` is how many CSS pixels one of the figure's own has. @typedef {{width: number, height: number, zoom: number}} Size */
/** @typedef {{place: (layout: Layout, zoom: number) => void}} Handle */

/**
 * What a chart is among the same charts of other runs.
 * @typedef {object} Together
 * @property {() => Uint8Array} beside its figure as it stands beside theirs
 * @property {() => void} taken it has a new figure
 */

export class Chart {
  /** Size in the figure's own pixels; null while it is not laid out. @type {Size | null} */
  size = null;
  /** Something in the picture that can be moved; it learns where everything is. @type {Handle | null} */
  handle = null;
  /** When it was painted last. */
  painted = -Infinity;
  /** How long that takes, in ms: the lower of two times, as other work of the machine adds to it. */
  cost = 0;
  /** The newest figure of its own run. @type {Uint8Array | null} */
  own = null;
  /** What it is among the same charts of other runs; null where it is alone. @type {Together | null} */
  together = null;
  /** The axes that it shares with those, as a text to be compared. */
  axes = '';
  /** The figure that was painted. @type {Uint8Array | null} */
  #bytes = null;
  #described = -Infinity;
  #stale = false;
  /** What the engine said of the picture, and whether that is not in the page yet. */
  #layout = '';
  #unsaid = false;
  /** How long it took to paint the last time. */
  #took = 0;
  #engine;

  /**
   * @param {Engine} engine
   * @param {{id: string, label: string, help: string, studied?: boolean}} view
   * @param {Pointing | null} [pointing] none for a small picture, which has no table either
   * @param {{redraw?: () => void, seek?: (step: number) => void}} [on]
   */
  constructor(engine, view, pointing = null, { redraw, seek } = {}) {
    this.#engine = engine;
    const { texts } = engine;
    this.id = view.id;
    this.label = view.label;
    /** Whether something has to be computed for it beside the run. */
    this.studied = Boolean(view.studied);
    const id = uid('chart');
    this.title = h('h3', { id, title: view.help }, view.label);
    this.canvas = h('canvas', { role: 'img', 'aria-label': view.label });
    this.box = h('div', { class: 'canvas' }, this.canvas);
    this.pointer =
      pointing &&
      new Pointer(texts, this.box, view.label, pointing, {
        read: (x, y) => this.#read(x, y),
        go: seek,
      });
    this.table =
      pointing &&
      new TableView(texts, this.box, view.label, () => {
        this.#stale = true;
        redraw?.();
      });
    this.tools = h('div', { class: 'tools' }, ...(this.table?.buttons ?? []));
    this.element = h(
      'figure',
      { class: 'view', 'aria-labelledby': id, data: { view: view.id } },
      h('figcaption', {}, this.title, this.tools),
      this.box,
    );
  }

  /**
   * @param {number} width in CSS pixels
   * @param {number} height in CSS pixels
   * @param {number} zoom by how much the figure's own pixels are larger, so that its type grows with the page's
   */
  resize(width, height, zoom) {
    this.size =
      width > 40 && height > 40 ? { width: Math.round(width / zoom), height: Math.round(height / zoom), zoom } : null;
    this.#stale = true;
  }

  /** Keeps a new figure; it is painted by {@link paint}. @param {Uint8Array} bytes */
  take(bytes) {
    if (bytes.length === 0) return; // The engine knows no such chart.
    this.own = bytes;
    this.#stale = true;
    this.together?.taken();
  }

  /** It has to be painted again although nothing in it changed, as in another theme. */
  spoil() {
    this.#stale = true;
  }

  /** Gives back what the picture takes; it is painted again when it is seen again. */
  rest() {
    this.#engine.api.release(this.canvas);
    this.#stale = true;
  }

  /** Whether there is something new to paint. */
  get due() {
    return Boolean(this.#stale && this.own && this.size);
  }

  /** Paints what is new. What lies over the picture follows by {@link tell}. @param {boolean} dark */
  paint(dark) {
    const { size } = this;
    if (!this.#stale || !this.own || !size) return;
    this.#stale = false;
    const bytes = this.together?.beside() ?? this.own;
    this.#bytes = bytes;
    const before = this.#took;
    this.painted = performance.now();
    const { width, height, zoom } = size;
    const layout = this.#engine.call((api) =>
      api.paint(this.canvas, bytes, dark, width, height, devicePixelRatio * zoom),
    );
    this.#took = performance.now() - this.painted;
    this.cost = Math.min(before, this.#took);
    this.#unsaid = true;
    this.#layout = layout;
  }

  /** Whether something in the picture is pointed at. */
  get pointed() {
    return Boolean(this.pointer?.active);
  }

  /** The numbers at a place. @param {number} x @param {number} y @returns {Reading} */
  #read(x, y) {
    const bytes = this.#bytes;
    if (!bytes) return { x: null, y: null, values: [] };
    return JSON.parse(this.#engine.call((api) => api.reading(bytes, x, y)));
  }

  /**
   * Brings title, marks and words up to what was painted.
   * @param {boolean} still the run stands still, so the text alternative may follow at once
   */
  tell(still) {
    const [bytes, size] = [this.#bytes, this.size];
    if (!this.#unsaid || !bytes || !size) return;
    this.#unsaid = false;
    /** @type {Layout} */
    const layout = JSON.parse(this.#layout);
    const { title, summary, empty } = layout;
    const { zoom } = size;
    say(this.title, title);
    this.handle?.place(layout, zoom);
    this.pointer?.place(layout, zoom);
    this.table?.show(() => JSON.parse(this.#engine.call((api) => api.tables(bytes, ROWS))), empty, still);
    const now = performance.now();
    if (still || now - this.#described > DESCRIBE_EVERY) {
      this.#described = now;
      this.canvas.setAttribute('aria-label', summary);
    }
  }
}
