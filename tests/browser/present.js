/** A presentation: a strip of settings, a large surface, type that is read from the last row. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

/** The last one is a window of 1280 by 720 at 150 %. */
const SIZES = [
  { width: 1024, height: 768 },
  { width: 1280, height: 720 },
  { width: 853, height: 480 },
];

for (const size of SIZES) {
  pageTest(`a presentation at ${size.width} × ${size.height} keeps the strip and a large surface`, async (open) => {
    const lab = await open('clip=norm&grid=17', size);
    await lab.step(20);
    await lab.page.getByRole('button', { name: 'Present', exact: true }).click();
    await lab.settle();
    const seen = await lab.with((element) => {
      const { shadowRoot: root } = element;
      const inside = (part) => {
        const { left, top, right, bottom, width } = part.getBoundingClientRect();
        return width > 0 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      };
      const shown = [...root.querySelectorAll('.field')].filter((row) => row.checkVisibility());
      const small = [...root.querySelectorAll('*')]
        .filter((part) => part.checkVisibility() && !part.closest('.unseen, option'))
        .filter((part) => [...part.childNodes].some((node) => node instanceof Text && node.data.trim()))
        .filter((part) => parseFloat(getComputedStyle(part).fontSize) < 19.99);
      // Figures draw their smallest type at 12 of 15 parts of their box's.
      const figures = [...root.querySelectorAll('.charts .canvas')].filter((box) => box.checkVisibility());
      return {
        strip: shown.map((row) => row.dataset.key),
        outside: [...shown, ...root.querySelectorAll('.panel, .story, .transport, .surface')]
          .filter((part) => !inside(part))
          .map((part) => part.className),
        surface: root.querySelector('.viewport').getBoundingClientRect().height / innerHeight,
        small: small.map((part) => `${part.className || part.localName}: ${part.textContent}`),
        type: figures.map((box) => (parseFloat(getComputedStyle(box).fontSize) * 12) / 15),
        wide: document.documentElement.scrollWidth - innerWidth,
      };
    });
    assert.deepEqual(seen.strip, ['hidden_layers', 'activation', 'clip', 'threshold']);
    assert.deepEqual(seen.outside, []);
    assert.ok(seen.surface >= 0.45, `the surface has ${seen.surface} of the height`);
    assert.deepEqual(seen.small, []);
    assert.ok(seen.type.length > 0 && seen.type.every((pixels) => pixels >= 20), `${seen.type}`);
    assert.ok(seen.wide <= 0);
    await lab.control('activation').selectOption('tanh');
    await lab.until((element) => element.settings.includes('activation=tanh'));
    await lab.page.keyboard.press('Escape');
    await lab.page.getByRole('button', { name: 'Present', exact: true }).waitFor();
  });
}

for (const size of SIZES) {
  pageTest(`a presentation at ${size.width} × ${size.height} shows the whole sentence and a remedy`, async (open) => {
    const lab = await open('grid=17', size);
    await lab.step(20);
    await lab.until((element) => element.shadowRoot.querySelector('.remedy'));
    await lab.page.getByRole('button', { name: 'Present', exact: true }).click();
    await lab.settle();
    const seen = await lab.with((element) => {
      const { shadowRoot: root } = element;
      const story = root.querySelector('.story');
      const box = (part) => root.querySelector(part).getBoundingClientRect();
      return {
        hidden: story.scrollHeight - story.clientHeight,
        remedy: box('.remedy').bottom <= box('.story').bottom,
        chart: box('.charts .canvas').height,
        threshold: root.querySelector('[data-key="threshold"]').checkVisibility(),
      };
    });
    assert.ok(seen.hidden <= 1, `${seen.hidden} pixels of the sentence are not seen`);
    assert.ok(seen.remedy && seen.threshold);
    assert.ok(seen.chart > 40, `${seen.chart} pixels are left for the chart`);
  });
}

pageTest('the strip shows a small threshold whole', async (open) => {
  const lab = await open('clip=norm&threshold=0.00037&grid=17', { width: 853, height: 480 });
  await lab.step(5);
  await lab.page.getByRole('button', { name: 'Present', exact: true }).click();
  const cut = await lab.with((element) => {
    const box = element.shadowRoot.querySelector('[data-key="threshold"] input[type="number"]');
    return [box.value, box.scrollWidth - box.clientWidth];
  });
  assert.deepEqual(cut, ['0.00037', 0]);
});
