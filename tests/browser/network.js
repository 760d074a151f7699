/** The view of the network: pointing at a weight, the choice of what connections show, and slow motion. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { number, pageTest } from './lab.js';

const run = promisify(execFile);
const RATE = 0.5;
const SETTINGS = `hidden_layers=3&width=4&activation=tanh&init=he-normal&precision=f64&batch=full&optimizer=sgd&lr=${RATE}`;

/** Puts the network into the first panel; returns its parts. */
async function shown(lab) {
  await lab.page.locator('gradscape-lab figure[data-view="layers"] .swap select').selectOption('network');
  const figure = lab.page.locator('gradscape-lab figure[data-view="network"]');
  await lab.waitForColours(figure.locator('canvas'), 20);
  return {
    figure,
    pointer: figure.locator('.pointer'),
    readout: figure.locator('.readout'),
    lines: figure.locator('.marked-lines'),
  };
}

/** The tensors of a safetensors file in f64. */
function tensors(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const head = JSON.parse(bytes.subarray(8, 8 + length).toString());
  delete head.__metadata__;
  return Object.entries(head).map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]) => ({
      name,
      shape,
      values: Array.from({ length: (to - from) / 8 }, (_, k) => bytes.readDoubleLE(8 + length + from + 8 * k)),
    }),
  );
}

/** The weights of the command line's run after so many steps. */
async function weights(steps) {
  const folder = await mkdtemp(join(tmpdir(), 'gradscape-'));
  try {
    const file = join(folder, 'weights.safetensors');
    await run(process.env.GRADSCAPE_CLI, ['run', SETTINGS, '--steps', String(steps), '--save', file]);
    return tensors(await readFile(file)).filter(({ shape }) => shape.length === 2);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The numbers of a readout, by name. */
function told(readout) {
  return readout
    .split(' · ')
    .slice(1)
    .map((part) => {
      const [, name, value] = part.match(/^(.*?) (−?[\d.,]+(?:×10[⁻⁰¹²³⁴-⁹]+)?|10[⁻⁰¹²³⁴-⁹]+)$/u) ?? assert.fail(part);
      return { name, value: number(value) };
    });
}

pageTest('the factors of a weight multiply to its gradient, which is that of the command line', async (open) => {
  const lab = await open(SETTINGS);
  await lab.reset();
  const { pointer, readout, lines } = await shown(lab);
  // By keys: from the inputs to the weights of layer 0, on to its units, and to the weights of the next layer.
  await pointer.focus();
  await lab.page.keyboard.press('Home');
  for (let k = 0; k < 3; k += 1) await lab.page.keyboard.press('ArrowRight');
  for (let k = 0; k < 5; k += 1) await lab.page.keyboard.press('ArrowUp');
  const text = await readout.textContent();
  const [, source, target] = text.match(/^layers\.1, unit (\d) to unit (\d) · /) ?? assert.fail(text);
  assert.ok(await lines.isVisible());
  const values = told(text);
  const gradient = values.find(({ name }) => name === '∂L/∂w').value;
  const factors = values.filter(({ name }) => /^[=×] /.test(name));
  assert.equal(factors.length, 3 + 2 + 1, text);
  const product = factors.reduce((all, { value }) => all * value, 1);
  assert.ok(Math.abs(product / gradient - 1) < 5e-3, `${text}: ${product}`);
  // One step of gradient descent moves the weight by −lr times its gradient.
  const [before, after] = await Promise.all([weights(0), weights(1)]);
  const [own, next] = [before, after].map(
    (all) => all.find(({ name }) => /(layers\.1|^2)\.weight$/.test(name)) ?? all[1],
  );
  const at = (Number(target) - 1) * 4 + Number(source) - 1;
  const moved = (own.values[at] - next.values[at]) / RATE;
  assert.ok(Math.abs(moved / gradient - 1) < 2e-3, `${moved}, not ${gradient}`);
  assert.equal(await pointer.getAttribute('aria-valuetext'), text);
});

pageTest('a weight is pointed at by mouse, and a layer is marked in the other views', async (open) => {
  const lab = await open(SETTINGS);
  await lab.reset();
  await lab.step(20);
  await lab.draws(20);
  const { pointer, readout, lines } = await shown(lab);
  await lab.page.locator('gradscape-lab figure[data-view="curves"] .swap select').selectOption('history');
  const { width, height } = await pointer.boundingBox();
  // Four gaps between five columns, with about half a gap beside the first and the last.
  await pointer.hover({ position: { x: 0.5 * width, y: 0.5 * height } });
  const column = await readout.textContent();
  await pointer.hover({ position: { x: 0.39 * width, y: 0.5 * height } });
  const weight = await readout.textContent();
  assert.ok(
    [column, weight].some((text) => / to unit \d · weight /.test(text)),
    `${column} / ${weight}`,
  );
  assert.ok([column, weight].some((text) => /mean output/.test(text)) || (await lines.isVisible()));
  const history = lab.page.locator('gradscape-lab figure[data-view="history"]');
  assert.ok((await history.locator('.row').isVisible()) || (await history.locator('.column').isVisible()));
});

pageTest('what connections show is chosen in the head of the view, and stays in the link', async (open) => {
  const lab = await open(SETTINGS);
  await lab.reset();
  const { figure } = await shown(lab);
  await figure.getByLabel('Connections show').selectOption('weight');
  await lab.until(() => location.hash.includes('edges=weight'));
  await figure.getByRole('button', { name: /^Table/ }).click();
  const tables = figure.getByRole('table');
  await tables.nth(1).waitFor();
  assert.equal(await tables.nth(0).getByRole('rowheader').count(), 5);
  assert.equal(await tables.nth(1).getByRole('rowheader').count(), 2 * 4 + 2 * 16 + 4);
});

pageTest('in slow motion the signals run through the network', async (open) => {
  const lab = await open(SETTINGS);
  await lab.reset();
  await lab.page.emulateMedia({ reducedMotion: 'reduce' });
  await lab.page.keyboard.press('s');
  const network = lab.page.locator('gradscape-lab figure[data-view="slow-network"]');
  await network.waitFor();
  await lab.waitForColours(network.locator('canvas'), 20);
  const label = await network.locator('canvas').getAttribute('aria-label');
  assert.match(label, /^Step 0: a network with 3 hidden layers/);
  await lab.page.keyboard.press('s');
  assert.equal(await network.isVisible(), false);
});

pageTest('a function says why it has no network', async (open) => {
  const lab = await open('scenario=bowl');
  await lab.reset();
  const options = await lab.page
    .locator('gradscape-lab figure .swap select')
    .first()
    .locator('option')
    .allTextContents();
  assert.ok(!options.includes('Network'));
});

pageTest('the network takes the place of two charts, and the others keep their height', async (open) => {
  const lab = await open(SETTINGS);
  await lab.reset();
  await lab.settle();
  const heights = () =>
    lab.with((element) =>
      Object.fromEntries(
        [...element.shadowRoot.querySelectorAll('.charts .view')]
          .filter((view) => view.checkVisibility())
          .map((view) => [view.dataset.view, view.getBoundingClientRect().height]),
      ),
    );
  const before = await heights();
  await shown(lab);
  const after = await heights();
  assert.deepEqual(Object.keys(after).sort(), ['boundary', 'curves', 'network']);
  for (const chart of ['boundary', 'curves'])
    assert.ok(after[chart] > 0.7 * before[chart], `${chart}: ${after[chart]}`);
  await lab.page.locator('gradscape-lab figure[data-view="network"] .swap select').selectOption('layers');
  assert.deepEqual(await heights(), before, 'and all are as they were');
});
