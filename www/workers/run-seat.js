/** The run of one element, in the worker that trains: its state, and what each request does with it. */
import { Company } from './company.js';
import { diagnosed } from './diagnosed.js';
import { Looks } from './looks.js';
import { Meter } from './meter.js';
import { RunCheck } from './run-check.js';
import { RunStudies } from './run-studies.js';
import { RunTrials } from './run-trials.js';
import { buffersOf } from './transfer.js';

/** @import { Api, EngineRun, Frame } from '../engine/types.js' */
/** @import { Ask, AskPlane, AskPyTorch, Emit, From, OpenRun, RunAnswer, RunRequest, Section } from './protocol.js' */

/** A step that was asked for: `more` steps on, or `target`. `jumps` if it may be reached through the snapshots. */
/** @typedef {{ask: number, more?: number, target?: number, jumps?: boolean}} Goal */

/** How to make a run again that was given back: its settings, the last step recorded, and the step it stood at. */
/** @typedef {{settings: string, recorded: number, step: number}} Resting */

/** A run that took longer than this, in ms, is not given back: making it again would take too long. */
const LONGEST_REPLAY = 1000;

/** Requests that a run at rest can take without being made again. */
const NEED_NO_RUN = new Set(['play', 'pause', 'hold', 'rate', 'rest', 'close', 'uncheck', 'finding']);

export class RunSeat {
  #api;
  #emit;
  /** @type {EngineRun | null} null while it rests */
  #run;

  /** The planes that the engine has to know: the one that is drawn, and the one that comes. @type {Section[]} */
  planes;
  /** @type {Resting | null} */
  resting = null;
  /** Set while the run is made again. @type {Resting | null} */
  returning = null;
  /** What came meanwhile. @type {From<RunRequest>[]} */
  waiting = [];
  /** @type {Goal[]} */
  goals = [];
  /** @type {RunCheck | null} */
  check = null;
  looks = new Looks();
  meter = new Meter();
  studies = new RunStudies(this);
  trials = new RunTrials(this);
  /** The step that the run stands at. */
  step = 0;
  /** Whether a playing run waits at its step, because a control is being dragged. */
  held = false;
  /** Steps that are due at the rate that was asked for, and when that was computed. */
  due = 0;
  last = now();
  /** Whether it cannot go on, as far as that is known of a run that follows another. */
  ended = false;
  /** How many steps are made between two looks at the clock. */
  chunk = 1;
  /** How long it has trained, in ms: in all, and since the last look. */
  spent = 0;
  trained = 0;
  /** Whether it would go on faster if it had the time. */
  hurried = false;
  /** The settings by which the run is looked at. */
  #looked = '';

  /**
   * @param {Api} api
   * @param {From<OpenRun>} open
   * @param {Emit} emit
   * @param {Map<number, RunSeat>} seats all runs of the worker
   */
  constructor(api, { id, epoch, settings, data, section, plane, playing, rate, asleep, leader }, emit, seats) {
    this.#api = api;
    this.leader = leader;
    this.company = new Company(seats, this);
    this.#emit = emit;
    this.id = id;
    this.epoch = epoch;
    this.data = data;
    this.playing = playing;
    this.rate = rate;
    this.asleep = asleep;
    this.planes = section ? [section] : [];
    this.#run = this.#make(settings);
    const first = plane ? (this.run.section(plane.ask, plane.kind, '') ?? null) : null;
    if (plane && first) this.planes = [{ plane: plane.ask, bytes: first.slice() }];
    this.tell({ is: 'opened', frame: this.frame(), section: first }, first ? buffersOf(first) : []);
  }

