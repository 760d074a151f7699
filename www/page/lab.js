/**
 * The laboratory in one element: connects settings, session, views and controls.
 *
 * All settings come in through {@link Lab.apply}. Frames come in from the session and are shown at most
 * once per animation frame.
 */
import { h } from '../common/dom.js';
import { Controls } from '../controls/controls.js';
import { OwnData } from '../controls/own-data.js';
import { messageOf } from '../engine/guard.js';
import { fetchRest } from '../engine/runtime.js';
import { OF_GRID } from '../surface/drawn-from.js';
import { Session } from '../workers/session.js';
import { Autopsy } from './autopsy.js';
import { Check } from './check.js';
import { FrameLoop } from './frame-loop.js';
import { Hold } from './hold.js';
import { Notices } from './notices.js';
import { Playback, SPEED } from './playback.js';
import { NOWHERE } from './opening.js';
import { LEAST, fileOf, offer, offerOther } from './pytorch.js';
import { LabSettings, wholeOf } from './settings.js';
import { Story } from './story.js';
import { Studies } from './studies.js';
import { Views } from './views.js';

/** @import { Diagnosis, Engine, Frame, Opening, Read } from '../engine/types.js' */
/** @import { FirstPlane, NewsOfStep } from '../workers/protocol.js' */
/** @import { Script } from './pytorch.js' */
/** @import { Cure } from './remedies.js' */
/** @import { Texts } from '../texts/en.js' */
/** @import { Fork } from '../controls/timeline.js' */
/** @import { Listener } from '../workers/session.js' */

/** So long off screen, in ms, and its memory is given back. */
const REST_AFTER = 3000;

/**
 * @typedef {object} On
 * @property {() => void} ask shows the card that asks for a file
 * @property {((opening: Opening, settings?: string) => void) | null} share copies a link; null where the page has none of its own
 * @property {() => void} ready the first run stands at step 0
 * @property {(frame: Frame) => void} frame another step is shown
 * @property {(read: Read, changed: boolean) => void} settings they are in force; `changed` if others were before
 * @property {(cause: unknown) => void} failed
 * @property {(crash: {message: string, here?: boolean}) => void} panicked
 * @property {((cure: Cure) => void) | null} [compare] applies a remedy beside the run as it is; null where it cannot
 * @property {(() => void) | null} [branch] puts a copy beside the run, from this step on; null where it cannot
 */

export class Lab {
  #texts;
  /** Whether the engine has panicked. */
  broken = false;
  #settings;
  #on;
  /** Draws what is new, once per animation frame. @type {FrameLoop} */
  loop = new FrameLoop(this);
  #shown = '';
  #visible = true;
  #resting = 0;
  #closed = false;
  /** Takes the experiment as a script. @type {(script: Script) => void} */
  #exported = () => {};
  #hold = new Hold();
  /** What has not been said yet. @type {Diagnosis | null} */
  #diagnosis = null;
  /** Those whose runs follow this one's, side by side with it. @type {Lab[]} */
  followers = [];
  /** What the run is called that it follows. */
  first = '';
  /** Where runs beside it branch off. @type {Fork[]} */
  forks = [];

