/** The element under the restrictions of its host: strict policies, sandboxed frames, other origins, sub-paths. */
import assert from 'node:assert/strict';
import { numbersOf, rows } from './command-line.js';
import { pageTest, site } from './lab.js';
import { serve } from './server.js';
import { after } from 'node:test';

const SETTINGS = 'scenario=spiral&hidden_layers=2';

const element = (root = './') => `<!doctype html><title>Host</title><link rel="icon" href="data:,">
  <script type="module" src="${root}gradscape.js"></script>
  <gradscape-lab settings="${SETTINGS.replaceAll('&', '&amp;')}"><p>What stands here without Gradscape.</p></gradscape-lab>`;

const policy = (changes = {}) => ({
  'content-security-policy': Object.entries({
    'default-src': "'none'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'style-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
    'img-src': "'self' data:",
    ...changes,
  })
    .map((pair) => pair.join(' '))
    .join('; '),
});

// The same files from another origin, in a folder, with the header that modules need there.
const other = await serve({ headers: { 'access-control-allow-origin': '*' }, under: '/some/where/' }, '../../dist/');
after(() => other.close());
// A cross-origin isolated page has a high-resolution clock.
const isolated = await serve(
  { headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' } },
  '../../dist/',
);
after(() => isolated.close());

pageTest('under a strict policy everything works, in two workers', async (open) => {
  const lab = await open('', { host: { body: element(), headers: policy() } });
  await lab.sameAs(rows(SETTINGS, 50));
  assert.equal(lab.page.workers().length, 2);
  await lab.settle();
  for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 8);
});

pageTest('if the policy blocks workers, the main thread computes the same bits in slices', async (open) => {
  const lab = await open('', { host: { body: element(), headers: policy({ 'worker-src': "'none'" }) } });
  await lab.sameAs(rows(SETTINGS, 50));
  assert.equal(lab.page.workers().length, 0);
  lab.expect(/worker-src|Content Security Policy/i);
});

pageTest('if the policy forbids WebAssembly, the fallback stays and the cause is shown', async (open) => {
  const lab = await open('', { ready: false, host: { body: element(), headers: policy({ 'script-src': "'self'" }) } });
  await lab.says('could not start');
  await lab.says("script-src 'self' 'wasm-unsafe-eval'");
  assert.ok(await lab.page.getByText('What stands here without Gradscape.').isVisible());
  lab.expect(/wasm|WebAssembly|Content Security/i);
});

pageTest('with the script from another origin it works, on the main thread', async (open) => {
  const lab = await open('', { host: { body: element(other.address) } });
  await lab.sameAs(rows(SETTINGS, 50));
  assert.equal(lab.page.workers().length, 0);
});

pageTest('with a high-resolution clock, updates of the run keep coming', async (open) => {
  const lab = await open('', { at: `${isolated.address}#${SETTINGS}` });
  assert.ok(await lab.page.evaluate(() => crossOriginIsolated));
  await lab.with((element) => {
    element.news = 0;
    element.addEventListener('frame', () => (element.news += 1));
    element.play();
  });
  await lab.until((element) => element.news > 30);
});

pageTest('under a sub-path it works', async (open) => {
  const lab = await open('', { at: `${other.address}#${SETTINGS}` });
  await lab.sameAs(rows(SETTINGS, 50));
  assert.equal(lab.page.workers().length, 2);
  const outside = lab.requests.filter((address) => address.startsWith('http') && !address.startsWith(other.address));
  assert.deepEqual(outside, []);
});

/** A page with a sandboxed frame of this address. */
const sandbox = (address) => ({
  body: `<!doctype html><title>Host</title><link rel="icon" href="data:,">
    <iframe sandbox="allow-scripts" width="1200" height="700" src="${address}"></iframe>`,
});

/** Records the error that an element without an origin reports. */
function recordError() {
  addEventListener('error', ({ target, message }) => target !== window && message && (window.reported = message), true);
}

for (const [what, file, fallback] of [
  ['page', 'index.html', 'A deep network learns here'],
  ['element', 'element.html', 'What stands here without Gradscape.'],
]) {
  pageTest(
    `in a sandboxed frame the ${what} works, if its server lets frames without an origin load modules`,
    async (open) => {
      other.pages.set('element.html', { body: element() });
      const lab = await open('', { host: sandbox(`${other.address}${file}#${SETTINGS}`), ready: false });
      const last = await lab.page
        .frameLocator('iframe')
        .locator('gradscape-lab')
        .evaluate(async (lab) => {
          while (!lab.frame) await new Promise((later) => setTimeout(later, 50));
          await lab.reset();
          return lab.step(49);
        });
      if (what === 'element') assert.deepEqual(numbersOf(last), rows(SETTINGS, 50)[49]);
      assert.equal(lab.page.workers().length, 0);
    },
  );

  pageTest(`in a sandboxed frame the ${what} shows its fallback, if its server does not`, async (open) => {
    site.pages.set('element.html', { body: element() });
    const lab = await open('', { host: sandbox(`${site.address}${file}`), before: recordError, ready: false });
    const frame = lab.page.frameLocator('iframe');
    await frame.getByText(fallback).waitFor();
    if (what === 'page') {
      await frame.getByText('could not be loaded').waitFor();
      assert.match(await frame.locator('gradscape-lab').evaluate(() => window.reported), /Access-Control-Allow-Origin/);
    }
    await lab.page.waitForTimeout(300);
    lab.expect(/CORS|origin 'null'|ERR_FAILED|could not be loaded/);
  });
}
