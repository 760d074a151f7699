/**
 * Trains: holds the `Run` of every element of the page and advances them in slices.
 *
 * Lives in the run worker, or on the main thread where no worker can be made.
 *
 * Messages in, all with the element's `id`:
 *   open {epoch, settings, data, section, playing, rate} · play · pause · rate {rate} · step {n, ask} ·
 *   seek {step, ask} · change {changes: [key, value][]} · look {settings} ·
 *   ask {epoch, known, figures: [{chart, width}], path, plane, story, studies: [chart], settings} ·
 *   phases {epoch} · pytorch {epoch, steps, name} · check {epoch} · uncheck · plane {epoch, ask, kind, framing, settings} ·
 *   finding {epoch, bytes} ·
 *   sleep {asleep} · rest · close
 * Messages out, with `id` and `epoch`:
 *   opened {frame} · changed {frame, settings, notices} ·
 *   news {frame, figures, standings, rivals, path, steps, plane, offPlane, arrows, batches, held, story, rate, cost} · done {ask, frame} ·
 *   phases {step, bytes} · pytorch {script, tensors} · check {found} (now and then, to `found.done` 1) · plane {ask, kind, framing, section, why} · task {settings, bytes} · learned · stopped {frame} · error {message}
 * A run that waits for a study says `task {settings, bytes}`, one at a time; the answer is `finding`, after which it says
 * `learned`. A plane that needs one is laid then.
 * A run that rests is given back, and made again by the same steps for the first message that needs it; what comes
 * meanwhile waits.
 * News of a step that is `known` brings the rate alone. A plane's number is that of its ask; a `section` is the plane
 * itself, as bytes, and null where none can be laid yet or the last one still does.
 */
import { Looks } from './looks.js';
import { Meter } from './meter.js';
import { Slices } from './slices.js';

/** Messages that a run at rest may sleep through. */
const NEEDLESS = new Set(['play', 'pause', 'rate', 'rest', 'close', 'uncheck', 'finding']);
/** A run that took longer than this, in ms, is kept: nobody shall wait so long for it again. */
const REPLAY = 1000;
/** How often, in ms, it is told how far a check is. */
const PACE = 100;

export class Runs {
  #api;
  #emit;
  #seats = new Map();
  #slices;

  /**
   * @param {object} api engine.js
   * @param {(message: object, transfer?: Transferable[]) => void} emit
   * @param {{budget: number, gentle: boolean, guard: (id: number, work: () => any) => any}} options
   */
  constructor(api, emit, { budget, gentle, guard }) {
    this.#api = api;
    this.#emit = emit;
    this.guard = guard;
    this.#slices = new Slices((ms) => this.#work(ms), { budget, gentle });
  }

  /** Serves one message. */
  handle(message) {
    if (message.do === 'open') this.#open(message);
    const seat = this.#seats.get(message.id);
    if (seat) this.guard(message.id, () => this.#serve(seat, message));
    this.#slices.wake();
  }

  #serve(seat, message) {
    if (seat.kept && !NEEDLESS.has(message.do) && !(message.do === 'sleep' && message.asleep)) this.#again(seat);
    if (seat.again && !NEEDLESS.has(message.do) && message.do !== 'sleep') seat.held.push(message);
    else this[`on_${message.do}`]?.(seat, message);
  }

