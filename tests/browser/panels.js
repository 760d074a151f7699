/** The panels beside the surface: which charts they show, and how to change them. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

/** Ids of the visible charts, panel by panel. */
const shown = (lab) =>
  lab.with((element) =>
    [...element.shadowRoot.querySelectorAll('.charts > .view:not([hidden])')].map(({ dataset }) => dataset.view),
  );

pageTest(
  'any chart can be put into any panel by keyboard, and one that is already visible swaps places',
  async (open) => {
    const lab = await open('scenario=recall');
    const before = await shown(lab);
    assert.equal(before.length, 4);
    const menu = (id) => lab.page.locator(`gradscape-lab .view[data-view="${id}"] .swap select`);
    const offered = await menu(before[0])
      .locator('option')
      .evaluateAll((options) => options.map(({ value }) => value));
    for (const id of ['updates', 'optimizer', 'activations', 'gradients', 'factors', ...before])
      assert.ok(offered.includes(id), id);
    await menu(before[0]).selectOption('factors');
    assert.deepEqual(await shown(lab), ['factors', ...before.slice(1)]);
    assert.equal(await lab.with(({ shadowRoot }) => shadowRoot.activeElement.closest('.view').dataset.view), 'factors');
    await menu('factors').selectOption(before[1]);
    assert.deepEqual(await shown(lab), [before[1], 'factors', ...before.slice(2)]);
    await lab.step(5);
    await lab.settle();
    for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 4);
  },
);

pageTest('every probe is drawn for a network and none is offered for a function', async (open) => {
  const lab = await open('hidden_layers=3&activation=relu&init=he-normal');
  for (const id of ['updates', 'optimizer', 'activations', 'gradients', 'factors']) {
    const [first] = await shown(lab);
    await lab.page.locator(`gradscape-lab .view[data-view="${first}"] .swap select`).selectOption(id);
    await lab.step(2);
    await lab.settle();
    const chart = lab.page.locator(`gradscape-lab .view[data-view="${id}"] canvas`);
    // The display follows the frame with a short delay, and the label follows the display.
    const { step } = await lab.frame;
    await lab.until(
      (element, [view, now]) =>
        element.shadowRoot.querySelector(`[data-view="${view}"] canvas`).ariaLabel?.includes(`tep ${now}`),
      { argument: [id, step] },
    );
    await lab.waitForColours(chart, 8);
  }
  const other = await open('scenario=bowl');
  const offered = await other.page
    .locator('gradscape-lab .swap option')
    .evaluateAll((options) => options.map(({ value }) => value));
  assert.ok(offered.includes('optimizer'));
  for (const id of ['updates', 'activations', 'gradients', 'factors']) assert.ok(!offered.includes(id), id);
});
