/**
 * Makes {@link Runs} or {@link Surfaces}, and turns what goes wrong in them into messages: `error` for one element,
 * `panic` for all of them, after which nothing more is done.
 */
import { Panic, listen, messageOf } from '../engine/guard.js';
import { Runs } from './runs.js';
import { Surfaces } from './surfaces.js';

/** @import { Api } from '../engine/types.js' */
/** @import { Emit, From, Guard, Pace, Role, RunRequest, SurfaceRequest } from './protocol.js' */

/** @typedef {{handle: (request: From<RunRequest | SurfaceRequest>) => void}} Host */

/**
 * @param {Role} role
 * @param {Api} api initialised
 * @param {Emit} emit
 * @param {Pace} pace
 * @returns {Host}
 */
export function host(role, api, emit, pace) {
  let dead = false;
  /** @type {Guard} */
  const guard = (id, work) => {
    if (dead) return undefined;
    try {
      return listen(work);
    } catch (cause) {
      dead = cause instanceof Panic;
      emit({ id, is: dead ? 'panic' : 'error', message: messageOf(cause) });
      return undefined;
    }
  };
  const made = role === 'run' ? new Runs(api, emit, { ...pace, guard }) : new Surfaces(api, emit, { ...pace, guard });
  return /** @type {Host} */ (made); // Each gets the requests of its own role alone.
}
