/** Curvature of the loss: sharpness measured during training, and the planes and cuts that use it. */
import assert from 'node:assert/strict';
import { rows } from './command-line.js';
import { pageTest } from './lab.js';

const NETWORK =
  'scenario=moons&points=100&hidden_layers=2&width=8&activation=tanh&loss=mse&batch=full&optimizer=sgd&lr=0.1';

/** Puts a chart into the last panel. */
async function show(lab, id) {
  const shown = await lab.with((element) =>
    [...element.shadowRoot.querySelectorAll('.charts > .view:not([hidden])')].map(({ dataset }) => dataset.view),
  );
  await lab.page.locator(`gradscape-lab .view[data-view="${shown.at(-1)}"] .swap select`).selectOption(id);
}

/** Waits until the text alternative of a chart matches; returns the match. */
async function waitForSummary(lab, view, pattern) {
  const matches = (element, [id, source]) =>
    new RegExp(source).test(element.shadowRoot.querySelector(`[data-view="${id}"] canvas`)?.ariaLabel ?? '');
  await lab.until(matches, { argument: [view, pattern.source] });
  const words = await lab.page.locator(`gradscape-lab [data-view="${view}"] canvas`).getAttribute('aria-label');
  return words.match(pattern);
}

/** Waits until the note below the surface matches. */
const waitForNote = (lab, pattern) =>
  lab.until(
    (element, source) => new RegExp(source).test(element.shadowRoot.querySelector('.surface .legend').innerText),
    { argument: pattern.source },
  );

pageTest(
  'with a learning rate 5 % below 2/λ_max the run converges on the bowl, and 5 % above it diverges',
  async (open) => {
    for (const [share, side] of [
      [0.95, 'below'],
      [1.05, 'above'],
    ]) {
      const lab = await open(`scenario=bowl&kappa=25&rotation=20&lr=${(share * 2) / 25}`);
      await show(lab, 'sharpness');
      await lab.reset();
      const [, value] = await waitForSummary(
        lab,
        'sharpness',
        new RegExp(`λ_max is ([\\d.]+) .*${side} the limit 2 / lr`),
      );
      assert.equal(value, '25');
      const { loss } = await lab.frame;
      const frame = await lab.step(1000);
      if (side === 'below') assert.ok(frame.status === 'running' && frame.loss < 1e-6 * loss, JSON.stringify(frame));
      else assert.equal(frame.status, 'diverged');
    }
  },
);

pageTest('the sharpness is measured during the run and does not change it', async (open) => {
  const lab = await open(NETWORK);
  await show(lab, 'sharpness');
  await lab.reset();
  const first = await waitForSummary(lab, 'sharpness', /Step 0: λ_max is ([\d.]+)/);
  await lab.with((element) => element.play());
  await lab.until((element) => element.frame.step > 300);
  await lab.pause();
  const { step } = await lab.frame;
  const last = await waitForSummary(
    lab,
    'sharpness',
    new RegExp(`Step ${step}: λ_max is ([\\d.]+) .*over all 74 training rows`),
  );
  assert.notEqual(first[1], last[1]);
  await lab.sameAs(rows(NETWORK, 40));
});

pageTest('with Adam the sharpness is that of the preconditioned Hessian, with the limit 38 / lr', async (open) => {
  const lab = await open(`${NETWORK.replace('optimizer=sgd&lr=0.1', 'optimizer=adam&lr=0.01')}`);
  await show(lab, 'sharpness');
  await lab.reset();
  await lab.step(20);
  const [, limit] = await waitForSummary(
    lab,
    'sharpness',
    /Step 20: .*λ_max of P⁻¹H is .* the limit \(2 \+ 2β₁\) \/ \(\(1 - β₁\) lr\) = ([\d.,]+)/,
  );
  assert.equal(Math.round(Number(limit.replace(',', ''))), 3800);
  await lab.settle();
});

pageTest('the seeds of the other two solutions can be chosen, are in the link, and must all differ', async (open) => {
  const lab = await open(`${NETWORK}&plane=solutions&grid=17`);
  await lab.reset();
  await lab.step(20);
  await waitForNote(lab, /solutions of seeds 1, 2 and 3/);
  const [second, third] = ['Seed of solution 2', 'Seed of solution 3'].map((name) =>
    lab.page.getByRole('textbox', { name }),
  );
  const put = async (field, value) => {
    await field.fill(value);
    await field.press('Enter');
  };
  await put(second, '7');
  await waitForNote(lab, /solutions of seeds 1, 7 and 2/);
  await put(third, '7');
  await waitForNote(lab, /not three different seeds/);
  await put(third, '9');
  await waitForNote(lab, /solutions of seeds 1, 7 and 9/);
  assert.match(await lab.settings, /seed_x=7&seed_y=9/);
  await put(second, 'many');
  await lab.says('seed_x: “many” is no');
});

pageTest('a cut follows the chosen line, from the step on screen', async (open) => {
  const lab = await open(NETWORK);
  await lab.reset();
  await show(lab, 'cut');
  await lab.until(
    (element) =>
      element.shadowRoot.querySelector('[data-view="cut"]').textContent.includes('not moved yet') ||
      /not moved yet/.test(element.shadowRoot.querySelector('[data-view="cut"] canvas').ariaLabel),
  );
  await lab.step(40);
  await waitForSummary(lab, 'cut', /^Start to here, at step 40: loss .* here at 1\./);
  const choice = lab.page.getByRole('combobox', { name: 'Cut', exact: true });
  for (const [value, words] of [
    ['gradient', /^Along the negative gradient, at step 40: .* learning rate at 0\.1/],
    ['eigenvector', /^Leading eigenvector, at step 40/],
    ['solutions', /^To another solution, at step 40: .* seed 2 at 1/],
  ]) {
    await choice.selectOption(value);
    await waitForSummary(lab, 'cut', words);
    assert.match(await lab.settings, new RegExp(`cut=${value}`));
  }
  await lab.settle();
  await lab.waitForColours(lab.page.locator('gradscape-lab [data-view="cut"] canvas'), 8);
});

pageTest(
  'the planes of the Hessian, of two parameters, of two layers and of three solutions go through the current step',
  async (open) => {
    const lab = await open(NETWORK);
    await lab.reset();
    await lab.step(30);
    const others = lab.page.getByRole('combobox', { name: 'Plane of the surface' });
    await others.selectOption('hessian');
    await waitForNote(lab, /two leading eigenvectors, λ₁ = [\d.]+, λ₂ = [\d.]+, through step 30/);
    await others.selectOption('solutions');
    await waitForNote(lab, /solutions of seeds 1, 2 and 3 .* through step 30/);
    await others.selectOption('layers');
    await waitForNote(lab, /gradients of layers\.0 \(.*\) and layers\.2 \(.*\), through step 30/);
    await others.selectOption('parameters');
    await waitForNote(lab, /Two parameters through step 30/);
    const x = lab.page.getByRole('textbox', { name: 'Parameter x' });
    await x.fill('layers.7.weight:0');
    await x.press('Enter');
    await waitForNote(lab, /plane_x: there is no tensor “layers\.7\.weight”/);
    await x.fill('layers.1.weight:2,3');
    await x.press('Enter');
    await waitForNote(lab, /Two parameters through step 30/);
    await lab.settle();
    assert.match(await lab.settings, /plane=parameters&plane_x=layers\.1\.weight:2,3/);
    for (const canvas of await lab.canvases()) await lab.waitForColours(canvas, 8);
  },
);
