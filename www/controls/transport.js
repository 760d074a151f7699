/** The transport bar: back, play, one step, speed; and the state of the run. */
import { h, iconButton, relabel, say, uid } from '../common/dom.js';
import { count, quantity, rate } from '../common/format.js';
import { Timeline } from './timeline.js';

/** @import { Pointing } from '../charts/pointing.js' */
/** @import { Frame } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** Steps a second that the slider offers, in order. */
export const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, Infinity];

export class Transport {
  #texts;
  /**
   * @param {Texts} texts
   * @param {{toggle: () => void, step: () => void, reset: () => void, slow: () => void, branch: (() => void) | null, speed: (rate: number) => void, seek: (step: number) => Promise<unknown>}} on
   * @param {number} speed steps a second to begin with
   * @param {Pointing} pointing
   */
  constructor(texts, on, speed, pointing) {
    this.#texts = texts;
    const id = uid('speed');
    this.reset = iconButton('reset', texts.reset, on.reset);
    this.play = iconButton('play', texts.play, on.toggle, { class: 'play' });
    this.one = iconButton('step', texts.one, on.step);
    this.slow = iconButton('slow', texts.slowHelp, on.slow, { 'aria-pressed': 'false', 'aria-label': texts.slow });
    this.branch = on.branch && iconButton('fork', texts.columns.branch, on.branch, { class: 'branch' });
    this.slider = h('input', {
      id,
      type: 'range',
      min: 0,
      max: SPEEDS.length - 1,
      step: 1,
      '.value': SPEEDS.indexOf(speed),
    });
    this.wish = h('output', { class: 'wish', for: id });
    this.measured = h('b', {}, '–');
    this.step = h('b', {}, '0');
    this.loss = h('b', {}, '–');
    this.state = h('span');
    this.where = h('span', { class: 'where' });
    this.status = h('p', { class: 'status', role: 'status' }, this.state, this.where);
    this.slider.addEventListener('input', () => {
      const chosen = SPEEDS[Number(this.slider.value)];
      this.#wished(chosen);
      on.speed(chosen);
    });
    this.#wished(speed);
    this.timeline = new Timeline(texts, on.seek, pointing);
    this.element = h(
      'section',
      { class: 'transport', 'aria-label': texts.transport },
      this.timeline.element,
      h('div', { class: 'buttons' }, this.reset, this.play, this.one, this.slow, this.branch),
      h('div', { class: 'speed' }, h('label', { for: id }, texts.speed), this.slider, this.wish),
      h(
        'p',
        { class: 'reading rate', title: texts.measuredHelp },
        h('span', { class: 'hint' }, texts.measuredHint),
        ' ',
        this.measured,
        ' ',
        h('span', {}, texts.measured),
      ),
      h('p', { class: 'reading count' }, h('span', {}, texts.step), ' ', this.step),
      h('p', { class: 'reading loss' }, h('span', {}, texts.loss), ' ', this.loss),
      this.status,
    );
  }

  /**
   * @param {Frame} frame
   * @param {boolean} playing
   * @param {number | null} measured steps a second
   * @param {boolean} slow whether the step is opened up
   */
  show(frame, playing, measured, slow) {
    say(this.step, count(frame.step));
    say(this.loss, quantity(frame.loss));
    say(this.measured, playing && !slow ? rate(measured) : '–');
    const ended = frame.status !== 'running' && !frame.racing;
    const state = frame.status !== 'running' ? frame.status : slow ? 'slow' : playing ? 'running' : 'paused';
    const { diverged } = frame;
    say(
      this.state,
      diverged ? this.#texts.status.diverged(diverged.step) : state === 'diverged' ? '' : this.#texts.status[state],
    );
    say(this.where, diverged ? (frame.racing ? this.#texts.others : this.#texts.where(diverged)) : '');
    if (this.status.dataset.state !== state) this.status.dataset.state = state;
    this.#button(playing && !(ended && !slow), ended && !slow);
    this.one.disabled = ended && !slow;
    this.play.disabled = this.one.disabled && frame.step === 0; // It would diverge again.
    this.slow.setAttribute('aria-pressed', String(slow));
    relabel(this.one, 'step', slow ? this.#texts.onePhase : this.#texts.one);
  }

  /**
   * @param {boolean} playing
   * @param {boolean} ended
   */
  #button(playing, ended) {
    if (ended) relabel(this.play, 'replay', this.#texts.replay);
    else if (playing) relabel(this.play, 'pause', this.#texts.pause);
    else relabel(this.play, 'play', this.#texts.play);
  }

  /** Another speed, or the next one above it that the slider has. @param {number} speed steps a second */
  set speed(speed) {
    this.slider.value = String(SPEEDS.findIndex((offered) => offered >= speed));
    this.#wished(speed);
  }

  /** @param {number} speed */
  #wished(speed) {
    say(this.wish, this.#texts.wished(speed));
    this.slider.setAttribute('aria-valuetext', this.#texts.speedValue(speed));
  }
}
