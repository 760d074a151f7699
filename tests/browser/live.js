/** Changes during a run: no restart, marked on the timeline, in the link, and replayed bit for bit. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

/** The number field beside the slider. */
const exact = (lab, key) => lab.page.locator(`gradscape-lab [data-key="${key}"] input[type="number"]`);

/** Seeks to these steps and returns their frames. */
function frames(lab, steps) {
  return lab.with(async (element, wanted) => {
    const seen = [];
    for (const step of wanted) seen.push(await element.seek(step));
    return seen;
  }, steps);
}

pageTest('four live changes are in the link, and its run is the same at every step', async (open) => {
  const lab = await open('activation=relu&init=he-normal&hidden_layers=4');
  await lab.with((element) => element.play());
  let reached = 0;
  for (const change of [
    () => exact(lab, 'lr').fill('0.02'),
    () => lab.choose('clip', 'norm'),
    () => exact(lab, 'threshold').fill('0.3'),
    () => lab.choose('optimizer', 'adam'),
  ]) {
    await lab.until((element, from) => element.frame.step > from + 5, { argument: reached });
    const before = await lab.settings;
    await change();
    await lab.page.keyboard.press('Tab');
    await lab.until((element, old) => element.settings !== old, { argument: before });
    const { step } = await lab.frame;
    assert.ok(step > reached, 'it did not start anew');
    reached = step;
  }
  await lab.until((element, from) => element.frame.step > from + 20, { argument: reached });
  await lab.pause();
  await lab.page.waitForTimeout(300);
  const { step: last } = await lab.frame;
  const settings = await lab.settings;
  for (const key of ['lr', 'clip', 'threshold', 'optimizer']) assert.match(settings, new RegExp(`[=,]${key}~`));

  const half = Math.floor(last / 2);
  await frames(lab, [half]);
  await lab.with((element) => element.play());
  await lab.until((element, to) => element.frame.step > to, { argument: last });
  await lab.pause();

  const steps = Array.from({ length: last + 1 }, (_, step) => step);
  const straight = await frames(lab, steps);
  const link = await lab.page.evaluate(() => location.hash.slice(1));
  assert.equal(link, settings);
  const other = await open(link);
  await other.pause();
  const replayed = await frames(other, steps);
  for (const step of steps) assert.deepEqual(replayed[step], straight[step], `step ${step}`);
  assert.deepEqual(await other.reset(), straight[0], 'reset gives the same weights');
});

pageTest('the timeline goes back, by keys too, with the settings of that step', async (open) => {
  const lab = await open('hidden_layers=2&changes=lr~0.25@40');
  await lab.reset();
  await lab.step(100);
  assert.equal(await exact(lab, 'lr').inputValue(), '0.25');
  const slider = lab.page.getByRole('slider', { name: 'Timeline' });
  assert.equal(await slider.inputValue(), '100');
  assert.equal(await lab.page.locator('gradscape-lab .marks span').count(), 1);
  await slider.focus();
  await lab.page.keyboard.press('ArrowLeft');
  await lab.until((element) => element.frame.step === 99);
  await slider.fill('39');
  await lab.until((element) => element.frame.step === 39);
  assert.equal(await exact(lab, 'lr').inputValue(), '0.05');
  await lab.draws(39);
  await slider.fill('100');
  await lab.until((element) => element.frame.step === 100);
  assert.equal(await exact(lab, 'lr').inputValue(), '0.25');
});

pageTest('another activation restarts the run with the current settings', async (open) => {
  const lab = await open('hidden_layers=2&changes=lr~0.25@4');
  await lab.reset();
  await lab.step(10);
  await lab.choose('activation', 'tanh');
  await lab.until((element) => element.frame.step === 0);
  assert.equal(await lab.settings, 'hidden_layers=2&activation=tanh&lr=0.25');
});

pageTest('the threshold can be moved in the chart itself, by mouse and by keys', async (open) => {
  const lab = await open('activation=relu&init=he-normal&hidden_layers=4&clip=norm&threshold=0.1');
  await lab.reset();
  await lab.step(30);
  await lab.settle();
  const handle = lab.page.getByRole('slider', { name: 'Clip threshold' });
  const box = await handle.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await lab.page.mouse.move(x, y);
  await lab.page.mouse.down();
  await lab.page.mouse.move(x, y - 12, { steps: 4 });
  await lab.page.mouse.up();
  await lab.until((element) => element.frame.threshold > 0.1);
  const dragged = (await lab.frame).threshold;
  assert.equal((await lab.frame).step, 30, 'nothing starts anew');
  await handle.focus();
  await lab.page.keyboard.press('ArrowDown');
  await lab.until((element, from) => element.frame.threshold < from, { argument: dragged });
  const { threshold, clippedGradNorm, gradNorm } = await lab.frame;
  assert.ok(clippedGradNorm <= Math.min(threshold, gradNorm) * 1.000001);
  assert.equal(Number(await exact(lab, 'threshold').inputValue()), threshold);
  assert.match(await lab.settings, /changes=threshold~/);
});

