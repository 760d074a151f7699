/** Play, pause, step, seek and reset. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('play advances and pause stops', async (open) => {
  const lab = await open('scenario=spiral&hidden_layers=2');
  await lab.reset();
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 5);
  await lab.pause();
  // No more steps, according to the run itself: whatever was under way at the pause has arrived by now.
  const { step } = await lab.with((element) => element.step(0));
  await lab.page.waitForTimeout(500);
  assert.equal((await lab.frame).step, step);
});

pageTest('play continues after a long pause', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.step(3);
  await lab.settle();
  await lab.page.waitForTimeout(1000);
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 10, { within: 20_000 });
  await lab.page.getByRole('button', { name: 'Pause', exact: true }).click();
  const { step } = await lab.frame;
  await lab.page.getByRole('button', { name: 'Play', exact: true }).click();
  await lab.until((element, from) => element.frame.step > from, { argument: step });
});

pageTest('one step is one step, and several are several', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.reset();
  assert.equal((await lab.step()).step, 1);
  assert.equal((await lab.step(7)).step, 8);
});

pageTest('seeking back to a step gives the same frame', async (open) => {
  const lab = await open('scenario=spiral&hidden_layers=3&width=6');
  await lab.reset();
  const first = await lab.step(30);
  await lab.step(70);
  const { step } = await lab.with((element) => element.seek(30));
  assert.equal(step, 30);
  await lab.with((element) => element.step(1));
  const forward = await lab.with((element) => element.seek(100));
  assert.equal(forward.step, 100);
  const back = await lab.with((element) => element.seek(30));
  assert.deepEqual({ ...back, layers: undefined }, { ...first, layers: undefined });
  assert.deepEqual(
    back.layers.map(({ gradNorm }) => gradNorm),
    first.layers.map(({ gradNorm }) => gradNorm),
  );
});

pageTest('reset restores the initial weights', async (open) => {
  const lab = await open('scenario=spiral&hidden_layers=2');
  const start = await lab.reset();
  assert.equal(start.step, 0);
  await lab.step(25);
  assert.deepEqual(await lab.reset(), start);
});

pageTest('the frame event fires for each frame that is shown', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.reset();
  const steps = await lab.with(
    (element) =>
      new Promise((resolve) => {
        const seen = [];
        document.addEventListener('frame', (event) => {
          seen.push(event.target.frame.step);
          if (seen.at(-1) === 5) resolve(seen);
        });
        element.step(5);
      }),
  );
  assert.equal(steps.at(-1), 5);
});

pageTest('a run that diverges stops, says where, and keeps its history', async (open) => {
  const lab = await open(
    'scenario=spiral&hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10&clip=none',
  );
  await lab.reset();
  const end = await lab.step(500);
  assert.equal(end.status, 'diverged');
  assert.equal(typeof end.diverged.layer, 'string');
  assert.equal(typeof end.diverged.quantity, 'string');
  await lab.says(end.diverged.layer);
  assert.equal((await lab.with((element) => element.seek(0))).step, 0);
  await lab.settle();
  for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 2);
});
