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
    const { width } = this.#part.getBoundingClientRect();
    if (width === 0) return;
    if (width !== this.#width) this.forget();
    this.#width = width;
    const { height } = this.#part.getBoundingClientRect();
    if (height > (parseFloat(this.#part.style.minHeight) || 0)) this.#part.style.minHeight = `${height}px`;
  }
}
