/** The page's side of the workers, for one element: sends what is asked, and drops answers that are out of date. */
import { data } from '../engine/runtime.js';
import { runs } from './pool.js';
import { SessionSurface } from './session-surface.js';

/** @import { AutopsyTold, CheckFound, Engine, Frame, ProofsTold, Read } from '../engine/types.js' */
/** @import { Answer, Ask, FirstPlane, Heights, News, PanicAnswer, PlaneWish, RunAnswer, RunRequest, Section, SurfaceProgress, SurveyWish } from './protocol.js' */

let serial = 0;

/** @typedef {{resolve: (frame: Frame) => void, reject: (cause: unknown) => void}} Waiting */

/** What the page asks at a look, as in `Ask`. @typedef {Omit<Ask, 'do' | 'epoch'>} Question */

/** What became of a wish for a plane. @typedef {PlaneWish & {made: boolean, why: string}} PlaneMade */

/**
 * @typedef {object} Listener
 * @property {(frame: Frame, first: FirstPlane | null) => void} opened a run stands at step 0; `first` is the plane that it
 *   begins with, null where its surface is that of before or a function
 * @property {(news: News) => void} news the answer to {@link Session.ask}
 * @property {(message: {frame: Frame, settings: string, notices: string[]}) => void} changed settings changed without a restart
 * @property {(frame: Frame) => void} reached after step, seek or reset; one that follows another was brought to a step
 * @property {(frame: Frame) => void} stopped the run came to its own end
 * @property {(message: Heights | SurfaceProgress) => void} surface heights, or how far they are
 * @property {() => void} learned what the run waited for has been found: there is something new to show
 * @property {(answer: PlaneMade) => void} plane the answer to {@link Session.plane}
 * @property {(message: {step: number, bytes: Uint8Array}) => void} phases the answer to {@link Session.phases}
 * @property {(message: {script: string, tensors: Uint8Array<ArrayBuffer>}) => void} pytorch the answer to {@link Session.pytorch}
 * @property {(found: CheckFound) => void} check how far {@link Session.check} is, and what it has found
 * @property {(message: {key: string, proofs: ProofsTold}) => void} proofs the remedies of a verdict have been tried
 * @property {(message: {done: number, found: {told: AutopsyTold, figure: Uint8Array} | null}) => void} autopsy how far
 *   {@link Session.autopsy} is, and what it has found
 * @property {(message: {bytes: Uint8Array, done: number}) => void} survey how far {@link Session.survey} is
 * @property {(cause: unknown) => void} failed the run could not be made
 * @property {(message: PanicAnswer) => void} panicked nothing runs any more
 */

export class Session {
  #id;
  #leader;
  #on;
  #run;
  #surface;
  #epoch = 0;
  /** Those who wait for a step, by the number of what they asked. @type {Map<number, Waiting>} */
  #asks = new Map();
  #asked = 0;
  /** What is to be opened next; `fresh` if the surface is another one as well. @type {{read: Read, fresh: boolean} | null} */
  #wanted = null;
  /** What is being opened. @type {{read: Read, fresh: boolean, plane: FirstPlane | null} | null} */
  #opening = null;
  /** Those who wait until it is open. @type {Waiting[]} */
  #openers = [];
  /** The settings of the run. @type {Read | null} */
  #read = null;
  /** The plane that the surface is drawn over; null for that of the first picture. @type {Section | null} */
  #section = null;
  /** What is tried, and the number of the last examination. */
  #tried = '';
  #examined = 0;
  #asleep = false;
  #playing = false;
  #rate = 100;

  /**
   * @param {Engine} engine
   * @param {Listener} listener
   * @param {Session | null} [leader] whose run this one's follows step by step
   */
  constructor(engine, listener, leader = null) {
    const id = (serial += 1);
    this.#id = id;
    this.#leader = leader;
    const receive = (/** @type {Answer} */ answer) => this.#receive(answer);
    this.#on = listener;
    this.#run = runs.seat(id, engine, receive);
    this.#surface = new SessionSurface(id, engine, receive);
  }

  /** Whether it trains in a worker; null while that is not known yet. */
  get inWorker() {
    return runs.inWorker;
  }

