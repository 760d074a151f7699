/**
 * Runs side by side: they differ as their heads say, go step by step together, compute the bits that each computes alone,
 * and are in the link.
 */
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { numbersOf, rows } from './command-line.js';
import { pageTest } from './lab.js';
import { serve } from './server.js';

const inLab = (lab, selector) => lab.page.locator(`gradscape-lab ${selector}`);
const names = (lab) => inLab(lab, '.column-name').allTextContents();
const SIGMOID = 'hidden_layers=8';

/** Waits until every run stands at a step, as its head says. */
const at = (lab, step, count) =>
  lab.until(
    (element, wanted) => {
      const all = [...element.shadowRoot.querySelectorAll('.column-state')].map(({ textContent }) => textContent);
      return all.length === wanted.count && all.every((text) => text.includes(`step ${wanted.step} `));
    },
    { argument: { step: step.toLocaleString('en'), count } },
  );

pageTest('sigmoid and ReLU stand side by side, step by step, and compute what each computes alone', async (open) => {
  const link = `${SIGMOID}&compare=activation%3Drelu%26init%3Dhe-normal`;
  const lab = await open(`${link}&step=40&paused`, { width: 1440, height: 900 });
  await at(lab, 40, 2);
  const [first, second] = await names(lab);
  assert.match(first, /Sigmoid/);
  assert.match(second, /ReLU/);
  assert.match(second, /He/);
  assert.equal(await lab.settings, link);
  const frames = await framesOf(lab);
  const alone = [SIGMOID, `${SIGMOID}&activation=relu&init=he-normal`];
  for (const [k, settings] of alone.entries()) {
    assert.deepEqual(numbersOf(frames[k]), rows(settings, 41)[40], `run ${k} at step 40`);
  }
  // One button moves them all.
  await lab.with((element) => element.step(3));
  await at(lab, 43, 2);
  await lab.with((element) => element.seek(7));
  await at(lab, 7, 2);
  const back = await framesOf(lab);
  for (const [k, settings] of alone.entries()) assert.deepEqual(numbersOf(back[k]), rows(settings, 8)[7]);
  // Their charts have the same axes: what the first shows is a ghost in the second.
  await lab.settle();
  const tables = await inLab(lab, '.beside:nth-child(2) [data-view="layers"] canvas').getAttribute('aria-label');
  assert.match(tables, /^Step 7:/);
});

/** The frame of every run. */
function framesOf(lab) {
  return lab.with((element) => element.frames);
}

pageTest(
  'unclipped and clipped go apart on jump-futures, and a run that diverges leaves the others going',
  async (open) => {
    const link = 'scenario=jump-futures&clip=none&compare=clip%3Dnorm%26threshold%3D0.5';
    const lab = await open(`${link}&step=30&paused`, { width: 1280, height: 720 });
    await at(lab, 30, 2);
    const frames = await framesOf(lab);
    for (const [k, settings] of ['clip=none', 'clip=norm&threshold=0.5'].entries()) {
      assert.deepEqual(numbersOf(frames[k]), rows(`scenario=jump-futures&${settings}`, 31)[30], `run ${k}`);
    }
    assert.deepEqual(await names(lab), ['Clip: None', 'By global norm, Threshold 0.5']);
  },
);

pageTest('three thresholds branch off at one step of one run, and the link opens them again', async (open) => {
  const base = 'hidden_layers=3&width=6&lr=0.5&seed=4';
  const branches = ['0.01', '0.03', '0.1'].map((threshold) => `300:clip~norm,threshold~${threshold}`).join(';');
  const link = `${base}&branch=${branches}`;
  const lab = await open(`${link}&step=320&paused`, { width: 1440, height: 900 });
  await at(lab, 320, 4);
  const frames = await framesOf(lab);
  const settings = ['', ...['0.01', '0.03', '0.1'].map((t) => `&changes=clip~norm@300,threshold~${t}@300`)];
  for (const [k, own] of settings.entries()) {
    assert.deepEqual(numbersOf(frames[k]), rows(`${base}${own}`, 321)[320], `run ${k}`);
  }
  assert.equal(new Set(frames.map(({ loss }) => loss)).size, 4, 'they have gone apart');
  await lab.with((element) => element.seek(300));
  await at(lab, 300, 4);
  assert.equal(new Set((await framesOf(lab)).map(({ loss }) => loss)).size, 1, 'up to there they are one run');
  assert.equal(await inLab(lab, '.forks i').count(), 3);
});

