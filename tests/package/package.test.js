/** The npm package, installed into an empty folder: what needs nothing else. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { node, project } from './installed.js';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = project({});
const inside = (name) => join(folder, 'node_modules/gradscape', name);
const about = JSON.parse(readFileSync(inside('package.json'), 'utf8'));

test('every file that the package promises is in it, types before code', () => {
  for (const [entry, target] of Object.entries(about.exports)) {
    const files = typeof target === 'string' ? [target] : Object.values(target);
    if (typeof target !== 'string') assert.equal(Object.keys(target)[0], 'types', entry);
    for (const file of files) assert.ok(existsSync(inside(file)), `${entry}: ${file}`);
  }
  for (const file of about.sideEffects) assert.ok(existsSync(inside(file)), file);
});

test('what the page fetches is named by literal addresses, and all of it is in the package', async () => {
  const names = new Set();
  for (const script of ['gradscape.js', 'define.js', 'worker.js', 'engine.js', 'rest.js']) {
    const text = await readFile(inside(script), 'utf8');
    for (const [, name] of text.matchAll(/new URL\(\s*["']\.\/([^"']+)["']\s*,\s*import\.meta\.url/g)) names.add(name);
    for (const [, name] of text.matchAll(/import\(["']\.\/([^"']+)["']\)/g)) names.add(name);
    assert.equal(text.match(/import\(\s*[^"']/), null, `${script} imports something that no bundler can follow`);
  }
  for (const name of ['engine_bg.wasm', 'engine_rest.wasm', 'worker.js', 'de.js', 'define.js', 'data/iris.csv'])
    assert.ok(names.has(name), name);
  for (const name of readdirSync(inside('data'))) assert.ok(names.has(`data/${name}`), `www/beside.js lacks ${name}`);
  for (const name of names) assert.ok(existsSync(inside(name)), name);
});

test('on a server it can be imported and does nothing', () => {
  const said = node(folder, '-e', "import('gradscape').then((all) => console.log(Object.keys(all)))");
  assert.match(said, /GradscapeLab/);
});

test('the engine runs in Node', () => {
  const program = `
    const { readFileSync } = await import('node:fs');
    const engine = await import('gradscape/engine');
    engine.initSync({ module: readFileSync('node_modules/gradscape/engine_bg.wasm') });
    const run = new engine.Run('precision=f64');
    run.advance(3);
    console.log(run.frame().step);`;
  assert.equal(node(folder, '--input-type=module', '-e', program).trim(), '3');
});

test('the hashes are those of the entries', async () => {
  const integrity = JSON.parse(await readFile(inside('integrity.json'), 'utf8'));
  assert.ok('gradscape.js' in integrity);
  for (const [name, hash] of Object.entries(integrity))
    assert.equal(
      `sha384-${createHash('sha384')
        .update(readFileSync(inside(name)))
        .digest('base64')}`,
      hash,
    );
});

test('the manifest for editors has every attribute, member and event of the element', async () => {
  const { schemaVersion, modules } = JSON.parse(await readFile(inside('custom-elements.json'), 'utf8'));
  const [declaration] = modules[0].declarations;
  const source = await readFile(path('../../www/host/element.js'), 'utf8');
  const [, list] = source.match(/observedAttributes = \[([^\]]+)\]/);
  const observed = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name);
  assert.equal(schemaVersion, '2.1.0');
  const names = (all) => all.map(({ name }) => name).sort();
  assert.deepEqual(names(declaration.attributes), [...observed, 'autoplay'].sort());
  assert.deepEqual(names(declaration.members), ['frame', 'pause', 'play', 'reset', 'seek', 'settings', 'step']);
  assert.deepEqual(names(declaration.events), ['error', 'frame', 'ready', 'settingschange']);
});

test('strict TypeScript accepts a correct host and finds the mistakes of a wrong one', () => {
  const host = project({
    'host.ts': `import { GradscapeLab, type Frame } from 'gradscape';
      import 'gradscape/define';
      import { Run } from 'gradscape/engine';
      const lab: GradscapeLab = document.createElement('gradscape-lab');
      lab.addEventListener('frame', ({ detail }: CustomEvent<Frame>) => console.log(detail.step));
      export const run = new Run('lr=0.1');
      // @ts-expect-error Settings are a string.
      lab.settings = 3;
      // @ts-expect-error There is no such entry.
      export * as nothing from 'gradscape/nothing';`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        ...{ strict: true, noEmit: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext' },
        ...{ lib: ['es2022', 'dom', 'esnext.disposable'], types: [], skipLibCheck: false },
      },
      files: ['host.ts'],
    }),
  });
  node(host, path('../browser/node_modules/typescript/bin/tsc'), '-p', '.');
});

test('the one module takes everything along when it is bundled', { timeout: 120_000 }, async () => {
  const { build } = await import('../../xtask/bundle/node_modules/esbuild/lib/main.js');
  const host = project({ 'host.js': "import 'gradscape/inlined'; document.title = 'host';" });
  await build({ entryPoints: [join(host, 'host.js')], bundle: true, minify: true, outdir: join(host, 'out') });
  const page = '<!doctype html><link rel="icon" href="data:,"><gradscape-lab settings="scenario=wine"></gradscape-lab>';
  const { shown } = await import('./shown.js');
  const { frame, requests } = await shown(join(host, 'out'), `${page}<script src="./host.js"></script>`);
  assert.equal(frame.step, 5);
  assert.deepEqual(requests, ['/', '/host.js']);
});
