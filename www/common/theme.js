/** Light, dark, or as the system has it. */

export const THEMES = ['auto', 'light', 'dark'];

const DARK = '(prefers-color-scheme: dark)';
const system = matchMedia(DARK);
/** A list whose state is read before its event is due does not send it any more: this one is only listened to. */
const listened = matchMedia(DARK);
const motion = matchMedia('(prefers-reduced-motion: reduce)');

/** @param {string | null} theme @returns {boolean} whether it is dark now */
export function isDark(theme) {
  return theme === 'dark' || (theme !== 'light' && system.matches);
}

/** Calls back when the system's preference changes. Returns how to stop it. */
export function whenSystemChanges(listener) {
  listened.addEventListener('change', listener);
  return () => listened.removeEventListener('change', listener);
}

/** Whether the reader asked for less motion. */
export function calm() {
  return motion.matches;
}

/** The page's own choice survives a reload. Storage may be forbidden (a sandboxed frame); then it just does not. */
const KEY = 'gradscape-theme';

export function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Nothing depends on it.
  }
}

/** Lets the surroundings of the page's own element follow its theme. */
export function spread(theme) {
  document.documentElement.dataset.theme = theme;
}
