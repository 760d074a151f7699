/**
 * Makes one minified file of each of the page's four entries, with source maps: `node bundle.mjs MODULES OUTPUT`, both folders.
 *
 * `gradscape.js` is the element alone, and fetches `define.js`: the page, with styles as text, the engine's glue and
 * `description.json`. `de.js` has all that German needs, so that pages in English do not fetch it.
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

const ENTRIES = ['gradscape.js', 'define.js', 'worker.js', 'de.js'];

/** What one entry imports when it needs it stays a file of its own. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/\w+\.js$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' && ENTRIES.includes(path.slice(2)) ? { path, external: true } : null,
    );
  },
};

await build({
  ...COMMON,
  entryPoints: ENTRIES.map((entry) => join(from, entry)),
  outdir: to,
  format: 'esm',
  // Every browser with WebAssembly's SIMD has this much.
  target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
  sourcemap: true,
  plugins: [apart, inside, styles],
});
