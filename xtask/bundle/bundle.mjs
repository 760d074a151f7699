/**
 * Makes one minified file of each of the page's four entries, with source maps: `node bundle.mjs MODULES OUTPUT`, both folders.
 *
 * `gradscape.js` is the element alone, and fetches `define.js`: the page, with styles as text, the engine's glue and
 * `description.json`. `de.js` has all that German needs, so that pages in English do not fetch it.
 */
import { build } from 'esbuild';
import { join } from 'node:path';
import { COMMON, ENTRIES, plugins } from './common.mjs';

const [from, to] = process.argv.slice(2);

await build({
  ...COMMON,
  entryPoints: ENTRIES.map((entry) => join(from, entry)),
  outdir: to,
  format: 'esm',
  sourcemap: true,
  plugins: plugins(),
});
