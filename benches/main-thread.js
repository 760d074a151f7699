/** Main-thread time per frame of the page, and how often its charts are painted. */
import { cpuByRenderer } from './hosts.js';
import { SIZE } from './page.js';
import { median } from './statistics.js';

/** During a task longer than this, in ms, the page feels unresponsive. */
const LONG = 50;
/** What may not stand still while it is measured. */
const MOVES = ['frames', 'shown', 'charts', 'surfaces', 'step'];

/**
 * Runs the default story several times in each browser, in turn; the browsers draw canvases in different ways.
 * @param {Record<string, import('playwright-core').Browser>} browsers by name
 * @returns {Promise<Record<string, object>>} for each browser what {@link frames} measures, reduced by
 *   {@link typicalRun}
 */
export async function framesBy(browsers, address, seconds, times) {
  const all = Object.fromEntries(Object.keys(browsers).map((way) => [way, []]));
  for (let time = 0; time < times; time += 1) {
    for (const [way, browser] of Object.entries(browsers)) all[way].push(await frames(browser, address, seconds));
  }
  return Object.fromEntries(
    Object.entries(all).map(([way, runs]) => {
      const of = (what) => typicalRun(runs.map((run) => run[what]));
      return [way, { playing: of('playing'), turned: of('turned') }];
    }),
  );
}

/** The run with the median cost per frame, with the long tasks of all runs. */
function typicalRun(runs) {
  const cost = median(runs.map(({ cpuPerFrame }) => cpuPerFrame ?? 0));
  const typical = runs.find(({ cpuPerFrame }) => (cpuPerFrame ?? 0) === cost) ?? runs[0];
  const sum = (what) => runs.reduce((total, run) => total + run[what], 0);
  return {
    ...typical,
    watched: sum('seconds'),
    longTasks: sum('longTasks'),
    longest: Math.max(...runs.map(({ longest }) => longest)),
  };
}

/**
 * The default story at 1440 x 900, first playing, then playing while the user rotates the surface: main-thread CPU time
 * per frame in ms, frames per second, and tasks above 50 ms.
 */
export async function frames(browser, address, seconds) {
  const { page, lab, close } = await openPage(browser, address);
  try {
    const playing = await measureWhile(browser, page, seconds, () => page.waitForTimeout(seconds * 1000));
    const stage = await lab.locator('.stage canvas').first().boundingBox();
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    const mouse = await pressedMouse(page);
    const turned = await measureWhile(browser, page, seconds, async () => {
      await mouse('mousePressed', x, y);
      const end = performance.now() + seconds * 1000;
      for (let k = 0; performance.now() < end; k += 1) {
        await mouse('mouseMoved', x + 150 * Math.sin(k / 20), y + 30 * Math.sin(k / 33));
        await new Promise((later) => setTimeout(later, 16));
      }
      await mouse('mouseReleased', x, y, 0);
    });
    return { playing, turned };
  } finally {
    await close();
  }
}

/** How many times a second each chart is painted while a run with these settings goes at full speed. */
export async function moving(browser, address, settings, seconds) {
  const { page, lab, close } = await openPage(browser, `${address}#${settings}`);
  try {
    await lab.evaluate((element) => {
      const speed = element.shadowRoot.querySelector('.speed input');
      speed.value = speed.max;
      speed.dispatchEvent(new Event('input'));
    });
    await page.waitForTimeout(1000);
    return await measureWhile(browser, page, seconds, () => page.waitForTimeout(seconds * 1000));
  } finally {
    await close();
  }
}

/**
 * The page with as much to do as it can have while it plays: a network of 64 layers of 16 units, the view of the network
 * beside the layers with their theory and the decision surface, and remedies being tried in the pool.
 */
export async function crowded(browser, address, seconds) {
  const { page, lab, close } = await openPage(browser, `${address}#hidden_layers=64&width=16`);
  try {
    await lab.evaluate((element) => {
      const menu = element.shadowRoot.querySelector('[data-view="curves"] .swap select');
      menu.value = 'network';
      menu.dispatchEvent(new Event('change'));
    });
    await page.waitForTimeout(1000);
    // A surface of so large a network may take longer than this.
    const moves = MOVES.filter((what) => what !== 'surfaces');
    return await measureWhile(browser, page, seconds, () => page.waitForTimeout(seconds * 1000), moves);
  } finally {
    await close();
  }
}

/** Four runs side by side: three activations, and a branch with a clip. */
export const COLUMNS =
  'hidden_layers=8&compare=activation%3Drelu%26init%3Dhe-normal;activation%3Dtanh&branch=20:clip~norm,threshold~0.1';

