/** The main thread's time for a frame of the page, and how often its charts move. */
import { cpuByRenderer } from './hosts.js';
import { SIZE } from './page.js';
import { median } from './statistics.js';

/** A task this long is one in which nothing answers. */
const LONG = 50;

/**
 * The default story several times, by turns in browsers that draw canvases in one way or another.
 * @param {Record<string, import('playwright-core').Browser>} browsers by the way
 * @returns {Promise<Record<string, object>>} for each way what {@link frames} measures, by {@link middle}
 */
export async function framesBy(browsers, address, seconds, times) {
  const all = Object.fromEntries(Object.keys(browsers).map((way) => [way, []]));
  for (let time = 0; time < times; time += 1) {
    for (const [way, browser] of Object.entries(browsers)) all[way].push(await frames(browser, address, seconds));
  }
  return Object.fromEntries(
    Object.entries(all).map(([way, runs]) => {
      const of = (what) => middle(runs.map((run) => run[what]));
      return [way, { playing: of('playing'), turned: of('turned') }];
    }),
  );
}

/** The run with the median cost of a frame; with the long tasks of all of them. */
function middle(runs) {
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
 * The default story at 1440 x 900, playing, then playing while the surface is turned by hand: CPU milliseconds of the
 * main thread for a frame, frames a second, and tasks above 50 ms.
 */
export async function frames(browser, address, seconds) {
  const { page, lab, close } = await opened(browser, address);
  try {
    const playing = await over(browser, page, seconds, () => page.waitForTimeout(seconds * 1000));
    const stage = await lab.locator('.stage canvas').first().boundingBox();
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    const hand = await handOf(page);
    const turned = await over(browser, page, seconds, async () => {
      await hand('mousePressed', x, y);
      const end = performance.now() + seconds * 1000;
      for (let k = 0; performance.now() < end; k += 1) {
        await hand('mouseMoved', x + 150 * Math.sin(k / 20), y + 30 * Math.sin(k / 33));
        await new Promise((later) => setTimeout(later, 16));
      }
      await hand('mouseReleased', x, y, 0);
    });
    return { playing, turned };
  } finally {
    await close();
  }
}

/** How often a second each chart is painted while a run with these settings goes as fast as it can. */
export async function moving(browser, address, settings, seconds) {
  const { page, lab, close } = await opened(browser, `${address}#${settings}`);
  try {
    await lab.evaluate((element) => {
      const speed = element.shadowRoot.querySelector('.speed input');
      speed.value = speed.max;
      speed.dispatchEvent(new Event('input'));
    });
    await page.waitForTimeout(1000);
    return await over(browser, page, seconds, () => page.waitForTimeout(seconds * 1000));
  } finally {
    await close();
  }
}

/** The page in a context of its own, playing for two seconds. */
async function opened(browser, address) {
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
 * A mouse with its left button down, told to the browser itself: with a button down, `page.mouse.move` has scripts run in the page
 * before and after each move, to hear whether something is dragged away, and they would be counted as the page's.
 */
async function handOf(page) {
  const session = await page.context().newCDPSession(page);
  return (type, x, y, buttons = 1) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, buttons, button: 'left', clickCount: 1 });
}

/** Runs in the page: counts frames, what is new in them, and notes long tasks. */
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
  // A chart begins with an empty canvas; a picture of the surface is copied into its own.
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
 * What the main thread spent on a frame while `body` took so many seconds.
 * @throws if the run stood still, or a view did: what that costs says nothing
 */
async function over(browser, page, seconds, body) {
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
  const made = Object.fromEntries(
    ['frames', 'shown', 'charts', 'surfaces', 'step'].map((what) => [what, last[what] - first[what]]),
  );
  for (const [what, count] of Object.entries(made)) {
    if (!(count > 0)) throw new Error(`The page stood still while it was measured: ${what} ${count} in ${seconds} s.`);
  }
  const cpu = Math.max(0, ...[...after].map(([pid, time]) => time - (before.get(pid) ?? time)));
  const passed = (end - start) / 1000;
  return {
    seconds,
    made,
    /** How often a second each chart that is shown was painted. */
    chartsPerSecond: Object.fromEntries(
      Object.entries(last.byChart).map(([chart, count]) => [chart, (count - (first.byChart[chart] ?? 0)) / passed]),
    ),
    cpuPerFrame: cpu > 0 ? (cpu * 1000) / made.frames : null,
    /** Of a frame in which there is something new: at most as many as there are frames. */
    cpuPerShown: cpu > 0 ? (cpu * 1000) / made.shown : null,
    framesPerSecond: made.frames / passed,
    longTasks: long.filter((duration) => duration > LONG).length,
    longest: Math.max(0, ...long),
  };
}
