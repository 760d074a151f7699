/** Keeps a part as high as it has been, so that what stands below it does not move while its text changes. */

export class Steady {
  #part;
  #width = 0;

  /** @param {HTMLElement} part */
  constructor(part) {
    this.#part = part;
    new ResizeObserver(() => this.#measure()).observe(part);
  }

  /** From now on it may be lower. */
  forget() {
    this.#part.style.minHeight = '';
  }

  #measure() {
    const { width, height } = this.#part.getBoundingClientRect();
    if (width !== this.#width) {
      this.#width = width;
      this.forget();
    } else if (height > (parseFloat(this.#part.style.minHeight) || 0)) {
      this.#part.style.minHeight = `${height}px`;
    }
  }
}
