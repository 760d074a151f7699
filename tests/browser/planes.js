/** The planes that the surface is drawn over. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const DAX = 'scenario=dax-vol-surface';
const VARIANCE = /shows (.+) of the path/;

/** The choice of the plane. */
function plane(lab) {
  return lab.page.locator('gradscape-lab select.plane');
}

/** A button of the surface's head. */
function button(lab, name) {
  return lab.page.getByRole('button', { name, exact: true });
}

/** What is written of the plane, when it holds. */
async function told(lab, pattern) {
  const end = performance.now() + 30_000;
  for (;;) {
    const legend = await lab.with((element) => element.shadowRoot.querySelector('.surface .legend').innerText);
    const found = legend.match(pattern);
    if (found) return found;
    if (performance.now() > end) throw new Error(`${pattern} was never written: ${legend}`);
    await lab.page.waitForTimeout(50);
  }
}

pageTest(
  'over the plane of the descent most of its variance is seen, over random directions next to none',
  async (open) => {
    const lab = await open(DAX);
    await lab.reset();
    await lab.step(300);
    const random = await told(lab, VARIANCE);
    assert.ok(parseFloat(random[1].replace('<', '')) < 20, random[0]);
    await plane(lab).selectOption('Path (PCA)');
    assert.equal(await plane(lab).inputValue(), 'pca');
    const [text, whole] = await told(
      lab,
      /shows (\d+) % of the path[^]*\d % \+ [<\d].*% of the variance along its axes/,
    );
    assert.ok(Number(whole) > 80, text);
    await told(lab, /principal components through step 300/);
    await lab.settle();
    for (const canvas of await lab.canvases()) await lab.coloured(canvas, 8);

    // The plane goes through the present point, and the way from start to present spans the square.
    const off = await told(lab, /off the plane ([\d.]+)( × 10⁻)?/);
    assert.ok(off[2] || Number(off[1]) < 1e-3, off[0]);
    await lab.page.getByRole('button', { name: 'Map' }).click();
    const summary = await lab.page.getByRole('img', { name: /The path goes from/ }).getAttribute('aria-label');
    const [, across] = summary.match(/goes from .* to \(([\d.]+), /) ?? [];
    assert.ok(Number(across) > 1, `it leads to the right: ${summary}`);
  },
);

pageTest('a plane that cannot be laid yet is laid when the descent is long enough', async (open) => {
  const lab = await open(`${DAX}&seed=2`);
  await lab.reset();
  await plane(lab).selectOption('pca');
  await told(lab, /too short for a plane of its own/);
  await lab.step(60);
  await told(lab, /principal components/);
  assert.doesNotMatch((await told(lab, /.*/))[0], /too short/);
});

pageTest('the way back leads from the same plane, and other settings begin over random directions', async (open) => {
  const lab = await open(DAX);
  await lab.reset();
  await lab.step(100);
  await plane(lab).selectOption('pca');
  await told(lab, /through step 100/);
  await lab.reset();
  await lab.step(3);
  await told(lab, /through step 100/);
  await plane(lab).selectOption('random');
  await told(lab, /directions through the start/);
  await button(lab, 'Re-centre').click();
  await told(lab, /directions through step 3/);
});

pageTest('a followed plane goes along with the run', async (open) => {
  const lab = await open(DAX);
  await lab.reset();
  await lab.step(20);
  await plane(lab).selectOption('pca');
  await told(lab, /through step 20;/);
  assert.equal(await button(lab, 'Follow').getAttribute('aria-pressed'), 'true');
  await lab.step(200);
  await told(lab, /through step 220;/);
  await button(lab, 'Follow').click();
  assert.equal(await button(lab, 'Follow').getAttribute('aria-pressed'), 'false');
});

pageTest('a function of two variables has its own plane and offers no other', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.step(5);
  await told(lab, /The function itself/);
  assert.equal(await plane(lab).count(), 1);
  assert.equal(await plane(lab).isVisible(), false);
});
