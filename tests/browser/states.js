/** States with a design of their own: diverged, nothing to show, graphics context lost and restored, engine stopped. */
import assert from 'node:assert/strict';
import { numbersOf, rows } from './command-line.js';
import { pageTest } from './lab.js';

/** Keeps references to the graphics contexts and the workers of the page. */
function keepReferences() {
  window.contexts = [];
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const context = original.call(this, kind, ...rest);
    if (kind === 'webgl2' && context && !window.contexts.includes(context)) window.contexts.push(context);
    return context;
  };
  const Original = window.Worker;
  window.workers = [];
  window.Worker = class extends Original {
    constructor(...words) {
      super(...words);
      window.workers.push(this);
    }
  };
}

const DIVERGES = 'hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10';

pageTest('a diverged run stops and says so, and a remedy is offered only if it helps', async (open) => {
  const lab = await open(DIVERGES);
  await lab.step(300);
  const { step, status, diverged } = await lab.frame;
  assert.equal(status, 'diverged');
  await lab.says(`Diverged at step ${diverged.step}`);
  await lab.says(
    `the ${diverged.quantity} in layer ${diverged.layer.replace('layers.', '')} is no longer a finite number`,
  );
  await lab.step(5);
  assert.equal((await lab.frame).step, step, 'it is frozen');
  await lab.settle();
  for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 2);
  const tried = (element) => ['proven', 'none'].includes(element.shadowRoot.querySelector('.remedies').dataset.state);
  await lab.until(tried);
  const remedies = lab.page.locator('gradscape-lab .remedy');
  if (!(await remedies.count())) return lab.says('helps');
  await remedies.first().click();
  await lab.until((element) => element.frame.step === 0 || element.frame.status === 'running');
  assert.equal((await lab.step(step + 50)).status, 'running', 'it goes on past the step where it diverged');
});

pageTest(
  'a view without data for this objective is left out, or says why it is empty if it was asked for',
  async (open) => {
    const lab = await open('scenario=rosenbrock');
    await lab.reset();
    await lab.settle();
    assert.equal(await lab.page.locator('gradscape-lab [data-view="time"]').isVisible(), false);
    await lab.with((element) => element.setAttribute('views', 'time'));
    await lab.until((element) => element.frame);
    await lab.page.getByRole('img', { name: 'this scenario is not a sequence' }).waitFor();
    await lab.pause();
    await lab.reset();
    assert.equal((await lab.step(2)).step, 2);
  },
);

pageTest('if no loss is finite a sentence replaces the picture, in 3-D and on the map', async (open) => {
  const lab = await open('scenario=expression&expression=sqrt(-1-x^2-y^2)&grid=17');
  await lab.page.getByRole('heading', { name: 'No surface here' }).waitFor();
  await lab.says('f(x, y) is not finite anywhere on this square');
  await lab.page.getByRole('button', { name: 'Map', exact: true }).click();
  await lab.page.getByRole('img', { name: 'The loss is nowhere finite here' }).waitFor();
  const nothing = lab.page.locator('gradscape-lab .nothing');
  assert.equal(await nothing.count(), 1);
  assert.equal(await nothing.isVisible(), false);
  await lab.page.getByRole('button', { name: '3-D', exact: true }).click();
  await nothing.waitFor();
  // The next run starts without the warning, even before its surface is computed.
  const hidden = await lab.with((element) => {
    element.settings = 'scenario=rosenbrock';
    return element.shadowRoot.querySelector('.nothing').hidden;
  });
  assert.equal(hidden, true);
});

/** Counts how often a run is opened. */
function countOpened() {
  window.opened = 0;
  const original = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.do === 'open') window.opened += 1;
    return original.call(this, message, ...rest);
  };
}

pageTest('a run that diverges at step 0 says so, stays there, and plays after its remedy', async (open) => {
  const lab = await open('hidden_layers=8&width=64&activation=identity&init=normal&init_std=100&loss=mse&grid=17', {
    before: countOpened,
  });
  await lab.says('Diverged at step 0');
  await lab.until((element) =>
    /no longer a finite number/.test(element.shadowRoot.querySelector('.story-text').textContent),
  );
  await lab.settle();
  const opened = () => lab.page.evaluate(() => window.opened);
  const before = await opened();
  assert.ok(before > 0);
  await lab.with((element) => element.play());
  await lab.page.waitForTimeout(500);
  assert.equal(await opened(), before, 'it is not begun again and again');
  assert.equal((await lab.frame).step, 0);
  assert.ok(await lab.page.locator('gradscape-lab .transport .play').isDisabled());
  await lab.page.locator('gradscape-lab .remedy').first().click();
  await lab.until((element) => element.frame.step > 3);
});

