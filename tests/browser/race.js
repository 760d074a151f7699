/**
 * Races: racers are added, edited and removed in the panel; they are ranked, drawn, and in the link. The start can be
 * chosen on the surface.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantity } from '../../www/common/format.js';
import { rows } from './command-line.js';
import { pageTest } from './lab.js';

const inLab = (lab, selector) => lab.page.locator(`gradscape-lab ${selector}`);
const standings = (lab) => inLab(lab, '.standings tbody tr').allTextContents();
const chart = (lab) => inLab(lab, '[data-view="race"] canvas').first();

pageTest('racers can be added, edited and removed, and are in the link', async (open) => {
  const lab = await open('scenario=himmelblau');
  assert.ok(await inLab(lab, '[data-view="race"]').isHidden());
  await lab.reveal('race');
  await inLab(lab, '[data-key="race"] button').last().click();
  await lab.until((element) => element.settings === 'scenario=himmelblau&race=optimizer:momentum');
  await inLab(lab, '.racers summary').click();
  const field = (name) => inLab(lab, '.racer-fields').getByLabel(name);
  await field('Optimizer').selectOption('adam');
  await lab.until((element) => element.settings.endsWith('race=optimizer:adam'));
  await field('Learning rate').fill('0.1');
  await field('Learning rate').press('Tab');
  await lab.until(
    (element) =>
      element.settings.endsWith('race=optimizer:adam,lr:0.1') ||
      element.settings.endsWith('race=lr:0.1,optimizer:adam'),
  );
  await lab.step(30);
  await lab.says('Adam, lr 0.1');
  await lab.until((element) => element.shadowRoot.querySelectorAll('.standings tbody tr').length === 2);
  // The page's run is the same with and without other racers.
  await lab.sameAs(rows('scenario=himmelblau', 20));
  await inLab(lab, '.racers li > button').click();
  await lab.until((element) => element.settings === 'scenario=himmelblau');
  assert.ok(await inLab(lab, '[data-view="race"]').isHidden());
});

pageTest('eight optimizers race on Himmelblau’s function, and seek backward and forward together', async (open) => {
  const lab = await open();
  await lab.reveal('race');
  await inLab(lab, '[data-key="race"] select').first().selectOption({ label: 'Eight optimizers on Himmelblau' });
  await lab.until((element) => element.settings.startsWith('scenario=himmelblau&race='));
  await lab.reset(); // It plays on, and is not at step 0 for long.
  await lab.with((element) => element.seek(60));
  await lab.until((element) => element.shadowRoot.querySelectorAll('.standings tbody tr').length === 8);
  const at = (element, wanted) =>
    [...element.shadowRoot.querySelectorAll('.standings tbody tr td:nth-child(4)')].every(
      (cell) => cell.textContent === String(wanted),
    );
  await lab.until(at, { argument: 60 });
  await lab.settle();
  const there = await standings(lab);
  const losses = await inLab(lab, '.standings tbody tr td:nth-child(3)').allTextContents();
  assert.equal(new Set(losses).size > 4, true, 'they differ');
  await lab.with((element) => element.seek(5));
  await lab.until(at, { argument: 5 });
  await lab.with((element) => element.seek(60));
  await lab.until(at, { argument: 60 });
  await lab.settle();
  assert.deepEqual(await standings(lab), there);
  const said = await chart(lab).getAttribute('aria-label');
  assert.match(said, /^1\. .*; 8\. /);
  // The surface draws their paths, with their names beside it.
  const named = await inLab(lab, '.overlay').textContent();
  assert.ok(named.includes('RMSprop, lr 0.05') && named.includes('L-BFGS'), named);
});

pageTest("a race goes on without a run that has diverged, the page's own included", async (open) => {
  const lab = await open('scenario=rosenbrock&lr=1&race=lr:0.001;lr:0.0005');
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.status === 'diverged');
  const steps = (element) =>
    [...element.shadowRoot.querySelectorAll('.standings tbody tr td:nth-child(4)')].map((cell) =>
      Number(cell.textContent),
    );
  await lab.until(
    (element) =>
      [...element.shadowRoot.querySelectorAll('.standings tbody tr td:nth-child(4)')].filter(
        (cell) => Number(cell.textContent) > element.frame.step + 50,
      ).length === 2,
  );
  await lab.says('Diverged at step');
  await lab.says('the other racers go on');
  const { step, racing } = await lab.frame;
  assert.equal(racing, true);
  await lab.with((element) => element.pause());
  await lab.settle();
  const before = Math.max(...(await lab.with(steps)));
  assert.equal((await lab.with((element) => element.step(7))).step, step, 'its own frame stays');
  await lab.settle();
  assert.equal(Math.max(...(await lab.with(steps))), before + 7);
  // Before the first divergence all of them are there again; the last divergence ends the race.
  await lab.with((element) => element.seek(1));
  assert.equal((await lab.frame).status, 'running');
  await lab.with((element) => {
    element.settings = 'scenario=rosenbrock&lr=1&race=lr:0.5';
    element.play();
  });
  await lab.until((element) => element.frame?.status === 'diverged' && !element.frame.racing);
  await lab.says('Diverged at step');
});

pageTest('choosing what the race counts restarts nothing', async (open) => {
  const lab = await open('scenario=moons&points=60&hidden_layers=1&batch=full&race=batch:4');
  await lab.reset();
  await lab.step(20);
  await inLab(lab, '[data-view="race"] .segments').getByText('Gradients').click();
  await lab.until((element) => element.settings.endsWith('race_axis=evaluations'));
  assert.equal((await lab.frame).step, 20);
  await lab.says('Gradients of single examples');
  await lab.until((element) =>
    [...element.shadowRoot.querySelectorAll('.standings tbody td:nth-child(5)')].some(
      (cell) => Number(cell.textContent.replaceAll(/\D/g, '')) >= 21 * 40,
    ),
  );
});

pageTest('a click on the surface of a function chooses the start, and so do the keys', async (open) => {
  const lab = await open('scenario=himmelblau&surface=map');
  await lab.settle();
  const box = await inLab(lab, '.viewport').boundingBox();
  await lab.page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.4);
  await lab.until((element) => element.settings.includes('start_x='));
  const clicked = new URLSearchParams(await lab.settings);
  assert.ok(Number(clicked.get('start_x')) < 0 && Number(clicked.get('start_y')) > 0, await lab.settings);
  await lab.settle();
  await inLab(lab, 'button').getByText('Start', { exact: true }).click();
  await lab.page.keyboard.press('Shift+ArrowRight');
  await lab.says('Arrow keys move the starting point, Enter starts there');
  await lab.page.keyboard.press('Enter');
  await lab.until((element, old) => element.settings !== old, { argument: clicked.toString() });
  const moved = new URLSearchParams(await lab.settings);
  assert.ok(Math.abs(Number(moved.get('start_x')) - Number(clicked.get('start_x')) - 1) < 0.01, await lab.settings);
  assert.equal(moved.get('start_y'), clicked.get('start_y'));
  // Rotating the surface chooses nothing; a click on it in 3-D does.
  const solid = await open('scenario=bowl&start_x=4&start_y=4');
  await solid.settle();
  const view = await inLab(solid, '.viewport').boundingBox();
  await solid.page.mouse.move(view.x + view.width / 2, view.y + view.height / 2);
  await solid.page.mouse.down();
  await solid.page.mouse.move(view.x + view.width / 2 + 40, view.y + view.height / 2, { steps: 4 });
  await solid.page.mouse.up();
  assert.equal(await solid.settings, 'scenario=bowl&start_x=4&start_y=4');
  // The legend may have moved the surface; it is somewhere below the centre.
  for (let tries = 0; tries < 30 && (await solid.settings) === 'scenario=bowl&start_x=4&start_y=4'; tries += 1) {
    await solid.settle();
    const now = await inLab(solid, '.viewport').boundingBox();
    await solid.page.mouse.click(now.x + now.width / 2, now.y + now.height * (0.4 + 0.05 * (tries % 10)));
  }
  assert.notEqual(await solid.settings, 'scenario=bowl&start_x=4&start_y=4');
});

pageTest('a bad racer in a link is named, and the others run', async (open) => {
  const lab = await open('scenario=cliff&race=clip:norm;optimizer:adan');
  await lab.says('in racer 2, “optimizer:adan”');
  assert.equal(await lab.settings, 'scenario=cliff&race=clip:norm');
});

for (const [width, height] of [
  [1280, 800],
  [1920, 1000],
  [360, 900],
]) {
  pageTest(
    `beside a chart and strips, at ${width} pixels, the race shows its chart, its standings and its buttons within its view`,
    async (open) => {
      const lab = await open('scenario=rosenbrock&lr=0.001&schedule=cosine&race=optimizer:adam,lr:0.05', {
        width,
        height,
      });
      await lab.reset();
      await lab.step(20);
      await lab.until((element) => element.shadowRoot.querySelectorAll('.standings tbody tr').length === 2);
      await lab.settle();
      const view = await inLab(lab, '[data-view="race"]').boundingBox();
      for (const part of ['[data-view="race"] .tools', '[data-view="race"] canvas', '.standings table']) {
        const { x, y, width: across, height: down } = await inLab(lab, part).first().boundingBox();
        assert.ok(across > 150 || part.endsWith('.tools'), `${part} is ${across} pixels wide`);
        assert.ok(
          x >= view.x && x + across <= view.x + view.width + 1 && y >= view.y && y + down <= view.y + view.height + 1,
          part,
        );
      }
    },
  );
}

test('measured quantities have four digits, or all that stand before the point', () => {
  const numbers = [0.0012345, 0.5, 9999.4, 9999.6, -12345, 99999.4, 123456];
  assert.deepEqual(numbers.map(quantity), ['0.001234', '0.5000', '9999', '10000', '−12345', '99999', '1.23 × 10⁵']);
});

pageTest('AutoClip shows the threshold that it chose, and its percentile as one', async (open) => {
  const lab = await open('hidden_layers=2&width=4&race=clip:autoclip,threshold:30&paused');
  await lab.step(30);
  const [row] = rows('hidden_layers=2&width=4&clip=autoclip&threshold=30', 31).slice(30);
  const right = `clip autoclip, percentile 30, threshold ${quantity(row.threshold)}`;
  // The standings of step 30 follow those of step 0.
  const says = (element, text) =>
    [...element.shadowRoot.querySelectorAll('.standings tbody th')].some((cell) => cell.textContent === text);
  await lab.until(says, { argument: right });
});
