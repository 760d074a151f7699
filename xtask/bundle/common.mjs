/** What all bundles of the page have in common. */
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
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

/**
 * What one entry imports when it needs it stays a file of its own, and so does what is named by a literal address. Both have the
 * version in their address.
 * @param {string} [version]
 */
const apart = (version = '') => ({
  name: 'apart',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\/\w+\.js$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' && ENTRIES.includes(path.slice(2)) ? { path: path + version, external: true } : null,
    );
    onLoad({ filter: /\/(?:beside|rest)\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/(new URL\('\.\/[\w./]+\.\w+)'/g, `$1${version}'`),
    }));
  },
});

/** A page in one file has with it what others fetch. */
const alone = {
  name: 'alone',
  setup({ onResolve }) {
    onResolve({ filter: /\/beside\.js$/ }, ({ resolveDir, path }) => ({
      path: join(resolveDir, dirname(path), 'inside.js'),
    }));
  },
};

/** @param {{version?: string, inOneFile?: boolean}} [of] */
export const plugins = ({ version, inOneFile } = {}) => [inOneFile ? alone : apart(version), inside, styles];

/** One bundle, as a text. */
export async function bundled({ alone: inOneFile, ...options }) {
  const { outputFiles } = await build({ ...COMMON, ...options, plugins: plugins({ inOneFile }), write: false });
  return outputFiles[0].text;
}
