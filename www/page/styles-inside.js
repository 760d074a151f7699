/** The element's styles in a bundle, which has them as a text. All elements share one sheet. */
// @ts-expect-error: the bundler makes a text of it.
import text from '../styles/all.css';

const sheet = new CSSStyleSheet();
sheet.replaceSync(text);

/**
 * Gives a shadow root the styles. No policy forbids a sheet that is made this way.
 * @param {ShadowRoot} root
 * @returns {Promise<unknown>} when they apply
 */
export function addStyles(root) {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  return Promise.resolve();
}
