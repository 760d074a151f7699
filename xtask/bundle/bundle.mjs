/**
 * Makes one minified file of each of the page's three entries, with source maps: `node bundle.mjs MODULES OUTPUT`, both folders.
 *
 * Styles are inside `gradscape.js` as text, and so are the engine's glue and `description.json`. `de.js` has
 * all that German needs, so that pages in English do not fetch it.
 */
import { build } from 'esbuild';
import { join } from 'node:path';

const [from, to] = process.argv.slice(2);
const COMMON = { bundle: true, minify: true, logLevel: 'warning' };

/** A stylesheet with all that it imports, minified, as a text. */
const styles = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ ...COMMON, entryPoints: [path], write: false });
      return { contents: outputFiles[0].text, loader: 'text' };
    });
  },
};

/** Modules fetch the styles one by one; a bundle has them with it. */
const inside = {
  name: 'inside',
  setup({ onResolve }) {
    onResolve({ filter: /\/styles\.js$/ }, ({ resolveDir, path }) => ({
      path: join(resolveDir, path.replace(/styles\.js$/, 'styles-inside.js')),
    }));
  },
};

await build({
  ...COMMON,
  entryPoints: ['gradscape.js', 'worker.js', 'de.js'].map((entry) => join(from, entry)),
  outdir: to,
  format: 'esm',
  // Every browser with WebAssembly's SIMD has this much.
  target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
  sourcemap: true,
  plugins: [inside, styles],
});
