/** Importing this module defines `<gradscape-lab>` with everything that it needs, in the browser only. */
export * from './gradscape.js';
