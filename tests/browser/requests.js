/** The number of requests of the page; and the unbundled page, as single modules, works too. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
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
  assert.ok(first.includes('/gradscape.js') && all.includes('/engine_rest.wasm'), `${all}`);
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
