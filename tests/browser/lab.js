/**
 * What every browser test stands on: one Chromium, a server of `dist/`, and a fresh page for each test that notes
 * everything that went wrong in it.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch } from './chromium.js';
import { serve } from './server.js';

export const site = await serve({}, '../../dist/');
const browser = await launch();
after(async () => {
  await browser.close();
  site.close();
});

/** A minute and a half for a test: nothing may hang for ever, and a loaded machine has time enough. */
const PATIENCE = 90_000;

/** The number that people read as `4.1×10⁻⁸`. */
export function number(text) {
  const [, digits, power] = text.replace('−', '-').match(/^(.*?)(?:×?10([⁻⁰¹²³⁴-⁹]+))?$/);
  const exponent = [...(power ?? '⁰')].map((sign) => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).join('');
  return Number(`${digits || 1}e${exponent}`);
}

/**
 * A test of the page: a sentence, and a body that gets `open`.
 *
 * After the body, whatever went wrong in the page unexpectedly fails the test too.
 * @param {string} sentence
 * @param {(open: typeof Lab.open) => Promise<void>} body
 */
export function pageTest(sentence, body) {
  test(sentence, { timeout: PATIENCE }, async () => {
    const contexts = [];
    const labs = [];
    const open = async (settings, options) => {
      const context = await browser.newContext(contextOptions(options));
      contexts.push(context);
      labs.push(await Lab.open(context, settings, options));
      return labs.at(-1);
    };
    try {
      await body(open);
      for (const lab of labs) assert.deepEqual(lab.problems, [], 'the page reported problems');
    } catch (error) {
      // What the page complained about is often the cause.
      for (const problem of labs.flatMap((lab) => lab.problems)) console.log(problem);
      throw error;
    } finally {
      for (const context of contexts) await context.close();
    }
  });
}

function contextOptions({ width = 1280, height = 720, dark = false, calm = false, touch = false } = {}) {
  return {
    viewport: { width, height },
    hasTouch: touch,
    isMobile: touch,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: calm ? 'reduce' : 'no-preference',
  };
}

/** One page with the element in it. */
export class Lab {
  /** What the console, the network and uncaught errors complained about. */
  problems = [];
  /** Every address that was asked for. */
  asked = [];

  /**
   * Opens the page at these settings and waits until the element has a frame.
   * @param {object} [options] `before` runs in the page before its own scripts, `ready: false` does not wait, `host` is a
   *   page to open instead: its `body`, and `headers`; `at` is the address to open
   */
  static async open(
    context,
    settings = '',
    { before, ready = true, host, at = host ? `${site.address}host.html` : site.address } = {},
  ) {
    const lab = new Lab();
    lab.page = await context.newPage();
    lab.page.setDefaultTimeout(PATIENCE / 2);
    lab.listen();
    await lab.page.addInitScript(() => {
      // The element tells of what goes wrong in it by an event.
      addEventListener('error', ({ target, message }) => target !== window && console.error(message));
      // How often anything has been painted, for who waits until nothing is.
      window.paintings = 0;
      for (const name of ['clearRect', 'fillRect', 'drawImage', 'putImageData']) {
        const paint = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...rest) {
          window.paintings += 1;
          return paint.apply(this, rest);
        };
      }
    });
    if (before) await lab.page.addInitScript(before);
    if (host) site.pages.set('host.html', host);
    await lab.page.goto(`${at}${settings ? `#${settings}` : ''}`);
    if (ready) await lab.ready();
    return lab;
  }