  /**
   * Starts a run with these settings; a promise of the frame of step 0. Of several requests the newest wins.
   * @param {Read} read
   * @param {boolean} fresh whether the surface is another one as well
   * @returns {Promise<Frame>}
   */
  open(read, fresh) {
    this.#wanted = { read, fresh: fresh || Boolean(this.#wanted?.fresh) };
    /** @type {Promise<Frame>} */
    const opened = new Promise((resolve, reject) => this.#openers.push({ resolve, reject }));
    void this.#next();
    return opened;
  }

  /**
   * Other settings of the view: the run stays.
   * @param {Read} read
   * @param {boolean} grid whether the surface has to be computed again
   */
  look(read, grid) {
    this.#whenOpen(() => this.#run.post({ do: 'look', settings: read.canonical }));
    if (this.#wanted) this.#wanted.read = read;
    this.#surface.look(read, grid);
  }

  play() {
    this.#playing = true;
    this.#run.post({ do: 'play' });
  }

  pause() {
    this.#playing = false;
    this.#run.post({ do: 'pause' });
  }

  /**
   * Has a run that plays wait at its step, or go on.
   * @param {boolean} held
   */
  hold(held) {
    this.#run.post({ do: 'hold', held });
  }

  /** Steps a second, or Infinity. */
  get rate() {
    return this.#rate;
  }

  set rate(rate) {
    this.#rate = rate;
    this.#run.post({ do: 'rate', rate });
  }

  /**
   * Changes keys from the present step on, without a restart.
   * @param {Record<string, string>} changes
   */
  change(changes) {
    this.#whenOpen(() => this.#run.post({ do: 'change', changes: Object.entries(changes) }));
  }

  /** @param {number} n @returns {Promise<Frame>} the frame reached */
  step(n) {
    return this.#goal((ask) => ({ do: 'step', n, ask }));
  }

  /** @param {number} step @returns {Promise<Frame>} the frame reached */
  seek(step) {
    return this.#goal((ask) => ({ do: 'seek', step, ask }));
  }

  /** Asks for news; one question at a time. @param {Question} question */
  ask(question) {
    this.#run.post({ do: 'ask', epoch: this.#epoch, ...question });
  }

  /** Asks for the phases of the present step. @param {number} width of the network's picture, in CSS pixels */
  phases(width) {
    this.#run.post({ do: 'phases', epoch: this.#epoch, width });
  }

  /**
   * Asks for the experiment as a PyTorch script.
   * @param {number} steps
   * @param {string} name of the file that the script reads
   */
  pytorch(steps, name) {
    this.#run.post({ do: 'pytorch', epoch: this.#epoch, steps, name });
  }

  /** Checks back-propagation at the present step. */
  check() {
    this.#whenOpen(() => this.#run.post({ do: 'check', epoch: this.#epoch }));
  }

  /** Gives the check up. */
  uncheck() {
    this.#run.post({ do: 'uncheck' });
  }

  /**
   * Asks for another plane under the surface, computed from the run as it is.
   * @param {PlaneWish & {settings: string}} wish
   */
  plane(wish) {
    this.#asked += 1;
    this.#run.post({ do: 'plane', epoch: this.#epoch, ask: this.#asked, ...wish });
  }

  /**
   * Has the run examined over its first steps; null gives the examination up.
   * @param {string} settings of the run
   * @param {number | null} steps
   */
  async autopsy(settings, steps) {
    this.#examined += 1;
    const ask = this.#examined;
    const file = await data(this.#read?.dataFile ?? null);
    if (ask === this.#examined) this.#surface.autopsy({ ask, settings, steps, data: file });
  }

  /** Asks which minimum each start of a function reaches; null gives it up. @param {SurveyWish | null} wish */
  survey(wish) {
    this.#surface.survey(wish);
  }

  /** Off screen nothing runs, except towards a step that was asked for. @param {boolean} asleep */
  set asleep(asleep) {
    this.#asleep = asleep;
    this.#run.post({ do: 'sleep', asleep });
    this.#surface.asleep = asleep;
  }

  /** Off screen for a while: what can be made again is given back. */
  rest() {
    this.#run.post({ do: 'rest' });
    this.#surface.rest();
  }

  close() {
    this.#run.close();
    this.#surface.close();
    this.#epoch = NaN; // What still comes is not wanted.
    this.#reject(new Error('closed'));
  }

  /** Does something with the run that is there; while another is being opened, with that one. @param {() => void} act */
  #whenOpen(act) {
    if (this.#opening) this.#openers.push({ resolve: act, reject: () => {} });
    else act();
  }

  /** @param {(ask: number) => RunRequest} request @returns {Promise<Frame>} */
  #goal(request) {
    this.#asked += 1;
    const ask = this.#asked;
    return new Promise((resolve, reject) => {
      this.#asks.set(ask, { resolve, reject });
      const send = () => this.#run.post(request(ask));
      // While a run is being opened the goal belongs to the one that is coming.
      if (this.#opening) this.#openers.push({ resolve: send, reject });
      else send();
    });
  }

  async #next() {
    // One opening at a time: dragging a slider must not queue up runs that nobody will see.
    if (this.#opening || !this.#wanted) return;
    const { read, fresh } = this.#wanted;
    this.#wanted = null;
    this.#asked += 1;
    const plane = fresh ? { ask: this.#asked, kind: read.values.plane } : null;
    this.#opening = { read, fresh, plane };
    this.#read = read;
    try {
      const file = await data(read.dataFile);
      this.#epoch += 1;
      if (fresh) this.#over(null);
      this.#run.post({
        do: 'open',
        epoch: this.#epoch,
        settings: read.canonical,
        data: file,
        section: this.#section,
        plane,
        playing: this.#playing,
        rate: this.#rate,
        asleep: this.#asleep,
        leader: this.#leader ? this.#leader.#id : null,
      });
    } catch (cause) {
      this.#failed(cause);
    }
  }

  /** @param {Section | null} section */
  #over(section) {
    this.#section = section;
    this.#surface.over(section);
  }

  /** @param {{frame: Frame, section: Uint8Array | null}} answer */
  #opened({ frame, section }) {
    if (!this.#opening) return;
    const { read, fresh, plane } = this.#opening;
    this.#opening = null;
    if (this.#wanted) {
      this.#wanted.fresh ||= fresh;
      void this.#next();
      return;
    }
    // It may have been asked to play while the run was on its way.
    if (this.#playing) this.#run.post({ do: 'play' });
    const openers = this.#openers.splice(0);
    if (plane && section) this.#over({ plane: plane.ask, bytes: section });
    this.#on.opened(frame, section ? plane : null);
    for (const { resolve } of openers) resolve(frame);
    if (fresh) this.#surface.open(this.#epoch, read);
  }

  /** Has something computed beside the run that it waits for. @param {{epoch: number, settings: string, bytes: Uint8Array}} task */
  async #study({ epoch, settings, bytes }) {
    const file = await data(this.#read?.dataFile ?? null);
    if (epoch === this.#epoch) this.#surface.study({ epoch, settings, data: file, task: bytes });
  }

  /** Has remedies tried. The first charts come first. @param {{epoch: number, key: string, bytes: Uint8Array | null}} trial */
  async #try({ epoch, key, bytes }) {
    this.#tried = key;
    const [file] = await Promise.all([data(this.#read?.dataFile ?? null), this.#surface.charted]);
    if (epoch === this.#epoch && key === this.#tried) this.#surface.trial({ epoch, key, task: bytes, data: file });
  }

  /** @param {{ask: number, section: Uint8Array | null, why: string} & PlaneWish} answer */
  #planeMade({ ask, kind, framing, section, why }) {
    if (this.#opening || this.#wanted) return; // Another run is on its way.
    if (section) this.#over({ plane: ask, bytes: section });
    this.#on.plane({ kind, framing, made: Boolean(section), why });
  }

  /** @param {Answer} answer */
  #receive(answer) {
    switch (answer.is) {
      case 'panic':
        this.#reject(new Error(answer.message));
        this.#on.panicked(answer);
        return;
      case 'error':
        this.#failed(new Error(answer.message));
        return;
      case 'done':
        this.#asks.get(answer.ask)?.resolve(answer.frame);
        this.#asks.delete(answer.ask);
        if (answer.epoch === this.#epoch) this.#on.reached(answer.frame);
        return;
      case 'surface':
      case 'progress':
        // Nothing is drawn of planes that were given up for another one.
        if (this.#surface.wants(answer)) {
          if (answer.complete) this.#surface.dismiss();
          this.#on.surface(answer);
        }
        return;
      case 'part':
        this.#surface.take(answer);
        return;
      case 'pieces': // Jobs have seats of their own.
        return;
      case 'survey':
        if (this.#surface.wantsSurvey(answer.wish)) this.#on.survey(answer);
        return;
      case 'proofs':
        if (answer.epoch === this.#epoch && answer.key === this.#tried) this.#on.proofs(answer);
        return;
      case 'autopsy':
        if (answer.ask === this.#examined) this.#on.autopsy(answer);
        return;
      case 'finding':
        if (answer.epoch === this.#epoch) this.#run.post({ do: 'finding', epoch: answer.epoch, bytes: answer.bytes });
        return;
      default:
        if (answer.epoch === this.#epoch) this.#heard(answer);
    }
  }

  /** An answer of the run that is there. @param {RunAnswer & {epoch: number}} answer */
  #heard(answer) {
    switch (answer.is) {
      case 'done': // has its place in `#receive`
        return;
      case 'opened':
        return this.#opened(answer);
      case 'news':
        this.#on.news(answer);
        return this.#surface.begin();
      case 'changed':
        return this.#on.changed(answer);
      case 'stopped':
        return this.#on.stopped(answer.frame);
      case 'moved':
        return this.#on.reached(answer.frame);
      case 'plane':
        return this.#planeMade(answer);
      case 'task':
        return void this.#study(answer);
      case 'trial':
        return void this.#try(answer);
      case 'learned':
        return this.#on.learned();
      case 'phases':
        return this.#on.phases(answer);
      case 'pytorch':
        return this.#on.pytorch(answer);
      case 'check':
        return this.#on.check(answer.found);
    }
  }

  /** @param {unknown} cause */
  #failed(cause) {
    this.#opening = null;
    if (this.#wanted) {
      void this.#next();
      return;
    }
    this.#reject(cause);
    this.#on.failed(cause);
  }

  /** @param {unknown} cause */
  #reject(cause) {
    const waiting = [...this.#openers.splice(0), ...this.#asks.values()];
    this.#asks.clear();
    for (const { reject } of waiting) reject(cause);
  }
}
