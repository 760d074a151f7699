/** Follows the sizes of views. A figure's own pixels are CSS pixels at this type size, and grow with it. */

/** Type size in CSS pixels for which a figure's own pixels are CSS pixels. */
const TYPE = 15;

/**
 * @typedef {object} SizedView
 * @property {HTMLElement} box whose size the picture has
 * @property {(width: number, height: number, zoom: number) => void} resize sizes in CSS pixels, and how many of them one of
 *   the figure's own pixels has
 */

/**
 * @template {SizedView} View
 */
export class ViewSizes {
  /** @type {Map<Element, View>} */
  #views = new Map();
  #observer;
  #changed;

  /** @param {(known: boolean) => void} changed called after sizes have changed, with whether there are any yet */
  constructor(changed) {
    this.#changed = changed;
    this.#observer = new ResizeObserver((entries) => this.#take(entries));
  }

  /** All views that were added. */
  get views() {
    return [...this.#views.values()];
  }

  /** @param {View} view */
  add(view) {
    this.#views.set(view.box, view);
    this.#observer.observe(view.box);
  }

  /** Measures what is laid out already, before the observer is called in the next frame. */
  measure() {
    const sizes = [...this.#views.keys()].map((target) => {
      const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(target);
      const width = target.clientWidth - length(paddingLeft) - length(paddingRight);
      const height = target.clientHeight - length(paddingTop) - length(paddingBottom);
      return { target, contentRect: { width, height } };
    });
    this.#take(sizes);
  }

  close() {
    this.#observer.disconnect();
  }

  /** @param {{target: Element, contentRect: {width: number, height: number}}[]} entries */
  #take(entries) {
    for (const { target, contentRect } of entries) {
      const zoom = parseFloat(getComputedStyle(target).fontSize) / TYPE;
      this.#views.get(target)?.resize(contentRect.width, contentRect.height, zoom);
    }
    // While styles are loading everything has no width.
    this.#changed(entries.some(({ contentRect }) => contentRect.width > 0));
  }
}

/** @param {string} css */
function length(css) {
  return parseFloat(css) || 0;
}
