/**
 * The user's own function: typed into the page, rejected with a caret if it cannot be parsed, with the same bits as on
 * the command line.
 */
import assert from 'node:assert/strict';
import { rows } from './command-line.js';
import { pageTest } from './lab.js';

const field = (lab) => lab.page.locator('gradscape-lab [data-key="expression"] textarea');
const fault = (lab) => lab.page.locator('gradscape-lab [data-key="expression"] .fault');

pageTest('a function typed into the page is minimised with the same bits as on the command line', async (open) => {
  const lab = await open();
  await lab.choose('scenario', 'expression');
  await lab.until((element) => element.settings === 'scenario=expression');
  await field(lab).fill('x^2 + 3*y^2 - sin(x*y)');
  await field(lab).press('Enter');
  await lab.until((element) => element.settings.includes('expression=x'));
  const settings = await lab.settings;
  assert.equal(new URLSearchParams(settings).get('expression'), 'x^2 + 3*y^2 - sin(x*y)');
  await lab.settle();
  await lab.sameAs(rows(settings, 20));
  // As in a handwritten attribute.
  const typed = await open('scenario=expression&expression=x^2+3*y^2-sin(x*y)');
  await typed.sameAs(rows(settings, 20));
});

pageTest(
  'a function that cannot be parsed stays in its field, with a caret, and the previous run continues',
  async (open) => {
    const lab = await open('scenario=expression&lr=0.05');
    await field(lab).fill('x^2 + * y');
    await field(lab).press('Enter');
    await fault(lab).waitFor();
    assert.equal((await fault(lab).locator('pre').textContent()).split('\n')[1].indexOf('▲'), 6);
    assert.match(await fault(lab).locator('p').textContent(), /^at character 7: expected a number, x, y/);
    assert.equal(await lab.settings, 'scenario=expression&lr=0.05');
    await lab.step(3);
    assert.equal(await field(lab).inputValue(), 'x^2 + * y');
    await field(lab).fill('x^2 + y');
    await fault(lab).waitFor({ state: 'hidden' });
  },
);

pageTest('a link with a bad function keeps the rest and shows where it stops making sense', async (open) => {
  const lab = await open('scenario=expression&expression=sin(x&lr=0.05');
  assert.equal(await lab.settings, 'scenario=expression&lr=0.05');
  await lab.says('expression: at character 6: expected an operator or “)”, found the end.');
  assert.equal(await field(lab).inputValue(), 'sin(x');
  assert.ok(await fault(lab).isVisible());
});
