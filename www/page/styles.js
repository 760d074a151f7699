/** The element's styles, fetched. The bundle has `styles-inside.js` in place of this module. */
import { style } from '../beside.js';
import { h } from '../common/dom.js';

/**
 * Gives a shadow root the styles. `style-src 'self'` allows a `<link>`.
 * @param {ShadowRoot} root
 * @returns {Promise<unknown>} when they apply, or cannot be had
 */
export function addStyles(root) {
  const link = h('link', { rel: 'stylesheet', href: style('all.css') });
  root.append(link);
  return new Promise((settled) => {
    link.addEventListener('load', settled);
    link.addEventListener('error', settled);
  });
}
