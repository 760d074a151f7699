/**
 * The laboratory in one element: wires settings, session, views and controls together.
 *
 * Settings come in by {@link Lab.apply}, whoever changes them; frames come in from the session and are shown at most
 * once per animation frame.
 */
import { Check } from './check.js';
import { Controls } from '../controls/controls.js';
import { h } from '../common/dom.js';
import { OF_GRID } from '../surface/drawn-from.js';
import { Frames } from '../common/frames.js';
import { listen } from '../engine/guard.js';
import { News } from './news.js';
import { Notices } from './notices.js';
import { OwnData } from '../controls/own-data.js';
import { fetchRest } from '../engine/runtime.js';
import { Session } from '../workers/session.js';
import { Story } from './story.js';
import { FILE, offer } from './pytorch.js';
import { texts } from '../common/texts.js';
import { calm, isDark } from '../common/theme.js';
import { Transport } from '../controls/transport.js';
import { Views } from './views.js';

/** Steps a second to begin with. */
const SPEED = 100;
/** So long off screen, in ms, and its memory is given back. */
const REST_AFTER = 3000;
/** Points of the trajectory that are drawn. */
const PATH = 2000;
/** How often, in ms, numbers change while it plays: nobody reads faster, and every change is a new layout. */
const WORDS_EVERY = 200;

export class Lab {
  /** What the engine made of the settings. */
  read = null;
  /** The newest frame. */
  frame = null;
  playing = false;
  #engine;
  #on;
  #session;
  #frames = new Frames((time) => this.#safely(() => this.#tick(time)));
  #news = new News((question) => this.#session.ask(question));
  #shown = null;
  #recorded = 0;
  #theme = 'auto';
  #visible = true;
  #resting = 0;
  #first = true; // whether nothing has been heard of a run yet
  #story = null; // what has not been told yet
  #nextWords = 0;

