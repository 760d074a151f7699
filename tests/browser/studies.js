/** Sweeps and calibrations in the page: the numbers of the command line, whatever computes them. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { lines } from './command-line.js';
import { pageTest } from './lab.js';

const BASE = 'scenario=bowl&optimizer=momentum';
const OVER = ['lr=0.01..0.16:6', 'momentum=0..0.9:4'];
const WISH = `over:${OVER[0]};over:${OVER[1]};steps:200;seeds:2;until:1e-3;show:reached`;
const SWEEP = `${BASE}&sweep=${WISH}`;
const ASKED = [BASE, ...OVER.flatMap((over) => ['--over', over]), '--steps', '200', '--seeds', '2', '--until', '1e-3'];

const REGIMES = 'scenario=regime-switch&points=400&turn_scale=10&cell=rnn-relu&optimizer=sgd&lr=0.01&regime=64';
const CALIBRATION = `${REGIMES}&calibrate=folds:2;seeds:2;steps:40;thresholds:0.1..100:5:log`;
const CALIBRATED = [REGIMES, ...['--folds', '2', '--seeds', '2', '--steps', '40', '--thresholds', '0.1..100:5:log']];

/** Counts what workers are given to compute, and how many there are at most. */
function watch() {
  window.given = 0;
  window.most = 0;
  let now = 0;
  window.Worker = class extends Worker {
    constructor(...rest) {
      super(...rest);
      now += 1;
      window.most = Math.max(window.most, now);
    }

    postMessage(message, ...rest) {
      if (message.do === 'pieces') window.given += message.pieces.length;
      super.postMessage(message, ...rest);
    }

    terminate() {
      now -= 1;
      super.terminate();
    }
  };
}
const noWorker = () => delete window.Worker;
const manyCores = () => Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 5 });

const study = (lab, id = 'sweep') => lab.page.locator(`gradscape-lab [data-study="${id}"].study`);
const start = (lab, id) => study(lab, id).getByRole('button', { name: 'Start' });
const complete = (lab, id = 'sweep') =>
  lab.page.locator(`gradscape-lab [data-study="${id}"][data-state="complete"]`).waitFor({ state: 'attached' });

/** What a button saves. */
async function saved(lab, name) {
  const coming = lab.page.waitForEvent('download');
  await lab.page.getByRole('button', { name }).click();
  return readFile(await (await coming).path(), 'utf8');
}

const WAYS = { 'in workers': watch, 'without workers': noWorker };
for (const [way, before] of Object.entries(WAYS)) {
  pageTest(`${way} a sweep from a link has the numbers of the command line`, async (open) => {
    const lab = await open(SWEEP, { before });
    await complete(lab);
    assert.equal(await saved(lab, 'Save as CSV'), lines('sweep', ASKED, 'csv'));
    if (way === 'without workers') return assert.equal(lab.page.workers().length, 0);
    assert.equal(await lab.page.evaluate(() => window.given), 48, 'every run is computed once');
    // Those that helped are ended.
    await lab.until(() => window.most > 2);
    await lab.page.waitForFunction(() => true);
    assert.ok(lab.page.workers().length <= 2, `${lab.page.workers().length} workers`);
    // The same again is there at once.
    await start(lab).click();
    await complete(lab);
    assert.equal(await lab.page.evaluate(() => window.given), 48);
  });

  pageTest(`${way} a calibration from a link has the numbers of the command line`, async (open) => {
    const lab = await open(CALIBRATION, { before });
    await complete(lab, 'calibration');
    const told = lines('calibrate', CALIBRATED, 'jsonl');
    assert.equal(await saved(lab, 'Save as JSON lines'), told);
    const { chosen } = JSON.parse(told.trim().split('\n').at(-1));
    assert.equal(chosen.clip, 'norm');
    await lab.page.getByRole('button', { name: 'Use this threshold' }).click();
    await lab.until(
      (element, { clip, threshold }) => {
        const settings = new URLSearchParams(element.settings);
        return settings.get('clip') === clip && Number(settings.get('threshold')) === threshold;
      },
      { argument: chosen },
    );
    assert.equal(await lab.page.getByRole('dialog', { name: 'Many runs' }).isVisible(), false);
  });
}

pageTest('with more cores there are more workers, and the same numbers', async (open) => {
  const lab = await open(SWEEP, { before: `(${manyCores})();(${watch})()` });
  await complete(lab);
  assert.equal(await lab.page.evaluate(() => window.most), 5, 'one trains, and four compute');
  assert.equal(await saved(lab, 'Save as CSV'), lines('sweep', ASKED, 'csv'));
});

