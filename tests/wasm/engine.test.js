/** The engine's WebAssembly module in Node: `Run` as benchmarks and other hosts use it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Batches, Network } from '../../benches/peers/plain.js';
import { rows } from '../browser/command-line.js';

const dist = new URL('../../dist/', import.meta.url);
const engine = await import(new URL('engine.js', dist));
engine.initSync({ module: await readFile(new URL('engine_bg.wasm', dist)) });

/** A run of these settings with its data file. */
async function run(settings) {
  const { dataFile } = JSON.parse(engine.readSettings(settings));
  const data = dataFile ? new Uint8Array(await readFile(new URL(dataFile, dist))) : undefined;
  return new engine.Run(settings, data);
}

const { settings } = JSON.parse(await readFile(new URL('description.json', dist)));
const choices = (key) => settings.find((setting) => setting.key === key).control.choices.map(({ id }) => id);
const CASES = [
  ...choices('activation').map((id) => `scenario=spiral&hidden_layers=3&activation=${id}`),
  ...choices('init').map((id) => `scenario=spiral&hidden_layers=3&init=${id}`),
  ...['optimizer', 'schedule', 'clip', 'norm', 'residual', 'precision'].flatMap((key) =>
    choices(key).map((id) => `scenario=spiral&hidden_layers=3&activation=tanh&${key}=${id}`),
  ),
  'scenario=spiral&precision=f16&loss_scaling=dynamic',
  'scenario=spiral&hidden_layers=3&dropout=0.2&test_share=0.2',
  'scenario=spiral',
  'scenario=spiral&hidden_layers=12&activation=sigmoid&init=xavier-normal',
  'scenario=spiral&hidden_layers=12&activation=relu&init=he-normal&optimizer=adam&lr=0.01',
  'scenario=spiral&activation=gelu&optimizer=nesterov&clip=value&threshold=0.1',
  'scenario=spiral&activation=leaky-relu&optimizer=momentum&clip=norm&threshold=0.5&batch=full',
  'scenario=spiral&activation=identity&init=normal&init_std=2&lr=10&hidden_layers=8',
  'scenario=spiral&precision=f64&activation=tanh',
  'scenario=dax-vol-surface&optimizer=adam&lr=0.01',
  'scenario=recall',
  'scenario=rosenbrock',
  'scenario=saddle&optimizer=momentum',
  'scenario=bowl&optimizer=adam',
  'scenario=cliff&clip=norm',
];

for (const settings of CASES) {
  test(`the module repeats the command line's rows bit by bit: ${settings}`, { timeout: 60_000 }, async () => {
    const one = await run(settings);
    for (const row of rows(settings, 100)) {
      assert.deepEqual(one.frame(), row, `step ${row.step}`);
      one.step(1);
    }
    one.free();
  });
}

test('advancing without a history reaches the same loss as recorded steps', { timeout: 60_000 }, async () => {
  const [quiet, recorded] = [await run('scenario=spiral'), await run('scenario=spiral')];
  assert.equal(quiet.advance(150), 150);
  recorded.step(150);
  assert.equal(quiet.evaluate(1), recorded.evaluate(3));
  quiet.free();
  recorded.free();
});

test('a hand-written network in JavaScript reaches the same loss', { timeout: 60_000 }, async () => {
  const one = await run(
    'scenario=spiral&points=500&hidden_layers=3&width=8&activation=tanh&loss=mse&optimizer=sgd&lr=0.01&batch=10',
  );
  const data = one.rows();
  const network = new Network([2, 8, 8, 8, 1], 500, one.parameters());
  const batches = new Batches(data, 500, 10);
  for (let step = 0; step < 100; step += 1) {
    batches.take(one.batchRows(step));
    network.step(batches.inputs, batches.targets, 10, 0.01);
  }
  one.advance(100);
  const [ours, plain] = [one.evaluate(1), network.loss(data.inputs, data.targets, 500)];
  assert.ok(Math.abs(ours - plain) < 1e-4 * ours, `${ours} and ${plain}`);
  one.free();
});

test('seeking backward and forward reaches the same frame', { timeout: 60_000 }, async () => {
  const one = await run('scenario=spiral&optimizer=adam');
  one.step(60);
  one.seek(20);
  const early = one.frame();
  one.seek(90);
  one.seek(20);
  assert.deepEqual(one.frame(), early);
  assert.equal(early.step, 20);
  one.free();
});

test('creating and freeing a thousand runs does not grow the memory', { timeout: 60_000 }, async () => {
  const memory = () => engine.initSync().memory.buffer.byteLength;
  const cycle = async () => {
    const one = await run('scenario=spiral&hidden_layers=2&width=8');
    one.advance(2);
    one.free();
  };
  for (let index = 0; index < 50; index += 1) await cycle();
  const before = memory();
  for (let index = 0; index < 1000; index += 1) await cycle();
  assert.equal(memory(), before);
});

test('a freed run refuses to work instead of breaking the module', { timeout: 60_000 }, async () => {
  const one = await run('scenario=rosenbrock');
  one.free();
  assert.throws(() => one.advance(1));
  const other = await run('scenario=rosenbrock');
  assert.equal(other.advance(1), 1);
  other.free();
});

test('a missing data file is an error that names it, not a panic', { timeout: 60_000 }, () => {
  assert.throws(
    () => new engine.Run('scenario=dax-vol-surface'),
    (error) => String(error?.message ?? error).length > 10,
  );
  assert.throws(() => new engine.Run('scenario=dax-vol-surface', new Uint8Array([1, 2, 3])));
  assert.equal(new engine.Run('scenario=rosenbrock').advance(1), 1);
});

test('settings full of rubbish are parsed without an error', () => {
  for (const settings of ['', '&&==', 'scenario=nope', 'width=-1', 'lr=NaN', '%E0%A4%A', 'a'.repeat(100_000)]) {
    const read = JSON.parse(engine.readSettings(settings));
    assert.equal(typeof read.canonical, 'string');
    new engine.Run(read.canonical).free();
  }
});
