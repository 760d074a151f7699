/**
 * One element's run and surface in the workers: sends what is wished, drops what is out of date.
 */
import * as runtime from '../engine/runtime.js';
import { runs, surfaces } from './pool.js';

let serial = 0;

/**
 * @typedef {object} Listener
 * @property {(frame: object) => void} opened a run stands at step 0
 * @property {(news: object) => void} news the answer to {@link Session.ask}
 * @property {(message: object) => void} changed settings changed without a restart
 * @property {(frame: object) => void} reached after step, seek or reset
 * @property {(frame: object) => void} stopped the run came to its own end
 * @property {(message: object) => void} surface heights, or how far they are
 * @property {() => void} learned what the run waited for has been found: there is something new to show
 * @property {(answer: {kind: string, framing: string, made: boolean, why: string}) => void} plane what became of {@link Session.plane}
 * @property {(message: {step: number, bytes: Uint8Array}) => void} phases the answer to {@link Session.phases}
 * @property {(message: {script: string, tensors: Uint8Array}) => void} pytorch the answer to {@link Session.pytorch}
 * @property {(message: {found: object}) => void} check how far {@link Session.check} is, and what it has found
 * @property {(message: {bytes: Uint8Array, done: number}) => void} survey how far {@link Session.survey} is
 * @property {(cause: Error) => void} failed this run cannot be had
 * @property {(message: object) => void} panicked nothing runs any more
 */

export class Session {
  #id = (serial += 1);
  #engine;
  #on;
  #run;
  #surface = null; // its seat, taken when there is something to compute
  #firstNews; // resolves the next one
  #charted = new Promise((resolve) => (this.#firstNews = resolve)); // the first charts are painted
  #epoch = 0;
  #asks = new Map();
  #asked = 0;
  #opening = false;
  #wanted = null; // {settings, dataFile, fresh: whether the surface changes too}
  #openers = [];
  #read = null; // the settings of the surface
  #settled = null; // the settings of the run
  #section = null; // {plane: its number, bytes}: what it is drawn over; null for that of the first picture
  #asleep = false;
  #playing = false;
  #rate = 100;

  /**
   * @param {import('../engine/runtime.js').Engine} engine
   * @param {Listener} listener
   */
  constructor(engine, listener) {
    this.#engine = engine;
    this.#on = listener;
    this.#run = runs.seat(this.#id, engine, (message) => this.#receive(message));
  }

