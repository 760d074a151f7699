/** The planes that the surface is drawn over. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const DAX = 'scenario=dax-vol-surface';
const VARIANCE = /shows (.+) of the path/;

/** The menu for the plane. */
function plane(lab) {
  return lab.page.locator('gradscape-lab select.plane');
}

/** A button in the header of the surface. */
function button(lab, name) {
  return lab.page.getByRole('button', { name, exact: true });
}

/** Waits until the note below the surface matches; returns the match. */
async function waitForNote(lab, pattern) {
  const end = performance.now() + 30_000;
  for (;;) {
    const legend = await lab.with((element) => element.shadowRoot.querySelector('.surface .legend').innerText);
    const found = legend.match(pattern);
    if (found) return found;
    if (performance.now() > end) throw new Error(`${pattern} was never shown: ${legend}`);
    await lab.page.waitForTimeout(50);
  }
}

pageTest('the plane of the path shows most of its variance, random directions almost none', async (open) => {
  const lab = await open(DAX);
  await lab.reset();
  await lab.step(300);
  await plane(lab).selectOption('random');
  await waitForNote(lab, /directions through the start/);
  const random = await waitForNote(lab, VARIANCE);
  assert.ok(parseFloat(random[1].replace('<', '')) < 20, random[0]);
  await plane(lab).selectOption('Path (PCA)');
  assert.equal(await plane(lab).inputValue(), 'pca');
  const [text, whole] = await waitForNote(
    lab,
    /shows (\d+) % of the path[^]*\d % \+ [<\d].*% of the variance along its axes/,
  );
  assert.ok(Number(whole) > 80, text);
  await waitForNote(lab, /principal components through step 300/);
  await lab.settle();
  for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 8);

  // The plane goes through the current point, and the path from start to current point spans the square.
  const off = await waitForNote(lab, /off the plane ([\d.]+)( × 10⁻)?/);
  assert.ok(off[2] || Number(off[1]) < 1e-3, off[0]);
  await lab.page.getByRole('button', { name: 'Map' }).click();
  const summary = await lab.page.getByRole('img', { name: /The path goes from/ }).getAttribute('aria-label');
  const [, across] = summary.match(/goes from .* to \(([\d.]+), /) ?? [];
  assert.ok(Number(across) > 1, `it leads to the right: ${summary}`);
});

pageTest('a plane that cannot be fitted yet is fitted once the path is long enough', async (open) => {
  const lab = await open(`${DAX}&seed=2`);
  await lab.reset();
  await plane(lab).selectOption('pca');
  await waitForNote(lab, /too short for a plane of its own/);
  await lab.step(60);
  await waitForNote(lab, /principal components/);
  assert.doesNotMatch((await waitForNote(lab, /.*/))[0], /too short/);
});

pageTest('seeking back keeps the plane, and the random one stays a click away', async (open) => {
  const lab = await open(DAX);
  await lab.reset();
  await lab.step(100);
  await plane(lab).selectOption('pca');
  await waitForNote(lab, /through step 100/);
  await lab.reset();
  await lab.step(3);
  await waitForNote(lab, /through step 100/);
  await plane(lab).selectOption('random');
  await waitForNote(lab, /directions through the start/);
  await button(lab, 'Re-centre').click();
  await waitForNote(lab, /directions through step 3/);
});

pageTest('a plane that follows the run moves with it', async (open) => {
  const lab = await open(DAX);
  await lab.reset();
  await lab.step(20);
  await plane(lab).selectOption('pca');
  await waitForNote(lab, /through step 20;/);
  assert.equal(await button(lab, 'Follow').getAttribute('aria-pressed'), 'true');
  await lab.step(200);
  await waitForNote(lab, /through step 220;/);
  await button(lab, 'Follow').click();
  assert.equal(await button(lab, 'Follow').getAttribute('aria-pressed'), 'false');
});

pageTest('the plane that is shown first shows the descent, and moves when the steps have doubled', async (open) => {
  const lab = await open('');
  await lab.reset();
  await waitForNote(lab, /The first update and a random direction through the start/);
  assert.equal(await plane(lab).inputValue(), 'descent');
  await lab.step(300);
  await waitForNote(lab, /main directions through step 256;/);
  const [, share] = await waitForNote(lab, VARIANCE);
  assert.ok(parseFloat(share.replace('>', '')) >= 90, share);
  // It stays while the run goes on to twice as many steps.
  await lab.step(200);
  await lab.page.waitForTimeout(1500);
  await waitForNote(lab, /through step 256;/);
  await lab.step(20);
  await waitForNote(lab, /through step 512;/);
  await lab.step(8);
  assert.doesNotMatch(await lab.settings, /plane/);
});

pageTest('a function of two variables has its own plane and offers no other', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.step(5);
  await waitForNote(lab, /The function itself/);
  assert.equal(await plane(lab).count(), 1);
  assert.equal(await plane(lab).isVisible(), false);
});
