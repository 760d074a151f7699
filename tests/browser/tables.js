/** The numbers of every view as a table. */
import assert from 'node:assert/strict';
import { number, pageTest } from './lab.js';

pageTest('every view can be shown as a table, in its own panel', async (open) => {
  const lab = await open('scenario=spiral&points=60&hidden_layers=3');
  await lab.reset();
  await lab.step(40);
  await lab.settle();
  const figures = lab.page.locator('gradscape-lab figure:visible');
  const boxes = () =>
    figures.evaluateAll((all) => all.map((figure) => ({ ...figure.getBoundingClientRect().toJSON() })));
  const before = await boxes();
  for (const button of await figures.getByRole('button', { name: /^Table/ }).all()) await button.click();
  for (const figure of await figures.all()) {
    const table = figure.getByRole('table').first();
    await table.waitFor();
    assert.ok((await table.getByRole('columnheader').count()) > 1);
    assert.ok((await table.getByRole('rowheader').count()) > 2);
    assert.equal(await figure.locator('canvas:visible').count(), 0);
  }
  assert.deepEqual(await boxes(), before, 'nothing has moved');
  const rows = await lab.page.locator('gradscape-lab figure[data-view="layers"] tbody tr').allInnerTexts();
  const { layers } = await lab.frame;
  for (const [k, { gradNorm }] of layers.entries()) {
    const [name, told] = rows[k].split('\t');
    assert.equal(name, String(k));
    assert.ok(Math.abs(number(told) / gradNorm - 1) < 1e-3, `layer ${k}: ${told} and ${gradNorm}`);
  }
});

pageTest('a table follows the run, scrolls by keys, and can be copied', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.reset();
  const figure = lab.page.locator('gradscape-lab figure[data-view="curves"]');
  await figure.getByRole('button', { name: /^Table/ }).click();
  await lab.step(300);
  await figure.getByText('300', { exact: true }).waitFor();
  const region = figure.getByRole('region');
  await region.focus();
  await lab.page.keyboard.press('End');
  await lab.until((element) => element.shadowRoot.querySelector('[data-view="curves"] .table').scrollTop > 0);
  assert.ok((await figure.getByRole('row').count()) <= 103);
  await figure.getByRole('button', { name: /^Copy/ }).click();
  await figure.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = (await lab.page.evaluate(() => navigator.clipboard.readText()))
    .split('\n')
    .map((line) => line.split('\t'));
  assert.equal(copied[0][0], 'step');
  assert.equal(copied.at(-1)[0], '300');
  const { loss } = await lab.frame;
  assert.ok(Math.abs(Number(copied.at(-1)[1]) / loss - 1) < 1e-3);
});
