/** "Copy as PyTorch" gives what the command line writes. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { exported } from './command-line.js';
import { pageTest } from './lab.js';

const SETTINGS = 'scenario=spiral&hidden_layers=2&width=4&activation=tanh&init=xavier-normal&optimizer=adam';

pageTest('the script and its data file equal those of the command line, and the run does not move', async (open) => {
  const lab = await open(SETTINGS);
  await lab.with((element) => element.pause());
  await lab.reset();
  await lab.with((element) => element.step(5));
  const frame = await lab.with((element) => element.frame);
  await lab.page.getByRole('button', { name: 'PyTorch' }).click();
  const save = async (name) => {
    const link = lab.page.getByRole('link', { name });
    await link.waitFor();
    const [download] = await Promise.all([lab.page.waitForEvent('download'), link.click()]);
    assert.equal(download.suggestedFilename(), name);
    return readFile(await download.path());
  };
  const ours = exported(SETTINGS);
  assert.equal(String(await save('gradscape.py')).trim(), ours.script.trim());
  assert.deepEqual(await save('gradscape.safetensors'), ours.tensors);
  assert.deepEqual(await lab.with((element) => element.frame), frame);
});
