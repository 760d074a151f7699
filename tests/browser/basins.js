/**
 * The map of basins: computed in the background, cancelled and restarted by a button, recomputed for other settings.
 */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const view = (lab, selector = '') => lab.page.locator(`gradscape-lab [data-view="basins"] ${selector}`);
const summary = (lab) => view(lab, 'canvas').getAttribute('aria-label');
const complete = (lab) => view(lab, '.survey').waitFor({ state: 'hidden', timeout: 60_000 });

pageTest('Himmelblau’s function has four basins, and other settings give another map', async (open) => {
  const lab = await open('scenario=himmelblau&lr=0.005');
  await lab.page.locator('gradscape-lab [data-view="history"] select').selectOption('basins');
  await view(lab).waitFor();
  await complete(lab);
  await lab.settle();
  const map = await summary(lab);
  for (const place of ['(3, 2)', '(−2.81, 3.13)', '(−3.78, −3.28)', '(3.58, −1.85)'])
    assert.ok(map.includes(place), map);
  // Playing on does not restart it.
  await lab.step(5);
  assert.ok(await view(lab, '.survey').isHidden());
  await lab.choose('optimizer', 'momentum');
  await lab.until((element) => element.settings.includes('momentum'));
  await lab.until((element, old) => element.shadowRoot.querySelector('[data-view="basins"] canvas').ariaLabel !== old, {
    argument: map,
  });
  await complete(lab);
});

pageTest('a map can be cancelled and computed later', async (open) => {
  const lab = await open('scenario=rastrigin&lr=0.00001');
  await lab.page.locator('gradscape-lab [data-view="history"] select').selectOption('basins');
  await view(lab, '.survey button').getByText('Cancel').click();
  await view(lab, '.survey button').getByText('Compute').click();
  await view(lab, '.survey progress').waitFor();
});
