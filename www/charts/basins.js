/** The map of basins: asked for while its view is shown, with a bar that says how far it is, and a button to give it up. */
import { h, say } from '../common/dom.js';
import { texts } from '../common/texts.js';

export class Basins {
  #chart;
  #redraw;
  #settings = ''; // those of the map
  #given = false; // whether it was given up
  #done = 0;

  /**
   * @param {import('./chart.js').Chart} chart
   * @param {() => void} redraw
   */
  constructor(chart, redraw) {
    this.#chart = chart;
    this.#redraw = redraw;
    this.bar = h('progress', { max: 1, value: 0, 'aria-label': texts.basins.progress });
    this.button = h('button', { type: 'button', on: { click: () => this.#flip() } }, texts.basins.cancel);
    this.element = h('div', { class: 'survey' }, this.bar, this.button);
    chart.box.after(this.element);
  }

  /**
   * What is wanted with these settings; null for nothing.
   * @param {string} settings
   */
  wish(settings) {
    if (this.#chart.element.hidden || !this.#chart.size) return null;
    settings = anywhere(settings);
    if (settings !== this.#settings) {
      this.#settings = settings;
      this.#given = false;
      this.#told(0);
    }
    return this.#given ? null : { settings, width: this.#chart.size.width };
  }

  /** @param {{bytes: Uint8Array, done: number}} message */
  take({ bytes, done }) {
    this.#chart.take(bytes);
    this.#told(done);
    this.#redraw();
  }

  #flip() {
    this.#given = !this.#given;
    this.#told(this.#given ? this.#done : 0);
    this.#redraw();
  }

  #told(done) {
    this.#done = done;
    this.bar.value = done;
    this.element.hidden = done === 1;
    this.bar.hidden = this.#given;
    say(this.button, this.#given ? texts.basins.again : texts.basins.cancel);
  }
}

/** The settings without where one run begins, and without who else runs: the map is of all starts. */
function anywhere(settings) {
  const pairs = new URLSearchParams(settings);
  for (const key of ['start_x', 'start_y', 'race']) pairs.delete(key);
  return pairs.toString();
}
