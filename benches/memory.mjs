/**
 * A long run of the default story in the page: memory before and after, and how long seeking takes.
 *
 * `CHROMIUM=… node benches/memory.mjs [STEPS] [SETTINGS]`, after `cargo xtask build`.
 */
import { launch } from '../tests/browser/chromium.js';
import { serve } from '../tests/browser/server.js';
import { memory, mib } from './memory-of.js';

const [steps = '100000', settings = ''] = process.argv.slice(2);
const LAST = Number(steps);
const SEEKS = 20;
// The browser reports memory only for cross-origin isolated pages.
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

// The memory of the engine is only accessible in the unbundled modules.
const site = await serve({ headers: ISOLATED }, '../../target/web/modules/');
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${site.address}#${settings}`);
  const lab = page.locator('gradscape-lab');
  await lab.evaluate(async (element) => {
    while (!element.frame) await new Promise((later) => setTimeout(later, 20));
    element.pause();
    await element.reset();
    await element.step(100);
  });
  await page.waitForTimeout(3000);
  const before = await memory(page);
  const took = await lab.evaluate(async (element, last) => {
    const start = performance.now();
    await element.seek(last);
    return performance.now() - start;
  }, LAST);
  await page.waitForTimeout(1000);
  const after = await memory(page);
  const seeks = await lab.evaluate(
    async (element, { last, count }) => {
      const times = [];
      // Steps far apart, in no particular order: multiples of the golden ratio.
      for (let k = 1; k <= count; k += 1) {
        const start = performance.now();
        await element.seek(Math.floor(((k * 0.6180339887) % 1) * last));
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b);
    },
    { last: LAST, count: SEEKS },
  );
  console.log(`${LAST} steps in ${(took / 1000).toFixed(1)} s`);
  for (const name of Object.keys(after))
    console.log(`${name.padEnd(26)} ${mib(before[name])} before, ${mib(after[name])} after`);
  console.log(`${SEEKS} seeks: median ${seeks[SEEKS >> 1].toFixed(0)} ms, longest ${seeks.at(-1).toFixed(0)} ms`);
} finally {
  await browser.close();
  site.close();
}
