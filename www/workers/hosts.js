/**
 * Wraps {@link Runs} and {@link Surfaces} for where they live, and turns what goes wrong in them into messages:
 * `error` for one element, `panic` for the whole host, which does nothing more after it.
 */
import { Panic, listen } from '../engine/guard.js';
import { Runs } from './runs.js';
import { Surfaces } from './surfaces.js';

const ROLES = { run: Runs, surface: Surfaces };

/**
 * @param {'run' | 'surface'} role
 * @param {object} api engine.js, initialised
 * @param {(message: object, transfer?: Transferable[]) => void} emit
 * @param {{budget: number, gentle: boolean}} pace
 */
export function host(role, api, emit, pace) {
  let dead = false;
  const guard = (id, work) => {
    if (dead) return undefined;
    try {
      return listen(work);
    } catch (cause) {
      dead = cause instanceof Panic;
      emit({ id, is: dead ? 'panic' : 'error', message: String(cause?.message ?? cause) });
      return undefined;
    }
  };
  return new ROLES[role](api, emit, { ...pace, guard });
}
