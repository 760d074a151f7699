/** The view of a run is in the link, too. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const DAX = 'scenario=dax-vol-surface';

/** The menu for the plane. */
function plane(lab) {
  return lab.page.getByRole('combobox', { name: 'Plane of the surface' });
}

pageTest('plane and mode of the surface go into the link without a restart, and are restored from it', async (open) => {
  const lab = await open(DAX);
  await lab.reset();
  await lab.step(40);
  await plane(lab).selectOption('Path (PCA)');
  await lab.page.getByRole('button', { name: 'Map', exact: true }).click();
  assert.equal((await lab.frame).step, 40);
  assert.equal(await lab.settings, `${DAX}&plane=pca&surface=map`);
  const again = await open(`${DAX}&plane=pca&surface=map`);
  assert.equal(await plane(again).inputValue(), 'pca');
  assert.ok(await again.page.getByRole('button', { name: '3-D', exact: true }).isVisible());
  await again.reset();
  await again.step(40);
  await again.says('principal components');
});

pageTest('a live change keeps the view', async (open) => {
  const lab = await open(DAX);
  await lab.reset();
  await lab.step(10);
  await lab.page.getByRole('button', { name: 'Map', exact: true }).click();
  await lab.choose('optimizer', 'sgd');
  await lab.until((element) => element.settings.includes('changes='));
  assert.equal(await lab.settings, `${DAX}&surface=map&changes=optimizer~sgd@10`);
  await lab.choose('scenario', 'rosenbrock');
  await lab.until((element) => element.frame.step === 0);
  assert.equal(await lab.settings, 'scenario=rosenbrock&surface=map');
});
