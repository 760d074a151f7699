/** @import { EngineRun } from '../engine/types.js' */

/**
 * The frame of the step at which a run stands, with the verdict of that very step.
 * @param {EngineRun} run
 */
export function diagnosed(run) {
  run.diagnosis();
  return run.frame();
}
