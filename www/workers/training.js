/** How a run is trained in one slice: at its rate, towards a step that was asked for, or back to where it was. */

/** @import { Goal, RunSeat } from './run-seat.js' */

/** Steps in one call of the engine, at most. */
const MOST = 1 << 20;

/**
 * Goes on for about `share` ms.
 * @param {RunSeat} seat
 * @param {number} share
 * @returns {number} in how many ms to come again; `Infinity` for not before something is asked
 */
export function advance(seat, share) {
  const { check } = seat;
  if (seat.company.lag > 0) {
    seat.company.catchesUp(share);
    return 0;
  }
  // Those that follow come first, so that all of them are shown at the same step.
  if (!seat.company.together) return 0;
  if (!check || seat.asleep) return train(seat, share);
  const trains = seat.goals.length > 0 || (seat.playing && !seat.held);
  const found = check.advance(trains ? share / 2 : share);
  if (found) seat.tell({ is: 'check', found });
  if (check.complete) seat.endCheck();
  if (trains) train(seat, share / 2);
  return 0;
}

/**
 * Goes on through the steps of a run that was given back, towards where it was.
 * @param {RunSeat} seat
 * @param {number} share
 * @returns {boolean} whether it is there
 */
export function replay(seat, share) {
  if (!seat.returning) return true;
  const { recorded, step } = seat.returning;
  const end = now() + share;
  while (seat.step < recorded && now() < end) {
    const before = seat.step;
    seat.step = seat.run.step(Math.min(recorded - before, seat.chunk));
    if (seat.step === before) break; // It has diverged, as before.
  }
  if (seat.step < recorded && now() >= end) return false;
  if (step < seat.step) seat.step = seat.run.seek(step);
  // Where it has diverged, those that follow may have gone on.
  if (seat.company.followers.length) seat.step = Math.max(seat.step, step);
  seat.returning = null;
  seat.last = now();
  return true;
}

/** @param {RunSeat} seat @param {number} share */
function train(seat, share) {
  const [goal] = seat.goals;
  if (goal) {
    reach(seat, goal, share);
    return 0;
  }
  if (seat.held) return Infinity;
  if (seat.rate === Infinity) {
    makeSteps(seat, Infinity, share);
    return seat.playing ? 0 : Infinity;
  }
  const time = now();
  seat.due += ((time - seat.last) / 1000) * seat.rate;
  seat.last = time;
  const due = Math.floor(seat.due);
  // What could not be done in this slice is dropped: a slow machine shows a lower true rate and piles up no debt.
  if (due) {
    makeSteps(seat, due, share);
    seat.due -= due;
  }
  if (!seat.playing) return Infinity;
  return Math.max(1, ((1 - seat.due) / seat.rate) * 1000);
}

/**
 * Goes towards the first goal and reports when it is reached.
 * @param {RunSeat} seat
 * @param {Goal} goal
 * @param {number} share
 */
function reach(seat, goal, share) {
  goal.target ??= seat.step + (goal.more ?? 0);
  // What is recorded is reached through the snapshots, in either direction.
  if (goal.jumps) seat.step = seat.company.goes(Math.min(goal.target, seat.company.recorded));
  goal.jumps = false;
  if (!makeSteps(seat, goal.target - seat.step, share)) goal.target = seat.step;
  if (seat.step === goal.target) {
    seat.goals.shift();
    seat.tell({ is: 'done', ask: goal.ask, frame: seat.frame() });
    seat.company.arrives();
  }
  seat.last = now();
}

/**
 * Makes at most `steps` steps in about `share` ms.
 * @param {RunSeat} seat
 * @param {number} steps
 * @param {number} share
 * @returns {boolean} false when the run has come to its own end
 */
function makeSteps(seat, steps, share) {
  const began = now();
  const end = began + share;
  let left = steps;
  while (left > 0) {
    const start = now();
    const asked = Math.min(left, seat.chunk);
    const before = seat.step;
    seat.step = seat.company.makes(asked);
    left -= asked;
    const time = now();
    if (seat.step - before < asked) {
      seat.meter.note(time, seat.step);
      if (seat.playing) {
        seat.playing = false;
        seat.tell({ is: 'stopped', frame: seat.frame() });
        seat.company.arrives();
      }
      return false;
    }
    // The chunk grows or shrinks so that the clock is read about four times in a slice.
    const spent = time - start;
    if (spent < share / 8 && asked === seat.chunk) seat.chunk = Math.min(seat.chunk * 2, MOST);
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

const now = () => performance.now();
