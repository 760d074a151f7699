/**
 * Runs work in short slices, so that messages (and, on the main thread, frames) are served between them.
 *
 * The same code drives a worker and the main thread; there the slices are shorter and leave the browser room.
 */
export class Slices {
  #work;
  #channel = new MessageChannel();
  #timer = 0;
  #posted = false;
  #running = false;
  #gentle;

  /**
   * @param {(budget: number) => number} work does about `budget` ms of work; answers in how many ms it wants to be
   *   called again: 0 for at once, `Infinity` for not before {@link wake}
   * @param {{budget: number, gentle: boolean}} options `gentle` leaves the thread free between slices
   */
  constructor(work, { budget, gentle }) {
    this.#work = work;
    this.budget = budget;
    this.#gentle = gentle;
    this.#channel.port1.onmessage = () => {
      this.#posted = false;
      this.#slice();
    };
  }

  /** There is something to do. */
  wake() {
    if (!this.#running) this.#again(0);
  }

  #slice() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#running = true;
    let wait = Infinity;
    try {
      wait = this.#work(this.budget);
    } finally {
      this.#running = false;
    }
    this.#again(wait);
  }

  /** @param {number} wait */
  #again(wait) {
    if (this.#posted || wait === Infinity) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (wait > 0 || this.#gentle) {
      this.#timer = setTimeout(() => this.#slice(), wait);
    } else {
      // A message to oneself comes after the messages that are waiting already, and without setTimeout's 4 ms.
      this.#posted = true;
      this.#channel.port2.postMessage(0);
    }
  }
}
