/** The state of the page is in its link. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

pageTest('changing a control changes the link, and the link opens with the same settings', async (open) => {
  const lab = await open();
  await lab.choose('activation', 'relu');
  await lab.until(() => new URLSearchParams(location.hash.slice(1)).get('activation') === 'relu');
  const link = new URL(lab.page.url()).hash.slice(1);
  const again = await open(link);
  assert.equal(await again.settings, await lab.settings);
  assert.deepEqual(await again.reset(), await lab.reset());
});

pageTest('setting `settings` fires one event and updates the controls', async (open) => {
  const lab = await open();
  const reported = await lab.with(
    (element) =>
      new Promise((resolve) => {
        document.addEventListener('settingschange', (event) => resolve(event.target.settings), { once: true });
        element.settings = 'scenario=rosenbrock&optimizer=adam&lr=0.05';
      }),
  );
  assert.match(reported, /scenario=rosenbrock/);
  assert.equal(await lab.shownValue('optimizer'), 'adam');
});

pageTest('going back in the browser’s history restores the settings', async (open) => {
  const lab = await open('scenario=spiral&activation=tanh');
  await lab.choose('activation', 'relu');
  await lab.until((element) => element.settings.includes('relu'));
  await lab.page.goBack();
  await lab.until((element) => element.settings.includes('tanh'));
});

pageTest('an unknown key or value is named, and the rest of the link is kept', async (open) => {
  const lab = await open('scenario=rosenbrock&colour=teal&optimizer=sgdd&lr=0.002');
  await lab.says('colour');
  await lab.says('sgdd');
  const settings = new URLSearchParams(await lab.settings);
  assert.equal(settings.get('scenario'), 'rosenbrock');
  assert.equal(settings.get('lr'), '0.002');
});

pageTest('a number out of range is clamped, with a notice', async (open) => {
  const lab = await open('scenario=spiral&width=1000');
  assert.equal(new URLSearchParams(await lab.settings).get('width'), '256');
  await lab.says('1000');
});

pageTest('a link full of rubbish still opens the page', async (open) => {
  const lab = await open(
    '%E0%A4%A&&=&==&scenario&lr=NaN&width=-1e999&hidden_layers=%00&seed=18446744073709551616&<script>',
  );
  assert.equal((await lab.reset()).step, 0);
});