pageTest('a sweep can be cancelled and goes on where it was, and nothing is computed twice', async (open) => {
  const lab = await open('', { before: watch });
  await lab.page.getByRole('button', { name: 'Sweep', exact: true }).click();
  await study(lab).getByRole('combobox', { name: 'Sweep' }).selectOption('Depth and activation');
  await start(lab).click();
  await lab.page.waitForFunction(() => window.given > 8);
  const bar = study(lab).getByRole('progressbar');
  await lab.until(
    () => document.querySelector('gradscape-lab').shadowRoot.querySelector('.study progress').value > 0.01,
  );
  await study(lab).getByRole('button', { name: 'Cancel' }).click();
  await study(lab)
    .getByText(/^Stopped after \d+ of 440 runs. These are kept.$/)
    .waitFor();
  assert.equal(await bar.isVisible(), false);
  const summary = await study(lab).locator('canvas').getAttribute('aria-label');
  assert.match(summary, /cells, runs in each/);
  const kept = Number((await study(lab).locator('.study-summary').textContent()).match(/\d+/)[0]);
  await study(lab).getByRole('button', { name: 'Go on' }).click();
  await bar.waitFor();
  assert.ok((await bar.evaluate((progress) => progress.value)) >= (kept - 1) / 440);
  // Out of sight nothing is computed.
  await study(lab).evaluate((view) => {
    window.gone = new Promise((done) => view.closest('dialog').addEventListener('close', done, { once: true }));
  });
  await lab.page.keyboard.press('Escape');
  const given = await lab.page.evaluate(() => window.gone.then(() => window.given));
  await lab.page.waitForTimeout(400);
  assert.equal(await lab.page.evaluate(() => window.given), given);
});

pageTest('a marked cell opens its run by keys, and a clicked one by the mouse', async (open) => {
  const lab = await open(SWEEP);
  await complete(lab);
  const slider = lab.page.getByRole('slider', { name: 'Point at: Sweep' });
  await slider.focus();
  await lab.page.keyboard.press('Home');
  await lab.page.keyboard.press('ArrowRight');
  await lab.page.keyboard.press('ArrowUp');
  await lab.page.keyboard.press('Enter');
  await lab.until((element) => element.settings.includes('momentum=0.3'));
  assert.equal(await lab.settings, `${BASE}&lr=0.04&momentum=0.3`);
  await lab.until((element) => element.frame.step > 0);
  // The sweep is still there.
  await lab.page.getByRole('button', { name: 'Sweep', exact: true }).click();
  await complete(lab);
  const { width, height } = await slider.boundingBox();
  await slider.click({ position: { x: width - 4, y: height - 4 } });
  await lab.until((element) => element.settings.includes('lr=0.16'));
  assert.equal(await lab.settings, `${BASE}&lr=0.16&momentum=0`);
});

pageTest('a sweep is made by keys alone, and the focus comes back', async (open) => {
  const lab = await open(BASE);
  const { keyboard } = lab.page;
  const name = () =>
    lab.with((element) => {
      const { activeElement: at } = element.shadowRoot;
      return at?.labels?.[0]?.textContent ?? at?.ariaLabel ?? at?.textContent;
    });
  const tabTo = async (wanted) => {
    for (let press = 0; (await name()) !== wanted; press += 1) {
      assert.ok(press < 60, `Tab never came to ${wanted}`);
      await keyboard.press('Tab');
    }
  };
  await lab.page.getByRole('button', { name: 'Sweep', exact: true }).focus();
  await keyboard.press('Enter');
  await tabTo('Setting 1');
  await keyboard.type('Learning rate');
  await keyboard.press('Tab');
  await keyboard.type('0.01,0.02');
  await tabTo('Steps');
  await keyboard.press('Control+a');
  await keyboard.type('3');
  await keyboard.press('Enter');
  await complete(lab);
  await tabTo('Point at: Sweep');
  await tabTo('Save as CSV');
  await keyboard.press('Escape');
  assert.equal(await name(), 'Sweep');
  assert.equal(await lab.page.getByRole('dialog').count(), 0);
});

