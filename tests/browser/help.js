/** The list of keys, and the explanations of settings and views. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('a question mark opens the list of keys, Escape closes it, and the focus returns', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.pause();
  const dialog = lab.page.getByRole('dialog', { name: 'Keys' });
  const play = lab.page.getByRole('button', { name: 'Play', exact: true });
  await play.focus();
  await lab.page.keyboard.press('?');
  await dialog.waitFor();
  assert.ok((await dialog.getByRole('term').count()) > 10);
  await dialog.getByText('Mark the previous or next step or layer').waitFor();
  const { step } = await lab.frame;
  await lab.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.ok(await play.evaluate((button) => button.getRootNode().activeElement === button));
  await lab.page.getByRole('button', { name: 'Keys (?)' }).click();
  await dialog.waitFor();
  await lab.page.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal((await lab.frame).step, step);
});

pageTest('in a text field a question mark is just a character', async (open) => {
  const lab = await open('scenario=spiral');
  await lab.pause();
  for (const key of ['width', 'batch', 'activation']) {
    const field = await lab.reveal(key);
    await field.focus();
    await lab.page.keyboard.press('?');
    assert.equal(await lab.page.getByRole('dialog').count(), 0);
  }
});

pageTest('a control shows the description of its item, with the item’s own words for a shared key', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.pause();
  await lab.says('A narrow, curved valley');
  await lab.choose('clip', 'norm');
  await lab.page.getByTitle('Largest norm of the whole gradient.').waitFor();
  await lab.choose('clip', 'agc');
  await lab.says('Clip factor λ');
  await lab.page.getByTitle("Largest norm of a unit's gradient").waitFor();
});

pageTest('the sentence for a function starts by describing the function', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.reset();
  await lab.says('to the minimum at (1, 1) is slow. The loss is ');
});
