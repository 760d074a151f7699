/** Light, dark, or as the host page is. */
import { Frames } from './frames.js';

/** @import { Theme } from '../gradscape.js' */

/** @type {readonly Theme[]} */
export const THEMES = ['auto', 'light', 'dark'];

const system = matchMedia('(prefers-color-scheme: dark)');
const motion = matchMedia('(prefers-reduced-motion: reduce)');

/** Text of more relative luminance than this has more contrast to black than to white, so it stands on something dark. */
const MIDDLE = 0.179;
/** A host may change its colours in so many ms. */
const SLOWLY = 500;

/**
 * Whether the page around an element is dark: by its `color-scheme`, or else by its text.
 * @param {Element} element
 */
function isHostDark(element) {
  const { colorScheme, color } = getComputedStyle(element);
  const [dark, light] = ['dark', 'light'].map((scheme) => colorScheme.split(' ').includes(scheme));
  return dark === light ? luminance(color) > MIDDLE : dark;
}

/** @type {CanvasRenderingContext2D | null} */
let pixel = null;

/** The relative luminance of a CSS colour, of whatever notation. @param {string} color */
function luminance(color) {
  pixel ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!pixel) return 0;
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...pixel.getImageData(0, 0, 1, 1).data].map((value) => (value / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string | null} theme @param {Element} element @returns {boolean} whether the element is dark now */
export function isDark(theme, element) {
  return theme === 'dark' || (theme !== 'light' && isHostDark(element));
}

/**
 * Calls back when the page around an element may have become light or dark.
 * @param {Element} element
 * @param {() => void} listener
 * @returns {() => void} stops it
 */
export function whenHostChanges(element, listener) {
  let timer = 0;
  const frames = new Frames(listener);
  const changed = () => {
    frames.request();
    clearTimeout(timer);
    timer = setTimeout(listener, SLOWLY);
  };
  const observer = new MutationObserver(changed);
  /** @type {Node | null} */
  let node = element.parentNode;
  while (node) {
    if (node instanceof Element) observer.observe(node, { attributes: true });
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  // Some hosts exchange stylesheets.
  observer.observe(document.head, { attributes: true, childList: true, subtree: true });
  // And some change colours slowly.
  const turned = (/** @type {TransitionEvent} */ { propertyName }) => propertyName === 'color' && changed();
  document.addEventListener('transitionend', turned);
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    document.removeEventListener('transitionend', turned);
    system.removeEventListener('change', changed);
    frames.cancel();
    clearTimeout(timer);
  };
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
