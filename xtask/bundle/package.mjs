/**
 * The folder of the npm package: `node package.mjs FOLDER DIST ONE OUTPUT VERSION`, with the folder of this repository, the built
 * page, and the page in one file.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [root, dist, one, output, version] = process.argv.slice(2);

const OF_DIST = [
  ...['gradscape.js', 'define.js', 'worker.js', 'de.js', 'engine.js', 'rest.js'],
  ...['engine_bg.wasm', 'engine_rest.wasm', 'gradscape.d.ts', 'engine.d.ts', 'data'],
];
/** What a page may name in a script tag. */
const ENTRIES = ['gradscape.js', 'define.js', 'inlined.js', 'gradscape.one.js'];

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
for (const name of OF_DIST) await cp(join(dist, name), join(output, name), { recursive: true });
for (const name of ['inlined.js', 'gradscape.one.js']) await cp(join(one, name), join(output, name));
for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) await cp(join(root, name), join(output, name));
const own = join(root, 'packages/npm');
for (const name of await readdir(own)) {
  const text = await readFile(join(own, name), 'utf8');
  await writeFile(join(output, name), text.replaceAll('VERSION', version));
}
// The maps stay behind, and so do the lines that name them. Here the package has the version, and bundlers want plain addresses.
for (const name of ['gradscape.js', 'define.js', 'worker.js', 'de.js']) {
  const text = await readFile(join(output, name), 'utf8');
  await writeFile(
    join(output, name),
    text.replace(/\/\/# sourceMappingURL=.*\n?$/, '').replace(/\?v=[0-9a-f]{8}\b/g, ''),
  );
}
const integrity = {};
for (const name of ENTRIES) {
  const hash = createHash('sha384').update(await readFile(join(output, name)));
  integrity[name] = `sha384-${hash.digest('base64')}`;
}
await writeFile(join(output, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
