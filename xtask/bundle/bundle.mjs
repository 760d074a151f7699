/**
 * Makes one minified file of each of the page's four entries, with source maps: `node bundle.mjs MODULES OUTPUT`, both folders.
 *
 * `gradscape.js` is the element alone, and fetches `define.js`: the page, with styles as text, the engine's glue and
 * `description.json`. `de.js` has all that German needs, so that pages in English do not fetch it.
 *
 * The names of files stay the same from version to version, so addresses end with a hash of all that the page is made of. No
 * cache then mixes two versions. `index.html` gets such addresses, too.
 */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COMMON, ENTRIES, plugins } from './common.mjs';

const [from, to] = process.argv.slice(2);

const hash = createHash('sha256');
const inside = await readdir(from, { recursive: true, withFileTypes: true });
const files = inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
for (const file of files.sort()) hash.update(await readFile(file));
const version = `?v=${hash.digest('hex').slice(0, 8)}`;

await build({
  ...COMMON,
  entryPoints: ENTRIES.map((entry) => join(from, entry)),
  outdir: to,
  format: 'esm',
  sourcemap: true,
  plugins: plugins({ version }),
});
const page = await readFile(join(from, 'index.html'), 'utf8');
await writeFile(join(to, 'index.html'), page.replace(/((?:src|href)="\.\/[^"?]+)"/g, `$1${version}"`));
