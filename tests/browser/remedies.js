/** Remedies are tried beside the run before they are offered, and a lost run can be examined. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

const buttons = (lab) =>
  lab.with((element) =>
    [...element.shadowRoot.querySelectorAll('.remedy')].map((button) => ({
      label: button.querySelector('.remedy-label').textContent,
      effect: button.querySelector('.remedy-effect').textContent,
    })),
  );

/** Waits until the remedies are in a state: `trying`, `proven`, `none` or empty. */
const state = (lab, wanted) =>
  lab.until((element, name) => element.shadowRoot.querySelector('.remedies').dataset.state === name, {
    argument: wanted,
  });

/** Opens the dialog on a lost run and waits for its end. */
async function examine(lab) {
  await lab.page.getByRole('button', { name: 'Autopsy' }).click();
  const dialog = lab.page.getByRole('dialog', { name: 'Autopsy' });
  await dialog.waitFor();
  await dialog.locator('.autopsy-body').waitFor();
  return dialog;
}

pageTest('a remedy is tried first, and its button says what it does', async (open) => {
  const lab = await open();
  await lab.reset();
  await lab.step(20);
  await state(lab, 'proven');
  // Those of step 0 stand there until those of step 20 are proven.
  await lab.until((element) =>
    element.shadowRoot.querySelector('.remedy-effect')?.textContent.includes('from the start'),
  );
  const [best] = await buttons(lab);
  assert.match(best.label, /ReLU and He weights/);
  assert.match(best.effect, /^loss 0\.\d+ after 300 steps from the start; from here, 0\.69\d* without$/);
  const step = (await lab.frame).step;
  assert.equal(step, 20, 'the run itself was not moved');
  await lab.page.locator('gradscape-lab .remedy').first().click();
  await lab.until((element) => /activation=relu/.test(element.settings));
  // What the button said is what happens.
  const loss = Number(best.effect.match(/^loss ([\d.]+)/)[1]);
  const frame = await lab.step(300 - (await lab.frame).step);
  assert.ok(frame.loss < 2 * loss + 0.1, `${frame.loss} where ${loss} was promised`);
});

pageTest('without workers the same remedies are proven', async (open) => {
  const settings = 'scenario=cliff';
  const found = [];
  for (const before of [undefined, () => delete window.Worker]) {
    const lab = await open(settings, before ? { before } : {});
    await lab.reset();
    await lab.step(20);
    await state(lab, 'proven');
    found.push(await buttons(lab));
  }
  assert.deepEqual(found[0], found[1]);
});

pageTest('if no remedy helps, the page says so and offers none', async (open) => {
  // The plateau is so flat that steps of any rate that is tried stay on it.
  const lab = await open('scenario=plateau&lr=0.0001');
  await lab.reset();
  await lab.step(60);
  await state(lab, 'none');
  await lab.says('none of them helps');
  assert.deepEqual(await buttons(lab), []);
});

pageTest(
  'until they are proven no remedy is offered, and a change of settings gives up what is being tried',
  async (open) => {
    const lab = await open('width=64&hidden_layers=20');
    await lab.reset();
    await lab.step(2);
    await state(lab, 'trying');
    await lab.says('Trying 3 remedies…');
    assert.deepEqual(await buttons(lab), []);
    await lab.with((element) => (element.settings = 'scenario=sphere&lr=0.1'));
    await lab.until((element) => element.frame?.layers.length === 1);
    await lab.step(3);
    await state(lab, '');
    await lab.page.waitForTimeout(500);
    assert.deepEqual(await buttons(lab), [], 'no proof of the other run arrives');
  },
);

pageTest('the autopsy of a diverged run names its cause and opens the run that stays near', async (open) => {
  const lab = await open('scenario=bowl&lr=0.25');
  await lab.step(300);
  assert.equal((await lab.frame).status, 'diverged');
  const dialog = await examine(lab);
  assert.match(
    await dialog.locator('.autopsy-cause').textContent(),
    /learning rate is too high.*Learning rate 0\.0625/,
  );
  assert.match(await dialog.locator('.autopsy-chain').textContent(), /λ_max is 25, above the limit 2 \/ lr = 8/);
  assert.match(await dialog.locator('canvas').getAttribute('aria-label'), /no longer a finite number/);
  await lab.waitForColours(dialog.locator('canvas'), 8);
  const saved = lab.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as SVG' }).click();
  assert.equal((await saved).suggestedFilename(), 'gradscape-autopsy.svg');
  const link = dialog.getByRole('link', { name: 'Open the run that stays near' });
  assert.equal(await link.getAttribute('href'), '#scenario=bowl&lr=0.0625');
  await link.click();
  await lab.until((element) => /lr=0\.0625/.test(element.settings));
  assert.equal(await dialog.isVisible(), false);
  assert.equal((await lab.step(100)).status, 'running');
});

pageTest('a remedy that begins the run anew says so', async (open) => {
  const lab = await open('grid=17');
  await lab.reset();
  await lab.step(20);
  await state(lab, 'proven');
  const remedy = lab.page.locator('gradscape-lab .remedy').first();
  const label = await remedy.locator('.remedy-label').textContent();
  await remedy.click();
  const note = lab.page.locator('gradscape-lab .story-note');
  await note.filter({ hasText: /\S/ }).waitFor();
  assert.equal(await note.textContent(), `Started again from step 0: ${label}. `);
  await lab.until((element) => !element.shadowRoot.querySelector('.charts').classList.contains('stale'));
});

pageTest('a link opens the autopsy, and the dialog copies it', async (open) => {
  const lab = await open('scenario=bowl&lr=0.25&step=26&autopsy');
  const dialog = lab.page.getByRole('dialog', { name: 'Autopsy' });
  await dialog.locator('.autopsy-body').waitFor();
  assert.match(
    await dialog.locator('.autopsy-lines').textContent(),
    /^Solid lines: this run. Dashed lines: .*Learning rate 0\.0625/,
  );
  await lab.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /#scenario=bowl&lr=0\.25&step=26&autopsy$/);
});

pageTest('the autopsy of a run that is not lost says so, and shows nothing else', async (open) => {
  const lab = await open('scenario=bowl&step=3&autopsy');
  const dialog = lab.page.getByRole('dialog', { name: 'Autopsy' });
  const sentence = dialog.locator('.autopsy-cause');
  await sentence.waitFor();
  assert.match(await sentence.textContent(), /^Nothing to examine: after 3 steps the run is finite/);
  assert.equal(await dialog.locator('.autopsy-picture').isVisible(), false);
  assert.equal(await dialog.getByRole('button', { name: 'Save as SVG' }).isVisible(), false);
  assert.equal(await dialog.locator('h3').first().isVisible(), false);
});
