/** The user's own function: written in the page, refused with a caret where it cannot be read, the same bits as natively. */
import assert from 'node:assert/strict';
import { rows } from './command-line.js';
import { pageTest } from './lab.js';

const field = (lab) => lab.page.locator('gradscape-lab [data-key="expression"] textarea');
const fault = (lab) => lab.page.locator('gradscape-lab [data-key="expression"] .fault');

pageTest(
  'a function that is written in the page is minimised there, as the command line minimises it',
  async (open) => {
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
    // As somebody would write it into an attribute.
    const typed = await open('scenario=expression&expression=x^2+3*y^2-sin(x*y)');
    await typed.sameAs(rows(settings, 20));
  },
);

pageTest('a function that cannot be read stays in its field, with a caret, and what ran goes on', async (open) => {
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
});

pageTest('a link with a bad function keeps the rest and shows where it stops making sense', async (open) => {
  const lab = await open('scenario=expression&expression=sin(x&lr=0.05');
  assert.equal(await lab.settings, 'scenario=expression&lr=0.05');
  await lab.says('expression: at character 6: expected an operator or “)”, found the end.');
  assert.equal(await field(lab).inputValue(), 'sin(x');
  assert.ok(await fault(lab).isVisible());
});
