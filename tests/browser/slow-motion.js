/** A step in slow motion, phase by phase. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const button = (lab, name) => lab.page.getByRole('button', { name, exact: true });

/** Waits until the sentence of slow motion matches; returns the sentence. */
async function waitForSentence(lab, pattern) {
  await lab.until(
    (element, source) => new RegExp(source, 'u').test(element.shadowRoot.querySelector('.slow-sentence').textContent),
    { argument: pattern.source },
  );
  return lab.with((element) => element.shadowRoot.querySelector('.slow-sentence').textContent);
}

/** A number as in sentences: three digits. */
const three = (value) => String(Number(value.toPrecision(3)));

pageTest('slow motion plays the phases of a step, makes the step and continues with the next', async (open) => {
  const lab = await open('hidden_layers=2&clip=norm&threshold=0.01&activation=tanh');
  await lab.reset();
  const frame = await lab.step(7);
  await button(lab, 'Slow motion').click();
  await waitForSentence(lab, /^Forward: 32 examples go in/);
  await waitForSentence(lab, /^Forward: the mean size \(RMS\) of layer 0/);
  assert.ok((await waitForSentence(lab, /^Forward: .* The loss is/)).includes(three(frame.loss)));
  await waitForSentence(lab, /^Backward: layer 2 gets/);
  const layer = await waitForSentence(lab, /^Backward: layer 1 gets/);
  assert.ok(layer.includes(three(frame.layers[1].gradNorm)), layer);
  assert.equal((await lab.frame).step, 7, 'the run waits');
  const clipped = await waitForSentence(lab, /^Clip .* goes from/);
  assert.ok(clipped.endsWith(`from ${three(frame.gradNorm)} to 0.01.`), clipped);
  await waitForSentence(lab, /^Update: .* the ball moves to step 8/);
  await lab.until((element) => element.frame.step === 8);
  await waitForSentence(lab, /^Forward/);
  await lab.says('step 8');
  await button(lab, 'Slow motion').click();
  assert.equal(await lab.page.locator('gradscape-lab .slow-sentence').isVisible(), false);
});

pageTest('with keys only and with reduced motion, slow motion advances phase by phase', async (open) => {
  const lab = await open('scenario=recall&delay=4', { calm: true });
  await lab.reset();
  await lab.step(2);
  await lab.page.keyboard.press('s');
  await waitForSentence(lab, /^Forward: 64 examples go through/);
  await lab.page.keyboard.press(' ');
  await button(lab, 'One phase').focus();
  await lab.page.keyboard.press('Enter');
  await waitForSentence(lab, /^Backward: over 5 time steps the signal goes from/);
  await lab.page.keyboard.press('Enter');
  await waitForSentence(lab, /^Update/);
  await lab.until((element) => element.frame.step === 3);
  await lab.page.keyboard.press('Enter');
  await waitForSentence(lab, /^Forward/);
  // Steps reached by seeking are shown in slow motion, too.
  await lab.with((element) => element.seek(1));
  await lab.until((element) => element.shadowRoot.querySelector('.slow-step').textContent === 'step 1');
  await lab.page.keyboard.press('s');
  assert.equal((await lab.frame).step, 1);
  assert.equal((await lab.step()).step, 2);
});

pageTest('a step of a function has two numbers, and a step of a diverged run has no update', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.reset();
  await button(lab, 'Slow motion').click();
  await waitForSentence(lab, /^Forward: at x = .*, y = .* the function has the value/);
  await button(lab, 'Backward').click();
  await waitForSentence(lab, /∂f\/∂x = .*, ∂f\/∂y = /);
  const lost = await open('activation=identity&init=normal&init_std=2&loss=mse&lr=10&hidden_layers=8');
  await lost.step(200);
  await button(lost, 'Slow motion').click();
  await button(lost, 'Update').click();
  await waitForSentence(lost, /^No update follows/);
});