  listen() {
    const { page, problems } = this;
    page.on('console', (message) => {
      if (['error', 'warning', 'assert'].includes(message.type())) problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    page.on('request', (request) => this.asked.push(request.url()));
    page.on('requestfailed', (request) => problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
    });
  }

  /** Takes a problem that the test brought about out of the list; it has to be there. */
  expect(pattern) {
    const others = this.problems.filter((problem) => !pattern.test(problem));
    assert.notEqual(others.length, this.problems.length, `${pattern} was not reported`);
    this.problems.splice(0, this.problems.length, ...others);
  }

  /** Waits for the element's first frame. */
  async ready() {
    await this.until((element) => element.frame != null);
  }

  /** Waits until something holds of the element. */
  async until(holds, { within = PATIENCE / 2, argument } = {}) {
    const end = performance.now() + within;
    while (!(await this.with(holds, argument))) {
      if (performance.now() > end) throw new Error(`within ${within} ms it never held that ${holds} (${argument})`);
      await this.page.waitForTimeout(20);
    }
  }

  /** Waits until people can read this somewhere in the element; what is drawn follows the frame a little later. */
  says(text) {
    const holds = (element, wanted) => element.shadowRoot.textContent.includes(wanted);
    return this.until(holds, { argument: text });
  }

  /** Waits until the gradient of the layers is drawn as it is at a step. */
  draws(step) {
    const drawn = (element, now) =>
      element.shadowRoot.querySelector('[data-view="layers"] canvas')?.ariaLabel?.startsWith(`Step ${now}:`);
    return this.until(drawn, { argument: step });
  }

  /** Runs a function in the page, with the element as its first argument. */
  async with(work, argument) {
    return this.page.locator('gradscape-lab').first().evaluate(work, argument);
  }

  get frame() {
    return this.with((element) => element.frame);
  }

  get settings() {
    return this.with((element) => element.settings);
  }

  /** Pauses, and waits for the steps that were on their way: no step more is asked for after them. */
  pause() {
    return this.with((element) => {
      element.pause();
      return element.step(0);
    });
  }

  /** Steps, from wherever the run stands; the frame reached. Pauses first. */
  async step(n = 1) {
    await this.pause();
    return this.with((element, steps) => element.step(steps), n);
  }

  /** Back to step 0, paused; its frame. */
  async reset() {
    await this.pause();
    return this.with((element) => element.reset());
  }

  /** Makes the page go through these rows, step by step, and compares every field. */
  async sameAs(rows) {
    await this.reset();
    const frames = await this.with(async (element, steps) => {
      const seen = [element.frame];
      while (seen.length < steps) seen.push(await element.step());
      return seen;
    }, rows.length);
    for (const [step, row] of rows.entries()) assert.deepEqual(frames[step], row, `step ${step}`);
  }

  /**
   * Waits until what is shown has caught up: the surface is this run's and complete, the gradients are those of the
   * frame, and for a while nothing has been painted or written. A run that goes on is not waited for.
   */
  async settle() {
    await this.until((element) => {
      const inside = (part) => element.shadowRoot.querySelector(part);
      const drawn =
        inside('[data-view="layers"]:not([hidden]) canvas')?.ariaLabel?.match(/^Step (\d+):/)?.[1] ??
        element.frame.step;
      const { step, status } = element.frame;
      const goes = inside('.status')?.dataset.state === 'running';
      // A canvas that nothing has been painted on yet has the size that canvases are born with. Where the loss is
      // finite nowhere there is nothing to paint.
      const nowhere = inside('.surface .nothing')?.hidden === false;
      const surface = [...(inside('.viewport')?.querySelectorAll('canvas') ?? [])].filter((canvas) =>
        canvas.checkVisibility(),
      );
      if (!nowhere && surface.some(({ width, height }) => width === 300 && height === 150)) return false;
      // Of a run that has diverged the gradients before are drawn.
      return (
        !inside('.stale') &&
        !inside('.progress')?.textContent &&
        (goes || Number(drawn) === step || status === 'diverged')
      );
    });
    await this.with(async (element) => {
      let changes = 0;
      const observer = new MutationObserver(() => (changes += 1));
      observer.observe(element.shadowRoot, { subtree: true, childList: true, characterData: true, attributes: true });
      const pass = () => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 50));
      let seen = -1;
      // Passes are counted, not time: on a busy machine they come late, and so does what is waited for.
      const runs = () => element.shadowRoot.querySelector('.status')?.dataset.state === 'running';
      for (let quiet = 0, passes = 0; quiet < 8 && passes < (runs() ? 8 : 300); passes += 1) {
        const now = changes + window.paintings;
        quiet = now === seen ? quiet + 1 : 0;
        seen = now;
        await pass();
      }
      observer.disconnect();
    });
  }

  /** The canvases that are to be seen. */
  async canvases() {
    const all = await this.page.locator('gradscape-lab canvas').all();
    const seen = await Promise.all(all.map((canvas) => canvas.isVisible()));
    return all.filter((_, index) => seen[index]);
  }

  /** The control of a setting. */
  control(key) {
    return this.page.locator(`gradscape-lab [data-key="${key}"] :is(select, input)`).first();
  }

  /** Chooses a value as a person would. */
  async choose(key, value) {
    const control = this.control(key);
    // What is seldom touched is folded away.
    const folded = this.page.locator(`gradscape-lab details.more:not([open]):has([data-key="${key}"]) > summary`);
    if (await folded.isVisible()) await folded.click();
    await control.selectOption(value);
  }

  /** What a control shows. */
  chosen(key) {
    return this.control(key).inputValue();
  }

  /** Waits until more than so many colours are to be seen in a part of the page: a picture may still be on its way. */
  async coloured(locator, most) {
    const end = performance.now() + PATIENCE / 4;
    while ((await this.colours(locator)) <= most) {
      assert.ok(performance.now() < end, `there are never more than ${most} colours`);
      await this.page.waitForTimeout(100);
    }
  }

  /** How many different colours are to be seen in a part of the page. */
  async colours(locator) {
    const picture = (await locator.screenshot()).toString('base64');
    const blank = await browser.newPage();
    try {
      return await blank.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
      }, picture);
    } finally {
      await blank.close();
    }
  }
}
