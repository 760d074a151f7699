/** Where a link opens (`step`, `paused`), what sharing while paused gives, and names that are not known. */
import assert from 'node:assert/strict';
import { numbersOf, rows } from './command-line.js';
import { pageTest } from './lab.js';

const NETWORK = 'hidden_layers=2&width=4&lr=0.3';

const hash = (lab) => lab.page.evaluate(() => location.hash.slice(1));
const playing = (lab) =>
  lab.with((element) => element.shadowRoot.querySelector('.status')?.dataset.state === 'running');

pageTest('a link with a step opens computed to it, and plays on', async (open) => {
  const lab = await open(`${NETWORK}&step=120`);
  await lab.until((element) => element.frame?.step > 120);
  assert.equal(await lab.settings, NETWORK, 'the step is no setting of the run');
  await lab.until(() => !location.hash.includes('step='));
});

pageTest('a link with a step and paused stands there, in the same bits, with later changes kept', async (open) => {
  const link = `${NETWORK}&changes=lr~0.1@60,lr~0.5@300&step=120&paused`;
  const lab = await open(link);
  await lab.until((element) => element.frame?.step === 120);
  await lab.page.waitForTimeout(500);
  assert.equal(await playing(lab), false);
  const expected = rows(`${NETWORK}&changes=lr~0.1@60,lr~0.5@300`, 121)[120];
  assert.deepEqual(numbersOf(await lab.frame), expected);
  const settings = new URLSearchParams(await hash(lab));
  assert.equal(settings.get('step'), '120', 'the address says so as long as it stands there');
  assert.equal(settings.get('changes'), 'lr~0.1@60,lr~0.5@300');
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 320);
  await lab.until(() => !location.hash.includes('step='));
  assert.match(await lab.settings, /lr~0.5@300/);
});

pageTest('paused alone opens at step 0', async (open) => {
  const lab = await open(`${NETWORK}&paused`);
  await lab.until((element) => element.frame?.step === 0);
  await lab.page.waitForTimeout(500);
  assert.equal((await lab.frame).step, 0);
  assert.equal(await playing(lab), false);
});

pageTest('an element opens where its attribute and its property say', async (open) => {
  const lab = await open('lr=0.1&paused');
  await lab.with((element, settings) => {
    element.settings = settings;
  }, `${NETWORK}&step=30&paused=1`);
  await lab.until((element) => element.frame.step === 30);
  const step = await lab.page.evaluate(async (settings) => {
    const own = document.createElement('gradscape-lab');
    own.setAttribute('settings', settings);
    own.setAttribute('autoplay', '');
    own.setAttribute('views', 'layers');
    document.body.prepend(own);
    while (own.frame?.step !== 40) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 300));
    return own.frame.step;
  }, `${NETWORK}&step=40&paused`);
  assert.equal(step, 40);
});

pageTest('a bad step gives a notice, and the link opens all the same', async (open) => {
  const lab = await open(`${NETWORK}&step=soon&paused=maybe`);
  await lab.says('“soon” is not a whole number from 0 to 1000000');
  await lab.says('“maybe” is not 0 or 1');
  await lab.until((element) => element.frame?.step > 0);
});

pageTest('sharing while paused gives a link that opens paused at the step', async (open) => {
  const lab = await open(`${NETWORK}&paused`);
  await lab.step(25);
  await lab.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.page.getByRole('button', { name: 'Copy link' }).click();
  await lab.says('opens paused at step 25');
  const address = await lab.page.evaluate(() => navigator.clipboard.readText());
  const link = new URL(address).hash.slice(1);
  assert.equal(link, `${NETWORK}&step=25&paused`);
  const other = await open(link);
  await other.until((element) => element.frame?.step === 25);
  assert.deepEqual(await other.frame, await lab.frame);
});

pageTest('an unknown name in an attribute is answered with the nearest', async (open) => {
  const lab = await open(`${NETWORK}&paused`);
  const said = await lab.page.evaluate(async () => {
    const own = document.createElement('gradscape-lab');
    for (const [name, value] of Object.entries({ views: 'surfce layers', controls: 'activaton', theme: 'drak' }))
      own.setAttribute(name, value);
    document.body.prepend(own);
    const notices = () => [...(own.shadowRoot?.querySelectorAll('.notice p') ?? [])].map((p) => p.textContent);
    while (notices().length < 3) await new Promise((done) => setTimeout(done, 20));
    return notices();
  });
  assert.match(said[0], /^views: there is no “surfce”; the nearest are surface, .*gradscape list charts/);
  assert.match(said[1], /^controls: there is no “activaton”; the nearest are activation, .*gradscape list settings/);
  assert.match(said[2], /^theme: there is no “drak”; there are auto, light, dark/);
});
