/**
 * What the page gets of a run's present step: its frame, its path in the drawn plane, charts.
 *
 * Where looking slows the run down, it takes a twentieth of the time of training: a look then brings
 * the charts that were computed longest ago, as many as there is time for, and those that have waited too long. Every
 * chart says which step it is of. At rest, and where there is time to spare, all charts are of the present step.
 */
import { buffersOf } from './transfer.js';

/** @import { EngineRun } from '../engine/types.js' */
/** @import { NewsOfStep, WantedFigure } from './protocol.js' */

/** Time for looking, as a share of that for training. */
const SHARE = 1 / 20;
/** So much of it, in ms, is saved up or used in advance at most. */
const SAVED = 25;
/** A chart waits no longer than this, in ms of the run's time, whatever it costs: it moves eight times a second. */
const LONGEST = 120;

export class Looks {
  #left = 0; // time for looking that is left, in ms; below 0 it was used in advance
  #time = 0; // how long was trained and looked, in ms
  /** When each chart was computed, by that. @type {Map<string, number>} */
  #computed = new Map();

  /**
   * @param {EngineRun} run
   * @param {{figures: WantedFigure[], path: number, plane: number, diagnosis: boolean}} wanted as in `Ask`
   * @param {number | null} trained how long the run has trained since the last look, in ms; null where it has time to spare
   * @returns {{news: NewsOfStep, transfer: Transferable[]}}
   */
  at(run, { figures, path, plane, diagnosis }, trained) {
    const start = performance.now();
    const hurried = trained !== null;
    this.#left = hurried ? Math.min(SAVED, this.#left + SHARE * trained) : 0;
    this.#time += trained ?? 0;
    const { news, transfer } = lookAt(run, path, plane, diagnosis);
    const since = (/** @type {WantedFigure} */ { chart }) => this.#computed.get(chart) ?? -Infinity;
    const waiting = hurried ? [...figures].sort((one, other) => since(one) - since(other)) : figures;
    for (const figure of waiting) {
      const late = this.#time - since(figure) >= LONGEST;
      if (hurried && !late && performance.now() - start >= this.#left) break;
      const { chart, width } = figure;
      news.figures.push({ chart, bytes: run.figure(chart, width) });
      this.#computed.set(chart, this.#time);
    }
    transfer.push(...buffersOf(...news.figures.map(({ bytes }) => bytes)));
    news.cost = performance.now() - start;
    this.#time += news.cost;
    if (hurried) this.#left = Math.max(-SAVED, this.#left - news.cost);
    return { news, transfer };
  }
}

/**
 * What every look brings.
 * @param {EngineRun} run
 * @param {number} path
 * @param {number} plane
 * @param {boolean} diagnosis
 */
function lookAt(run, path, plane, diagnosis) {
  // The frame comes after the diagnosis, whose verdict it carries.
  const diagnosed = diagnosis ? JSON.parse(run.diagnosis()) : undefined;
  /** @type {NewsOfStep} */
  const news = { frame: run.frame(), diagnosis: diagnosed, figures: [], cost: 0 };
  /** @type {Transferable[]} */
  const transfer = [];
  if (path) {
    const steps = run.pathSteps(path, plane);
    news.path = run.path(path, plane);
    news.steps = steps;
    news.plane = plane;
    news.offPlane = run.offPlane(plane);
    news.arrows = run.arrows(plane) ?? null;
    transfer.push(...buffersOf(news.path, steps));
    if (diagnosis) {
      news.variance = run.held(plane) ?? null;
      news.batches = run.batchArrows(plane);
    }
  }
  const standings = run.standings();
  if (standings) {
    news.standings = JSON.parse(standings);
    const others = news.standings?.racers.slice(1) ?? [];
    if (path) news.rivals = others.map((_, k) => run.rivalPath(k, path, plane));
  }
  return { news, transfer };
}
