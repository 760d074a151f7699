/** Where a link opens: the part of it that no setting of the run is. */

/** @import { Frame, Opening } from '../engine/types.js' */

/**
 * A settings string that opens there.
 * @param {string} settings
 * @param {Opening} opening
 */
export function opensAt(settings, { step, paused, autopsy }) {
  const parts = [settings, step === null ? '' : `step=${step}`, paused ? 'paused' : '', autopsy ? 'autopsy' : ''];
  return parts.filter(Boolean).join('&');
}

/**
 * Where a link opens that shows what is seen now; nowhere in particular while the run plays.
 * @param {{still: boolean, frame: Frame | null}} lab
 * @returns {Opening}
 */
export function seen({ still, frame }) {
  return frame && still
    ? { step: frame.step, paused: true, autopsy: false }
    : { step: null, paused: false, autopsy: false };
}
