/**
 * Makes {@link Runs} or {@link Surfaces}, and turns what goes wrong in them into messages: `error` for one element,
 * `panic` for all of them, after which nothing more is done.
 */
import { Panic, listen, messageOf } from '../engine/guard.js';
import { adopt, speak } from '../engine/speaking.js';
import { Runs } from './runs.js';
import { Surfaces } from './surfaces.js';

/** @import { Api } from '../engine/types.js' */
/** @import { AdoptLanguage, Emit, From, Guard, Pace, Role, RunRequest, SurfaceRequest } from './protocol.js' */

/** @typedef {{handle: (request: From<RunRequest | SurfaceRequest> | AdoptLanguage) => void}} Host */

/**
 * @param {Role} role
 * @param {Api} api initialised
 * @param {Emit} emit
 * @param {Pace} pace
 * @returns {Host}
 */
export function host(role, api, emit, pace) {
  let dead = false;
  /** Of each element, by its number. @type {Map<number, string>} */
  const languages = new Map();
  /** @type {Guard} */
  const guard = (id, work) => {
    if (dead) return undefined;
    try {
      return listen(() => {
        speak(api, languages.get(id) ?? 'en');
        return work();
      });
    } catch (cause) {
      dead = cause instanceof Panic;
      emit({ id, is: dead ? 'panic' : 'error', message: messageOf(cause) });
      return undefined;
    }
  };
  const made = role === 'run' ? new Runs(api, emit, { ...pace, guard }) : new Surfaces(api, emit, { ...pace, guard });
  // Each gets the requests of its own role alone.
  const { handle } = /** @type {{handle: (request: From<RunRequest | SurfaceRequest>) => void}} */ (made);
  return {
    handle: (request) => {
      if (request.do === 'adopt') {
        adopt(api, request.lang, request.table);
        return;
      }
      languages.set(request.id, request.lang);
      handle.call(made, request);
      if (request.do === 'close') languages.delete(request.id);
    },
  };
}
