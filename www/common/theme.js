/** Light, dark, or as the system has it. */

/** @import { Theme } from '../gradscape.js' */

/** @type {readonly Theme[]} */
export const THEMES = ['auto', 'light', 'dark'];

const DARK = '(prefers-color-scheme: dark)';
const system = matchMedia(DARK);
/** Reading `matches` before an event is due cancels that event, so this list is only listened to. */
const listened = matchMedia(DARK);
const motion = matchMedia('(prefers-reduced-motion: reduce)');

/** @param {string | null} theme @returns {boolean} whether it is dark now */
export function isDark(theme) {
  return theme === 'dark' || (theme !== 'light' && system.matches);
}

/**
 * Calls back when the system's preference changes.
 * @param {() => void} listener
 * @returns {() => void} stops it
 */
export function whenSystemChanges(listener) {
  listened.addEventListener('change', listener);
  return () => listened.removeEventListener('change', listener);
}

/** Whether the reader asked for less motion. */
export function calm() {
  return motion.matches;
}

/** The page's own choice survives a reload, unless storage is forbidden (a sandboxed frame). */
const KEY = 'gradscape-theme';

/** @returns {Theme | null} */
export function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return THEMES.find((known) => known === theme) ?? null;
  } catch {
    return null;
  }
}

/** @param {Theme} theme */
export function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Nothing depends on it.
  }
}

/** Lets the surroundings of the page's own element follow its theme. @param {Theme} theme */
export function spread(theme) {
  document.documentElement.dataset.theme = theme;
}
