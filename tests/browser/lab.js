/**
 * The basis of every browser test: one Chromium, a server of `dist/`, and a fresh page for each test, which records
 * everything that goes wrong in it.
 */
import { numbersOf } from './command-line.js';
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

/** Time limit of a test, in ms: nothing may hang for ever, and a busy machine has enough time. */
const PATIENCE = 90_000;

/** Parses a number that people read as `4.1×10⁻⁸`. */
export function number(text) {
  const [, digits, power] = text.replace('−', '-').match(/^(.*?)(?:×?10([⁻⁰¹²³⁴-⁹]+))?$/);
  const exponent = [...(power ?? '⁰')].map((sign) => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).join('');
  return Number(`${digits || 1}e${exponent}`);
}

/**
 * A test of the page: a sentence, and a body that gets `open`.
 *
 * The test also fails if anything unexpected went wrong in the page.
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
      // What the page reported is often the cause.
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
  /** Errors and warnings of the console, failed requests and uncaught errors. */
  problems = [];
  /** The address of every request. */
  requests = [];

  /**
   * Opens the page at these settings and waits until the element has a frame.
   * @param {object} [options] `before` runs in the page before its own scripts; `ready: false` does not wait; `host` is
   * another page to open, with its `body` and `headers`; `at` is the address to open
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
      // The element reports its errors by an event, which does not bubble.
      addEventListener('error', ({ target, message }) => target !== window && message && console.error(message), true);
      // Counts canvas operations, so that a test can wait until painting stops.
      window.paintCount = 0;
      for (const name of ['clearRect', 'fillRect', 'drawImage', 'putImageData']) {
        const paint = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...rest) {
          window.paintCount += 1;
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
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('requestfailed', (request) => problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
    });
  }

  /** Removes an expected problem from the list; fails if it was not reported. */
  expect(pattern) {
    const others = this.problems.filter((problem) => !pattern.test(problem));
    assert.notEqual(others.length, this.problems.length, `${pattern} was not reported`);
    this.problems.splice(0, this.problems.length, ...others);
  }

  /** Waits for the element's first frame. */
  async ready() {
    await this.until((element) => element.frame != null);
  }

  /** Waits until a condition on the element is true. */
  async until(condition, { within = PATIENCE / 2, argument } = {}) {
    const end = performance.now() + within;
    while (!(await this.with(condition, argument))) {
      if (performance.now() > end)
        throw new Error(`within ${within} ms this never became true: ${condition} (${argument})`);
      await this.page.waitForTimeout(20);
    }
  }

  /** Waits until this text appears somewhere in the element; the display follows the frame with a short delay. */
  says(text) {
    const shown = (element, wanted) => element.shadowRoot.textContent.includes(wanted);
    return this.until(shown, { argument: text });
  }

  /** Waits until the gradients of the layers are drawn for this step. */
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

  /** Pauses, and waits for the steps that were already under way. */
  pause() {
    return this.with((element) => {
      element.pause();
      return element.step(0);
    });
  }

  /** Pauses, makes steps from the current one, and returns the frame reached. */
  async step(n = 1) {
    await this.pause();
    return this.with((element, steps) => element.step(steps), n);
  }

  /** Pauses, resets to step 0, and returns its frame. */
  async reset() {
    await this.pause();
    return this.with((element) => element.reset());
  }

  /** Steps the page through these rows and compares every field. */
  async sameAs(rows) {
    await this.reset();
    const frames = await this.with(async (element, steps) => {
      const seen = [element.frame];
      while (seen.length < steps) seen.push(await element.step());
      return seen;
    }, rows.length);
    for (const [step, row] of rows.entries()) {
      assert.deepEqual(numbersOf(frames[step]), row, `step ${step}`);
      assert.equal(frames[step].verdictStep, step, 'the verdict is of the same step');
    }
  }

  /**
   * Waits until the display has caught up: the surface belongs to this run and is complete, the gradients are those of
   * the frame, and for a while nothing was painted or written. Does not wait for a running run to stop.
   */
  async settle() {
    await this.until((element) => {
      const inside = (part) => element.shadowRoot.querySelector(part);
      const drawn =
        inside('[data-view="layers"]:not([hidden]) canvas')?.ariaLabel?.match(/^Step (\d+):/)?.[1] ??
        element.frame.step;
      const { step, status } = element.frame;
      const running = inside('.status')?.dataset.state === 'running';
      // A canvas that has not been painted yet has the default size. If no loss is finite, there is nothing to paint.
      const nothing = inside('.surface .nothing')?.hidden === false;
      const surface = [...(inside('.viewport')?.querySelectorAll('canvas') ?? [])].filter((canvas) =>
        canvas.checkVisibility(),
      );
      if (!nothing && surface.some(({ width, height }) => width === 300 && height === 150)) return false;
      // A diverged run shows the last finite gradients.
      return (
        !inside('.stale') &&
        !inside('.progress')?.textContent &&
        (running || Number(drawn) === step || status === 'diverged')
      );
    });
    await this.with(async (element) => {
      let changes = 0;
      const observer = new MutationObserver(() => (changes += 1));
      observer.observe(element.shadowRoot, { subtree: true, childList: true, characterData: true, attributes: true });
      const pass = () => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 50));
      let seen = -1;
      // Counts passes instead of time: on a busy machine the passes come late, and so does the painting.
      const runs = () => element.shadowRoot.querySelector('.status')?.dataset.state === 'running';
      for (let quiet = 0, passes = 0; quiet < 8 && passes < (runs() ? 8 : 300); passes += 1) {
        const now = changes + window.paintCount;
        quiet = now === seen ? quiet + 1 : 0;
        seen = now;
        await pass();
      }
      observer.disconnect();
    });
  }

  /** The visible canvases. */
  async canvases() {
    const all = await this.page.locator('gradscape-lab canvas').all();
    const seen = await Promise.all(all.map((canvas) => canvas.isVisible()));
    return all.filter((_, index) => seen[index]);
  }

  /** The control of a setting. */
  control(key) {
    return this.page.locator(`gradscape-lab [data-key="${key}"] :is(select, input)`).first();
  }

  /** Brings the control of a setting into sight: those that are not on the first screen stand behind “More settings”. */
  async reveal(key) {
    const row = this.page.locator(`gradscape-lab [data-key="${key}"]`).first();
    if (!(await row.isVisible())) await this.page.getByRole('button', { name: 'More settings' }).click();
    return this.control(key);
  }

  /** Chooses a value as a user would. */
  async choose(key, value) {
    await (await this.reveal(key)).selectOption(value);
  }

  /** The value that a control shows. */
  shownValue(key) {
    return this.control(key).inputValue();
  }

  /** Waits until a part of the page has more than this many colours; a picture may still be on its way. */
  async waitForColours(locator, most) {
    const end = performance.now() + PATIENCE / 4;
    while ((await this.countColours(locator)) <= most) {
      assert.ok(performance.now() < end, `there are never more than ${most} colours`);
      await this.page.waitForTimeout(100);
    }
  }

  /** The number of different colours in a part of the page. */
  async countColours(locator) {
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
