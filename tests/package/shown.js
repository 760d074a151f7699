/** Opens a built page in Chromium and makes five steps of its lab. */
import { pathToFileURL } from 'node:url';
import { launch } from '../browser/chromium.js';
import { serve } from '../browser/server.js';

/**
 * @param {string} folder with what was built
 * @param {string} [body] the page, if there is none in the folder
 * @returns the frame of step 5, what was asked of the server, and how many workers there were
 */
export async function shown(folder, body) {
  const site = await serve({}, `${pathToFileURL(folder)}/`);
  if (body) site.pages.set('', { body });
  try {
    return await shownAt(site.address);
  } finally {
    site.close();
  }
}

/** The same at an address. @param {string} address */
export async function shownAt(address) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('response', (answer) => answer.status() >= 400 && problems.push(`${answer.status()}: ${answer.url()}`));
    const requests = [];
    page.on('request', (asked) => {
      const { protocol, pathname } = new URL(asked.url());
      if (protocol.startsWith('http')) requests.push(pathname);
    });
    await page.goto(address);
    const lab = page.locator('gradscape-lab').first();
    const frame = await lab.evaluate(async (element) => {
      await customElements.whenDefined('gradscape-lab');
      await element.reset();
      return element.step(5);
    });
    // The second worker starts with the first surface.
    const end = performance.now() + 10_000;
    while (page.workers().length < 2 && performance.now() < end) await page.waitForTimeout(50);
    if (problems.length) throw new Error(problems.join('\n'));
    return { frame, requests, workers: page.workers().length };
  } finally {
    await browser.close();
  }
}
