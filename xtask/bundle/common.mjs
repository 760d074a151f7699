/** What all bundles of the page have in common. */
import { build } from 'esbuild';
import { dirname, join } from 'node:path';

/** The files that a page fetches, each when it is needed. */
export const ENTRIES = ['gradscape.js', 'define.js', 'worker.js', 'de.js'];

export const COMMON = {
  bundle: true,
  minify: true,
  logLevel: 'warning',
  // Every browser with WebAssembly's SIMD has this much.
  target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
};

/** A stylesheet with all that it imports, minified, as a text. */
const styles = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ bundle: true, minify: true, entryPoints: [path], write: false });
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

/** What one entry imports when it needs it stays a file of its own. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/\w+\.js$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' && ENTRIES.includes(path.slice(2)) ? { path, external: true } : null,
    );
  },
};

/** A page in one file has with it what others fetch. */
const alone = {
  name: 'alone',
  setup({ onResolve }) {
    onResolve({ filter: /\/beside\.js$/ }, ({ resolveDir, path }) => ({
      path: join(resolveDir, dirname(path), 'inside.js'),
    }));
  },
};

export const plugins = (inOneFile = false) => [inOneFile ? alone : apart, inside, styles];

/** One bundle, as a text. */
export async function bundled({ alone: inOneFile, ...options }) {
  const { outputFiles } = await build({ ...COMMON, ...options, plugins: plugins(inOneFile), write: false });
  return outputFiles[0].text;
}
