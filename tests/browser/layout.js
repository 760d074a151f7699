/** The page fits the window it is given, in light and dark. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

for (const width of [320, 400, 1280, 1440]) {
  for (const dark of [false, true]) {
    pageTest(`nothing overflows sideways at ${width} pixels, ${dark ? 'dark' : 'light'}`, async (open) => {
      const lab = await open('', { width, height: 900, dark });
      await lab.settle();
      const [wide, shown] = await lab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= shown, `the page is ${wide} pixels wide`);
    });
  }
}

pageTest('the page turns dark when the system does', async (open) => {
  const lab = await open('scenario=rosenbrock');
  assert.ok(await lab.with((element) => !element.shadowRoot.querySelector('.lab').classList.contains('dark')));
  await lab.page.emulateMedia({ colorScheme: 'dark' });
  await lab.until((element) => element.shadowRoot.querySelector('.lab').classList.contains('dark'));
});

pageTest('dark is dark and light is light', async (open) => {
  const brightness = async (dark) => {
    const lab = await open('', { dark });
    return lab.with((element) => {
      const canvas = new OffscreenCanvas(1, 1);
      const context = canvas.getContext('2d');
      const colours = [document.documentElement, document.body, element].map((part) => getComputedStyle(part).backgroundColor);
      for (const colour of colours) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      return context.getImageData(0, 0, 1, 1).data[1];
    });
  };
  assert.ok((await brightness(true)) < 80);
  assert.ok((await brightness(false)) > 180);
});

pageTest('everything is in view at 1280 by 720 without scrolling', async (open) => {
  const lab = await open('', { width: 1280, height: 720 });
  await lab.settle();
  for (const canvas of await lab.canvases()) {
    const box = await canvas.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 720, `a canvas ends at ${box.y + box.height}`);
  }
});
