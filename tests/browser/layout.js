/** The page fits its window, in light and dark. */
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
      const colours = [document.documentElement, document.body, element].map(
        (part) => getComputedStyle(part).backgroundColor,
      );
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

pageTest(
  'the surface is never stretched: picture and labels keep their old size until they are redrawn in the new one',
  async (open) => {
    const lab = await open('scenario=rosenbrock', { width: 1280, height: 900 });
    await lab.settle();
    await lab.with((element) => {
      const [canvas, viewport] = ['.relief canvas', '.viewport'].map((part) => element.shadowRoot.querySelector(part));
      const seen = (window.seen = { stretched: [], sizes: new Set() });
      const look = () => {
        const [shown, box] = [canvas, viewport].map((part) => part.getBoundingClientRect());
        for (const side of ['width', 'height'])
          if (canvas.width && Math.abs(shown[side] * devicePixelRatio - canvas[side]) > 1)
            seen.stretched.push([side, shown[side], canvas[side]]);
        seen.sizes.add(Math.round(box.height));
        requestAnimationFrame(look);
      };
      look();
    });
    for (const height of [700, 900, 640, 900]) {
      await lab.page.setViewportSize({ width: 1280, height });
      await lab.page.waitForTimeout(100);
    }
    // Finally it fills its box.
    await lab.until((element) => {
      const [canvas, viewport] = ['.relief canvas', '.viewport'].map((part) =>
        element.shadowRoot.querySelector(part).getBoundingClientRect(),
      );
      return Math.abs(canvas.height - viewport.height) < 1 && Math.abs(canvas.width - viewport.width) < 1;
    });
    const { stretched, sizes } = await lab.page.evaluate(() => ({ ...window.seen, sizes: window.seen.sizes.size }));
    assert.ok(sizes > 1, 'the box had one size only');
    assert.deepEqual(stretched, []);
  },
);

/** Height of a part of the element. */
const height = (lab, selector) =>
  lab.page.locator(`gradscape-lab ${selector}`).evaluate((part) => part.getBoundingClientRect().height);

pageTest(
  'at 1280 by 720 the picture fills most of its panel, and text that does not fit below it opens over it',
  async (open) => {
    const lab = await open('scenario=spiral&grid=17', { width: 1280, height: 720 });
    await lab.reset();
    await lab.step(20);
    await lab.settle();
    const picture = await height(lab, '.surface .viewport');
    const panel = await height(lab, '.surface');
    assert.ok(picture > 0.75 * panel, `${picture} of ${panel}`);
    // If there is room for one line only, it starts with the main value.
    assert.match(await lab.page.locator('gradscape-lab .overlay li').first().textContent(), /^negative gradient/);
    const within = () =>
      lab.with((element) => {
        const box = (part) => element.shadowRoot.querySelector(part).getBoundingClientRect();
        const [note, room] = [box('.legend .rest .note:last-of-type'), box('.legend .rest')];
        return note.height > 0 && note.top >= room.top && note.bottom <= room.bottom;
      });
    const more = lab.page.getByRole('button', { name: 'More about the picture' });
    assert.equal(await within(), false);
    await more.click();
    assert.equal(await more.getAttribute('aria-expanded'), 'true');
    assert.equal(await within(), true);
    assert.equal(await height(lab, '.surface .viewport'), picture, 'nothing is laid out anew');
    await more.press('Escape');
    assert.equal(await more.getAttribute('aria-expanded'), 'false');
    await more.click();
    await lab.page.getByRole('button', { name: 'Map', exact: true }).focus();
    assert.equal(await more.getAttribute('aria-expanded'), 'false', 'who goes elsewhere leaves it closed');
  },
);

for (const width of [1280, 1920]) {
  pageTest(`a presentation at ${width} pixels has its buttons within the window`, async (open) => {
    const lab = await open('scenario=rosenbrock', { width, height: 720 });
    await lab.page.getByRole('button', { name: 'Present', exact: true }).click();
    const parts = await lab.with((element) =>
      [...element.shadowRoot.querySelectorAll('.transport > *')].flatMap((part) => {
        if (!part.checkVisibility()) return [];
        const { left, right, top, bottom, width: wide } = part.getBoundingClientRect();
        return {
          part: part.className,
          inside: wide > 0 && left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight,
        };
      }),
    );
    assert.deepEqual(
      parts.filter(({ inside }) => !inside),
      [],
    );
    assert.ok(await lab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}

for (const width of [901, 1024, 1160, 1280]) {
  pageTest(`at ${width} pixels no two controls in the surface’s head lie over each other`, async (open) => {
    const lab = await open('scenario=spiral&grid=17', { width, height: 768 });
    const over = await lab.with((element) => {
      const parts = [
        ...element.shadowRoot.querySelectorAll('.surface figcaption :is(h3, button, select, summary)'),
      ].filter((part) => part.checkVisibility());
      const boxes = parts.map((part) => part.getBoundingClientRect());
      const name = (part) => part.ariaLabel ?? part.textContent;
      const meet = (a, b) =>
        a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
      return boxes.flatMap((a, k) =>
        boxes.slice(k + 1).flatMap((b, m) => (meet(a, b) ? [`${name(parts[k])} and ${name(parts[k + 1 + m])}`] : [])),
      );
    });
    assert.deepEqual(over, []);
  });
}

pageTest('at 360 pixels head and transport take two rows each', async (open) => {
  const lab = await open('scenario=spiral&grid=17', { width: 360, height: 740 });
  await lab.settle();
  assert.ok((await height(lab, 'header')) < 90 && (await height(lab, '.transport')) < 105);
  for (const name of ['Copy link', 'Copy as PyTorch', 'Check gradients', 'Present']) {
    await lab.page.getByRole('button', { name, exact: true }).waitFor();
  }
});

pageTest('every button is large enough for a pointer, and for a finger where there are fingers', async (open) => {
  for (const [touch, least] of [
    [false, 24],
    [true, 44],
  ]) {
    const lab = await open('scenario=spiral&grid=17&plane=parameters', { width: 360, height: 740, touch });
    await lab.settle();
    const small = await lab.with(
      (element, size) =>
        [
          ...element.shadowRoot.querySelectorAll(
            'header button, .surface :is(button, select, summary), .transport button',
          ),
        ]
          .filter((part) => part.checkVisibility())
          .map((part) => [part.ariaLabel ?? part.textContent, part.getBoundingClientRect()])
          .filter(([, { width, height: high }]) => width < size || high < size)
          .map(([name, { width, height: high }]) => `${name}: ${width} × ${high}`),
      least - 0.1,
    );
    assert.deepEqual(small, []);
  }
});
