/** Measures how many steps a second are made. */
export class Meter {
  /** @type {{now: number, step: number}[]} */
  #samples = [];

  /** Forgets what was measured. */
  reset() {
    this.#samples.length = 0;
  }

  /**
   * @param {number} now in ms
   * @param {number} step the step reached
   */
  note(now, step) {
    const samples = this.#samples;
    const last = samples[samples.length - 1];
    // A sample every 50 ms is enough; the newest is moved along until then.
    if (samples.length > 1 && now - samples[samples.length - 2].now < 50) {
      last.now = now;
      last.step = step;
    } else {
      samples.push({ now, step });
    }
    while (samples.length > 2 && now - samples[0].now > 2500) samples.shift();
  }

  /** Steps a second over the last two seconds or so; null while it is too early to say. */
  rate() {
    const first = this.#samples[0];
    const last = this.#samples[this.#samples.length - 1];
    if (!first || last.now - first.now < 100) return null;
    return ((last.step - first.step) / (last.now - first.now)) * 1000;
  }
}
