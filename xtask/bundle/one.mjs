/**
 * The page in one file: `node one.mjs FOLDER MODULES OUTPUT`, with the folder of this repository and that of the page's single
 * modules. Writes `inlined.js` (a module), `gradscape.one.js` (a classic script) and `gradscape-offline.html`.
 */
import zopfli from '@gfx/zopfli';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundled } from './common.mjs';

const [root, modules, output] = process.argv.slice(2);

/** There is no address for what lies beside this file; nothing asks for it. */
const NOWHERE = { 'import.meta.url': '"https://nowhere.invalid/"' };

/** `worker.js` as the body of a function that returns its exports. */
const core = await bundled({
  entryPoints: [join(modules, 'worker.js')],
  format: 'iife',
  globalName: '__made',
  define: NOWHERE,
});

/** A file in gzip, as small as can be, and base64. That takes a while, so it is kept by the file's hash. */
async function packed(path) {
  const content = await readFile(path);
  const kept = join(output, 'packed', createHash('sha256').update(content).digest('hex'));
  const known = await readFile(kept, 'utf8').catch(() => null);
  if (known) return known;
  const small = await zopfli.gzipAsync(content, { numiterations: 5 });
  const text = Buffer.from(small).toString('base64');
  await writeFile(kept, text);
  return text;
}

await mkdir(join(output, 'packed'), { recursive: true });
const data = (await readdir(join(modules, 'data'))).sort().map((name) => `data/${name}`);
const files = {};
for (const name of ['engine_bg.wasm', 'engine_rest.wasm', ...data]) files[name] = await packed(join(modules, name));

const head = `const __files=${JSON.stringify(files)};function __core(){${core}return __made}\n`;
const page = (entry, format) => bundled({ entryPoints: [join(modules, entry)], format, define: NOWHERE, alone: true });
const script = `(()=>{${head}${await page('define.js', 'iife')}})();\n`;

await writeFile(join(output, 'inlined.js'), head + (await page('define.js', 'esm')));
await writeFile(join(output, 'gradscape.one.js'), script);

const inHtml = (text) => text.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const html = (await readFile(join(root, 'index.html'), 'utf8'))
  .replace(/ *<!--[^]*?-->\n/g, '')
  .replace(/ *<link rel="preload"[^>]*>\n/, '')
  .replace(/ *<script [^>]*><\/script>\n/g, '')
  .replace(/ *<p id="(?:from-disk|unloaded)"[^]*?<\/p>\n/g, '')
  .replace(
    /<link rel="stylesheet"[^>]*>/,
    `<style>${(await readFile(join(modules, 'page.css'), 'utf8')).trim()}</style>`,
  )
  .replace('</body>', () => `<script>${inHtml(script)}</script>\n  </body>`);
for (const left of ['src="', 'href="./', 'id="unloaded"'])
  if (html.replace(script, '').split('<script>')[0].includes(left)) throw new Error(`the page still has ${left}`);
await writeFile(join(output, 'gradscape-offline.html'), html);
