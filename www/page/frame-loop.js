/** What happens in an animation frame: shows the newest answer of the run, and asks for the next. */
import { Frames } from '../common/frames.js';
import { isWhole } from '../engine/runtime.js';
import { News } from './news.js';

/** @import { Controls } from '../controls/controls.js' */
/** @import { Frame, Read } from '../engine/types.js' */
/** @import { News as Answer, NewsOfStep } from '../workers/protocol.js' */
/** @import { Session } from '../workers/session.js' */
/** @import { Views } from './views.js' */

/** Points of the path that are drawn. */
const PATH = 2000;
/**
 * What the loop needs of its laboratory.
 * @typedef {object} Shown
 * @property {Session} session
 * @property {Views} views
 * @property {Controls} controls
 * @property {string} settings
 * @property {Read | null} read what the engine made of them
 * @property {Frame | null} frame the newest
 * @property {boolean} still whether the run stands still
 * @property {(news: NewsOfStep) => void} take
 * @property {() => void} say brings the words up to what is drawn
 * @property {() => void} seen the first picture is there
 * @property {(work: () => void) => void} safely does something that may fail
 */

export class FrameLoop {
  #lab;
  #frames = new Frames((time) => this.#lab.safely(() => this.#tick(time)));
  #news;
  #visible = true;
  /** Whether nothing has been heard of a run yet. */
  #first = true;

  /** Whether pictures are drawn on a dark ground. */
  dark = false;

  /** @param {Shown} lab */
  constructor(lab) {
    this.#lab = lab;
    this.#news = new News((question) => lab.session.ask(question));
  }

  /** Steps a second, as measured; null at rest. */
  get rate() {
    return this.#news.rate;
  }

  /** Something has to be drawn in the next frame. */
  request() {
    this.#frames.request();
  }

  /** What is shown is out of date. */
  refresh() {
    this.#news.stale = true;
    this.#frames.request();
    // A run at rest is asked at once; one that plays, once a frame.
    if (this.#lab.still) this.ask(performance.now());
  }

  /** Asks for news, if it is time. @param {number} time of the animation frame */
  ask(time) {
    const { frame, still, views } = this.#lab;
    if (this.#visible && frame && views.measured) this.#news.ask(time, still, () => this.#question(frame.step));
  }

  /** @param {Answer} news */
  heard(news) {
    this.#news.heard(news, this.#first);
    this.#frames.request();
    if (!this.#first || !this.#visible) return;
    // The first picture does not wait for a frame, which may be long in coming while the page is new.
    this.#lab.safely(() => this.#tick(performance.now()));
    this.#first = false;
    this.#lab.seen();
  }

  /** Another run begins. */
  begin() {
    this.#news.begin();
  }

  /** A newer frame than the answer's is there. */
  outdated() {
    this.#news.outdated();
  }

  /** Whether it is on the screen. @param {boolean} visible */
  set visible(visible) {
    this.#visible = visible;
    if (visible) this.refresh();
    else this.#news.rest();
  }

  /** No more frames, until one is requested. */
  rest() {
    this.#frames.cancel();
  }

  close() {
    this.#news.rest();
    this.#frames.cancel();
  }

  /** @param {number} time */
  #tick(time) {
    const start = performance.now();
    const { controls, views, session, still } = this.#lab;
    const news = this.#news.take();
    if (news) this.#lab.take(news);
    // Numbers change together, with the sentence and of its step; each change costs a layout.
    const words = still || Boolean(news?.diagnosis);
    const { dark } = this;
    controls.paint(dark);
    views.paint(dark, still, words);
    if (words) this.#lab.say();
    // Until a file that the settings name is there, there is nothing to look at.
    const { read } = this.#lab;
    if (read) session.survey(views.survey(read.run));
    if (!this.#first) this.#news.drawn(start);
    this.ask(time);
    if (this.#visible && (!still || this.#news.stale)) this.#frames.request();
  }

  /** @param {number} step */
  #question(step) {
    const { views, settings } = this.#lab;
    const { stale } = this.#news;
    return {
      known: stale ? null : step,
      figures: views.wishes(stale),
      path: views.surface ? PATH : 0,
      plane: views.surface?.wanted,
      // What is computed beside the run needs the rest of the engine, which the first picture does not wait for.
      studies: isWhole() ? views.studies : [],
      trials: isWhole(),
      settings,
    };
  }
}
