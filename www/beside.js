/**
 * Addresses of what lies beside the page's entry: the engine, its description, data, styles and the worker.
 *
 * This module stays in the same folder as `gradscape.js`, so that the addresses hold for single modules and for a bundle.
 */

/** @param {string} path relative to the folder of `gradscape.js` @returns {URL} */
export function beside(path) {
  return new URL(path, import.meta.url);
}
