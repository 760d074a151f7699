/** Where a link opens: the part of it that no setting of the run is. */

/** @import { Frame, Opening } from '../engine/types.js' */

/** Nowhere in particular. @type {Opening} */
export const NOWHERE = { step: null, paused: false, autopsy: false, sweep: null, calibrate: null };

/**
 * A settings string that opens there.
 * @param {string} settings
 * @param {Opening} opening
 */
export function opensAt(settings, { step, paused, autopsy, sweep, calibrate }) {
  const parts = [
    settings,
    step === null ? '' : `step=${step}`,
    paused ? 'paused' : '',
    autopsy ? 'autopsy' : '',
    sweep === null ? '' : `sweep=${escaped(sweep)}`,
    calibrate === null ? '' : `calibrate=${escaped(calibrate)}`,
  ];
  return parts.filter(Boolean).join('&');
}

/** What would end a value is escaped, and nothing else, so that it can be read. @param {string} value */
function escaped(value) {
  return value.replace(/[&#%+\s]/g, encodeURIComponent);
}

/**
 * Where a link opens that shows what is seen now; nowhere in particular while the run plays.
 * @param {{still: boolean, frame: Frame | null}} lab
 * @returns {Opening}
 */
export function seen({ still, frame }) {
  return frame && still ? { ...NOWHERE, step: frame.step, paused: true } : NOWHERE;
}
