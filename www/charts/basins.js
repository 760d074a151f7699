/** The map of basins: computed while its view is shown, with a progress bar and a button to cancel. */
import { h, say } from '../common/dom.js';

/** @import { Chart } from './chart.js' */
/** @import { Texts } from '../texts/en.js' */

export class Basins {
  #texts;
  #chart;
  #redraw;
  /** Those of the map. */
  #settings = '';
  #cancelled = false;
  #done = 0;

  /**
   * @param {Texts} texts
   * @param {Chart} chart
   * @param {() => void} redraw
   */
  constructor(texts, chart, redraw) {
    this.#texts = texts;
    this.#chart = chart;
    this.#redraw = redraw;
    this.bar = h('progress', { max: 1, value: 0, 'aria-label': texts.basins.progress });
    this.button = h('button', { type: 'button', on: { click: () => this.#flip() } }, texts.basins.cancel);
    this.element = h('div', { class: 'survey' }, this.bar, this.button);
    chart.box.after(this.element);
  }

  /**
   * What to compute for these settings; null for nothing.
   * @param {string} settings
   * @returns {{settings: string, width: number} | null}
   */
  wish(settings) {
    if (this.#chart.element.hidden || !this.#chart.size) return null;
    settings = anywhere(settings);
    if (settings !== this.#settings) {
      this.#settings = settings;
      this.#cancelled = false;
      this.#progressed(0);
    }
    return this.#cancelled ? null : { settings, width: this.#chart.size.width };
  }

  /** @param {{bytes: Uint8Array, done: number}} message */
  take({ bytes, done }) {
    this.#chart.take(bytes);
    this.#progressed(done);
    this.#redraw();
  }

  #flip() {
    this.#cancelled = !this.#cancelled;
    this.#progressed(this.#cancelled ? this.#done : 0);
    this.#redraw();
  }

  /** @param {number} done */
  #progressed(done) {
    this.#done = done;
    this.bar.value = done;
    this.element.hidden = done === 1;
    this.bar.hidden = this.#cancelled;
    say(this.button, this.#cancelled ? this.#texts.basins.again : this.#texts.basins.cancel);
  }
}

/** The settings without the start of a run and without its race: the map is of all starts. @param {string} settings */
function anywhere(settings) {
  const pairs = new URLSearchParams(settings);
  for (const key of ['start_x', 'start_y', 'race']) pairs.delete(key);
  return pairs.toString();
}