  #open({ id, epoch, settings, data, section, playing, rate, asleep }) {
    const old = this.#seats.get(id);
    if (old) this.on_close(old);
    this.guard(id, () => {
      const run = new this.#api.Run(settings, data ? new Uint8Array(data) : undefined);
      if (section) run.adopt(section.plane, section.bytes);
      const planes = section ? [section] : [];
      const seat = {
        id,
        epoch,
        run,
        data,
        planes,
        playing,
        rate,
        asleep,
        kept: null,
        again: null,
        held: [],
        spent: 0,
        step: 0,
        due: 0,
        last: now(),
        chunk: 1,
        goals: [],
        check: null,
        looked: '',
        looks: new Looks(),
        trained: 0,
        hurried: false,
        studying: false,
        outdated: false,
        turn: 0,
        wish: null,
        meter: new Meter(),
      };
      this.#seats.set(id, seat);
      this.#tell(seat, 'opened', { frame: run.frame() });
    });
  }

  on_play(seat) {
    if (!seat.playing) seat.meter.reset();
    seat.playing = true;
    seat.last = now();
    seat.due = 1; // The first step comes at once, at one a second too.
  }

  on_pause(seat) {
    seat.playing = false;
  }

  on_rate(seat, { rate }) {
    seat.rate = rate;
    seat.last = now();
    seat.meter.reset();
  }

  on_step(seat, { n, ask }) {
    seat.goals.push({ ask, more: n });
  }

  on_seek(seat, { step, ask }) {
    seat.goals.push({ ask, target: step, jumps: true });
  }

  on_change(seat, { changes }) {
    // What is being studied may be of a step that will be another.
    seat.outdated = seat.studying;
    const notices = changes.map(([key, value]) => seat.run.change(key, value)).filter(Boolean);
    this.#tell(seat, 'changed', { frame: seat.run.frame(), settings: seat.run.settings, notices });
  }

  on_look(seat, { settings }) {
    this.#look(seat, settings);
  }

  on_sleep(seat, { asleep }) {
    seat.asleep = asleep;
    seat.last = now();
    seat.meter.reset();
  }

  on_close(seat) {
    this.#seats.delete(seat.id);
    this.on_uncheck(seat);
    if (!seat.run) return;
    // Whoever waits for a step of a run that has ended gets the frame where it ended.
    for (const goal of [...seat.goals, ...seat.held.filter(({ ask }) => ask)])
      this.#tell(seat, 'done', { ask: goal.ask, frame: seat.run.frame() });
    seat.run.free();
  }

  on_rest(seat) {
    const { run } = seat;
    if (!seat.asleep || !run || seat.again || seat.goals.length || seat.check || seat.spent > REPLAY) return;
    seat.kept = { settings: run.settings, recorded: run.recorded, step: seat.step };
    seat.run = null;
    run.free();
  }

  /** Begins the run of a seat at rest anew, to go through the same steps. */
  #again(seat) {
    seat.run = new this.#api.Run(seat.kept.settings, seat.data ? new Uint8Array(seat.data) : undefined);
    for (const { plane, bytes } of seat.planes) seat.run.adopt(plane, bytes);
    seat.looked = '';
    seat.again = seat.kept;
    seat.step = 0;
    seat.kept = null;
  }

  on_ask(seat, { epoch, known, figures = [], path = 0, plane = 0, story = false, studies = [], settings = '' }) {
    if (epoch !== seat.epoch) return;
    if (studies.length) this.#look(seat, settings);
    this.#study(seat, studies);
    const rate = seat.playing ? seat.meter.rate() : null;
    if (known === seat.step) {
      this.#tell(seat, 'news', { rate, cost: 0 });
      return;
    }
    const trained = known !== null && seat.playing && seat.hurried ? seat.trained : null;
    const { news, transfer } = seat.looks.at(seat.run, { figures, path, plane, story }, trained);
    seat.trained = 0;
    this.#tell(seat, 'news', { ...news, rate }, transfer);
  }

  on_phases(seat, { epoch }) {
    if (epoch !== seat.epoch) return;
    const bytes = seat.run.phases();
    this.#tell(seat, 'phases', { step: seat.run.frame().step, bytes }, [bytes.buffer]);
  }

  on_pytorch(seat, { epoch, steps, name }) {
    if (epoch !== seat.epoch) return;
    const { script, tensors } = seat.run.pytorch(steps, name);
    this.#tell(seat, 'pytorch', { script, tensors }, [tensors.buffer]);
  }

  on_check(seat, { epoch }) {
    if (epoch !== seat.epoch) return;
    this.on_uncheck(seat);
    const inner = seat.run.gradientCheck(seat.data ? new Uint8Array(seat.data) : undefined);
    seat.check = { inner, count: 1, told: 0 };
  }

  on_uncheck(seat) {
    seat.check?.inner.free();
    seat.check = null;
  }

  on_plane(seat, { epoch, ask, kind, framing, settings }) {
    if (epoch !== seat.epoch) return;
    this.#look(seat, settings);
    seat.wish = { ask, kind, framing };
    this.#study(seat, []);
  }

  on_finding(seat, { epoch, bytes }) {
    if (epoch !== seat.epoch) return;
    const learns = seat.run && !seat.outdated;
    seat.studying = seat.outdated = false;
    if (!seat.run) return;
    if (learns) seat.run.learn(bytes);
    this.#study(seat, []);
    this.#tell(seat, 'learned', {});
  }

  /** The run is looked at as these settings say. */
  #look(seat, settings) {
    if (seat.looked === settings) return;
    seat.looked = settings;
    seat.run.look(settings);
  }

  /** Has the next thing computed that a plane or one of these charts waits for; the charts take turns. */
  #study(seat, charts) {
    if (seat.studying) return;
    // Of a run that goes on, what was found for a plane is always of a step before; it is laid there.
    const bytes = seat.wish && !seat.wish.served ? seat.run.task('plane') : undefined;
    if (bytes) {
      seat.wish.served = true;
      this.#send(seat, bytes);
      return;
    }
    this.#lay(seat);
    for (let k = 0; k < charts.length; k += 1) {
      seat.turn += 1;
      const task = seat.run.task(charts[seat.turn % charts.length]);
      if (task) {
        this.#send(seat, task);
        return;
      }
    }
  }

  #send(seat, bytes) {
    seat.studying = true;
    this.#tell(seat, 'task', { settings: seat.run.settings, bytes }, [bytes.buffer]);
  }

  /** Lays the plane that was wished for. */
  #lay(seat) {
    if (!seat.wish) return;
    const { ask, kind, framing } = seat.wish;
    seat.wish = null;
    const section = seat.run.section(ask, kind, framing) ?? null;
    // The one that is drawn still, and the one that comes.
    if (section) seat.planes = [...seat.planes, { plane: ask, bytes: section.slice() }].slice(-2);
    const why = section ? '' : seat.run.hindrance;
    this.#tell(seat, 'plane', { ask, kind, framing, section, why }, section ? [section.buffer] : []);
  }

  /** One slice: every seat that has something to do gets an equal share. */
  #work(budget) {
    const busy = [...this.#seats.values()].filter(
      (seat) => seat.again || (seat.run && (seat.goals.length || ((seat.playing || seat.check) && !seat.asleep))),
    );
    let wait = Infinity;
    for (const seat of busy) {
      const share = budget / busy.length;
      const next = this.guard(seat.id, () => this.#advance(seat, share));
      // A run that failed is not driven on.
      if (next === undefined) {
        seat.playing = false;
        seat.goals.length = 0;
        seat.again = null;
        seat.check = null;
      } else {
        wait = Math.min(wait, next);
      }
    }
    return wait;
  }

  /** Goes on towards where the run was before it rested; then what has waited is served. */
  #return(seat, share) {
    const { recorded, step } = seat.again;
    const end = now() + share;
    while (seat.step < recorded && now() < end) {
      const before = seat.step;
      seat.step = seat.run.step(Math.min(recorded - before, seat.chunk));
      if (seat.step === before) break; // It has diverged, as before.
    }
    if (seat.step < recorded && now() >= end) return;
    if (step < seat.step) seat.step = seat.run.seek(step);
    seat.again = null;
    seat.last = now();
    for (const message of seat.held.splice(0)) this.handle(message);
  }

  #advance(seat, share) {
    if (seat.again) {
      this.#return(seat, share);
      return 0;
    }
    if (!seat.check || seat.asleep) return this.#train(seat, share);
    const trains = seat.goals.length || seat.playing;
    this.#compare(seat, trains ? share / 2 : share);
    if (trains) this.#train(seat, share / 2);
    return 0;
  }

  /** Goes on with the gradient check. */
  #compare(seat, share) {
    const { check } = seat;
    const start = now();
    const complete = check.inner.advance(check.count);
    const end = now();
    if (end - start < share / 2) check.count = Math.min(check.count * 2, 1 << 16);
    else if (end - start > share) check.count = Math.max(1, check.count >> 1);
    if (!complete && end - check.told < PACE) return;
    check.told = end;
    this.#tell(seat, 'check', { found: JSON.parse(check.inner.found()) });
    if (complete) this.on_uncheck(seat);
  }

  #train(seat, share) {
    if (seat.goals.length) {
      this.#reach(seat, seat.goals[0], share);
      return 0;
    }
    if (seat.rate === Infinity) {
      this.#stride(seat, Infinity, share);
      return seat.playing ? 0 : Infinity;
    }
    const time = now();
    seat.due += ((time - seat.last) / 1000) * seat.rate;
    seat.last = time;
    const due = Math.floor(seat.due);
    // What could not be done in this slice is dropped: a slow machine shows a lower true rate, it does not pile up debt.
    if (due) {
      this.#stride(seat, due, share);
      seat.due -= due;
    }
    if (!seat.playing) return Infinity;
    return Math.max(1, ((1 - seat.due) / seat.rate) * 1000);
  }

  /** Goes towards the first goal and reports when it is reached. */
  #reach(seat, goal, share) {
    goal.target ??= seat.step + goal.more;
    // What is recorded is reached by way of the snapshots, in either direction.
    if (goal.jumps) seat.step = seat.run.seek(Math.min(goal.target, seat.run.recorded));
    goal.jumps = false;
    if (!this.#stride(seat, goal.target - seat.step, share)) goal.target = seat.step;
    if (seat.step === goal.target) {
      seat.goals.shift();
      this.#tell(seat, 'done', { ask: goal.ask, frame: seat.run.frame() });
    }
    seat.last = now();
  }

  /** Makes at most `steps` steps in about `share` ms; false when the run has come to its own end. */
  #stride(seat, steps, share) {
    const began = now();
    const end = began + share;
    let left = steps;
    while (left > 0) {
      const start = now();
      const asked = Math.min(left, seat.chunk);
      const before = seat.step;
      seat.step = seat.run.step(asked);
      left -= asked;
      const time = now();
      if (seat.step - before < asked) {
        seat.meter.note(time, seat.step);
        this.#stop(seat);
        return false;
      }
      // The chunk grows or shrinks so that the clock is read about four times in a slice.
      const spent = time - start;
      if (spent < share / 8 && asked === seat.chunk) seat.chunk = Math.min(seat.chunk * 2, 1 << 20);
      else if (spent > share / 4) seat.chunk = Math.max(1, seat.chunk >> 1);
      if (time >= end) break;
    }
    seat.hurried = left > 0;
    const spent = now() - began;
    seat.spent += spent;
    seat.trained += spent;
    seat.meter.note(now(), seat.step);
    return true;
  }

  #stop(seat) {
    if (!seat.playing) return;
    seat.playing = false;
    this.#tell(seat, 'stopped', { frame: seat.run.frame() });
  }

  #tell(seat, is, rest, transfer) {
    this.#emit({ id: seat.id, epoch: seat.epoch, is, ...rest }, transfer);
  }
}

const now = () => performance.now();