  /** The engine's run, which only a run at rest does not have. */
  get run() {
    if (!this.#run) throw new Error('the run rests');
    return this.#run;
  }

  /** Whether the engine's run is there and stands where it should. */
  get ready() {
    return this.#run !== null && !this.returning;
  }

  /** The frame of the step at which it stands, with its verdict, and whether others go on where it has diverged. */
  frame() {
    return this.#among(diagnosed(this.run));
  }

  /** Has a run that was given back made again. */
  wake() {
    if (this.resting) this.#makeAgain(this.resting);
  }

  /** Whether there is something to do in the next slice. */
  get busy() {
    if (this.returning) return true;
    if (!this.#run) return false;
    if (this.company.lag > 0) return true;
    const plays = this.playing && !this.held;
    return this.goals.length > 0 || ((plays || this.check !== null) && !this.asleep);
  }

  /** @param {Frame} frame */
  #among(frame) {
    return frame.status !== 'running' && this.company.goesOn ? Object.assign(frame, { racing: true }) : frame;
  }

  /** @param {RunAnswer} answer @param {Transferable[]} [transfer] */
  tell(answer, transfer) {
    this.#emit({ ...answer, id: this.id, epoch: this.epoch }, transfer);
  }

  /** @param {From<RunRequest>} request */
  serve(request) {
    const needsRun = !NEED_NO_RUN.has(request.do);
    if (this.resting && needsRun && !(request.do === 'sleep' && request.asleep)) this.#makeAgain(this.resting);
    if (this.returning && needsRun && request.do !== 'sleep') this.waiting.push(request);
    else this.#do(request);
  }

  /** @param {RunRequest} request */
  #do(request) {
    // Questions about another run are not answered.
    if ('epoch' in request && request.epoch !== this.epoch) return;
    switch (request.do) {
      case 'play':
        return this.#play();
      case 'pause':
        this.playing = false;
        return;
      case 'hold':
        this.held = request.held;
        return this.#setRate(this.rate);
      case 'rate':
        return this.#setRate(request.rate);
      case 'step':
        this.goals.push({ ask: request.ask, more: request.n });
        return;
      case 'seek':
        this.goals.push({ ask: request.ask, target: request.step, jumps: true });
        return;
      case 'change':
        return this.#change(request.changes);
      case 'look':
        return this.lookAs(request.settings);
      case 'ask':
        return this.#answer(request);
      case 'phases':
        return this.#phases(request.width);
      case 'pytorch':
        return this.#pytorch(request);
      case 'check':
        return this.#beginCheck();
      case 'uncheck':
        return this.endCheck();
      case 'plane':
        return this.#plane(request);
      case 'finding':
        return this.studies.found(this.#run, request.bytes);
      case 'sleep':
        return this.#sleep(request.asleep);
      case 'rest':
        return this.#rest();
      default: // `open` and `close` are the business of `Runs`.
    }
  }

  /** Ends the run. Requests for one of its steps are answered with the frame where it ended. */
  close() {
    this.endCheck();
    if (!this.#run) return;
    const asked = this.waiting.flatMap((request) => ('ask' in request && request.do !== 'plane' ? [request.ask] : []));
    for (const ask of [...this.goals.map((goal) => goal.ask), ...asked]) {
      this.tell({ is: 'done', ask, frame: this.frame() });
    }
    this.#run.free();
  }

  /** After an error the run is not driven on. */
  stop() {
    this.playing = false;
    this.ended = true;
    this.goals.length = 0;
    this.returning = null;
    this.check = null;
  }

  endCheck() {
    this.check?.free();
    this.check = null;
  }

  /** The run is looked at as these settings say. @param {string} settings */
  lookAs(settings) {
    if (this.#looked === settings) return;
    this.#looked = settings;
    this.run.look(settings);
  }

  /** @param {string} settings */
  #make(settings) {
    const run = new this.#api.Run(settings, this.#bytes());
    for (const { plane, bytes } of this.planes) run.adopt(plane, bytes);
    return run;
  }

  #bytes() {
    return this.data ? new Uint8Array(this.data) : undefined;
  }

  #play() {
    if (!this.playing) this.meter.reset();
    this.playing = true;
    this.last = now();
    this.due = 1; // The first step comes at once, even at one a second.
  }

  /** @param {number} rate */
  #setRate(rate) {
    this.rate = rate;
    this.last = now();
    this.meter.reset();
  }

  /** @param {[string, string][]} changes */
  #change(changes) {
    this.studies.outdate();
    const notices = changes.map(([key, value]) => this.run.change(key, value)).filter(Boolean);
    this.tell({ is: 'changed', frame: this.frame(), settings: this.run.settings, notices });
  }

  /** @param {boolean} asleep */
  #sleep(asleep) {
    this.asleep = asleep;
    this.last = now();
    this.meter.reset();
  }

  #rest() {
    const run = this.#run;
    const cannot = !this.asleep || this.returning || this.goals.length || this.check || this.spent > LONGEST_REPLAY;
    if (!run || cannot) return;
    this.resting = { settings: run.settings, recorded: run.recorded, step: this.step };
    this.#run = null;
    run.free();
  }

  /** Begins the run again, to go through the same steps. @param {Resting} resting */
  #makeAgain(resting) {
    this.#run = this.#make(resting.settings);
    this.#looked = '';
    this.returning = resting;
    this.step = 0;
    this.resting = null;
  }

  /** @param {Ask} request */
  #answer({ known, figures, path, plane = 0, diagnosis, studies, trials, settings }) {
    if (studies.length) this.lookAs(settings);
    this.studies.next(studies);
    const rate = this.playing ? this.meter.rate() : null;
    if (known === this.step) {
      this.tell({ is: 'news', rate, cost: 0 });
      return;
    }
    const trained = known !== null && this.playing && this.hurried ? this.trained : null;
    const { news, transfer } = this.looks.at(this.run, { figures, path, plane, diagnosis }, trained);
    this.trained = 0;
    this.#among(news.frame);
    if (path && this.leader !== null) {
      const own = this.planes.find((section) => section.plane === plane);
      news.ghost = this.company.firstPath(path, own?.bytes ?? new Uint8Array());
      transfer.push(...buffersOf(news.ghost));
    }
    if (news.diagnosis && trials) news.diagnosis.trial = this.trials.next(news.diagnosis, news.frame.status);
    this.tell({ is: 'news', ...news, rate }, transfer);
  }

  /** @param {number} width */
  #phases(width) {
    const bytes = this.run.phases(width);
    this.tell({ is: 'phases', step: this.run.frame().step, bytes }, buffersOf(bytes));
  }

  /** @param {AskPyTorch} request */
  #pytorch({ steps, name }) {
    /** @type {{script: string, tensors: Uint8Array<ArrayBuffer>}} */
    const { script, tensors } = this.run.pytorch(steps, name);
    this.tell({ is: 'pytorch', script, tensors }, buffersOf(tensors));
  }

  #beginCheck() {
    this.endCheck();
    this.check = new RunCheck(this.run.gradientCheck(this.#bytes()));
  }

  /** @param {AskPlane} request */
  #plane({ ask, kind, framing, settings }) {
    this.lookAs(settings);
    this.studies.wishPlane({ ask, kind, framing });
  }
}

const now = () => performance.now();
