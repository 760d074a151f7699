/** The cost of the page itself: time until it is ready, recovery from a lost graphics context, memory. */
import { launch } from '../tests/browser/chromium.js';
import { memory } from './memory-of.js';
import { spread } from './statistics.js';

export const SIZE = { width: 1440, height: 900 };

/**
 * Opens the page in a newly started browser with an empty cache. Measures milliseconds from the navigation until the
 * first chart and the first surface are painted, and until the first step after the start is shown.
 */
export async function opening(address, times) {
  const all = [];
  for (let time = 0; time < times; time += 1) {
    const browser = await launch();
    try {
      const page = await browser.newPage({ viewport: SIZE });
      await page.addInitScript(watchOpening);
      await page.goto(address);
      await page.waitForFunction(
        () => globalThis.opened.chart && globalThis.opened.surface && globalThis.opened.training,
        null,
        { timeout: 60_000 },
      );
      all.push(await page.evaluate(() => globalThis.opened));
    } finally {
      await browser.close();
    }
  }
  return Object.fromEntries(Object.keys(all[0]).map((what) => [what, spread(all.map((one) => one[what]))]));
}

/** Runs in the page: records when something first becomes visible, and when painting of the first chart starts. */
export function watchOpening() {
  globalThis.opened = {};
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...rest) {
    if (this.canvas.closest?.('.charts')) globalThis.opened.begun ??= performance.now();
    return clearRect.apply(this, rest);
  };
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
 * Repeatedly loses the surface's graphics context while the default story plays. Measures milliseconds until the
 * contour map replaces it and until the next 3-D picture, and the steps in the second before and after.
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
      await page.waitForFunction(() => globalThis.drawing && !globalThis.drawing.isContextLost(), null, {
        timeout: 60_000,
      });
      await page.waitForTimeout(1500);
      all.push(
        await lab.evaluate(async (element) => {
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
        }),
      );
    }
    return Object.fromEntries(Object.keys(all[0]).map((what) => [what, spread(all.map((one) => one[what]))]));
  } finally {
    await context.close();
  }
}

/** Runs in the page: records when map and surface are painted after a loss, and keeps a reference to the context. */
function watchContexts() {
  globalThis.painted = {};
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
    const result = drawImage.call(this, source, ...rest);
    const gl =
      this.canvas.closest('.relief') && source instanceof HTMLCanvasElement ? source.getContext('webgl2') : null;
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

/**
 * Memory of a story while it plays, sampled over that many minutes.
 * @param {string} [settings] of the story; the default one's without
 */
export async function memoryOver(browser, address, minutes, settings = '') {
  const context = await browser.newContext({ viewport: SIZE });
  try {
    const page = await context.newPage();
    await page.goto(settings ? `${address}#${settings}` : address);
    await page.locator('gradscape-lab').evaluate(async (element) => {
      while (!element.frame?.step) await new Promise((later) => setTimeout(later, 20));
    });
    const samples = [];
    const looks = Math.max(2, Math.min(minutes, 10));
    for (let look = 1; look <= looks; look += 1) {
      await page.waitForTimeout((minutes * 60_000) / looks);
      samples.push({
        minute: (minutes / looks) * look,
        step: await page.locator('gradscape-lab').evaluate((element) => element.frame.step),
        ...(await memory(page)),
      });
    }
    return samples;
  } finally {
    await context.close();
  }
}
