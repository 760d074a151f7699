/** What someone sees who opens the page. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('the page opens without an error or warning and makes requests to its own server only', async (open) => {
  const lab = await open();
  const own = new URL(lab.page.url()).origin;
  const others = lab.requests.filter((address) => /^(https?|wss?):/.test(address) && new URL(address).origin !== own);
  assert.deepEqual(others, []);
});

pageTest('it trains by itself within three seconds of opening', async (open) => {
  const lab = await open();
  await lab.until((element) => element.frame.step > 0, { within: 3000 });
});

pageTest('every view is painted', async (open) => {
  const lab = await open();
  await lab.step(20);
  await lab.settle();
  const canvases = await lab.canvases();
  assert.ok(canvases.length >= 3, `${canvases.length} canvases are to be seen`);
  for (const canvas of canvases) await lab.waitForColours(canvas, 8);
});

pageTest('the opening story is a deep sigmoid network with almost no gradient in its first layer', async (open) => {
  const lab = await open();
  const { layers } = await lab.reset();
  assert.ok(layers[0].gradNorm < 1e-4 * layers.at(-1).gradNorm);
});

for (const scenario of ['spiral', 'dax-vol-surface', 'recall', 'rosenbrock', 'saddle', 'bowl', 'cliff']) {
  pageTest(`${scenario} opens, trains and is painted`, async (open) => {
    const lab = await open(`scenario=${scenario}`);
    await lab.reset();
    assert.equal((await lab.step(10)).step, 10);
    await lab.settle();
    for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 2);
  });
}