/** The page with four runs side by side, each with its surface and charts. */
export async function columns(browser, address, seconds) {
  const { page, close } = await openPage(browser, `${address}#${COLUMNS}`);
  try {
    await page.waitForTimeout(2000);
    return await measureWhile(browser, page, seconds, () => page.waitForTimeout(seconds * 1000));
  } finally {
    await close();
  }
}

/** Opens the page in a new context and lets it play for two seconds. */
async function openPage(browser, address) {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  await page.addInitScript(watchFrames);
  await page.goto(address);
  const lab = page.locator('gradscape-lab');
  await lab.evaluate(async (element) => {
    while (!(element.frame?.step > 20)) await new Promise((later) => setTimeout(later, 20));
  });
  await page.waitForTimeout(2000);
  return { page, lab, close: () => context.close() };
}

/**
 * A mouse with its left button down, controlled through the browser's protocol. With a button down, `page.mouse.move`
 * runs scripts in the page before and after each move, to detect dragging, and these would count as the page's time.
 */
async function pressedMouse(page) {
  const session = await page.context().newCDPSession(page);
  return (type, x, y, buttons = 1) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, buttons, button: 'left', clickCount: 1 });
}

/** Runs in the page: counts frames and paints, and records long tasks. */
function watchFrames() {
  globalThis.counted = { frames: 0, shown: 0, charts: 0, surfaces: 0, byChart: {}, long: [] };
  const { counted } = globalThis;
  const count = () => {
    counted.frames += 1;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  document.addEventListener('frame', () => {
    counted.shown += 1;
  });
  // A chart starts by clearing its canvas; a picture of the surface is copied into the canvas of its view.
  const { clearRect, drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...rest) {
    const chart = this.canvas.closest('.charts .view')?.dataset.view;
    if (chart) {
      counted.charts += 1;
      counted.byChart[chart] = (counted.byChart[chart] ?? 0) + 1;
    }
    return clearRect.apply(this, rest);
  };
  CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
    if (this.canvas.closest('.relief')) counted.surfaces += 1;
    return drawImage.apply(this, rest);
  };
  new PerformanceObserver((list) =>
    globalThis.counted.long.push(...list.getEntries().map(({ duration }) => duration)),
  ).observe({ type: 'longtask' });
}

/**
 * Main-thread time per frame while `body` runs, for about that many seconds.
 * @throws if the run or a view stood still, which would make the numbers meaningless
 */
async function measureWhile(browser, page, seconds, body, moves = MOVES) {
  await page.evaluate(() => {
    globalThis.counted.long.length = 0;
  });
  const look = () =>
    page.evaluate(() => {
      const lab = document.querySelector('gradscape-lab');
      const shown = [...lab.shadowRoot.querySelectorAll('.charts .view')].filter(
        (view) => view.getClientRects().length,
      );
      const byChart = Object.fromEntries(
        shown.map(({ dataset }) => [dataset.view, globalThis.counted.byChart[dataset.view] ?? 0]),
      );
      return { ...globalThis.counted, byChart, step: lab.frame.step };
    });
  const [before, first, start] = [await cpuByRenderer(browser), await look(), performance.now()];
  await body();
  const [after, last, end] = [await cpuByRenderer(browser), await look(), performance.now()];
  const { long } = last;
  const made = Object.fromEntries(MOVES.map((what) => [what, last[what] - first[what]]));
  for (const [what, count] of Object.entries(made)) {
    if (moves.includes(what) && !(count > 0))
      throw new Error(`The page stood still while it was measured: ${what} ${count} in ${seconds} s.`);
  }
  const cpu = Math.max(0, ...[...after].map(([pid, time]) => time - (before.get(pid) ?? time)));
  const passed = (end - start) / 1000;
  return {
    seconds,
    made,
    /** Paints per second of each visible chart. */
    chartsPerSecond: Object.fromEntries(
      Object.entries(last.byChart).map(([chart, count]) => [chart, (count - (first.byChart[chart] ?? 0)) / passed]),
    ),
    cpuPerFrame: cpu > 0 ? (cpu * 1000) / made.frames : null,
    /** Per frame with something new, of which there are at most as many as frames. */
    cpuPerShown: cpu > 0 ? (cpu * 1000) / made.shown : null,
    framesPerSecond: made.frames / passed,
    longTasks: long.filter((duration) => duration > LONG).length,
    longest: Math.max(0, ...long),
  };
}
