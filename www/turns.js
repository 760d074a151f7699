/**
 * Which charts a picture asks for. Some go through the data once more for it; while a run makes many steps from one
 * picture to the next, these take turns, one to a picture. Each says of which step it is, and at rest all are of the same.
 */

/** With fewer steps between two pictures every chart is in every picture: then the run is slow, or a step costs more. */
const MANY = 16;
/** Pictures from one of a chart to its next, at least: at 60 a second, 20 of it. */
const CYCLE = 3;

export class Turns {
  #last = 0;
  #turn = 0;

  /**
   * @param {{chart: string}[]} wishes
   * @param {string[]} turns ids of those that take turns
   * @param {number | null} step that is shown, of a run that goes on; null where everything is wanted
   */
  of(wishes, turns, step) {
    const steps = step === null ? 0 : Math.abs(step - this.#last);
    this.#last = step ?? this.#last;
    if (steps < MANY) return wishes;
    const taking = wishes.filter(({ chart }) => turns.includes(chart));
    this.#turn += 1;
    const next = taking[this.#turn % Math.max(taking.length, CYCLE)];
    return wishes.filter((wish) => wish === next || !taking.includes(wish));
  }
}
