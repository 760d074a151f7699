/**
 * Slow motion: the present step opened up into its phases. Forward, numbers arrive from the left; backward, gradients
 * arrive from the right, layer by layer; then the clip, then the update, and the ball moves on to the next step.
 */
import { Chart } from './chart.js';
import { h, say } from '../common/dom.js';
import { calm } from '../common/theme.js';

/** @import { Phases } from '../engine.js' */
/** @import { Engine, Frame } from '../engine/types.js' */
/** @import { Pointing } from './pointing.js' */
/** @import { Texts } from '../texts/en.js' */

/** A phase's numbers arrive within about so many ms, none faster or slower than the ends; then there is time to read. */
const ARRIVAL = 2600;
const FASTEST = 90;
const SLOWEST = 650;
const READING = 2200;
/** Width of the network's picture while it is not laid out, in CSS pixels. */
const WIDTH = 640;

/**
 * @typedef {object} On
 * @property {(width: number) => void} ask for the phases of the present step, with the network this wide
 * @property {() => Promise<unknown>} step makes the present step
 * @property {() => void} redraw
 * @property {() => void} changed it has begun, rests, or has ended
 * @property {(step: number) => void} seek
 */

export class SlowMotion {
  #texts;
  /** Whether it is open, and whether it plays by itself. */
  active = false;
  playing = false;
  #engine;
  #on;
  /** @type {Phases | null} */
  #phases = null;
  /** What the phases are called, and how many numbers arrive in each. @type {{label: string, count: number}[]} */
  #list = [];
  /** The phase, and how many of its numbers have arrived. */
  #at = 0;
  #shown = 0;
  /** The step that is opened up. */
  #step = -1;
  /** Whether its update was made, so that the run stands at the next step. */
  #made = false;
  /** Whether the phases of the present step are on their way. */
  #waiting = false;
  #awake = true;
  #timer = 0;

  /**
   * @param {Engine} engine
   * @param {On} on
   * @param {Pointing} pointing
   */
  constructor(engine, on, pointing) {
    this.#engine = engine;
    const { texts } = engine;
    this.#texts = texts;
    this.#on = on;
    this.chart = new Chart(engine, { id: 'slow', label: texts.slow, help: texts.slowHelp }, pointing, on);
    /** The network, through which the signals run. */
    this.network = new Chart(
      engine,
      { id: 'slow-network', label: texts.slowNetwork, help: texts.slowNetworkHelp },
      pointing,
      on,
    );
    this.network.element.hidden = true;
    this.chart.handle = { place: (layout) => this.#tell(layout.summary) };
    this.heading = h('p', { class: 'slow-step' });
    this.tabs = h('div', { class: 'segments phases', role: 'group', 'aria-label': texts.phases });
    this.sentence = h('p', { class: 'slow-sentence' });
    this.spoken = h('p', { class: 'unseen', role: 'status' });
    this.element = this.chart.element;
    this.element.hidden = true;
    this.chart.box.before(h('div', { class: 'slow-head' }, this.tabs, this.heading), this.network.element);
    this.element.append(this.sentence, this.spoken);
  }

  /** Off screen it rests, and continues when it is seen again. @param {boolean} awake */
  set awake(awake) {
    this.#awake = awake;
    if (awake) this.#schedule();
    else clearTimeout(this.#timer);
  }

  open() {
    this.active = true;
    this.element.hidden = false;
    this.#renew();
    this.play();
  }

  close() {
    this.active = false;
    this.playing = false;
    this.element.hidden = true;
    this.#forget();
    this.#on.changed();
  }

  play() {
    this.playing = true;
    this.#schedule();
    this.#on.changed();
  }

  pause() {
    this.playing = false;
    clearTimeout(this.#timer);
    this.#on.changed();
  }

  /** One phase on: what is still arriving arrives at once, and otherwise the next phase begins. */
  next() {
    this.pause();
    if (!this.#list.length) return;
    if (!this.#complete) this.#show(this.#at, this.#list[this.#at].count);
    else this.#go();
    this.#schedule();
  }

  /**
   * The run stands at a step now; unless this made it, that step is opened up.
   * @param {Frame} frame
   * @param {boolean} anew
   */
  follow({ step }, anew) {
    if (!this.active || this.#waiting) return;
    const own = this.#made && step === this.#step + 1;
    if (anew || !(own || step === this.#step)) this.#renew();
  }

  /** The phases that were asked for. @param {{step: number, bytes: Uint8Array}} message */
  take({ step, bytes }) {
    this.#waiting = false;
    if (!this.active) return;
    this.#forget();
    this.#phases = this.#engine.call((api) => api.Phases.from(bytes)) ?? null;
    const phases = this.#phases;
    if (!phases) return;
    this.#step = step;
    this.#list = JSON.parse(this.#engine.call(() => phases.list()));
    say(this.heading, this.#texts.atStep(step));
    this.tabs.replaceChildren(
      ...this.#list.map(({ label }, k) => h('button', { type: 'button', on: { click: () => this.#choose(k) } }, label)),
    );
    this.#show(0, calm() ? this.#list[0].count : 0);
    this.#schedule();
  }

  free() {
    this.#forget();
  }

  get #complete() {
    return this.#shown >= this.#list[this.#at].count;
  }

  #renew() {
    this.#waiting = true;
    this.#on.ask(this.network.size?.width ?? (this.element.clientWidth || WIDTH));
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#phases?.free();
    this.#phases = null;
    this.#list = [];
    this.#made = false;
    this.#step = -1;
  }

  /** @param {number} phase */
  #choose(phase) {
    this.pause();
    this.#show(phase, this.#list[phase].count);
  }

  /**
   * @param {number} phase
   * @param {number} shown
   */
  #show(phase, shown) {
    this.#at = phase;
    this.#shown = shown;
    [...this.tabs.children].forEach((tab, k) => {
      if (k === phase) tab.setAttribute('aria-current', 'step');
      else tab.removeAttribute('aria-current');
    });
    const phases = this.#phases;
    if (phases) {
      this.chart.take(this.#engine.call(() => phases.figure(phase, shown)));
      const network = this.#engine.call(() => phases.network(phase, shown));
      this.network.element.hidden = !network.length;
      this.network.take(network);
    }
    this.#on.redraw();
    // With the last number of its last phase the step is made: the ball moves.
    if (this.#complete && phase === this.#list.length - 1 && !this.#made) {
      this.#made = true;
      this.#on.step().catch(() => {});
    }
  }

  /** What is seen in words. Spoken is only what a whole phase has to say. @param {string} summary */
  #tell(summary) {
    say(this.sentence, summary);
    if (this.#list.length && this.#complete) say(this.spoken, summary);
  }

  /** To the next phase, or to the next step's first. */
  #go() {
    if (this.#at + 1 < this.#list.length) this.#show(this.#at + 1, calm() ? this.#list[this.#at + 1].count : 0);
    else this.#renew();
  }

  /** The next number, in its time: while it plays, and to the end of a phase that was begun. */
  #schedule() {
    clearTimeout(this.#timer);
    if (!this.active || !this.#awake || !this.#phases || (!this.playing && this.#complete)) return;
    const { count } = this.#list[this.#at];
    const wait = this.#complete ? READING : Math.min(SLOWEST, Math.max(FASTEST, ARRIVAL / count));
    this.#timer = setTimeout(() => {
      if (this.#complete) this.#go();
      else this.#show(this.#at, this.#shown + 1);
      this.#schedule();
    }, wait);
  }
}
