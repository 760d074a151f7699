/** The page in one file, opened from disk in three browser engines: each computes the frames of the command line. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { numbersOf, rows } from '../browser/command-line.js';
import { ENGINES } from './drivers.js';

const FILE = new URL('../../dist/gradscape-offline.html', import.meta.url);
const SEEN = fileURLToPath(new URL('../../target/engines/', import.meta.url));
mkdirSync(SEEN, { recursive: true });

/** What is opened: data from a file and a network, the opening story, and a function of two variables. */
const SETTINGS = ['scenario=iris&hidden_layers=2&clip=norm&threshold=0.1', '', 'scenario=cliff&clip=norm'];
const STEPS = 40;

/** Waits until the lab of the page is ready, and takes its steps one by one. */
const frames = async (steps) => {
  const element = /** @type {any} */ (document.querySelector('gradscape-lab'));
  const failed = new Promise((_, reject) =>
    element.addEventListener('error', ({ message }) => reject(new Error(message))),
  );
  return Promise.race([
    failed,
    (async () => {
      while (!element.frame) await new Promise((later) => setTimeout(later, 50));
      const seen = [await element.reset()];
      while (seen.length < steps) seen.push(await element.step());
      return seen;
    })(),
  ]);
};

/** Plays for a while. The step it has reached. */
const played = async () => {
  const element = /** @type {any} */ (document.querySelector('gradscape-lab'));
  const from = element.frame.step;
  element.play();
  while (element.frame.step < from + 20) await new Promise((later) => setTimeout(later, 50));
  element.pause();
  return element.frame.step;
};

/** How many colours each view has that is shown; waits until all are painted. */
const colours = async (most) => {
  const { shadowRoot } = document.querySelector('gradscape-lab');
  const counted = () =>
    Object.fromEntries(
      [...shadowRoot.querySelectorAll('.view')]
        .filter((view) => view.checkVisibility() && view.querySelector('canvas'))
        .map((view) => [
          view.dataset.view ?? view.className,
          Math.max(
            ...[...view.querySelectorAll('canvas')].map((canvas) => {
              const copy = document.createElement('canvas');
              Object.assign(copy, { width: 200, height: 150 });
              const context = copy.getContext('2d');
              if (canvas.width && canvas.height) context.drawImage(canvas, 0, 0, 200, 150);
              return new Set(new Uint32Array(context.getImageData(0, 0, 200, 150).data.buffer)).size;
            }),
          ),
        ]),
    );
  for (let tries = 0; tries < 300; tries++) {
    const all = Object.values(counted());
    if (all.length && all.every((count) => count > most)) break;
    await new Promise((later) => setTimeout(later, 100));
  }
  return counted();
};

for (const [name, start] of Object.entries(ENGINES)) {
  test(`from disk the page in one file works in ${name}`, { timeout: 600_000 }, async (t) => {
    const driver = await start();
    t.after(() => driver.close());
    t.diagnostic(driver.version);
    for (const [k, settings] of SETTINGS.entries()) {
      await driver.open('about:blank');
      await driver.open(`${FILE.href}#${settings}`);
      const seen = await driver.evaluate(frames, STEPS);
      assert.deepEqual(seen.map(numbersOf), rows(settings, STEPS), settings);
      assert.ok((await driver.evaluate(played)) >= STEPS + 19, `it plays: ${settings}`);
      const painted = await driver.evaluate(colours, 8);
      await driver.screenshot(`${SEEN}${name}-${k}.png`);
      assert.ok(Object.keys(painted).length >= 2, JSON.stringify(painted));
      for (const [view, count] of Object.entries(painted)) assert.ok(count > 8, `${view} has ${count} colours`);
      t.diagnostic(`${settings || 'the opening story'}: ${STEPS} frames as on the command line`);
    }
  });
}
