/**
 * What the page is told of a run's present step: its frame, the way in the drawn plane, charts.
 *
 * While a run would go on faster if nobody looked, looking takes a twentieth of the time of training: a look brings those
 * charts that were computed longest ago, as far as that lasts, and those that have waited long. Each is of one step, and says of
 * which. A run that keeps the pace it was asked for has time for all of them, and at rest all are of the same step.
 */

/** Looking's time for that of training. */
const SHARE = 1 / 20;
/** So much of it, in ms, is saved up or used in advance at most. */
const SAVED = 25;
/** A chart that has waited so long, in ms of the run's time, waits no longer, whatever it costs: it moves eight times a second. */
const LONGEST = 120;

export class Looks {
  #left = 0; // time for looking that is left, in ms; below 0 it was used in advance
  #time = 0; // how long was trained and looked, in ms
  #computed = new Map(); // when each chart was, by that

  /**
   * @param {object} run the engine's
   * @param {{figures: {chart: string, width: number}[], path: number, plane: number, story: boolean}} wanted
   * @param {number | null} trained how long the run has trained since the last look, in ms; null where it has time to spare
   * @returns {{news: object, transfer: Transferable[]}} `news.cost` is how long it took, in ms
   */
  at(run, { figures, path, plane, story }, trained) {
    const start = performance.now();
    const hurried = trained !== null;
    this.#left = hurried ? Math.min(SAVED, this.#left + SHARE * trained) : 0;
    this.#time += trained ?? 0;
    const { news, transfer } = told(run, path, plane, story);
    const since = ({ chart }) => this.#computed.get(chart) ?? -Infinity;
    const waiting = hurried ? [...figures].sort((one, other) => since(one) - since(other)) : figures;
    news.figures = [];
    for (const figure of waiting) {
      const late = this.#time - since(figure) >= LONGEST;
      if (hurried && !late && performance.now() - start >= this.#left) break;
      const { chart, width } = figure;
      news.figures.push({ chart, bytes: run.figure(chart, width) });
      this.#computed.set(chart, this.#time);
    }
    transfer.push(...news.figures.map(({ bytes }) => bytes.buffer));
    news.cost = performance.now() - start;
    this.#time += news.cost;
    if (hurried) this.#left = Math.max(-SAVED, this.#left - news.cost);
    return { news, transfer };
  }
}

/** All that is told at every look. */
function told(run, path, plane, story) {
  const news = { frame: run.frame() };
  const transfer = [];
  if (path) {
    const steps = run.pathSteps(path, plane);
    Object.assign(news, {
      path: run.path(path, plane),
      steps,
      plane,
      offPlane: run.offPlane(plane),
      arrows: run.arrows(plane) ?? null,
    });
    transfer.push(news.path.buffer, steps.buffer);
    if (story) Object.assign(news, { held: run.held(plane) ?? null, batches: run.batchArrows(plane) });
  }
  const standings = run.standings();
  if (standings) {
    news.standings = JSON.parse(standings);
    if (path) news.rivals = news.standings.racers.slice(1).map((_, k) => run.rivalPath(k, path, plane));
  }
  if (story) news.story = JSON.parse(run.story());
  return { news, transfer };
}
