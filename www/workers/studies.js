/**
 * The studies that runs wait for: one `Study` of an element at a time, gone on with a slice at a time.
 *
 * Its message in, {id, epoch, settings, data, task, asleep}, is one of surfaces.js; its message out is finding {bytes}.
 */
export class Studies {
  #api;
  #emit;
  #guard;
  #open = new Map();

  /**
   * @param {object} api engine.js
   * @param {(message: object, transfer?: Transferable[]) => void} emit
   * @param {(id: number, work: () => any) => any} guard
   */
  constructor(api, emit, guard) {
    this.#api = api;
    this.#emit = emit;
    this.#guard = guard;
  }

  /** Begins a study in place of the element's last one. */
  begin({ id, epoch, settings, data, task, asleep }) {
    this.end(id);
    this.#guard(id, () => {
      const inner = new this.#api.Study(settings, data ? new Uint8Array(data) : undefined, task);
      this.#open.set(id, { id, epoch, inner, pieces: 1, asleep });
    });
  }

  /** Gives the element's study up. */
  end(id) {
    this.#open.get(id)?.inner.free();
    this.#open.delete(id);
  }

  sleep(id, asleep) {
    const study = this.#open.get(id);
    if (study) study.asleep = asleep;
  }

  /** Those that have something to do. */
  get busy() {
    return [...this.#open.values()].filter(({ asleep }) => !asleep);
  }

  /** Goes on with one for about `share` ms. */
  advance(study, share) {
    const { id, epoch, inner } = study;
    const complete = this.#guard(id, () => {
      const start = performance.now();
      const over = inner.advance(study.pieces);
      const spent = performance.now() - start;
      if (spent < share / 2) study.pieces = Math.min(study.pieces * 2, 1 << 16);
      else if (spent > share) study.pieces = Math.max(1, study.pieces >> 1);
      if (!over) return false;
      const bytes = inner.finding();
      this.#emit({ id, epoch, is: 'finding', bytes }, [bytes.buffer]);
      return true;
    });
    // One that failed is not gone on with.
    if (complete !== false) this.end(id);
  }
}
