/** What a reader does with a lab in a document: plays it, drags the threshold, goes away and comes back, prints. */
import assert from 'node:assert/strict';

export const PATIENCE = 120_000;

/** The lab of a page, ready. */
export async function ready(page) {
  const lab = page.locator('gradscape-lab').first();
  await lab.waitFor({ state: 'attached', timeout: PATIENCE });
  await lab.evaluate((element) => element.scrollIntoView({ block: 'nearest', behavior: 'instant' }));
  await until(lab, (element) => element.frame);
  return lab;
}

/** Waits until a function of the element holds. */
export async function until(lab, holds, argument) {
  const start = Date.now();
  while (!(await lab.evaluate(holds, argument))) {
    if (Date.now() - start > PATIENCE) assert.fail(`never: ${holds}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** Waits until the surface is computed, and painted on the ground of the theme. */
export async function painted(page, lab) {
  const isPainted = ({ shadowRoot }) => {
    if (shadowRoot.querySelector('.stale') || shadowRoot.querySelector('.progress')?.textContent) return false;
    const canvases = [...shadowRoot.querySelectorAll('.viewport canvas')].filter((one) => one.checkVisibility());
    return canvases.every((canvas) => {
      if (canvas.width === 300 && canvas.height === 150) return false;
      const context = Object.assign(document.createElement('canvas'), { width: 8, height: 8 }).getContext('2d');
      context.drawImage(canvas, 0, 0, 8, 8);
      const [red, green, blue, opaque] = context.getImageData(0, 0, 1, 1).data;
      const dark = shadowRoot.querySelector('.lab').classList.contains('dark');
      return opaque < 255 || red + green + blue < 384 === dark;
    });
  };
  await until(lab, isPainted);
  await page.waitForTimeout(500);
  await until(lab, isPainted);
}

/** A picture of the window with the lab, once it is painted. */
export async function picture(page, lab, path) {
  await lab.evaluate((element) =>
    element.scrollIntoView({ block: element.offsetHeight < innerHeight ? 'center' : 'start', behavior: 'instant' }),
  );
  await painted(page, lab);
  await page.screenshot({ path });
}

export async function plays(lab) {
  const before = await lab.evaluate((element) => element.frame.step);
  await lab.getByRole('button', { name: 'Play' }).first().click();
  await until(lab, (element, step) => element.frame.step > step + 5, before);
  await lab.getByRole('button', { name: 'Pause' }).first().click();
}

export async function dragsThreshold(page, lab) {
  const handle = lab.getByRole('slider', { name: 'Clip threshold' }).first();
  await handle.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const box = await handle.boundingBox();
  const before = await lab.evaluate((element) => element.frame.threshold);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 12, { steps: 4 });
  await page.mouse.up();
  await until(lab, (element, from) => element.frame.threshold > from, before);
}

/** Follows the links to the other page and back. */
export async function goesAwayAndBack(page, { away = 'Elsewhere', back = 'Lab' }) {
  // Hosts differ in whether a link ends with a slash.
  const path = (url) => String(url).replace(/(\/|\/index\.html)?(#.*)?$/, '');
  const here = path(page.url());
  await page.getByRole('link', { name: away }).filter({ visible: true }).first().click();
  await page.waitForURL((url) => path(url.href) !== here, { timeout: PATIENCE });
  await page.getByRole('link', { name: back, exact: true }).filter({ visible: true }).first().click();
  await page.waitForURL((url) => path(url.href) === here, { timeout: PATIENCE });
}