  get #surfaces() {
    this.#surface ??= surfaces.seat(this.#id, this.#engine, (message) => this.#receive(message));
    return this.#surface;
  }

  /** Whether it trains in a worker; null while that is not known yet. */
  get inWorker() {
    return runs.inWorker;
  }

  /**
   * Starts anew with these settings; a promise of the frame of step 0. The newest wish wins.
   * @param {{canonical: string, dataFile: string | null}} read what the engine made of the settings
   * @param {boolean} fresh whether the surface is another one as well
   */
  open(read, fresh) {
    this.#wanted = { read, fresh: fresh || Boolean(this.#wanted?.fresh) };
    const opened = new Promise((resolve, reject) => this.#openers.push({ resolve, reject }));
    this.#next();
    return opened;
  }

  /**
   * Other settings of the view: the run stays.
   * @param {object} read what the engine made of the settings
   * @param {boolean} grid whether the surface is computed otherwise, and so anew
   */
  look(read, grid) {
    const send = () => this.#run.post({ do: 'look', settings: read.canonical });
    if (this.#opening) this.#openers.push({ resolve: send, reject: () => {} });
    else send();
    if (this.#wanted) this.#wanted.read = read;
    if (!this.#read) return;
    this.#read = read;
    if (grid && this.#surfaceEpoch) this.#compute();
  }

  play() {
    this.#playing = true;
    this.#run.post({ do: 'play' });
  }

  pause() {
    this.#playing = false;
    this.#run.post({ do: 'pause' });
  }

  /** @param {number} rate steps a second, or Infinity */
  set rate(rate) {
    this.#rate = rate;
    this.#run.post({ do: 'rate', rate });
  }

  get rate() {
    return this.#rate;
  }

  /**
   * Changes keys from the present step on, without a restart.
   * @param {Record<string, string>} changes
   */
  change(changes) {
    const send = () => this.#run.post({ do: 'change', changes: Object.entries(changes) });
    // While a run is being opened the change belongs to the one that is coming.
    if (this.#opening) this.#openers.push({ resolve: send, reject: () => {} });
    else send();
  }

  /** @returns {Promise<object>} the frame reached */
  step(n) {
    return this.#goal({ do: 'step', n });
  }

  /** @returns {Promise<object>} the frame reached */
  seek(step) {
    return this.#goal({ do: 'seek', step });
  }

  /** Asks for news; one at a time. See runs.js. */
  ask(wishes) {
    this.#run.post({ do: 'ask', epoch: this.#epoch, ...wishes });
  }

  /** Asks for the phases of the present step. */
  phases() {
    this.#run.post({ do: 'phases', epoch: this.#epoch });
  }

  /** Asks for the experiment as a PyTorch script that reads the file `name`. */
  pytorch(steps, name) {
    this.#run.post({ do: 'pytorch', epoch: this.#epoch, steps, name });
  }

  /** Checks back-propagation at the present step. See `Check.found` in the engine. */
  check() {
    const send = () => this.#run.post({ do: 'check', epoch: this.#epoch });
    // While a run is being opened it is the one that is coming that is checked.
    if (this.#opening) this.#openers.push({ resolve: send, reject: () => {} });
    else send();
  }

  /** Gives the check up. */
  uncheck() {
    this.#run.post({ do: 'uncheck' });
  }

  /**
   * Wishes for another plane under the surface, computed from the run as it is. See runs.js.
   * @param {{kind: string, framing: string, settings: string}} wish
   */
  plane(wish) {
    this.#asked += 1;
    this.#run.post({ do: 'plane', epoch: this.#epoch, ask: this.#asked, ...wish });
  }

  /**
   * Asks which minimum each start of a function reaches; null gives it up.
   * @param {{settings: string, width: number} | null} wish
   */
  survey(wish) {
    const name = wish && `${wish.settings} ${wish.width}`;
    if (name === this.#surveyed) return;
    this.#surveyed = name;
    this.#surfaces.post({ do: 'survey', wish });
  }

  /** Off screen nothing runs, except towards a step that was asked for. */
  set asleep(asleep) {
    this.#asleep = asleep;
    this.#run.post({ do: 'sleep', asleep });
    this.#surface?.post({ do: 'sleep', asleep });
  }

  /** Off screen for a while: what can be made again is given back. */
  rest() {
    this.#run.post({ do: 'rest' });
    this.#surface?.post({ do: 'rest' });
  }

  close() {
    this.#run.close();
    this.#surface?.close();
    this.#epoch = this.#surfaceEpoch = NaN; // What still comes is of nobody's interest.
    this.#reject(new Error('closed'));
  }

  #goal(message) {
    this.#asked += 1;
    const ask = this.#asked;
    return new Promise((resolve, reject) => {
      this.#asks.set(ask, { resolve, reject });
      // While a run is being opened the goal belongs to the one that is coming.
      const send = () => this.#run.post({ ...message, ask });
      if (this.#opening) this.#openers.push({ resolve: send, reject });
      else send();
    });
  }

  async #next() {
    // One opening at a time: dragging a slider must not queue up runs that nobody will see.
    if (this.#opening || !this.#wanted) return;
    this.#opening = this.#wanted;
    this.#wanted = null;
    try {
      const { read, fresh } = this.#opening;
      this.#settled = read;
      const data = await runtime.data(read.dataFile);
      this.#epoch += 1;
      if (fresh) this.#section = null;
      this.#run.post({
        do: 'open',
        epoch: this.#epoch,
        settings: read.canonical,
        data,
        section: this.#section,
        playing: this.#playing,
        rate: this.#rate,
        asleep: this.#asleep,
      });
    } catch (cause) {
      this.#failed(cause);
    }
  }

  async #opened(message) {
    const { read, fresh } = this.#opening;
    this.#opening = false;
    if (this.#wanted) {
      this.#wanted.fresh ||= fresh;
      this.#next();
      return;
    }
    // The settings may have started to play or sleep while it was on its way.
    if (this.#playing) this.#run.post({ do: 'play' });
    const openers = this.#openers.splice(0);
    this.#on.opened(message.frame);
    for (const { resolve } of openers) resolve(message.frame);
    if (!fresh) return;
    this.#read = read;
    this.#surfaceEpoch = this.#epoch;
    this.#compute();
  }

  async #compute() {
    const [epoch, section, read] = [this.#surfaceEpoch, this.#section, this.#read];
    // Another worker would delay the first charts.
    const [data] = await Promise.all([runtime.data(read.dataFile), this.#charted]);
    if (epoch !== this.#surfaceEpoch || section !== this.#section) return;
    this.#surfaces.post({ do: 'open', epoch, settings: read.canonical, data, section, asleep: this.#asleep });
  }

  /** Has something computed beside the run that it waits for. */
  async #study({ epoch, settings, bytes }) {
    const data = await runtime.data(this.#settled.dataFile);
    if (epoch !== this.#epoch) return;
    this.#surfaces.post({ do: 'study', epoch, settings, data, task: bytes, asleep: this.#asleep });
  }

  #laid({ ask, kind, framing, section, why }) {
    if (this.#opening || this.#wanted) return; // Another run is on its way.
    if (section) {
      this.#section = { plane: ask, bytes: section };
      this.#compute();
    }
    this.#on.plane({ kind, framing, made: Boolean(section), why });
  }

  #surfaceEpoch = 0;
  #surveyed = null;

  #receive(message) {
    if (message.is === 'panic') {
      this.#reject(new Error(message.message));
      this.#on.panicked(message);
    } else if (message.is === 'done') {
      this.#asks.get(message.ask)?.resolve(message.frame);
      this.#asks.delete(message.ask);
      if (message.epoch === this.#epoch) this.#on.reached(message.frame);
    } else if (message.is === 'surface' || message.is === 'progress') {
      // Of planes that were given up for another one nothing is drawn any more.
      const wanted = message.epoch === this.#surfaceEpoch && message.plane === (this.#section?.plane ?? 0);
      if (wanted) this.#on.surface(message);
    } else if (message.is === 'survey') {
      if (`${message.wish.settings} ${message.wish.width}` === this.#surveyed) this.#on.survey(message);
    } else if (message.is === 'error') {
      this.#failed(new Error(message.message));
    } else if (message.epoch === this.#epoch) {
      if (message.is === 'opened') this.#opened(message);
      else if (message.is === 'plane') this.#laid(message);
      else if (message.is === 'task') this.#study(message);
      else if (message.is === 'finding') this.#run.post({ do: 'finding', epoch: message.epoch, bytes: message.bytes });
      else this.#on[message.is](message.is === 'stopped' ? message.frame : message);
      if (message.is === 'news') this.#firstNews();
    }
  }

  #failed(cause) {
    this.#opening = false;
    if (this.#wanted) {
      this.#next();
      return;
    }
    this.#reject(cause);
    this.#on.failed(cause);
  }

  #reject(cause) {
    const waiting = [...this.#openers.splice(0), ...this.#asks.values()];
    this.#asks.clear();
    for (const { reject } of waiting) reject(cause);
  }
}
