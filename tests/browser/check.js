/** The gradient check: started by a button, computed in slices, with a result for each layer. */
import assert from 'node:assert/strict';
import { pageTest } from './lab.js';

/** The network of the opening story on fewer points, so that the check is fast. */
const SMALL = 'points=60';
/** Largest relative error of a correct gradient. */
const ALLOWED = 1e-4;

/** Opens the dialog and records every progress value that it shows. */
async function openDialog(lab) {
  await lab.with((element) => {
    window.shares = [];
    const bar = element.shadowRoot.querySelector('.check-dialog progress');
    new MutationObserver(() => window.shares.push(bar.value)).observe(bar, { attributes: true });
  });
  await lab.page.getByRole('button', { name: 'Check gradients' }).click();
  const dialog = lab.page.getByRole('dialog', { name: 'Gradient check' });
  await dialog.waitFor();
  return dialog;
}

/** The rows of a finished check: layer, verdict, error, compared, at a kink, too small. */
async function finishedRows(dialog) {
  await dialog.getByRole('button', { name: 'Check again' }).waitFor();
  const rows = await dialog.locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
}

/** Parses a number as the page formats it. */
function parse(text) {
  const superscript = (sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign) - 1;
  const [digits, power] = text.split(' × 10');
  if (power === undefined) return Number(digits);
  const exponent = [...power].map((sign) => (sign === '⁻' ? '-' : superscript(sign))).join('');
  return Number(`${digits}e${exponent}`);
}

function assertAgreement(rows, layers) {
  assert.equal(rows.length, layers);
  for (const [name, verdict, error] of rows) {
    assert.match(verdict, /^(agrees|undecided)$/, name);
    if (verdict === 'agrees') assert.ok(parse(error) <= ALLOWED, `${name}: ${error}`);
  }
  assert.equal(rows.at(-1)[1], 'agrees');
}

pageTest('backpropagation is checked layer by layer, and the run is not disturbed', async (open) => {
  const lab = await open(SMALL);
  await lab.reset();
  await lab.step(3);
  const before = await lab.frame;
  const dialog = await openDialog(lab);
  const rows = await finishedRows(dialog);
  assertAgreement(rows, 13);
  assert.match(await dialog.textContent(), /At step 3, for .* parameters.*Back-propagation agrees/s);
  const shares = await lab.page.evaluate(() => window.shares);
  assert.ok(
    shares.some((share) => share > 0 && share < 1),
    `it tells how far it is: ${shares}`,
  );
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => a - b),
    'it never goes back',
  );
  assert.equal(shares.at(-1), 1);
  await lab.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.deepEqual(await lab.frame, before);
});

pageTest('normalisation, residual connections and functions of two variables can be checked too', async (open) => {
  const lab = await open(`${SMALL}&hidden_layers=3&width=6&activation=tanh&norm=layer&residual=plain`);
  await lab.reset();
  await lab.step(2);
  const dialog = await openDialog(lab);
  const rows = await finishedRows(dialog);
  assertAgreement(rows, rows.length);
  assert.ok(rows.length >= 4, `${rows.length} layers`);
  await lab.with((element) => {
    element.settings = 'scenario=rosenbrock';
  });
  await dialog.getByRole('button', { name: 'Check again' }).click();
  await dialog.getByText('for each of the 2 parameters').waitFor();
  assertAgreement(await finishedRows(dialog), 1);
});

pageTest('a check ends when it is cancelled, closed, or overtaken by other settings', async (open) => {
  const lab = await open('hidden_layers=64&width=64');
  await lab.reset();
  const dialog = await openDialog(lab);
  await dialog.getByText('compares fewer than usual').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByText('cancelled').waitFor();
  const shareCount = () => lab.page.evaluate(() => window.shares.length);
  const before = await shareCount();
  // The run has answered, and no progress was shown in the meantime.
  await lab.step(1);
  assert.equal(await shareCount(), before);
  await dialog.getByRole('button', { name: 'Check again' }).click();
  await dialog.getByText('At step 1').waitFor();
  await lab.with((element) => {
    element.settings = 'points=50';
  });
  await dialog.getByText('the check was stopped').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
});

pageTest('where the loss is not finite there is nothing to check', async (open) => {
  const lab = await open('scenario=rosenbrock&lr=10&precision=f64');
  await lab.step(200);
  const dialog = await openDialog(lab);
  assert.deepEqual(await finishedRows(dialog), []);
  await dialog.getByText('There is nothing to check').waitFor();
});
