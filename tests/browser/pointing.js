/** Pointing at a step or a layer in one view marks it in all views. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const SETTINGS = 'scenario=spiral&points=60&hidden_layers=4&clip=norm&threshold=0.5';

/** The overlay of a chart, its marks and its values. */
function view(lab, id) {
  const figure = lab.page.locator(`gradscape-lab figure[data-view="${id}"]`);
  return {
    pointer: figure.locator('.pointer'),
    column: figure.locator('.column'),
    row: figure.locator('.row'),
    readout: figure.locator('.readout'),
  };
}

async function ready(open, settings = SETTINGS) {
  const lab = await open(settings);
  await lab.reset();
  await lab.step(60);
  await lab.draws(60);
  await lab.settle();
  return lab;
}

pageTest('pointing at a step of a layer marks both in every view without repainting a chart', async (open) => {
  const lab = await ready(open);
  const [history, layers, curves] = ['history', 'layers', 'curves'].map((id) => view(lab, id));
  await lab.page.evaluate(() => {
    window.painted = 0;
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...rest) {
      // The ball on the surface moves too, and the surface may still be refined.
      if (this.canvas.closest?.('.charts')) window.painted += 1;
      return clear.apply(this, rest);
    };
  });
  const { width, height } = await history.pointer.boundingBox();
  for (const share of [0.2, 0.3, 0.4, 0.5])
    await history.pointer.hover({ position: { x: share * width, y: 0.3 * height } });
  assert.equal(await lab.page.evaluate(() => window.painted), 0);
  const said = await history.readout.textContent();
  const [, step, layer] = said.match(/^step (\d+), layer (\d) · gradient norm [\d.×⁻⁰¹²³⁴-⁹]+$/) ?? assert.fail(said);
  assert.ok(await history.row.isVisible());
  assert.match(await curves.readout.textContent(), new RegExp(`^step ${step} · loss [\\d.]+ · `));
  assert.match(
    await layers.readout.textContent(),
    new RegExp(`^layer ${layer} · before clipping [\\d.×⁻⁰¹²³⁴-⁹]+ · after clipping `),
  );
  assert.ok(await lab.page.locator('gradscape-lab .track i').isVisible());
  await lab.page.mouse.move(2, 2);
  for (const { column, readout } of [history, layers, curves]) {
    assert.ok(await column.isHidden());
    assert.ok(await readout.isHidden());
  }
});

pageTest('however many values are shown, no title is covered', async (open) => {
  const lab = await open(
    'scenario=spiral&points=60&hidden_layers=4&clip=norm&threshold=0.5&test_share=0.3&schedule=cosine',
  );
  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
    [360, 800],
  ]) {
    await lab.page.setViewportSize({ width, height });
    await lab.reset();
    await lab.step(40);
    await lab.settle();
    for (const id of ['curves', 'rate', 'clip']) {
      const { pointer, readout } = view(lab, id);
      // Below the threshold line, which has its own handle.
      await pointer.hover({ position: { x: 4, y: (await pointer.boundingBox()).height - 4 } });
      const box = await readout.boundingBox();
      const figure = lab.page.locator(`gradscape-lab figure[data-view="${id}"]`);
      const [title, canvas] = [await figure.locator('h3').boundingBox(), await figure.locator('canvas').boundingBox()];
      assert.ok(box.y >= title.y + title.height - 1, `${id} at ${width}: the title is covered`);
      assert.ok(
        box.x >= canvas.x - 1 && box.x + box.width <= canvas.x + canvas.width + 1,
        `${id} at ${width}: it leaves the chart`,
      );
    }
  }
});

pageTest('the values shown are those of the frame', async (open) => {
  const lab = await ready(open);
  const curves = view(lab, 'curves');
  const { width, height } = await curves.pointer.boundingBox();
  // Below the threshold line, which has its own handle.
  const position = { x: width / 2, y: height - 4 };
  await curves.pointer.hover({ position });
  const [, step, loss] = (await curves.readout.textContent()).match(/^step (\d+) · loss ([\d.]+)/);
  await curves.pointer.dblclick({ position });
  await lab.until((element, wanted) => element.frame.step === wanted, { argument: Number(step) });
  assert.ok(Math.abs((await lab.frame).loss / Number(loss) - 1) < 1e-3);
});

pageTest('arrow keys move the mark through steps and layers, and say where it is', async (open) => {
  const lab = await ready(open);
  const { pointer } = view(lab, 'history');
  await pointer.focus();
  await lab.page.keyboard.press('Home');
  assert.match(await pointer.getAttribute('aria-valuetext'), /^step 0, layer 0 · gradient norm /);
  await lab.page.keyboard.press('ArrowUp');
  await lab.page.keyboard.press('Shift+ArrowRight');
  assert.match(await pointer.getAttribute('aria-valuetext'), /^step 10, layer 1 · gradient norm /);
  assert.ok(await view(lab, 'curves').column.isVisible());
  await lab.page.keyboard.press('Enter');
  await lab.until((element) => element.frame.step === 10);
  await lab.page.keyboard.press('Escape');
  assert.ok(await view(lab, 'curves').column.isHidden());
});

pageTest('pointing at a layer marks its row of the history', async (open) => {
  const lab = await ready(open);
  const layers = view(lab, 'layers');
  await layers.pointer.focus();
  await lab.page.keyboard.press('Home');
  await lab.page.keyboard.press('ArrowRight');
  assert.match(await layers.pointer.getAttribute('aria-valuetext'), /^layer 1 · /);
  const [row, whole] = await Promise.all([
    view(lab, 'history').row.boundingBox(),
    view(lab, 'history').pointer.boundingBox(),
  ]);
  const fromBelow = (whole.y + whole.height - row.y - row.height / 2) / whole.height;
  assert.ok(Math.abs(fromBelow - 1.5 / 5) < 0.02, `${fromBelow}`);
});

pageTest('pointing at a step marks it on the surface, in 3-D and on the map', async (open) => {
  const lab = await ready(open, 'scenario=rosenbrock');
  const mark = lab.page.locator('gradscape-lab .path-mark');
  const curves = view(lab, 'curves');
  await curves.pointer.focus();
  await lab.page.keyboard.press('Home');
  for (const name of ['Map', '3-D']) {
    await mark.waitFor();
    assert.match(await mark.textContent(), /^step 0 · loss /);
    const box = await mark.boundingBox();
    await lab.page.getByRole('button', { name, exact: true }).click();
    await curves.pointer.focus();
    await lab.page.keyboard.press('Home');
    await lab.until(
      (element, before) => {
        const { x } = element.shadowRoot.querySelector('.path-mark').getBoundingClientRect();
        return x > 0 && Math.abs(x - before) > 1;
      },
      { argument: box.x },
    );
  }
});
