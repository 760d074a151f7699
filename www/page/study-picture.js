/** A picture of a study: a chart with its table, to point at, and to save. */
import { Chart } from '../charts/chart.js';
import { Pointing } from '../charts/pointing.js';
import { h } from '../common/dom.js';
import { Frames } from '../common/frames.js';
import { saveSvg, savePainted } from '../common/save-picture.js';
import { ViewSizes } from '../common/view-sizes.js';

/** @import { Engine } from '../engine/types.js' */

/** Width and height of a saved picture. */
const SIZE = /** @type {[number, number]} */ ([960, 600]);

export class StudyPicture {
  dark = false;
  #engine;
  /** @type {Uint8Array} */
  #bytes = new Uint8Array();
  /** @type {ViewSizes<Chart>} */
  #sizes;
  #frames = new Frames(() => this.#paint());

  /**
   * @param {Engine} engine
   * @param {{id: string, label: string, help: string}} view
   * @param {((x: number, y: number) => void) | null} [pick] gets the place that was clicked, or marked and confirmed by keys
   */
  constructor(engine, view, pick = null) {
    this.#engine = engine;
    const { studies } = engine.texts;
    this.chart = new Chart(engine, view, new Pointing(), { redraw: () => this.#frames.request() });
    this.element = this.chart.element;
    this.element.classList.add('study-picture');
    const button = (/** @type {string} */ format, /** @type {() => void} */ save) =>
      h(
        'button',
        { type: 'button', class: 'study-save', 'aria-label': studies.saveAs(view.label, format), on: { click: save } },
        format,
      );
    this.chart.tools.prepend(
      button('SVG', () => this.#svg()),
      button('PNG', () => void this.#png()),
    );
    if (pick) this.#picks(pick);
    this.#sizes = new ViewSizes(() => this.#frames.request());
    this.#sizes.add(this.chart);
  }

  /** @param {Uint8Array} bytes a figure */
  take(bytes) {
    this.#bytes = bytes;
    this.chart.take(bytes);
    this.#frames.request();
  }

  /** It has to be painted again, as in another theme. @param {boolean} dark */
  spoil(dark) {
    this.dark = dark;
    this.chart.spoil();
    this.#frames.request();
  }

  close() {
    this.#frames.cancel();
    this.#sizes.close();
    this.chart.rest();
  }

  #paint() {
    this.chart.paint(this.dark);
    this.chart.tell(true);
  }

  /** @param {(x: number, y: number) => void} pick */
  #picks(pick) {
    const { pointer } = this.chart;
    if (!pointer) return;
    pointer.element.classList.add('picks');
    const picked = () => {
      const { x, y } = pointer.here;
      if (x !== null) pick(x, y ?? 0);
    };
    pointer.element.addEventListener('click', picked);
    pointer.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      picked();
    });
  }

  /** @param {HTMLCanvasElement} canvas @param {number} [scale] */
  #draw(canvas, scale = 1) {
    this.#engine.call((api) => api.paint(canvas, this.#bytes, false, ...SIZE, scale));
  }

  #svg() {
    if (this.#bytes.length) saveSvg((canvas) => this.#draw(canvas), SIZE, '#ffffff', `gradscape-${this.chart.id}`);
  }

  async #png() {
    if (!this.#bytes.length) return;
    const canvas = h('canvas', {});
    this.#draw(canvas, 2);
    await savePainted(canvas, '#ffffff', `gradscape-${this.chart.id}`);
    this.#engine.api.release(canvas);
  }
}