pageTest('a run is kept, its copy is changed, and what differs is in the link', async (open) => {
  const lab = await open('hidden_layers=4', { width: 1440, height: 900 });
  await lab.reset();
  await lab.step(20);
  await lab.page.getByRole('button', { name: 'Compare', exact: true }).click();
  await at(lab, 20, 2);
  assert.equal(await lab.settings, 'hidden_layers=4&branch=20:');
  // A live change makes it a branch; any other begins all of them anew.
  const field = inLab(lab, '.panel [data-key="lr"] input[type="number"]');
  await field.fill('0.01');
  await field.press('Tab');
  await lab.until((element) => element.settings === 'hidden_layers=4&branch=20:lr~0.01');
  assert.deepEqual(await names(lab), ['Learning rate 0.05', 'Learning rate 0.01']);
  await lab.choose('activation', 'relu');
  await lab.until((element) => element.settings.startsWith('hidden_layers=4&compare=activation%3Drelu'));
  await at(lab, 0, 2);
  await lab.step(5);
  await at(lab, 5, 2);
  // The other way round, and back to one.
  await lab.page.getByRole('button', { name: 'Make B the first run' }).click();
  await at(lab, 5, 2);
  assert.match((await names(lab))[0], /ReLU/);
  await lab.page.getByRole('button', { name: 'Remove A' }).click();
  await lab.until((element) => element.shadowRoot.querySelectorAll('.beside').length === 0);
  assert.equal(await lab.settings, 'hidden_layers=4');
  assert.equal((await lab.frame).step, 5);
});

pageTest('by keyboard alone a run is kept, its copy is named, and the copy is removed', async (open) => {
  const lab = await open('hidden_layers=2', { width: 1280, height: 720 });
  await lab.reset();
  await lab.page.getByRole('button', { name: 'Compare', exact: true }).focus();
  await lab.page.keyboard.press('Enter');
  await at(lab, 0, 2);
  await lab.page.getByRole('button', { name: 'Name B' }).focus();
  await lab.page.keyboard.press('Enter');
  await lab.page.keyboard.type('my copy; second');
  await lab.page.keyboard.press('Enter');
  await lab.until((element) => element.settings === 'hidden_layers=2&branch=0:name~my+copy+second');
  assert.equal((await names(lab))[1], 'my copy second');
  // The letters above the settings say whose they are.
  const whose = inLab(lab, '.whose button');
  assert.deepEqual(await whose.evaluateAll((all) => all.map((one) => one.ariaPressed)), ['false', 'true']);
  await whose.first().focus();
  await lab.page.keyboard.press('Enter');
  assert.deepEqual(await whose.evaluateAll((all) => all.map((one) => one.ariaPressed)), ['true', 'false']);
  await lab.page.getByRole('button', { name: 'Remove B' }).focus();
  await lab.page.keyboard.press('Enter');
  await lab.until((element) => element.settings === 'hidden_layers=2');
  assert.ok(await inLab(lab, '.columns').isHidden());
});

pageTest('a remedy can be applied beside the run', async (open) => {
  const lab = await open('hidden_layers=12&activation=sigmoid&paused', { width: 1440, height: 900 });
  await lab.step(60);
  const beside = inLab(lab, '.remedy-beside').first();
  await beside.waitFor();
  await beside.click();
  await lab.until((element) => element.frames.length === 2 && /(^|&)(compare|branch)=/.test(element.settings));
  await lab.with((element) => element.pause());
  const [before] = await names(lab);
  assert.notEqual(before, '', 'the heads say what differs');
});

pageTest('four runs over thousands of steps keep to a bound of memory, and go back exactly', async (open) => {
  const settings = 'hidden_layers=2&width=8&batch=8';
  const folder = process.env.GRADSCAPE_MODULES;
  if (!folder) throw new Error('GRADSCAPE_MODULES names no folder: run `cargo xtask test browser`, which fills it');
  const single = await serve({}, `${pathToFileURL(folder)}/`);
  try {
    const link = `${settings}&branch=5:lr~0.1;5:lr~0.2;5:lr~0.01&paused`;
    const lab = await open('', { at: `${single.address}#${link}` });
    await lab.with((element) => element.step(300));
    await at(lab, 300, 4);
    const early = await framesOf(lab);
    const used = async () => {
      const sizes = lab.page.workers().map((worker) =>
        worker.evaluate(async () => {
          const { default: start } = await import(new URL('./engine.js', location.origin).href);
          return (await start()).memory.buffer.byteLength;
        }),
      );
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 2 ** 20;
    };
    for (let k = 0; k < 6; k += 1) await lab.with((element) => element.step(1000));
    const first = await used();
    for (let k = 0; k < 6; k += 1) await lab.with((element) => element.step(1000));
    const second = await used();
    assert.ok(second <= 160 && second <= 1.25 * first, `${first} MiB, then ${second} MiB`);
    await lab.with((element) => element.seek(300));
    await at(lab, 300, 4);
    assert.deepEqual((await framesOf(lab)).map(numbersOf), early.map(numbersOf));
  } finally {
    single.close();
  }
});