  /**
   * @param {import('../engine/runtime.js').Engine} engine
   * @param {{views: string[] | null, controls: string[] | null}} chosen
   * @param {object} on `ask()` the card of {@link OwnData} is to be seen, `ready()`, `frame(frame)`, `settings(canonical)`, `failed(cause)`, `panicked({message, here})`
   */
  constructor(engine, chosen, on) {
    this.#engine = engine;
    this.#on = on;
    this.notices = new Notices();
    this.controls = new Controls(engine, {
      change: (key, text) => this.change({ [key]: text }),
      apply: (settings) => this.apply(settings),
      redraw: () => this.#frames.request(),
    });
    this.controls.choose(chosen.controls);
    this.story = new Story((settings) => this.change(settings), engine.description.settings);
    this.check = new Check({ begin: () => this.#session.check(), end: () => this.#session.uncheck() });
    this.views = new Views(engine, chosen.views, {
      redraw: () => this.#frames.request(),
      refresh: () => this.#refresh(),
      measured: () => this.#ask(performance.now()), // The first figures need not wait for a frame.
      plane: (wish) => this.#session.plane({ ...wish, settings: `${this.settings}&plane=${wish.kind}` }),
      threshold: (text) => this.change({ threshold: text }),
      slow: {
        ask: () => this.#session.phases(),
        step: () => (this.#ended ? Promise.resolve() : this.#session.step(1)),
        changed: () => this.#slowed(),
      },
      seek: (step) => this.seek(step).catch(() => {}),
      look: (changes) => this.change(changes),
    });
    this.slow = this.views.slow;
    this.transport = new Transport(
      {
        toggle: () => this.toggle(),
        step: () => (this.slow.active ? this.slow.next() : this.step(1).catch(() => {})),
        slow: () => this.slowly(),
        reset: () => this.reset().catch(() => {}),
        seek: (step) => this.seek(step),
        speed: (rate) => {
          this.#session.rate = rate;
        },
      },
      SPEED,
      this.views.pointing,
    );
    this.stage = h(
      'section',
      { class: 'stage', 'aria-label': texts.stage },
      this.views.surface?.element ?? null,
      this.story.element,
    );
    this.own = new OwnData(engine.api, {
      apply: (settings) => this.apply(settings),
      present: () => this.read,
      ask: on.ask,
      tell: (message) => this.notices.show('csv', message ? [message] : []),
    });
    this.#session = new Session(engine, {
      opened: (frame) => this.#safely(() => this.#opened(frame)),
      news: (news) => this.#heard(news),
      changed: (message) => this.#safely(() => this.#changed(message)),
      reached: (frame) => this.#reached(frame),
      stopped: (frame) => this.#reached(frame),
      surface: (message) => this.#safely(() => this.views.surface?.take(message)),
      pytorch: (message) => offer(message, this.notices),
      check: ({ found }) => this.#safely(() => this.check.take(found)),
      learned: () => this.#refresh(),
      phases: (message) => this.#safely(() => this.slow.take(message)),
      plane: (answer) => this.views.surface?.planes.answered(answer),
      failed: on.failed,
      survey: (message) => this.#safely(() => this.views.basins?.take(message)),
      panicked: (message) => this.#crashed(message),
    });
    this.#session.rate = SPEED;
  }

  /** The settings string. */
  get settings() {
    return (this.read ?? this.own.pending)?.canonical ?? '';
  }

  /**
   * Starts anew with these settings; keeps playing if it was. Never fails: what is wrong in them becomes a notice.
   * @param {string} settings
   */
  apply(settings) {
    this.#safely(() => {
      const read = this.#readAt(settings, 0);
      const before = this.read;
      if (this.own.holds(read)) {
        // Until the file is there everything stays as it was.
        if (before) this.controls.show(before);
        return;
      }
      this.read = read;
      this.controls.show(read);
      this.views.suit(read);
      this.notices.show(
        'settings',
        read.notices.map(({ message }) => message),
      );
      const changed = !before || before.canonical !== read.canonical;
      const anew = !before || before.run !== read.run;
      this.views.look(read.values, anew, read.applies.batch);
      if (anew) {
        this.check.interrupt();
        this.views.surface?.restart();
        this.#session.open(read, Boolean(this.views.surface)).catch(() => {});
      } else if (changed) {
        this.#session.look(
          read,
          OF_GRID.some((key) => read.values[key] !== before.values[key]),
        );
        this.#refresh();
      }
      this.#on.settings(read, changed && Boolean(before));
    });
  }

  /**
   * Changes some keys: what only concerns the view at once, how a gradient becomes a step from the present step on, everything else by starting anew with
   * the settings now in force. Another scenario comes with its own defaults; only the seed goes along.
   * @param {Record<string, string>} changes
   */
  change(changes) {
    const { settings } = this.#engine.description;
    if (Object.keys(changes).every((key) => this.#isView(key))) {
      this.apply(`${this.settings}&${new URLSearchParams(changes)}`); // Of two values of a key the later one holds.
      return;
    }
    const live = Object.keys(changes).every((key) => settings.find((setting) => setting.key === key)?.live);
    if (live && this.frame?.step && !this.#ended) {
      this.#session.change(changes);
      return;
    }
    const { explicit, values } = this.read;
    const stays = (key) => key === 'seed' || this.#isView(key);
    const kept = 'scenario' in changes ? explicit.filter(stays) : explicit;
    const pairs = new Map(kept.map((key) => [key, values[key]]));
    for (const [key, text] of Object.entries(changes)) pairs.set(key, text);
    this.apply(`${new URLSearchParams([...pairs])}`);
  }

  play() {
    if (this.slow.active) this.slow.close();
    // What has diverged at the start itself would do so again: it waits for other settings, which play.
    if (this.#ended && this.frame.step > 0) {
      this.reset().then(
        () => this.play(),
        () => {},
      );
      return;
    }
    this.playing = true;
    this.#session.play();
    this.#state();
    this.#frames.request(); // At rest nothing is asked of the run.
  }

  pause() {
    this.playing = false;
    this.#session.pause();
    this.#state();
    this.#refresh();
  }

  toggle() {
    if (this.slow.active) this.slow.playing ? this.slow.pause() : this.slow.play();
    else if (this.playing && !this.#ended) this.pause();
    else this.play();
  }

  /** Copies the experiment, as far as it has gone, as a PyTorch script. */
  copyAsPyTorch() {
    this.#session.pytorch(Math.max(100, this.frame?.step ?? 0), FILE);
  }

  /** Opens the present step up into its phases, or leaves them. */
  slowly() {
    if (this.slow.active) {
      this.slow.close();
      return;
    }
    if (!this.frame) return;
    this.pause();
    this.slow.open();
    this.views.element.scrollIntoView({ block: 'nearest', behavior: calm() ? 'auto' : 'smooth' });
  }

  step(n) {
    this.pause();
    return this.#session.step(n);
  }

  seek(step) {
    this.pause();
    return this.#session.seek(step);
  }

  reset() {
    this.check.interrupt();
    this.pause();
    return this.#session.open(this.read, false);
  }

  /** @param {'auto' | 'light' | 'dark'} theme */
  set theme(theme) {
    this.#theme = theme;
    this.controls.spoil();
    this.views.spoil();
  }

  /** Whether it is on the screen; else nothing runs. */
  set visible(visible) {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.slow.awake = visible;
    this.#session.asleep = !visible;
    clearTimeout(this.#resting);
    if (visible) this.#refresh();
    else {
      this.#news.rest();
      this.#resting = setTimeout(() => this.#safely(() => this.#rest()), REST_AFTER);
    }
  }

  close() {
    clearTimeout(this.#resting);
    this.#news.rest();
    this.#frames.cancel();
    this.#session.close();
    this.controls.close();
    try {
      this.views.close();
    } catch {
      // After a panic the engine's objects cannot even be freed; they go with their instance.
    }
  }

  #rest() {
    this.#frames.cancel();
    this.controls.rest();
    this.views.rest();
    this.#session.rest();
  }

  get #still() {
    return !this.playing || this.#ended;
  }

  get #ended() {
    return this.frame !== null && this.frame.status !== 'running' && !this.frame.racing;
  }

  /** Whether a setting only concerns the view. */
  #isView(key) {
    return this.#engine.description.settings.some((setting) => setting.key === key && setting.group === 'view');
  }

  #readAt(settings, step) {
    const read = JSON.parse(listen(() => this.#engine.api.readSettings(settings, step)));
    const known = this.#engine.description.settings;
    for (const change of read.changes) change.label = known.find((setting) => setting.key === change.key)?.label;
    return read;
  }

  #changed({ frame, settings, notices }) {
    this.check.interrupt();
    // The run knows how it was looked at when it began.
    const look = Object.entries(this.read.values).filter(([key]) => this.#isView(key));
    this.read = this.#readAt(`${settings}&${new URLSearchParams(look)}`, frame.step);
    this.controls.show(this.read);
    this.views.suit(this.read);
    this.notices.show('settings', notices);
    this.#on.settings(this.read, true);
    this.#recorded = frame.step;
    this.#reached(frame, false, true);
  }

  /** The controls show what is in force at the step shown. */
  #follow({ step }) {
    const made = this.read.changes.filter((change) => change.step <= step).length;
    if (made === (this.read.made ?? 0)) return;
    this.read = { ...this.#readAt(this.settings, step), changes: this.read.changes, made };
    this.controls.show(this.read);
  }

  #opened(frame) {
    this.#recorded = 0;
    this.#story = null;
    const first = this.frame === null;
    this.#news.begin();
    this.views.surface?.planes.rewound();
    if (first && this.#session.inWorker === false) this.notices.show('worker', [texts.noWorker]);
    this.#reached(frame, first, true);
  }

  #reached(frame, first = false, anew = false) {
    this.frame = frame;
    this.#follow(frame);
    this.#news.outdated();
    this.slow.follow(frame, anew);
    this.#state();
    if (first) {
      this.#on.ready();
      this.views.measure();
    }
    this.#announce();
    this.#refresh();
  }

  #heard(news) {
    this.#news.heard(news, this.#first);
    this.#frames.request();
    if (!this.#first || !this.#visible) return;
    // The first picture need not wait for a frame, which may be long in coming while the page is new.
    this.#safely(() => this.#tick(performance.now()));
    this.#first = false;
    fetchRest();
  }

  /** One animation frame: shows the newest news, and asks for the next. */
  #tick(time) {
    const start = performance.now();
    const still = this.#still;
    const news = this.#news.take();
    if (news) this.#take(news);
    const words = still || time >= this.#nextWords;
    if (words) this.#nextWords = time + WORDS_EVERY;
    this.controls.paint(isDark(this.#theme));
    this.views.paint(isDark(this.#theme), still, words);
    if (words) this.#say();
    // Before a file is there that the settings name, there is nothing to look at.
    if (this.read) this.#session.survey(this.views.survey(this.read.run));
    if (!this.#first) this.#news.drawn(start);
    this.#ask(time);
    if (this.#visible && (!still || this.#news.stale)) this.#frames.request();
  }

  #take(news) {
    this.frame = news.frame;
    this.#follow(news.frame);
    this.views.take(news.figures);
    this.views.race(news);
    this.views.surface?.follow(news);
    this.#story = news.story ?? this.#story;
    this.#announce();
  }

  /** Brings the words up to what is drawn. */
  #say() {
    if (this.#story) this.story.show(this.#story);
    this.#story = null;
    this.#state();
  }

  #ask(time) {
    if (this.#visible && this.frame && this.views.measured) this.#news.ask(time, this.#still, () => this.#question());
  }

  #question() {
    return {
      known: this.#news.stale ? null : this.frame.step,
      figures: this.views.wishes(this.#news.stale),
      path: this.views.surface ? PATH : 0,
      plane: this.views.surface?.wanted,
      studies: this.views.studies,
      settings: this.settings,
    };
  }

  #refresh() {
    this.#news.stale = true;
    this.#frames.request();
    // What is drawn of a run at rest is asked for at once; of one that goes on, once a frame.
    if (this.#still) this.#ask(performance.now());
  }

  /** Slow motion has begun, rests, or has ended. */
  #slowed() {
    if (this.views.surface) this.views.surface.slow = this.slow.active;
    this.views.open();
    this.#state();
    this.#refresh();
  }

  #announce() {
    const { step, status } = this.frame;
    const name = `${step} ${status} ${this.settings}`;
    if (name === this.#shown) return;
    this.#shown = name;
    this.#on.frame(this.frame);
  }

  #state() {
    if (!this.frame) return;
    // Whoever plays on from the past writes the steps after it anew.
    this.#recorded = this.playing ? this.frame.step : Math.max(this.#recorded, this.frame.step);
    this.transport.show(
      this.frame,
      this.slow.active ? this.slow.playing : this.playing,
      this.#news.rate,
      this.slow.active,
    );
    this.transport.timeline.show(this.frame.step, this.#recorded, this.read.changes);
  }

  #safely(work) {
    try {
      work();
    } catch (cause) {
      this.#crashed({ message: cause?.message ?? String(cause), here: true });
    }
  }

  #crashed(message) {
    this.#frames.cancel();
    this.#on.panicked(message);
  }
}
