/** Playing, pausing and going to steps, and what the transport bar shows of it. */
import { calm } from '../common/theme.js';
import { Transport } from '../controls/transport.js';

/** @import { Frame, Opens, Read } from '../engine/types.js' */
/** @import { Fork } from '../controls/timeline.js' */
/** @import { Session } from '../workers/session.js' */
/** @import { Texts } from '../texts/en.js' */
/** @import { Check } from './check.js' */
/** @import { FrameLoop } from './frame-loop.js' */
/** @import { Views } from './views.js' */

/** Steps a second before a scenario says how it opens. */
export const SPEED = 100;

/**
 * What playing needs of its laboratory.
 * @typedef {object} Played
 * @property {Session} session
 * @property {Views} views
 * @property {Check} check
 * @property {FrameLoop} loop
 * @property {Read | null} read the settings in force; null before there are any
 * @property {Fork[]} forks where runs beside it branch off
 * @property {(() => void) | null} branch puts a copy beside the run; null where it cannot
 * @property {Played & {playback: Playback} | null} leader whose run this one's follows; null for none
 * @property {(Played & {playback: Playback})[]} followers those whose runs follow this one's
 */

export class Playback {
  /** The newest frame. @type {Frame | null} */
  frame = null;
  playing = false;
  #lab;
  /** The last step there is. */
  #recorded = 0;

  /**
   * @param {Texts} texts
   * @param {Played} lab
   */
  constructor(texts, lab) {
    this.#lab = lab;
    const on = {
      toggle: () => this.toggle(),
      step: () => (this.#slow.active ? this.#slow.next() : void this.step(1).catch(() => {})),
      slow: () => this.toggleSlow(),
      reset: () => void this.reset().catch(() => {}),
      seek: (/** @type {number} */ step) => this.seek(step),
      branch: lab.branch,
      speed: (/** @type {number} */ rate) => {
        lab.session.rate = rate;
      },
    };
    this.transport = new Transport(texts, on, SPEED, lab.views.pointing);
  }

  /** Whether the run has come to its own end; in a race, all of its runs. */
  get ended() {
    return this.frame !== null && this.frame.status !== 'running' && !this.frame.racing;
  }

  /** Whether the run stands still. */
  get still() {
    return !this.playing || this.ended;
  }

  /** A scenario opens as its story needs. @param {Opens} opens */
  open({ speed, paused }) {
    if (this.#leader) return;
    this.#lab.session.rate = speed;
    this.transport.speed = speed;
    if (paused && this.playing) this.pause();
  }

  play() {
    if (this.#leader) {
      this.#leader.play();
      return;
    }
    if (this.#slow.active) this.#slow.close();
    // A run that diverged at the start would do so again: it waits for other settings, and then plays.
    if (this.ended && this.frame && this.frame.step > 0) {
      this.reset().then(
        () => this.play(),
        () => {},
      );
      return;
    }
    this.playing = true;
    this.#lab.session.play();
    this.show();
    for (const { playback } of this.#lab.followers) playback.playing = true;
    for (const { loop } of [this.#lab, ...this.#lab.followers]) loop.request(); // At rest nothing is asked of the run.
  }

  pause() {
    if (this.#leader) {
      this.#leader.pause();
      return;
    }
    this.playing = false;
    this.#lab.session.pause();
    this.show();
    for (const { playback } of this.#lab.followers) playback.playing = false;
    for (const { loop } of [this.#lab, ...this.#lab.followers]) loop.refresh();
  }

  toggle() {
    if (this.#leader) {
      this.#leader.toggle();
      return;
    }
    if (this.#slow.active) {
      if (this.#slow.playing) this.#slow.pause();
      else this.#slow.play();
    } else if (this.playing && !this.ended) {
      this.pause();
    } else {
      this.play();
    }
  }

  /** Opens the present step up into its phases, or closes it. */
  toggleSlow() {
    if (this.#leader) {
      this.#leader.toggleSlow();
      return;
    }
    if (this.#slow.active) {
      this.#slow.close();
      return;
    }
    if (!this.frame) return;
    this.pause();
    this.#slow.open();
    this.#lab.views.element.scrollIntoView({ block: 'nearest', behavior: calm() ? 'auto' : 'smooth' });
  }

  /** @param {number} n @returns {Promise<Frame>} the frame reached */
  step(n) {
    if (this.#leader) return this.#leader.step(n);
    this.pause();
    return this.#lab.session.step(n);
  }

  /** @param {number} step @returns {Promise<Frame>} the frame reached */
  seek(step) {
    if (this.#leader) return this.#leader.seek(step);
    this.pause();
    return this.#lab.session.seek(step);
  }

  /** @returns {Promise<Frame>} the frame of step 0 */
  async reset() {
    if (this.#leader) return this.#leader.reset();
    const { check, read, session } = this.#lab;
    check.interrupt();
    this.pause();
    if (!read) throw new Error('there is no run yet');
    return session.open(read, false);
  }

  /** Slow motion has begun, rests, or has ended. */
  slowChanged() {
    const { loop, views } = this.#lab;
    if (views.surface) views.surface.slow = this.#slow.active;
    views.open();
    this.show();
    loop.refresh();
  }

  /** Steps after this one are others than before. @param {number} step */
  forgetAfter(step) {
    this.#recorded = step;
  }

  /** Brings the transport bar up to the newest frame. */
  show() {
    const { frame, playing } = this;
    if (!frame) return;
    const slow = this.#slow;
    // Playing on from an earlier step replaces the steps after it.
    this.#recorded = playing ? frame.step : Math.max(this.#recorded, frame.step);
    this.transport.show(frame, slow.active ? slow.playing : playing, this.#lab.loop.rate, slow.active);
    this.transport.timeline.show(frame.step, this.#recorded, this.#lab.read?.changes ?? [], this.#lab.forks);
  }

  /** That of the run that this one follows. @returns {Playback | null} */
  get #leader() {
    return this.#lab.leader?.playback ?? null;
  }

  get #slow() {
    return this.#lab.views.slow;
  }
}
