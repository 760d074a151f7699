/** Which charts are in the panels beside the surface, and the menu in each panel's head that swaps its chart. */
import { h } from '../common/dom.js';

/** @import { Chart } from './chart.js' */
/** @import { Texts } from '../texts/en.js' */

/**
 * What the engine says of charts, by their ids.
 * @typedef {object} Places
 * @property {(id: string) => boolean} wide whether it has a whole row, which is two places
 * @property {(id: string) => boolean} yields whether it gives its place to a wide one
 */

export class Panels {
  #charts;
  #places;
  #changed;
  /** What was chosen last, which yields to nothing. */
  #latest = '';
  /** Ids that the reader has put there, panel by panel. @type {string[]} */
  #wished = [];
  /** @type {string[]} */
  #views = [];
  /** @type {string[]} */
  #shown = [];
  /** @type {Map<string, HTMLSelectElement>} */
  #menus = new Map();

  /**
   * @param {Texts} texts
   * @param {Chart[]} charts all that there are, in the registry's order
   * @param {Places} places
   * @param {() => void} changed
   */
  constructor(texts, charts, places, changed) {
    this.#charts = charts;
    this.#places = places;
    this.#changed = changed;
    for (const chart of charts) {
      const menu = h('select', { 'aria-label': texts.swap(chart.label), title: texts.swapHint });
      menu.addEventListener('change', () => this.#put(chart.id, menu.value));
      this.#menus.set(chart.id, menu);
      chart.tools.append(h('span', { class: 'swap' }, menu));
    }
  }

  /**
   * @param {string[]} views ids of what has something to show
   * @param {string[]} shown ids of what is shown at first; as many panels as these there are
   */
  suit(views, shown) {
    this.#views = this.#charts.map(({ id }) => id).filter((id) => views.includes(id));
    this.#shown = this.#views.filter((id) => shown.includes(id));
  }

  /** Ids of the charts that are shown. A wide one takes the place of another one as well. */
  get ids() {
    let ids = this.#panels;
    const { wide, yields } = this.#places;
    for (const id of ids.filter(wide)) {
      const free = ids.filter((other) => other !== id && other !== this.#latest && !wide(other));
      const gone = free.find(yields) ?? free.at(-1);
      ids = ids.filter((other) => other !== gone);
    }
    return ids;
  }

  /** Ids of the charts, panel by panel. @returns {string[]} */
  get #panels() {
    const chosen = this.#shown
      .map((_, panel) => this.#wished[panel])
      .map((id) => (this.#views.includes(id) ? id : null));
    const rest = [...this.#shown, ...this.#views].filter((id) => !chosen.includes(id));
    return chosen.map((id) => id ?? /** @type {string} */ (rest.shift()));
  }

  /** Offers in every menu what there is to show. */
  offer() {
    for (const [own, menu] of this.#menus) {
      const ids = this.#views.join(' ');
      if (menu.dataset.offers !== ids) {
        menu.dataset.offers = ids;
        const chosen = this.#charts.filter(({ id }) => this.#views.includes(id));
        menu.replaceChildren(...chosen.map(({ id, label }) => h('option', { value: id }, label)));
      }
      menu.value = own;
      if (menu.parentElement) menu.parentElement.hidden = this.#views.length <= this.#shown.length;
    }
  }

  /** The panels of runs beside this one, which show the same charts. @type {Panels[]} */
  #beside = [];

  /** Has the panels of other runs show what these do. @param {Panels[]} others */
  lead(others) {
    this.#beside = others;
    for (const other of others) other.#like(this);
  }

  /** @param {Panels} first */
  #like(first) {
    if (this.#wished.join() === first.#wished.join()) return;
    this.#wished = first.#wished;
    this.#latest = first.#latest;
    this.#changed();
  }

  /**
   * Puts a chart in another one's place; if it is shown already, the two change places.
   * @param {string} from
   * @param {string} to
   */
  #put(from, to) {
    const ids = this.#panels;
    this.#latest = to;
    this.#wished = ids.map((id) => (id === from ? to : id === to ? from : id));
    this.#changed();
    for (const other of this.#beside) other.#like(this);
    this.#menus.get(to)?.focus();
  }
}
