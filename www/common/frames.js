/** Calls back at most once per animation frame, and only when asked to. */
export class Frames {
  #handle = 0;
  #work;

  /** @param {(time: number) => void} work */
  constructor(work) {
    this.#work = work;
  }

  request() {
    this.#handle ||= requestAnimationFrame((time) => {
      this.#handle = 0;
      this.#work(time);
    });
  }

  cancel() {
    cancelAnimationFrame(this.#handle);
    this.#handle = 0;
  }
}
