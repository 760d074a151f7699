/** The page in one file: opened from disk, in a frame without an origin, and as a classic script. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { numbersOf, rows } from './command-line.js';
import { pageTest, site } from './lab.js';

const FILE = new URL('../../dist/gradscape-offline.html', import.meta.url);
const SETTINGS = 'scenario=iris&hidden_layers=2';

pageTest('the page in one file is small, and opens from disk with data, German and two workers', async (open) => {
  const content = await readFile(FILE);
  assert.ok(content.length <= 3_500_000, `${content.length} bytes`);
  assert.ok(gzipSync(content, { level: 9 }).length <= 1_340_000, `${gzipSync(content).length} bytes in gzip`);
  const lab = await open(SETTINGS, { at: FILE.href });
  await lab.sameAs(rows(SETTINGS, 20));
  assert.equal(lab.page.workers().length, 2);
  await lab.with((element) => element.setAttribute('lang', 'de'));
  await lab.says('Einstellungen');
  for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 8);
  const others = lab.requests.filter((address) => !/^(file|blob|data):/.test(address));
  assert.deepEqual(others, []);
});

pageTest('from disk without workers it computes the same frames', async (open) => {
  const lab = await open(SETTINGS, { at: FILE.href, before: () => delete window.Worker });
  await lab.sameAs(rows(SETTINGS, 20));
});

pageTest('the page in one file works in a frame without an origin', async (open) => {
  site.pages.set('offline.html', { body: await readFile(FILE) });
  const body = `<!doctype html><title>Host</title><link rel="icon" href="data:,">
    <iframe sandbox="allow-scripts" width="1200" height="700" src="./offline.html#${SETTINGS}"></iframe>`;
  const lab = await open('', { host: { body }, ready: false });
  const inside = lab.page.frameLocator('iframe').locator('gradscape-lab');
  const last = await inside.evaluate(async (element) => {
    while (!element.frame) await new Promise((later) => setTimeout(later, 50));
    await element.reset();
    return element.step(19);
  });
  assert.deepEqual(numbersOf(last), rows(SETTINGS, 20)[19]);
});

pageTest('as a classic script it defines the element on a page from disk', async (open) => {
  const script = await readFile(new URL('../../dist/gradscape.one.js', import.meta.url), 'utf8');
  site.pages.set('one.js', { body: script, headers: { 'content-type': 'text/javascript' } });
  const body = `<!doctype html><title>Host</title><link rel="icon" href="data:,"><script src="./one.js"></script>
    <gradscape-lab settings="${SETTINGS.replace('&', '&amp;')}" views="surface"></gradscape-lab>`;
  const lab = await open('', { host: { body } });
  await lab.sameAs(rows(SETTINGS, 5));
});

pageTest('made twice, the page in one file has the same bytes', async () => {
  const hash = (content) => createHash('sha256').update(content).digest('hex');
  const before = hash(await readFile(FILE));
  const { execFileSync } = await import('node:child_process');
  const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const folder = process.env.GRADSCAPE_MODULES;
  const again = path('target/web/again');
  execFileSync(process.execPath, [path('xtask/bundle/one.mjs'), path('.'), folder, again]);
  assert.equal(hash(await readFile(`${again}/gradscape-offline.html`)), before);
});