  /**
   * @param {Engine} engine
   * @param {{views: string[] | null, controls: string[] | null}} chosen
   * @param {On} on
   * @param {Lab | null} [leader] whose run this one's follows step by step
   */
  constructor(engine, chosen, on, leader = null) {
    this.engine = engine;
    this.leader = leader;
    this.#settings = new LabSettings(engine);
    this.#texts = engine.texts;
    this.#on = on;
    this.notices = new Notices(engine.texts);
    this.controls = new Controls(engine, {
      change: (changes, settled) => this.change(changes, settled),
      apply: (settings) => this.apply(settings),
      redraw: () => this.loop.request(),
      show: (view) => this.views.reveal(view),
    });
    this.controls.choose(chosen.controls);
    const examine = () => this.#examine();
    this.story = new Story(engine, { cure: (cure) => this.#cure(cure), examine, compare: on.compare ?? null });
    this.autopsy = new Autopsy(engine, {
      begin: () => void this.session.autopsy(this.settings, this.frame?.step ?? 0),
      end: () => void this.session.autopsy(this.settings, null),
      share: on.share && (() => on.share?.({ ...NOWHERE, step: this.frame?.step ?? 0, autopsy: true })),
      open: (settings) => this.apply(settings),
      pytorch: (settings, steps, notices) =>
        void offerOther(engine, { settings, steps, dataFile: this.read?.dataFile ?? null }, notices),
    });
    this.check = new Check(engine.texts, { begin: () => this.session.check(), end: () => this.session.uncheck() });
    this.views = this.#makeViews(engine, chosen.views);
    this.studies = new Studies(engine, chosen.views, {
      open: (settings) => {
        this.apply(settings);
        this.playback.play();
      },
      change: (changes) => this.change(changes),
      panicked: (message) => this.#crashed({ message, here: true }),
      share: on.share && ((opening, settings) => on.share?.({ ...NOWHERE, ...opening }, settings)),
    });
    /** @type {Playback} */
    this.playback = new Playback(engine.texts, this);
    const surface = this.views.surface?.element;
    this.stage = h(
      'section',
      { class: 'stage', 'aria-label': engine.texts.stage },
      surface,
      ...this.studies.places,
      this.story.element,
    );
    this.own = new OwnData(engine, {
      apply: (settings) => this.apply(settings),
      present: () => this.read,
      ask: on.ask,
      tell: (message) => this.notices.show('csv', message ? [message] : []),
    });
    this.session = this.#makeSession(engine);
    this.session.rate = SPEED;
  }

  /** What the engine made of the settings; null before there are any. */
  get read() {
    return this.#settings.read;
  }

  /** Whether the scenario waits at step 0 until it is played. */
  get waits() {
    return this.#settings.opens?.paused ?? false;
  }

  /** The settings string. */
  get settings() {
    const read = this.read ?? this.own.pending;
    return read ? wholeOf(read) : '';
  }

  /** The newest frame; null before there is one. @returns {Frame | null} */
  get frame() {
    return this.playback.frame;
  }

  /** Whether the run stands still. */
  get still() {
    return this.playback.still;
  }

  /**
   * Starts a run with these settings, and keeps playing if it was. It never fails: errors in them become notices.
   * @param {string} settings
   */
  apply(settings) {
    this.safely(() => {
      const before = this.read;
      const read = this.#settings.at(settings, 0);
      if (this.own.holds(read)) {
        // Until the file is there everything stays as it was.
        if (before) this.controls.show(before);
        return;
      }
      this.#inForce(
        read,
        read.notices.map(({ message }) => message),
      );
      const changed = !before || wholeOf(before) !== wholeOf(read);
      const anew = !before || before.run !== read.run;
      const { opens } = this.#settings;
      if (opens && before?.values.scenario !== read.values.scenario) this.playback.open(opens);
      this.views.look(read.values, anew, read.applies.batch);
      if (anew) {
        this.check.interrupt();
        this.autopsy.interrupt();
        this.views.surface?.restart();
        this.views.restart();
        this.session.open(read, Boolean(this.views.surface)).catch(() => {});
      } else if (before.canonical !== read.canonical) {
        const grid = OF_GRID.some((key) => read.values[key] !== before.values[key]);
        this.session.look(read, grid);
        this.loop.refresh();
      }
      this.#on.settings(read, changed && Boolean(before));
      this.studies.suit(this.#settings.plain);
      this.#openAt(read.opening);
    });
  }

  /** Opens a view that computes many runs. @param {'sweep' | 'calibration'} id @param {string} [wish] what a link asks for */
  study(id, wish) {
    this.safely(() => {
      this.studies.open(id, wish);
      if (this.studies.element.open) this.playback.pause();
    });
  }

  /** A run that follows begins anew: all of them go to its first step, and play on if they did. */
  rewind() {
    const { frame, playing } = this.playback;
    if (!frame?.step && !frame?.racing) return;
    this.playback.seek(0).then(
      () => playing && !this.#closed && this.playback.play(),
      () => {},
    );
  }

  /** Goes where a link opens. @param {Read['opening']} opening */
  #openAt({ step, paused, autopsy, sweep, calibrate }) {
    const shows = autopsy || sweep !== null || calibrate !== null;
    if (step === null && !paused && !shows) return;
    const plays = this.playback.playing && !paused && !shows;
    this.playback.seek(step ?? 0).then(
      () => {
        if (plays) this.playback.play();
        if (this.#closed) return;
        if (autopsy) this.#examine();
        if (sweep !== null) this.study('sweep', sweep);
        if (calibrate !== null) this.study('calibration', calibrate);
      },
      () => {},
    );
  }

  /** Opens the autopsy of the run. */
  #examine() {
    this.playback.pause();
    this.autopsy.open(this.loop.dark);
  }

  /**
   * Changes some keys. What only concerns the view changes at once, what makes a step of a gradient from the present step
   * on, everything else by a restart.
   * @param {Record<string, string>} changes
   * @param {boolean} [settled] false while a control is being moved: the run then waits at its step until it is let go,
   *     so that one drag is one change, and what was seen is what is recorded
   */
  change(changes, settled = true) {
    const settings = this.#settings;
    if (this.leader && settings.areOfView(changes)) {
      this.leader.change(changes); // All are looked at alike.
    } else if (settings.areOfView(changes)) {
      this.apply(`${this.settings}&${new URLSearchParams(changes)}`); // Of two values of a key the later one holds.
    } else if (settings.areLive(changes) && this.frame?.step && this.frame.status === 'running') {
      if (!settled) this.#begin();
      this.session.change(changes);
    } else {
      this.#restart(changes);
    }
  }

  /** Begins anew with changes; runs beside it go to the first step as well. @param {Record<string, string>} changes */
  #restart(changes) {
    this.apply(this.#settings.restarted(changes));
    this.leader?.rewind();
  }

  #begin() {
    this.#hold.begin({
      playing: this.playback.playing,
      hold: (held) => (this.leader ?? this).session.hold(held),
      settle: () => this.views.settle(),
    });
  }

  /** Applies a remedy: from the present step on, or from the start. @param {Cure} cure */
  #cure({ label, settings, anew }) {
    this.story.note(anew ? this.#texts.remedies.anew(label) : this.#texts.remedies.fromHere(label));
    if (anew) this.#restart(settings);
    else this.change(settings);
  }

  /** Puts a copy beside the run, from this step on; null where it cannot. */
  get branch() {
    return this.#on.branch ?? null;
  }

  /**
   * The experiment, as far as it has gone, as a PyTorch script.
   * @param {string} [letter] of the run, if there are several
   * @returns {Promise<Script>}
   */
  asPyTorch(letter) {
    this.session.pytorch(Math.max(LEAST, this.frame?.step ?? 0), fileOf(letter));
    return new Promise((resolve) => {
      this.#exported = (script) => resolve({ ...script, letter });
    });
  }

  /** Offers scripts of this run, or of this and others. @param {Script[]} scripts */
  offer(scripts) {
    return offer(scripts, this.notices, this.#texts);
  }

  /** @param {boolean} dark */
  set dark(dark) {
    for (const follower of this.followers) follower.dark = dark;
    this.loop.dark = dark;
    this.controls.spoil();
    this.views.spoil();
    this.studies.dark = dark;
  }

  /** Draws all pictures at once for paper, on light ground, or again for the screen. @param {boolean | null} dark null for as it was */
  drawn(dark) {
    for (const follower of this.followers) follower.drawn(dark);
    this.safely(() => {
      this.views.spoil();
      if (dark !== null) this.views.paint(dark, true, false);
    });
  }

  /** Whether it is on the screen; else nothing runs. @param {boolean} visible */
  set visible(visible) {
    for (const follower of this.followers) follower.visible = visible;
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.views.slow.awake = visible;
    this.studies.visible = visible;
    this.session.asleep = !visible;
    clearTimeout(this.#resting);
    this.loop.visible = visible;
    if (!visible) this.#resting = setTimeout(() => this.safely(() => this.#rest()), REST_AFTER);
  }

  close() {
    this.#closed = true;
    for (const follower of this.followers.splice(0)) follower.close();
    clearTimeout(this.#resting);
    this.#hold.end();
    this.loop.close();
    this.session.close();
    this.controls.close();
    try {
      this.studies.close();
      this.views.close();
    } catch {
      // After a panic the engine's objects cannot even be freed; they go with their instance.
    }
  }

  /** Whether it is on the screen. */
  get visible() {
    return this.#visible;
  }

  /** The engine has panicked. @param {{message: string, here?: boolean}} crash */
  panicked(crash) {
    this.#crashed(crash);
  }

  /** Takes what is new of a step. @param {NewsOfStep} news */
  take(news) {
    this.playback.frame = news.frame;
    this.#follow(news.frame);
    this.views.take(news.figures);
    this.views.race(news, this.first);
    this.views.surface?.follow(news);
    this.#diagnosis = news.diagnosis ?? this.#diagnosis;
    this.#announce(news.frame);
  }

  /** Brings the words up to what is drawn. */
  say() {
    if (this.#diagnosis) this.story.show(this.#diagnosis);
    this.#diagnosis = null;
    this.playback.show();
  }

  /** The first picture is there, so that nothing waits for the rest of the engine. */
  seen() {
    // Then remedies can be tried.
    void fetchRest().then(() => this.#closed || this.loop.refresh());
  }

  /** Does something that may end in a panic of the engine. @param {() => void} work */
  safely(work) {
    try {
      work();
    } catch (cause) {
      this.#crashed({ message: messageOf(cause), here: true });
    }
  }

  /** @param {Engine} engine @param {string[] | null} chosen @returns {Views} */
  #makeViews(engine, chosen) {
    return new Views(engine, chosen, {
      redraw: () => this.loop.request(),
      refresh: () => this.loop.refresh(),
      measured: () => this.loop.ask(performance.now()), // The first figures do not wait for a frame.
      plane: (wish) => this.session.plane({ ...wish, settings: `${this.settings}&plane=${wish.kind}` }),
      threshold: (changes) => this.change(changes, false),
      point: (x, y) => this.change(JSON.parse(engine.call((api) => api.movedTo(this.settings, x, y)))),
      slow: {
        ask: (width) => this.session.phases(width),
        step: () => (this.playback.ended ? Promise.resolve() : this.session.step(1)),
        changed: () => this.playback.slowChanged(),
      },
      seek: (step) => void this.playback.seek(step).catch(() => {}),
      look: (changes) => this.change(changes),
    });
  }

  /** @param {Engine} engine @returns {Session} */
  #makeSession(engine) {
    /** @type {Listener} */
    const listener = {
      opened: (frame, first) => this.safely(() => this.#opened(frame, first)),
      news: (news) => this.loop.heard(news),
      changed: (message) => this.safely(() => this.#changed(message)),
      reached: (frame) => this.#reached(frame),
      stopped: (frame) => this.#reached(frame),
      surface: (heights) => this.safely(() => this.views.surface?.take(heights)),
      pytorch: (message) => this.#exported(message),
      check: (found) => this.safely(() => this.check.take(found)),
      learned: () => this.loop.refresh(),
      proofs: (message) => this.safely(() => this.story.prove(message)),
      autopsy: (message) => this.safely(() => this.autopsy.take(message)),
      phases: (message) => this.safely(() => this.views.slow.take(message)),
      plane: (answer) => this.views.surface?.planes.answered(answer),
      failed: this.#on.failed,
      survey: (message) => this.safely(() => this.views.basins?.take(message)),
      panicked: (message) => this.#crashed(message),
    };
    return new Session(engine, listener, this.leader?.session);
  }

  /** Shows settings that are in force now, and what was wrong with them. @param {Read} read @param {string[]} notices */
  #inForce(read, notices) {
    this.#settings.take(read);
    this.controls.show(read);
    this.views.suit(read, this.#hold.active);
    this.notices.show('settings', notices);
  }

  /** Settings changed without a restart. @param {{frame: Frame, settings: string, notices: string[]}} message */
  #changed({ frame, settings, notices }) {
    this.check.interrupt();
    const read = this.#settings.changed(settings, frame.step);
    this.#inForce(read, notices);
    this.#on.settings(read, true);
    this.studies.suit(this.#settings.plain);
    this.playback.forgetAfter(frame.step);
    this.#reached(frame, false, true);
  }

  /** The controls show what is in force at the step shown. @param {Frame} frame */
  #follow({ step }) {
    if (this.#settings.follow(step) && this.read) this.controls.show(this.read);
  }

  /** A run stands at step 0. @param {Frame} frame @param {FirstPlane | null} plane that its surface begins with */
  #opened(frame, plane) {
    this.playback.forgetAfter(0);
    this.#diagnosis = null;
    const first = this.frame === null;
    this.loop.begin();
    this.views.surface?.planes.rewound();
    if (plane) this.views.surface?.begin(plane);
    if (first && this.session.inWorker === false) this.notices.show('worker', [this.#texts.noWorker]);
    this.#reached(frame, first, true);
  }

  /**
   * The run stands at a step.
   * @param {Frame} frame
   * @param {boolean} [first] whether it is the first frame of the element
   * @param {boolean} [anew] whether the steps after it have changed
   */
  #reached(frame, first = false, anew = false) {
    this.playback.frame = frame;
    this.#follow(frame);
    this.loop.outdated();
    this.views.slow.follow(frame, anew);
    this.playback.show();
    if (first) {
      this.#on.ready();
      this.views.measure();
    }
    this.#announce(frame);
    this.loop.refresh();
  }

  #rest() {
    this.loop.rest();
    this.controls.rest();
    this.views.rest();
    this.session.rest();
  }

  /** Tells the host of another step, once. @param {Frame} frame */
  #announce(frame) {
    const name = `${frame.step} ${frame.status} ${this.settings}`;
    if (name === this.#shown) return;
    this.#shown = name;
    this.#on.frame(frame);
  }

  /** @param {{message: string, here?: boolean}} crash */
  #crashed(crash) {
    this.loop.rest();
    this.#on.panicked(crash);
  }
}
