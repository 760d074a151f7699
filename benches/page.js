/** What the page costs beside its numbers: until it is there, the main thread's time for a frame, memory. */
import { launch } from '../tests/browser/chromium.js';
import { cpuByRenderer } from './hosts.js';
import { memory } from './memory-of.js';
import { spread } from './statistics.js';

const SIZE = { width: 1440, height: 900 };
/** A task this long is one in which nothing answers. */
const LONG = 50;

/**
 * Opens the page cold, in a browser that has just been started and has no cache: milliseconds from the navigation
 * until the first chart and the first surface are painted, and until the first step after the start is on show.
 */
export async function opening(address, times) {
  const all = [];
  for (let time = 0; time < times; time += 1) {
    const browser = await launch();
    try {
      const page = await browser.newPage({ viewport: SIZE });
      await page.addInitScript(watchOpening);
      await page.goto(address);
      await page.waitForFunction(() => globalThis.opened.chart && globalThis.opened.surface && globalThis.opened.training, null, { timeout: 60_000 });
      all.push(await page.evaluate(() => globalThis.opened));
    } finally {
      await browser.close();
    }
  }
  return Object.fromEntries(Object.keys(all[0]).map((what) => [what, spread(all.map((one) => one[what]))]));
}

/** Runs in the page: notes when something is to be seen for the first time. */
function watchOpening() {
  globalThis.opened = {};
  document.addEventListener('frame', ({ detail }) => {
    if (detail.step > 0) globalThis.opened.training ??= performance.now();
  });
  const small = new OffscreenCanvas(32, 32).getContext('2d', { willReadFrequently: true });
  const isPainted = (canvas) => {
    if (!canvas.width || !canvas.getClientRects().length) return false;
    small.clearRect(0, 0, 32, 32);
    small.drawImage(canvas, 0, 0, 32, 32);
    const pixels = new Uint32Array(small.getImageData(0, 0, 32, 32).data.buffer);
    return new Set(pixels).size > 4;
  };
  const look = () => {
    const root = document.querySelector('gradscape-lab')?.shadowRoot;
    for (const canvas of root?.querySelectorAll('canvas') ?? []) {
      const what = canvas.closest('.stage') ? 'surface' : 'chart';
      if (!(what in globalThis.opened) && isPainted(canvas)) globalThis.opened[what] = performance.now();
    }
    if (!('chart' in globalThis.opened && 'surface' in globalThis.opened)) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/**
 * The default story at 1440 x 900, playing, then playing while the surface is turned by hand: CPU milliseconds of the
 * main thread for a frame, frames a second, and tasks above 50 ms.
 */
export async function frames(browser, address, seconds) {
  const context = await browser.newContext({ viewport: SIZE });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchFrames);
    await page.goto(address);
    const lab = page.locator('gradscape-lab');
    await lab.evaluate(async (element) => {
      while (!(element.frame?.step > 20)) await new Promise((later) => setTimeout(later, 20));
    });
    await page.waitForTimeout(2000);
    const views = await lab.evaluate((element) => [...element.shadowRoot.querySelectorAll('canvas')].filter((canvas) => canvas.getClientRects().length).length);
    const playing = await over(browser, page, seconds, () => page.waitForTimeout(seconds * 1000));
    const stage = await lab.locator('.stage canvas').first().boundingBox();
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    const turned = await over(browser, page, seconds, async () => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      const end = performance.now() + seconds * 1000;
      for (let k = 0; performance.now() < end; k += 1) {
        await page.mouse.move(x + 150 * Math.sin(k / 20), y + 30 * Math.sin(k / 33));
        await new Promise((later) => setTimeout(later, 16));
      }
      await page.mouse.up();
    });
    return { views, playing, turned };
  } finally {
    await context.close();
  }
}

/** Runs in the page: counts frames, what is new in them, and notes long tasks. */
function watchFrames() {
  globalThis.counted = { frames: 0, shown: 0, charts: 0, surfaces: 0, long: [] };
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
    if (this.canvas.closest('.charts')) counted.charts += 1;
    return clearRect.apply(this, rest);
  };
  CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
    if (this.canvas.closest('.relief')) counted.surfaces += 1;
    return drawImage.apply(this, rest);
  };
  new PerformanceObserver((list) => globalThis.counted.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
}

/**
 * What the main thread spent on a frame while `body` took so many seconds.
 * @throws if the run stood still, or a view did: what that costs says nothing
 */
