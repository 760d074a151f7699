/** Twelve elements on one page: two workers, one graphics context, and nothing runs off screen. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const SETTINGS = [
  'hidden_layers=2',
  'scenario=rosenbrock',
  'scenario=dax-vol-surface',
  'scenario=recall&delay=4',
  'activation=relu&init=he-normal',
  'scenario=saddle',
  'hidden_layers=3&seed=2',
  'scenario=bowl',
  'clip=norm&threshold=0.01',
  'scenario=cliff',
  'optimizer=adam',
  'hidden_layers=1',
];

const host = (settings) => ({
  body: `<!doctype html><title>Twelve</title>
    <script type="module" src="./gradscape.js"></script>
    ${settings.map((one) => `<gradscape-lab loading="eager" settings="${one.replaceAll('&', '&amp;')}" views="surface curves" controls=""></gradscape-lab>`).join('\n')}`,
});

/** Counts the graphics contexts that are created and not released. */
function countContexts() {
  window.contexts = new Set();
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const context = original.call(this, kind, ...rest);
    if (kind.startsWith('webgl') && context) {
      window.contexts.add(context);
      this.addEventListener('webglcontextlost', () => window.contexts.delete(context));
    }
    return context;
  };
}

/** The current steps of all elements. */
const steps = (lab) =>
  lab.page.evaluate(() => [...document.querySelectorAll('gradscape-lab')].map((element) => element.frame?.step));

/** Which elements are on the screen. */
const onScreen = (lab) =>
  lab.page.evaluate(() =>
    [...document.querySelectorAll('gradscape-lab')].map((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    }),
  );

const scroll = (lab, index) =>
  lab.page.evaluate((at) => document.querySelectorAll('gradscape-lab')[at].scrollIntoView(), index);

pageTest(
  'twelve elements share two workers and one context without a warning; only the visible ones run, and all of those are drawn',
  async (open) => {
    const lab = await open('', { host: host(SETTINGS), before: countContexts });
    await lab.page.waitForFunction(() =>
      [...document.querySelectorAll('gradscape-lab')].every((element) => element.frame),
    );
    await lab.page.evaluate(() => document.querySelectorAll('gradscape-lab').forEach((element) => element.play()));
    await lab.until((element) => element.frame.step > 20);
    assert.equal(lab.page.workers().length, 2);

    const [before, visible] = [await steps(lab), await onScreen(lab)];
    assert.ok(visible.includes(true) && visible.includes(false));
    await lab.page.waitForTimeout(1500);
    // On a busy machine, the visible ones may take longer.
    await lab.page.waitForFunction(
      ([was, shown]) => {
        const elements = [...document.querySelectorAll('gradscape-lab')];
        return elements.every(({ frame }, k) => !shown[k] || frame.step > was[k]);
      },
      [before, visible],
    );
    const after = await steps(lab);
    visible.forEach((shown, k) => shown || assert.equal(after[k], before[k], `${k} is not seen and goes on`));

    const drawn = new Set();
    for (let k = 0; k < SETTINGS.length; k += 1) {
      await scroll(lab, k);
      await lab.page.waitForFunction((at) => document.querySelectorAll('gradscape-lab')[at].frame.step > 3, k);
      for (const [at, shown] of (await onScreen(lab)).entries()) {
        if (!shown || drawn.has(at)) continue;
        const relief = lab.page.locator('gradscape-lab').nth(at).locator('.relief canvas');
        await relief.waitFor();
        await lab.waitForColours(relief, 8);
        drawn.add(at);
      }
    }
    assert.equal(drawn.size, SETTINGS.length);
    await lab.page.waitForTimeout(500);
    assert.equal(await lab.page.evaluate(() => window.contexts.size), 1);
    assert.equal(lab.page.workers().length, 2);
  },
);

pageTest(
  'an element that was off screen for long comes back unchanged and continues with the same bits',
  async (open) => {
    const lab = await open('', { host: host(SETTINGS.slice(0, 3)) });
    await lab.reset();
    await lab.step(150);
    await lab.with((element) => element.seek(90));
    await lab.settle();
    const curves = lab.page.locator('gradscape-lab').first().locator('[data-view="curves"] canvas');
    await lab.until((element) =>
      element.shadowRoot.querySelector('[data-view="curves"] canvas').ariaLabel?.startsWith('Step 90:'),
    );
    const summary = await curves.getAttribute('aria-label');
    const frame = await lab.frame;
    await scroll(lab, 2);
    // Its pictures are freed, and so is its run.
    await lab.until((element) =>
      [...element.shadowRoot.querySelectorAll('canvas')].every((canvas) => canvas.width === 0),
    );
    await lab.page.waitForTimeout(300);
    await scroll(lab, 0);
    await lab.until((element) =>
      [...element.shadowRoot.querySelectorAll('[data-view="curves"] canvas')].every((canvas) => canvas.width > 0),
    );
    assert.deepEqual(await lab.frame, frame);
    assert.equal(await curves.getAttribute('aria-label'), summary);
    await lab.settle();
    for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 8);
    // A call to the element restores its run, too.
    await scroll(lab, 2);
    await lab.until((element) =>
      [...element.shadowRoot.querySelectorAll('canvas')].every((canvas) => canvas.width === 0),
    );
    await lab.page.waitForTimeout(300);
    const on = await lab.with((element) => element.step(10));
    const straight = await open(SETTINGS[0]);
    await straight.reset();
    assert.deepEqual(on, await straight.step(100));
  },
);

/** Collects all canvases, including those outside the document. */
function keepCanvases() {
  window.canvases = [];
  const { createElement } = Document.prototype;
  Document.prototype.createElement = function (...rest) {
    const element = createElement.apply(this, rest);
    if (element instanceof HTMLCanvasElement) window.canvases.push(element);
    return element;
  };
}

pageTest('the cached layer of a chart is freed together with its picture and restored with it', async (open) => {
  const body = `<!doctype html><title>Far down</title><script type="module" src="./gradscape.js"></script>
    <gradscape-lab settings="scenario=moons&amp;hidden_layers=1" views="boundary" controls=""></gradscape-lab><div style="height: 400vh"></div>`;
  const lab = await open('', { host: { body }, before: keepCanvases });
  // The engine sets this property on such a layer.
  const layers = () =>
    lab.page.evaluate(() => window.canvases.filter((canvas) => 'kept' in canvas).map(({ width }) => width));
  const drawn = async () => {
    await lab.until((element) => element.shadowRoot.querySelector('[data-view="boundary"] canvas').width > 0);
    await lab.settle();
    const widths = await layers();
    assert.ok(widths.length > 0 && widths.every((width) => width > 0), `${widths}`);
    await lab.waitForColours(lab.page.locator('gradscape-lab [data-view="boundary"] canvas'), 8);
  };
  await drawn();
  await lab.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await lab.until((element) => element.shadowRoot.querySelector('[data-view="boundary"] canvas').width === 0);
  assert.ok((await layers()).every((width) => width === 0));
  await lab.page.evaluate(() => scrollTo(0, 0));
  await drawn();
});

pageTest('in a hidden tab nothing runs', async (open) => {
  const lab = await open('scenario=rosenbrock');
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 3);
  const hide = (hidden) =>
    lab.page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { value: now, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  await lab.page.waitForTimeout(300);
  const { step } = await lab.frame;
  await lab.page.waitForTimeout(700);
  assert.equal((await lab.frame).step, step);
  await hide(false);
  await lab.until((element, from) => element.frame.step > from, { argument: step });
});