/** Loses the graphics context as soon as there is one. */
async function loseContext(lab) {
  await lab.page.waitForFunction(() => window.contexts.length > 0);
  await lab.page.evaluate(() => {
    window.loss = window.contexts[0].getExtension('WEBGL_lose_context');
    window.loss.loseContext();
  });
}

pageTest(
  'the graphics context is lost during play: a new one is created, and the run is not affected',
  async (open) => {
    const lab = await open('scenario=rosenbrock', { before: keepReferences });
    await lab.settle();
    await lab.with((element) => element.play());
    await lab.until((element) => element.frame.step > 3);
    assert.equal(await lab.page.evaluate(() => window.contexts.length), 1);
    await loseContext(lab);
    await lab.page.waitForFunction(() => window.contexts.some((context) => !context.isContextLost()));
    const { step } = await lab.frame;
    await lab.until((element, from) => element.frame.step > from, { argument: step });
    const relief = lab.page.locator('gradscape-lab .relief canvas');
    await relief.waitFor();
    await lab.pause();
    await lab.settle();
    await lab.waitForColours(relief, 8);
    assert.equal(
      await lab.with((element) => element.shadowRoot.textContent.includes('lost its WebGL2 context')),
      false,
    );
    const frame = await lab.frame;
    assert.deepEqual(
      numbersOf(frame),
      rows('scenario=rosenbrock', frame.step + 1).at(-1),
      'the run is what it is without a loss',
    );
  },
);

/** Loses the context; until `window.contextsAllowed` is set, the browser refuses to create another one. */
async function loseContextForLong(lab) {
  await lab.settle();
  await lab.page.waitForFunction(() => window.contexts.length > 0);
  await lab.page.evaluate(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind === 'webgl2' && !window.contextsAllowed ? null : original.call(this, kind, ...rest);
    };
  });
  await loseContext(lab);
  await lab.says('lost its WebGL2 context');
}

pageTest(
  'while there is no graphics context the map replaces the surface, which returns with the restored context',
  async (open) => {
    const lab = await open('scenario=rosenbrock', { before: keepReferences });
    await loseContextForLong(lab);
    const map = lab.page.locator('gradscape-lab .viewport > canvas');
    await map.waitFor();
    await lab.settle();
    await lab.waitForColours(map, 8);
    await lab.page.evaluate(() => {
      window.contextsAllowed = true;
      window.loss.restoreContext();
    });
    const relief = lab.page.locator('gradscape-lab .relief canvas');
    await relief.waitFor();
    await lab.settle();
    await lab.waitForColours(relief, 8);
  },
);

pageTest('scrolling away while the map replaces the surface brings the 3-D picture back', async (open) => {
  const lab = await open('scenario=rosenbrock', { before: keepReferences });
  await loseContextForLong(lab);
  const away = (margin) =>
    lab.with((element, top) => {
      document.body.style.overflow = 'visible';
      element.style.marginTop = top;
    }, margin);
  const rests = () =>
    lab.until((element) => [...element.shadowRoot.querySelectorAll('canvas')].every((canvas) => canvas.width === 0));
  await away('300vh');
  await rests();
  // If it becomes visible before there is a context, it keeps waiting for one.
  await away('0');
  await lab.says('lost its WebGL2 context');
  await away('300vh');
  await rests();
  await lab.page.evaluate(() => {
    window.contextsAllowed = true;
  });
  await away('0');
  const relief = lab.page.locator('gradscape-lab .relief canvas');
  await relief.waitFor();
  await lab.settle();
  await lab.waitForColours(relief, 8);
});

pageTest('an engine that stops is restarted at the same settings, live changes and step', async (open) => {
  const lab = await open('hidden_layers=2&changes=lr~0.25@40', { before: keepReferences });
  await lab.reset();
  const before = await lab.step(60);
  const settings = await lab.settings;
  await lab.page.evaluate(() => {
    const message = { is: 'panic', message: 'panicked on purpose, for this test' };
    window.workers[0].dispatchEvent(new MessageEvent('message', { data: message }));
  });
  await lab.says('panicked on purpose');
  lab.expect(/panicked on purpose/);
  await lab.page.getByRole('button', { name: 'Restart' }).click();
  await lab.until((element) => element.frame?.step === 60);
  assert.deepEqual(await lab.frame, before);
  assert.equal(await lab.settings, settings);
  assert.deepEqual((await lab.step()).step, 61);
});
