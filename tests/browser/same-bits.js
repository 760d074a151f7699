/** The page and the command line compute the same numbers, to the last bit. */
import assert from 'node:assert/strict';
import { rows } from './command-line.js';
import { pageTest } from './lab.js';

const STEPS = 200;

for (const settings of ['scenario=spiral', 'scenario=dax-vol-surface', 'scenario=recall', 'scenario=rosenbrock']) {
  pageTest(`${settings}: ${STEPS} steps of the page are the command line's rows, every field`, async (open) => {
    const lab = await open(settings);
    await lab.sameAs(rows(settings, STEPS));
  });
}

pageTest('a diverging run ends at the same step in the page and on the command line', async (open) => {
  const settings = 'scenario=spiral&hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10';
  const expected = rows(settings, STEPS);
  assert.equal(expected.at(-1).status, 'diverged');
  const lab = await open(settings);
  await lab.sameAs(expected);
});
