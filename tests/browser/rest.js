/** The second part of the engine, which is fetched after the first picture. */
import assert from 'node:assert/strict';
import { rows } from './command-line.js';
import { pageTest, site } from './lab.js';

const FILE = 'engine_rest.wasm';

/** Runs with a server that lacks the file. */
async function without(body) {
  site.pages.set(FILE, { status: 404, body: '' });
  try {
    await body();
  } finally {
    site.pages.delete(FILE);
  }
}

pageTest('the default story opens and trains without the rest of the engine', (open) =>
  without(async () => {
    const lab = await open();
    await lab.with((element) => element.play());
    await lab.until((element) => element.frame.step > 20);
    await lab.with((element) => element.pause());
    await lab.settle();
    for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 4);
    // If this fails, the default story calls a function that is not in xtask/first.txt; `cargo xtask first` updates it.
    lab.expect(/engine_rest\.wasm|404/);
  }),
);

pageTest('if the rest is needed and missing the page names it, and continues once it is there', (open) =>
  without(async () => {
    const lab = await open('precision=f64', { ready: false });
    await lab.says('engine_rest.wasm: 404');
    site.pages.delete(FILE);
    await lab.page.getByRole('button', { name: 'Restart' }).click();
    await lab.ready();
    await lab.sameAs(rows('precision=f64', 20));
    lab.expect(/engine_rest\.wasm|404/);
  }),
);

pageTest('the rest is fetched once, after the first picture', async (open) => {
  const lab = await open('', {
    before: () => {
      // A chart starts by clearing its canvas.
      const { clearRect } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.clearRect = function (...rest) {
        if (this.canvas.closest('.charts')) window.painted ??= performance.now();
        return clearRect.apply(this, rest);
      };
    },
  });
  await lab.settle();
  await lab.with((element) => {
    element.settings = 'precision=f64';
  });
  await lab.sameAs(rows('precision=f64', 20));
  const asked = lab.requests.map((address) => new URL(address).pathname.slice(1));
  assert.equal(asked.filter((name) => name === FILE).length, 1);
  const when = (name) => [
    performance.getEntriesByType('resource').find((entry) => new URL(entry.name).pathname.endsWith(name)).startTime,
    window.painted,
  ];
  const [fetched, painted] = await lab.page.evaluate(when, FILE);
  assert.ok(fetched > painted, `fetched at ${fetched} ms, painted at ${painted}`);
});
