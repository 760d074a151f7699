/** How the surface is computed and drawn: its grid, the examples in the loss, its height scale; and saving pictures. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { pageTest } from './lab.js';

const NETWORK = 'scenario=spiral&points=400&test_share=0.25&hidden_layers=2&width=8';

/** Sets one of the fields of the view. */
async function choose(lab, label, value) {
  const fields = lab.page.locator('gradscape-lab .drawn-from');
  if (!(await fields.evaluate((element) => element.open))) await fields.locator('summary').click();
  const field = fields.getByLabel(label, { exact: true });
  if (await field.evaluate((element) => element.localName === 'select')) await field.selectOption(value);
  else {
    await field.fill(value);
    await field.press('Enter');
  }
}

pageTest('another grid, another sample and another height are drawn without disturbing the run', async (open) => {
  const lab = await open(`${NETWORK}&grid=17`);
  await lab.reset();
  await lab.step(7);
  await lab.says('all 300 rows');
  await choose(lab, 'Example limit', '100');
  await lab.says('100 of 300 rows, standard error 0.');
  await choose(lab, 'Loss over', 'test');
  await lab.says('100 test rows');
  await choose(lab, 'Height', 'log');
  await choose(lab, 'Grid', '33');
  await lab.until((element) => element.shadowRoot.querySelector('.progress').textContent === '');
  assert.equal((await lab.frame).step, 7);
  const settings = await lab.settings;
  for (const pair of ['grid=33', 'grid_rows=100', 'grid_data=test', 'height=log'])
    assert.ok(settings.includes(pair), settings);
  await lab.settle();
  await lab.waitForColours(lab.page.locator('gradscape-lab .relief canvas'), 8);
});

pageTest('where the loss is not finite the surface has holes, named in words', async (open) => {
  const lab = await open('hidden_layers=8&activation=identity&init=normal&init_std=2e5&loss=mse&grid=17');
  await lab.says('not finite');
  await lab.settle();
});

pageTest('the 3-D view is saved as PNG and the map as SVG', async (open) => {
  const lab = await open('scenario=himmelblau');
  await lab.reset();
  await lab.step(5);
  await lab.settle();
  const save = async (name) => {
    const [download] = await Promise.all([
      lab.page.waitForEvent('download'),
      lab.page.getByRole('button', { name }).click(),
    ]);
    return readFile(await download.path());
  };
  const png = await save('Save the picture as PNG');
  assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.ok(png.length > 5000, `${png.length} bytes`);
  await lab.page.getByRole('button', { name: 'Map', exact: true }).click();
  await lab.settle();
  const svg = (await save('Save the map as SVG')).toString();
  const found = await lab.page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      faults: picture.querySelectorAll('parsererror').length,
      images: picture.querySelectorAll('image').length,
      texts: [...picture.querySelectorAll('text')].map((one) => one.textContent),
    };
  }, svg);
  assert.equal(found.faults, 0);
  assert.ok(found.images >= 1 && found.texts.includes('x') && found.texts.includes('y'), JSON.stringify(found));
});
