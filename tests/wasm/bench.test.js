/** The benchmark itself: what it counts, what it compares, and the loop that measures the machine's limit. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { problemOf, prepare, work } from '../../benches/contenders.js';
import { limitByHand, limitModule } from '../../benches/limit.js';
import { agrees, median, shuffled, spread } from '../../benches/statistics.js';
import { share, targets } from '../../benches/targets.js';
import { WORKLOADS, flop, lstmFlop } from '../../benches/workloads.js';

const dist = new URL('../../dist/', import.meta.url);
const engine = await import(new URL('engine.js', dist));
engine.initSync({ module: await readFile(new URL('engine_bg.wasm', dist)) });

test('the operations of a step agree with a count by hand', () => {
  // 2-4-2-1: 18 weights, 7 biases, 10 weights after the first layer, batch 10.
  assert.equal(flop([2, 4, 2, 1], 10, true), 2 * 18 * 10 + 70 + (2 * 18 * 10 + 70) + 2 * 10 * 10 + 2 * 25);
  assert.equal(flop([2, 16, 16, 1], 256, false), 164_096);
  assert.equal(flop([2, ...Array(6).fill(8), 1], 10, true), 22_086);
  // One unit, one step, one sequence: four gates of two weights; the head; 4 + 4 + 8 + 2 parameters.
  assert.equal(lstmFlop(1, 1, 1, 1, 1), 2 * 8 + 2 * 8 + 2 * 4 + 6 + 2 * 18);
});

test('the median of an even number of values is the mean of the middle two', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.deepEqual(spread([5, 1, 3]), { median: 3, least: 1, most: 5, count: 3 });
  assert.deepEqual(shuffled([1, 2, 3, 4]).sort(), [1, 2, 3, 4]);
});

test('a loss with more than a rounding error does not agree, nor does one that has hardly decreased', () => {
  assert.ok(agrees(0.500001, 0.5, 0.9));
  assert.ok(!agrees(0.51, 0.5, 0.9));
  assert.ok(!agrees(0.5001, 0.5, 0.5001)); // It has not trained at all.
  assert.ok(!agrees(NaN, 0.5, 0.9));
  assert.ok(!agrees(Infinity, Infinity, 0.9));
});

for (const count of [1, 8, 13]) {
  test(`the limit’s module of ${count} accumulators multiplies and adds as one number at a time would`, async () => {
    const { instance } = await WebAssembly.instantiate(limitModule(count));
    for (const rounds of [1, 3]) assert.equal(instance.exports.work(rounds), limitByHand(count, rounds));
  });
}

for (const id of ['W1', 'W2 relu', 'W3', 'W5', 'W6', 'W7']) {
  test(`${id} by hand comes to the engine’s loss`, { timeout: 120_000 }, async () => {
    const steps = id === 'W6' ? 10 : 100;
    const [ours, plain] = [
      await prepare(engine, 'ours', 'gradscape', WORKLOADS[id], steps),
      await prepare(engine, 'plain', 'plain', WORKLOADS[id], steps),
    ];
    assert.equal(plain.error, undefined);
    assert.ok(
      agrees(plain.loss, ours.loss, ours.start || ours.loss),
      `${plain.loss} and ${ours.loss}, from ${ours.start}`,
    );
  });
}

test('every workload’s settings are valid, and its network has the expected number of parameters', () => {
  for (const [id, workload] of Object.entries(WORKLOADS)) {
    assert.deepEqual(JSON.parse(engine.readSettings(workload.settings)).notices, [], id);
    const { parameters, order } = problemOf(engine, workload, 1);
    const { sizes } = workload;
    if (sizes)
      assert.equal(
        parameters.length,
        sizes.slice(1).reduce((sum, width, k) => sum + width * (sizes[k] + 1), 0),
        id,
      );
    if (workload.batch) assert.equal(order[0].length, workload.batch, id);
  }
});

test('work runs for the requested time and is counted', { timeout: 60_000 }, async () => {
  await prepare(engine, 'W1', 'gradscape', WORKLOADS.W1, 1);
  const { times, seconds } = await work('W1', 20);
  assert.ok(times >= 1 && seconds >= 0.02);
});

test('a contender that cannot do a workload says why', async () => {
  const { error } = await prepare(engine, 'x', 'convnetjs', WORKLOADS.W6, 1);
  assert.match(error, /LSTM/);
});

test('a target that was not measured is neither met nor missed', () => {
  const cell = (workload, where, name, rate) => ({ workload, where, name, rate: rate && { median: rate } });
  const results = {
    workloads: { W1: { flop: 1000 } },
    cells: [
      cell('W1', 'Chromium', 'gradscape', 400),
      cell('W1', 'Chromium', 'plain', 100),
      cell('W1', 'Chromium', 'tfjs cpu', 50),
      cell('W1', 'Chromium', 'tfjs wasm', null),
      cell('limit', 'Chromium', 'limit 8', 1e6),
      cell('limit', 'Chromium', 'limit 12', 4e6),
    ],
  };
  const found = Object.fromEntries(targets(results).map(({ target, met }) => [target, met]));
  assert.equal(found['W1: at least 4 times plain JavaScript'], true);
  assert.equal(found['W1: at least 20 times tfjs’s best'], false);
  assert.equal(found['W2: at least 8 times ConvNetJS'], null);
  assert.equal(share(results, 'W1'), 0.1);
  assert.equal(Object.values(found).filter((met) => met !== null).length, 2);
});