pageTest('what is wrong with a sweep is said with key, value and choices', async (open) => {
  const lab = await open(BASE);
  for (const [wish, says] of [
    ['over:lr=0.1..1', /lr: “0.1..1” is not of the form low..high:count/],
    ['over:lrr=1,2', /“lrr”.*nearest are lr/],
    ['over:lr=0.001..1:10000;over:momentum=0..0.9:10000;seeds:10', /1000000000 runs; there can be from 1 to 1000000/],
    ['ready:heavy', /ready: there is no “heavy”; .*heavy-ball/],
    ['over:clip=norm,norms', /“norms”.*norm/],
  ]) {
    await lab.with((element, settings) => (element.settings = settings), `${BASE}&sweep=${wish}`);
    await study(lab).getByRole('alert').filter({ hasText: says }).waitFor();
    assert.equal(await study(lab).getAttribute('data-state'), 'empty');
  }
  // Put right in the form.
  await study(lab).getByLabel('Setting 1', { exact: true }).selectOption('Momentum (momentum)');
  await study(lab).getByLabel('Values of setting 1', { exact: true }).fill('0,0.5');
  await study(lab).getByLabel('Steps', { exact: true }).fill('5');
  await start(lab).click();
  await complete(lab);
  assert.match(await saved(lab, 'Save as CSV'), /^momentum,seed,step,loss.*\n0,1,5,.*\n0\.5,1,5,.*\n$/);
  await lab.page.getByRole('button', { name: 'Calibration' }).click();
  await study(lab, 'calibration').getByRole('alert').filter({ hasText: 'has no examples to hold back' }).waitFor();
  assert.ok(await start(lab, 'calibration').isDisabled());
});

pageTest('the link of a sweep opens the same one', async (open) => {
  const lab = await open(SWEEP);
  await complete(lab);
  await study(lab).getByLabel('What the picture shows').selectOption('Verdict');
  await lab.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await study(lab).getByRole('button', { name: 'Copy link' }).click();
  const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.endsWith(`#${BASE}&sweep=${WISH.replace('reached', 'verdict')}`), copied);
  const again = await open(copied.split('#')[1]);
  await complete(again);
  assert.equal(await study(again).getByLabel('What the picture shows').inputValue(), 'verdict');
  assert.equal(await study(again).getByLabel('Values of setting 2').inputValue(), '0..0.9:4');
});

pageTest('the picture of a sweep is saved, and shown as a table', async (open) => {
  const lab = await open(SWEEP);
  await complete(lab);
  for (const format of ['SVG', 'PNG']) {
    const coming = lab.page.waitForEvent('download');
    await lab.page.getByRole('button', { name: `Save as ${format}: Sweep` }).click();
    assert.equal((await coming).suggestedFilename(), `gradscape-sweep.${format.toLowerCase()}`);
  }
  await lab.page.getByRole('button', { name: 'Table: Sweep' }).click();
  await study(lab).locator('.table td').first().waitFor();
});

pageTest('an element that was asked for a sweep shows it in its place', async (open) => {
  const body = `<!doctype html><html lang="de"><head><title>Host</title><link rel="icon" href="data:,">
    <script type="module" src="./gradscape.js"></script></head><body>
    <gradscape-lab style="height: 900px" views="sweep" settings="${SWEEP.replaceAll('&', '&amp;')}"></gradscape-lab></body></html>`;
  const lab = await open('', { host: { body } });
  await complete(lab);
  assert.ok(await lab.page.locator('gradscape-lab .study-view canvas').isVisible());
  await lab.says('Alle 48 Läufe sind fertig.');
  assert.equal(await lab.page.getByRole('dialog').count(), 0);
});

pageTest('a large surface is computed by several workers and has the same losses', async (open) => {
  const lab = await open('scenario=himmelblau&grid=129', {
    before: () => {
      window.parts = 0;
      window.Worker = class extends Worker {
        postMessage(message, ...rest) {
          if (message.do === 'part') window.parts += 1;
          super.postMessage(message, ...rest);
        }

        set onmessage(listener) {
          super.onmessage = (event) => {
            if (event.data.is === 'surface' && event.data.complete) window.heights = event.data.heights.slice();
            listener(event);
          };
        }
      };
    },
  });
  await lab.page.waitForFunction(() => window.heights?.length === 129 * 129);
  const differ = await lab.page.evaluate(async () => {
    const api = await import('./engine.js');
    await api.default();
    const surface = new api.Surface('scenario=himmelblau&grid=129');
    surface.refine(1e9);
    return surface.heights().filter((height, k) => !Object.is(height, window.heights[k])).length;
  });
  assert.equal(differ, 0);
  assert.ok(lab.page.workers().length <= 2, 'those that helped are ended');
});
