/** axe-core finds no problem in any state, in light and dark, narrow and wide. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pageTest } from './lab.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DIVERGES = 'scenario=spiral&hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10&clip=none';

/** States of the page: settings, and the actions that lead to it. */
const STATES = {
  'the opening story': { settings: '' },
  'a diverged run': { settings: DIVERGES, reach: (lab) => lab.step(500) },
  'live changes, a threshold and the plane of the descent': {
    settings: 'scenario=dax-vol-surface&clip=norm&plane=pca&surface=map&changes=lr~0.02@20',
    reach: (lab) => lab.step(60),
  },
  'a sequence with all its charts': { settings: 'scenario=recall' },
  'the list of keys': {
    settings: 'scenario=rosenbrock',
    reach: (lab) => lab.page.getByRole('button', { name: 'Keys (?)' }).click(),
  },
  'every view as a table': {
    settings: 'scenario=spiral&points=40',
    async reach(lab) {
      await lab.step(20);
      for (const button of await lab.page.getByRole('button', { name: /^Table/ }).all()) await button.click();
    },
  },
  'all that is folded away at the surface': {
    settings: 'scenario=dax-vol-surface&plane=parameters&grid=17',
    async reach(lab) {
      await lab.step(20);
      // Each of them closes when the focus moves elsewhere.
      await lab.page.locator('gradscape-lab .drawn-from').evaluate((details) => {
        details.open = true;
      });
      await lab.page.getByRole('button', { name: 'More about the picture' }).click();
      assert.equal(
        await lab.page
          .locator('gradscape-lab .drawn-from[open], gradscape-lab .legend-more[aria-expanded="true"]')
          .count(),
        2,
      );
    },
  },
  'a marked step': {
    settings: 'scenario=spiral&points=40',
    async reach(lab) {
      await lab.step(20);
      await lab.page.getByRole('slider', { name: 'Point at: Loss & gradient' }).focus();
      await lab.page.keyboard.press('Home');
    },
  },
  'a sweep': {
    settings: 'scenario=bowl&optimizer=momentum&sweep=over:lr=0.01..0.16:6;over:momentum=0..0.9:4;steps:50',
    reach: (lab) => lab.page.locator('gradscape-lab .study[data-state="complete"]').waitFor(),
  },
  'a calibration': {
    settings: 'scenario=regime-switch&points=400&calibrate=folds:2;seeds:1;steps:10;thresholds:0.1..100:4:log',
    reach: (lab) => lab.page.locator('gradscape-lab .study[data-study="calibration"][data-state="complete"]').waitFor(),
  },
  'runs side by side': {
    settings: 'hidden_layers=4&compare=activation%3Drelu&branch=10:name~faster,lr~0.1',
    reach: (lab) => lab.step(20),
  },
  'notices about a bad link': { settings: 'scenario=rosenbrock&colour=teal&lr=99' },
};

for (const [name, { settings, reach }] of Object.entries(STATES)) {
  pageTest(`axe finds nothing in ${name}`, async (open) => {
    const lab = await open(settings);
    await lab.page.evaluate(axe);
    await lab.reset();
    await reach?.(lab);
    await lab.settle();
    for (const width of [1280, 360]) {
      for (const colorScheme of ['light', 'dark']) {
        // What scrolls under a foot counts as too small a target, so everything is seen whole here.
        await lab.page.setViewportSize({ width, height: width < 900 ? 3600 : 960 });
        await lab.page.emulateMedia({ colorScheme });
        await lab.settle();
        const found = await lab.page.evaluate(async () => {
          const { violations, passes } = await window.axe.run({ rules: { 'target-size': { enabled: true } } });
          // Proves that axe looked inside the element.
          const seen = passes.find(({ id }) => id === 'color-contrast').nodes.length;
          if (seen < 20) throw new Error(`axe has seen ${seen} texts`);
          return violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(' ')}: ${failureSummary}`),
          );
        });
        assert.deepEqual(found, [], `${width} pixels, ${colorScheme}`);
      }
    }
  });
}
