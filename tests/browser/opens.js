/** A scenario opens at the speed that its story needs, and may wait at step 0. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const scenarios = (lab) =>
  lab.page.evaluate(async () => {
    const { settings } = await (await fetch('./description.json')).json();
    return settings.find(({ key }) => key === 'scenario').control.choices;
  });
const speed = (lab) => lab.page.getByRole('slider', { name: 'Speed' }).getAttribute('aria-valuetext');

pageTest('every scenario opens at its own speed, which the slider shows', async (open) => {
  const lab = await open('grid=17');
  await lab.pause();
  for (const { id, opens } of await scenarios(lab)) {
    if (id === 'csv') continue; // It first asks for a file.
    await lab.with((element, scenario) => {
      element.settings = `scenario=${scenario}&grid=17`;
    }, id);
    await lab.until((element, scenario) => element.settings.includes(scenario) || scenario === 'spiral', {
      argument: id,
    });
    assert.match(await speed(lab), new RegExp(`^${opens.speed} step`), id);
  }
});

pageTest('a scenario that waits opens at step 0, and plays when it is asked to', async (open) => {
  const lab = await open('scenario=cliff&grid=17');
  const waiting = (await scenarios(lab)).filter(({ opens }) => opens.paused).map(({ id }) => id);
  assert.ok(waiting.includes('cliff'));
  await lab.settle();
  assert.equal((await lab.frame).step, 0);
  await lab.page.getByRole('button', { name: 'Play', exact: true }).click();
  await lab.until((element) => element.frame.step > 1);
  // Another setting is no other scenario: the speed stays as the reader has it.
  await lab.page.getByRole('slider', { name: 'Speed' }).fill('6');
  await lab.choose('clip', 'norm');
  await lab.until((element) => element.settings.includes('clip'));
  assert.match(await speed(lab), /^100 steps/);
});
