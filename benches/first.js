/**
 * Finds the engine functions that a first visit calls: `node first.js MODULE PAGE`, a module that records calls and the
 * folder of the unbundled page. Opens the default story, plays it, rotates the surface, points at charts and pauses;
 * then makes some steps with the best-known items. Prints the indices of the functions as JSON.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from '../tests/browser/chromium.js';
import { serve } from '../tests/browser/server.js';

/**
 * The items that most visitors try first. They are small, and a step is slightly faster when all of it is in one part.
 */
const BASICS = [
  'optimizer=sgd',
  'optimizer=momentum',
  'optimizer=adam',
  'activation=tanh',
  'activation=relu',
  'loss=mse',
  'clip=norm',
];
/** How long to watch each of them, in ms. */
const WATCHED = 3000;

/** Runs in the page and its workers: the functions called since the last time. */
function noted() {
  const notes = new Uint8Array(globalThis.called.buffer);
  const numbers = [...notes].flatMap((was, number) => (was ? [number] : []));
  notes.fill(0);
  return numbers;
}

const site = await serve({}, `${pathToFileURL(process.argv[3])}/`);
const glue = await readFile(join(process.argv[3], 'engine.js'), 'utf8');
const instance = 'wasm = instance.exports;';
if (!glue.includes(instance)) throw new Error(`engine.js has no ${instance}`);
site.pages.set('engine.js', {
  body: glue.replace(instance, `${instance} globalThis.called = wasm.called;`),
  headers: { 'content-type': 'text/javascript' },
});
site.pages.set('engine_bg.wasm', {
  body: await readFile(process.argv[2]),
  headers: { 'content-type': 'application/wasm' },
});
// Without the rest, nothing begins that waits for it: trying remedies, and what is computed beside the run.
site.pages.set('engine_rest.wasm', { status: 404, body: '' });
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(site.address);
  const lab = page.locator('gradscape-lab');
  await page.waitForFunction(() => document.querySelector('gradscape-lab').frame?.step > 20, null, { timeout: 60_000 });
  await page.waitForTimeout(2 * WATCHED);
  const stage = await lab.locator('.stage canvas').first().boundingBox();
  await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2);
  await page.mouse.down();
  await page.mouse.move(stage.x + stage.width / 3, stage.y + stage.height / 3, { steps: 10 });
  await page.mouse.up();
  for (const chart of await lab.locator('.charts canvas').all()) {
    const box = await chart.boundingBox();
    if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(500);
  }
  await lab.evaluate((element) => element.pause());
  await page.waitForTimeout(WATCHED);
  // Pictures out of view are freed, but only after a longer time than this.
  await page.evaluate(async () =>
    (await import(new URL('engine.js', location.href).href)).release(document.createElement('canvas')),
  );
  const called = new Set();
  const note = async () => {
    for (const where of [page, ...page.workers()]) for (const number of await where.evaluate(noted)) called.add(number);
  };
  await note();
  // For the other items only a step counts, not choosing them: by the time someone does, the second part is loaded.
  for (const settings of BASICS) {
    await lab.evaluate(async (element, text) => {
      element.settings = text;
      await element.reset();
    }, settings);
    for (const where of page.workers()) await where.evaluate(noted);
    await lab.evaluate((element) => element.step(3));
    for (const where of page.workers()) for (const number of await where.evaluate(noted)) called.add(number);
  }
  console.log(JSON.stringify([...called]));
} finally {
  await browser.close();
  site.close();
}
