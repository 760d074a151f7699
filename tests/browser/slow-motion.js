/** A step opened up into its phases. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const button = (lab, name) => lab.page.getByRole('button', { name, exact: true });

/** What slow motion says, once it says this. */
async function told(lab, pattern) {
  await lab.until(
    (element, source) => new RegExp(source, 'u').test(element.shadowRoot.querySelector('.slow-sentence').textContent),
    { argument: pattern.source },
  );
  return lab.with((element) => element.shadowRoot.querySelector('.slow-sentence').textContent);
}

/** A number as sentences have it: three digits. */
const three = (value) => String(Number(value.toPrecision(3)));

pageTest('slow motion plays a step’s phases by itself, makes the step and goes on with the next', async (open) => {
  const lab = await open('hidden_layers=2&clip=norm&threshold=0.01&activation=tanh');
  await lab.reset();
  const frame = await lab.step(7);
  await button(lab, 'Slow motion').click();
  await told(lab, /^Forward: 32 examples go in/);
  await told(lab, /^Forward: the mean size \(RMS\) of layer 0/);
  assert.ok((await told(lab, /^Forward: .* The loss is/)).includes(three(frame.loss)));
  await told(lab, /^Backward: layer 2 gets/);
  const layer = await told(lab, /^Backward: layer 1 gets/);
  assert.ok(layer.includes(three(frame.layers[1].gradNorm)), layer);
  assert.equal((await lab.frame).step, 7, 'the run waits');
  const clipped = await told(lab, /^Clip .* goes from/);
  assert.ok(clipped.endsWith(`from ${three(frame.gradNorm)} to 0.01.`), clipped);
  await told(lab, /^Update: .* the ball moves to step 8/);
  await lab.until((element) => element.frame.step === 8);
  await told(lab, /^Forward/);
  await lab.says('step 8');
  await button(lab, 'Slow motion').click();
  assert.equal(await lab.page.locator('gradscape-lab .slow-sentence').isVisible(), false);
});

pageTest('by keys alone, and for those who want calm, a step is gone through phase by phase', async (open) => {
  const lab = await open('scenario=recall&delay=4', { calm: true });
  await lab.reset();
  await lab.step(2);
  await lab.page.keyboard.press('s');
  await told(lab, /^Forward: 64 examples go through/);
  await lab.page.keyboard.press(' ');
  await button(lab, 'One phase').focus();
  await lab.page.keyboard.press('Enter');
  await told(lab, /^Backward: over 5 time steps the signal goes from/);
  await lab.page.keyboard.press('Enter');
  await told(lab, /^Update/);
  await lab.until((element) => element.frame.step === 3);
  await lab.page.keyboard.press('Enter');
  await told(lab, /^Forward/);
  // Another step by other means is opened up as well.
  await lab.with((element) => element.seek(1));
  await lab.until((element) => element.shadowRoot.querySelector('.slow-step').textContent === 'step 1');
  await lab.page.keyboard.press('s');
  assert.equal((await lab.frame).step, 1);
  assert.equal((await lab.step()).step, 2);
});

pageTest('a function’s step is two numbers, and a diverged run’s step has no update', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.reset();
  await button(lab, 'Slow motion').click();
  await told(lab, /^Forward: at x = .*, y = .* the function has the value/);
  await button(lab, 'Backward').click();
  await told(lab, /∂f\/∂x = .*, ∂f\/∂y = /);
  const lost = await open('activation=identity&init=normal&init_std=2&loss=mse&lr=10&hidden_layers=8');
  await lost.step(200);
  await button(lost, 'Slow motion').click();
  await button(lost, 'Update').click();
  await told(lost, /^No update follows/);
});
