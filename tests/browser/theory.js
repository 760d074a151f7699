/** Theory beside measurement: the line in the chart of the layers, and the run as a point on the map of starts. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('the run is dragged to another start on the map, as one change, and moved by keys', async (open) => {
  const lab = await open('hidden_layers=4&activation=tanh&width=16');
  await lab.page.locator('gradscape-lab [data-view="history"] select').selectOption('phase-map');
  const point = lab.page.getByRole('slider', { name: 'The start of the run' });
  await point.waitFor();
  const before = await lab.settings;
  const box = await point.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await lab.page.mouse.move(x, y);
  await lab.page.mouse.down();
  await lab.page.mouse.move(x + 30, y - 20, { steps: 4 });
  assert.equal(await lab.settings, before, 'nothing changes before the release');
  await lab.page.mouse.up();
  await lab.until((element) => /init=normal/.test(element.settings));
  const dragged = new URLSearchParams(await lab.settings);
  assert.ok(Number(dragged.get('init_std')) > 0 && Number(dragged.get('bias_std')) > 0, await lab.settings);
  await lab.settle();
  await point.focus();
  await lab.page.keyboard.press('ArrowRight');
  await lab.until((element, std) => Number(new URLSearchParams(element.settings).get('init_std')) > std, {
    argument: Number(dragged.get('init_std')),
  });
});

pageTest('the layers are drawn with theory, and without it on request', async (open) => {
  const lab = await open('hidden_layers=4', { width: 1800, height: 1000 });
  const view = lab.page.locator('gradscape-lab [data-view="layers"]');
  await view.getByRole('button', { name: 'Table: Gradient by layer', exact: true }).click();
  await view.locator('table', { hasText: 'theory, 95 % band' }).first().waitFor();
  await view.getByRole('combobox', { name: 'Theory' }).selectOption('hidden');
  await lab.until((element) => /theory=hidden/.test(element.settings));
  await view.locator('table', { hasNotText: 'theory, 95 % band' }).first().waitFor();
});