async function over(browser, page, seconds, body) {
  await page.evaluate(() => {
    globalThis.counted.long.length = 0;
  });
  const look = () => page.evaluate(() => ({ ...globalThis.counted, step: document.querySelector('gradscape-lab').frame.step }));
  const [before, first, start] = [await cpuByRenderer(browser), await look(), performance.now()];
  await body();
  const [after, last, end] = [await cpuByRenderer(browser), await look(), performance.now()];
  const { long } = last;
  const made = Object.fromEntries(['frames', 'shown', 'charts', 'surfaces', 'step'].map((what) => [what, last[what] - first[what]]));
  for (const [what, count] of Object.entries(made)) {
    if (!(count > 0)) throw new Error(`The page stood still while it was measured: ${what} ${count} in ${seconds} s.`);
  }
  const cpu = Math.max(0, ...[...after].map(([pid, time]) => time - (before.get(pid) ?? time)));
  return {
    seconds,
    made,
    cpuPerFrame: cpu > 0 ? (cpu * 1000) / made.frames : null,
    /** Of a frame in which there is something new: at most as many as there are frames. */
    cpuPerShown: cpu > 0 ? (cpu * 1000) / made.shown : null,
    framesPerSecond: made.frames / ((end - start) / 1000),
    longTasks: long.filter((duration) => duration > LONG).length,
    longest: Math.max(0, ...long),
  };
}

/**
 * Takes the surface's graphics context away while the default story plays, again and again: milliseconds from that moment
 * until the map stands in and until the next 3-D picture is painted, and the run's steps in the second before and after.
 */
export async function lost(browser, address, times) {
  const context = await browser.newContext({ viewport: SIZE });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchContexts);
    await page.goto(address);
    const lab = page.locator('gradscape-lab');
    const all = [];
    for (let time = 0; time < times; time += 1) {
      await page.waitForFunction(() => globalThis.drawing && !globalThis.drawing.isContextLost(), null, { timeout: 60_000 });
      await page.waitForTimeout(1500);
      all.push(await lab.evaluate(async (element) => {
        const steps = [element.frame.step];
        const wait = (time) => new Promise((later) => setTimeout(later, time));
        await wait(1000);
        steps.push(element.frame.step);
        globalThis.painted = {};
        const from = performance.now();
        globalThis.drawing.getExtension('WEBGL_lose_context').loseContext();
        globalThis.drawing = null;
        await wait(1000);
        steps.push(element.frame.step);
        while (!globalThis.painted.surface && performance.now() < from + 20_000) await wait(5);
        const { map = Infinity, surface = Infinity } = globalThis.painted;
        if (steps[1] === steps[0]) throw new Error('The run stood still before the context was taken away.');
        return { map: map - from, surface: surface - from, before: steps[1] - steps[0], after: steps[2] - steps[1] };
      }));
    }
    return Object.fromEntries(Object.keys(all[0]).map((what) => [what, spread(all.map((one) => one[what]))]));
  } finally {
    await context.close();
  }
}

/** Runs in the page: notes when map and surface are painted after a loss, and keeps the context within reach. */
function watchContexts() {
  globalThis.painted = {};
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
    const result = drawImage.call(this, source, ...rest);
    const gl = this.canvas.closest('.relief') && source instanceof HTMLCanvasElement ? source.getContext('webgl2') : null;
    if (gl && !gl.isContextLost()) {
      globalThis.drawing = gl;
      globalThis.painted.surface ??= performance.now();
    }
    return result;
  };
  const { stroke } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.stroke = function (...rest) {
    if (this.canvas.matches?.('.viewport > canvas')) globalThis.painted.map ??= performance.now();
    return stroke.apply(this, rest);
  };
}

/** Memory of the default story while it plays, now and then over so many minutes. */
export async function memoryOver(browser, address, minutes) {
  const context = await browser.newContext({ viewport: SIZE });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('gradscape-lab').evaluate(async (element) => {
      while (!element.frame?.step) await new Promise((later) => setTimeout(later, 20));
    });
    const samples = [];
    const looks = Math.max(2, Math.min(minutes, 10));
    for (let look = 1; look <= looks; look += 1) {
      await page.waitForTimeout((minutes * 60_000) / looks);
      samples.push({ minute: (minutes / looks) * look, step: await page.locator('gradscape-lab').evaluate((element) => element.frame.step), ...(await memory(page)) });
    }
    return samples;
  } finally {
    await context.close();
  }
}