/** Drags from a place upwards in some moves, over more time than a step takes, with the mouse still down at the end. */
async function drag(lab, [x, y], moves) {
  await lab.page.mouse.move(x, y);
  await lab.page.mouse.down();
  for (const [dx, dy] of moves) {
    await lab.page.mouse.move(x + dx, y + dy);
    await lab.page.waitForTimeout(80);
  }
}

const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];

pageTest('one drag of a playing run is one change, and its link replays bit for bit', async (open) => {
  const lab = await open('activation=relu&init=he-normal&hidden_layers=4&clip=norm&threshold=0.1');
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 20);
  const handle = lab.page.getByRole('slider', { name: 'Clip threshold' });
  await drag(
    lab,
    middle(await handle.boundingBox()),
    [-4, -8, -12, -16, -20].map((dy) => [0, dy]),
  );
  const held = (await lab.frame).step;
  assert.match(await lab.settings, new RegExp(`changes=threshold~[^,]*@${held}$`));
  await lab.page.waitForTimeout(300);
  assert.equal((await lab.frame).step, held, 'the run waits while it is dragged');
  await lab.page.mouse.up();
  await lab.until((element, from) => element.frame.step > from + 20, { argument: held });
  // A slider of the panel.
  const slider = lab.page.locator('gradscape-lab [data-key="lr"] input[type="range"]').first();
  await slider.scrollIntoViewIfNeeded();
  const before = (await lab.frame).step;
  await drag(
    lab,
    middle(await slider.boundingBox()),
    [0, 4, 8, 12, 16].map((dx) => [dx, 0]),
  );
  await lab.page.mouse.up();
  await lab.until((element, from) => element.frame.step > from + 40, { argument: before });
  await lab.pause();
  const { step: last } = await lab.frame;
  const settings = await lab.settings;
  assert.equal(settings.match(/threshold~/g).length, 1, settings);
  assert.equal(settings.match(/lr~/g).length, 1, settings);
  assert.equal(await lab.page.locator('gradscape-lab .marks span').count(), 2, 'and one mark on the timeline');
  const steps = Array.from({ length: last + 1 }, (_, step) => step);
  const seen = await frames(lab, steps);
  const other = await open(`${settings}&paused`);
  const replayed = await frames(other, steps);
  for (const step of steps) assert.deepEqual(replayed[step], seen[step], `step ${step}`);
});

pageTest('a drag back to where it began changes nothing', async (open) => {
  const lab = await open('activation=relu&init=he-normal&hidden_layers=4&clip=norm&threshold=0.1&paused');
  await lab.step(20);
  await lab.settle();
  const handle = lab.page.getByRole('slider', { name: 'Clip threshold' });
  await handle.focus();
  await lab.page.keyboard.press('ArrowUp');
  await lab.until((element) => element.settings.includes('changes='));
  await lab.page.keyboard.press('ArrowDown');
  await lab.until((element) => !element.settings.includes('changes='));
});

pageTest('a live change of a percentile is called a percentile', async (open) => {
  const lab = await open('hidden_layers=2&clip=autoclip&threshold=20&changes=threshold~60@5,lr~0.1@7&paused');
  await lab.step(10);
  const marks = await lab.page.locator('gradscape-lab .marks span').evaluateAll((all) => all.map((one) => one.title));
  assert.deepEqual(marks, ['step 5: Percentile 60', 'step 7: Learning rate 0.1']);
});

pageTest('while it plays, the sentence, the numbers beside it and the race are of one step', async (open) => {
  const lab = await open('hidden_layers=2&width=4&paused');
  // Whenever words change, the step of the transport bar and what the engine said belong to one message.
  const apart = await lab.with(async (element) => {
    const inside = (part) => element.shadowRoot.querySelector(part);
    const changed = { story: 0, step: 0, both: 0 };
    const observer = new MutationObserver((records) => {
      const of = (part) => records.some(({ target }) => inside(part).contains(target));
      const [story, step] = [of('.readouts'), of('.reading.count')];
      changed.story += story && !step ? 1 : 0;
      changed.step += step ? 1 : 0;
      changed.both += story && step ? 1 : 0;
    });
    observer.observe(element.shadowRoot, { subtree: true, childList: true, characterData: true });
    element.play();
    await new Promise((done) => setTimeout(done, 3000));
    observer.disconnect();
    element.pause();
    return changed;
  });
  assert.ok(apart.both > 0 && apart.story === 0, JSON.stringify(apart));
});

pageTest('what is spoken of the story does not stay with old numbers', async (open) => {
  const lab = await open('hidden_layers=2&width=4&paused');
  await lab.until((element) => element.shadowRoot.querySelector('.story-text').textContent);
  await lab.until((element) => element.shadowRoot.querySelector('.story .unseen').textContent === '');
});
