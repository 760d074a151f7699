/** Seeking at inconvenient moments. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('seeking past the last step computes the steps between, and stops where a run diverges', async (open) => {
  const lab = await open('hidden_layers=2');
  await lab.reset();
  await lab.step(5);
  assert.equal((await lab.with((element) => element.seek(40))).step, 40);
  const straight = await open('hidden_layers=2');
  await straight.reset();
  assert.deepEqual(await lab.frame, await straight.step(40));
  const lost = await open('hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10');
  const { step, status } = await lost.with((element) => element.seek(100000));
  assert.equal(status, 'diverged');
  await lost.with((element) => element.seek(0));
  assert.equal((await lost.with((element, to) => element.seek(to + 1), step)).step, step);
});

pageTest('seeking during play pauses there, and play continues from there', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 60);
  assert.equal((await lab.with((element) => element.seek(10))).step, 10);
  await lab.page.waitForTimeout(300);
  assert.equal((await lab.frame).step, 10);
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 12);
});

pageTest('dragging the timeline during play follows the pointer', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.reset();
  await lab.step(400);
  await lab.with((element) => element.play());
  const slider = lab.page.getByRole('slider', { name: 'Timeline' });
  const { x, y, width, height } = await slider.boundingBox();
  await lab.page.mouse.move(x + width * 0.9, y + height / 2);
  await lab.page.mouse.down();
  for (let share = 0.9; share >= 0.25; share -= 0.05) await lab.page.mouse.move(x + width * share, y + height / 2);
  await lab.page.mouse.up();
  const wanted = Number(await slider.inputValue());
  await lab.until((element, step) => element.frame.step === step, { argument: wanted });
  await lab.page.waitForTimeout(300);
  assert.equal((await lab.frame).step, wanted);
  assert.equal(await slider.inputValue(), String(wanted));
  const straight = await open('scenario=rosenbrock');
  await straight.reset();
  assert.deepEqual(await lab.frame, await straight.step(wanted));
});

pageTest('of two seeks at once both answer, and the later one wins', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.reset();
  const [one, two] = await lab.with((element) => Promise.all([element.seek(30), element.seek(7)]));
  assert.deepEqual([one.step, two.step, (await lab.frame).step], [30, 7, 7]);
});
