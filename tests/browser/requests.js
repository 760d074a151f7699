/** The number of requests of the page and of elements on other pages; and the unbundled page, as single modules, works too. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rows } from './command-line.js';
import { pageTest, site } from './lab.js';
import { serve } from './server.js';

/** Limits on requests before the first picture of the default story, and until everything is loaded. */
const MOST = { first: 6, all: 12 };

pageTest('the first picture takes at most six requests, and everything at most twelve', async (open) => {
  site.answers.length = 0;
  const lab = await open('', {
    before: () => {
      // A chart starts by clearing its canvas.
      const { clearRect } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.clearRect = function (...rest) {
        if (this.canvas.closest('.charts')) window.painted ??= performance.timeOrigin + performance.now();
        return clearRect.apply(this, rest);
      };
    },
  });
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 20);
  await lab.pause();
  await lab.settle();
  const painted = await lab.page.evaluate(() => window.painted);
  const first = site.answers.filter(({ asked }) => asked <= painted).map(({ path }) => path);
  const all = site.answers.map(({ path }) => path);
  assert.ok(first.includes('/define.js') && all.includes('/engine_rest.wasm'), `${all}`);
  assert.ok(first.length <= MOST.first, `${first.length} requests before the first picture: ${first}`);
  assert.ok(all.length <= MOST.all, `${all.length} requests in all: ${all}`);
});

const modules = process.env.GRADSCAPE_MODULES;
if (!modules) throw new Error('GRADSCAPE_MODULES names no folder: run `cargo xtask test browser`, which fills it');
const single = await serve({}, `${pathToFileURL(modules)}/`);
after(() => single.close());

pageTest('the unbundled page trains in two workers and is painted', async (open) => {
  const settings = 'scenario=spiral&hidden_layers=2';
  const lab = await open('', { at: `${single.address}#${settings}` });
  await lab.sameAs(rows(settings, 20));
  await lab.settle();
  assert.equal(lab.page.workers().length, 2);
  assert.ok(
    lab.requests.some((address) => address.endsWith('/beside.js')),
    'these are not single modules',
  );
  for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 8);
});

pageTest('the unbundled page without workers computes the same frames on the main thread', async (open) => {
  const settings = 'scenario=rosenbrock';
  const lab = await open('', { at: `${single.address}#${settings}`, before: () => delete window.Worker });
  await lab.sameAs(rows(settings, 20));
});

/** A host page with labs this far down, and what it fetched of ours once nothing moved any more. */
async function asked(open, labs, ready = false) {
  const body = `<!doctype html><title>Host</title><link rel="icon" href="data:,">
    <script type="module" src="./gradscape.js"></script>${labs}`;
  const lab = await open('', { host: { body }, ready: false });
  if (ready)
    await lab.page.waitForFunction(() =>
      [...document.querySelectorAll('gradscape-lab')].every((element) => element.frame),
    );
  await lab.page.waitForTimeout(1500);
  const paths = lab.requests.map((address) => new URL(address).pathname).filter((path) => path !== '/host.html');
  return { lab, paths: paths.filter((path) => path.startsWith('/')) };
}

const LAB = '<gradscape-lab views="surface layers" controls="">What stands here at first.</gradscape-lab>';

pageTest('the script alone is one request of at most 2 KB', async (open) => {
  const { paths } = await asked(open, '');
  assert.deepEqual(paths, ['/gradscape.js']);
  const script = await readFile(new URL('../../dist/gradscape.js', import.meta.url));
  assert.ok(gzipSync(script, { level: 9 }).length <= 2000, `${gzipSync(script).length} bytes`);
});

pageTest('all that the page and the element fetch has the version of the build in its address', async (open) => {
  const { lab } = await asked(open, LAB, true);
  const page = await open('scenario=wine');
  await page.with((element) => element.setAttribute('lang', 'de'));
  await page.says('Einstellungen');
  const all = [...lab.requests, ...page.requests].filter((address) => address.startsWith('http'));
  const named = new Set(all.map((address) => new URL(address).pathname));
  for (const name of ['/define.js', '/worker.js', '/de.js', '/engine_bg.wasm', '/data/wine.csv'])
    assert.ok(named.has(name), `${name} is not among ${[...named]}`);
  const versions = new Set();
  for (const address of all) {
    const { pathname, search } = new URL(address);
    if (['/', '/host.html', '/gradscape.js'].includes(pathname)) continue;
    assert.match(search, /^\?v=[0-9a-f]{8}$/, address);
    versions.add(search);
  }
  assert.equal(versions.size, 1);
});

pageTest('a lab far down fetches nothing until it is near, and its place does not change', async (open) => {
  const { lab, paths } = await asked(open, `<div style="height: 6000px"></div>${LAB}<p id="after">After</p>`);
  assert.deepEqual(paths, ['/gradscape.js']);
  assert.ok(await lab.page.getByText('What stands here at first.').isVisible());
  const where = () => lab.page.evaluate(() => document.getElementById('after').offsetTop);
  const before = await where();
  // Within 800 pixels of the window.
  await lab.page.evaluate(() => scrollTo(0, 6000 - innerHeight - 700));
  await lab.ready();
  await lab.with((element) => element.scrollIntoView());
  await lab.settle();
  assert.equal(await where(), before);
});

pageTest('an eager lab, and one whose method is called, do not wait until they are near', async (open) => {
  for (const [tag, act] of [
    ['<gradscape-lab loading="eager">', () => {}],
    ['<gradscape-lab>', (element) => void element.step(2)],
  ]) {
    const { lab } = await asked(open, `<div style="height: 6000px"></div>${tag}</gradscape-lab>`);
    await lab.with(act);
    await lab.ready();
  }
});

pageTest('six labs in view take at most eight requests, and nothing around them moves', async (open) => {
  const six = Array.from({ length: 6 }, (_, k) => LAB.replace('<gradscape-lab', `<gradscape-lab settings="seed=${k}"`));
  const shifts = () => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  };
  const style =
    '<style>gradscape-lab { height: 330px } body { display: grid; grid-template: auto / 1fr 1fr 1fr }</style>';
  const { lab, paths } = await asked(open, `<script>(${shifts})()</script>${style}${six.join('')}`, true);
  assert.ok(paths.length <= 8, `${paths}`);
  const shifted = await lab.page.evaluate(() => window.shifted);
  assert.ok(shifted < 0.02, `CLS is ${shifted}`);
});

pageTest('a poster stands in the place of a lab until it is ready', async (open) => {
  site.pages.set('poster.svg', {
    body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30" fill="teal"/></svg>',
    headers: { 'content-type': 'image/svg+xml' },
  });
  const far = '<gradscape-lab poster="./poster.svg">What stands here without scripts.</gradscape-lab>';
  const { lab } = await asked(open, `${far}<div style="height: 6000px"></div>`, false);
  await lab.ready();
  assert.equal(await lab.page.locator('gradscape-lab img').count(), 0);
  const below = await asked(open, `<div style="height: 6000px"></div>${far}`);
  assert.ok(await below.lab.page.locator('gradscape-lab img').isVisible());
});
