/** Performance targets, and whether they are met: ratios within one run. */

const OURS = ['Chromium', 'gradscape'];

/**
 * @param {object} results as `bench.js` writes them
 * @returns {{target: string, found: string, met: boolean | null}[]} null if not measured
 */
export function targets(results) {
  const rate = (workload, where, name) =>
    results.cells.find((cell) => cell.workload === workload && cell.where === where && cell.name === name)?.rate
      ?.median;
  const ours = (workload) => rate(workload, ...OURS);
  const best = (workload, where, names) => Math.max(...names.map((name) => rate(workload, where, name) ?? -Infinity));
  const list = [];
  const add = (target, value, enough, text) =>
    list.push({
      target,
      found: Number.isFinite(value) ? text(value) : 'not measured',
      met: Number.isFinite(value) ? enough(value) : null,
    });
  const times = (workload, least, whom, other) =>
    add(
      `${workload}: at least ${least === 1 ? 'as fast as' : `${least} times`} ${whom}`,
      ours(workload) / other,
      (value) => value >= least,
      (value) => `${value.toFixed(1)} times`,
    );
  const plain = (workload) => rate(workload, 'Chromium', 'plain');
  const tfjs = (workload) => best(workload, 'Chromium', ['tfjs cpu', 'tfjs wasm']);
  const python = (workload, name) => rate(workload, 'Python', name);

  for (const [workload, byPlain, byTfjs] of [
    ['W1', 4, 20],
    ['W2', 5, 100],
    ['W3', 8, 15],
    ['W4', 12, 7],
    ['W5', 9, 4],
  ]) {
    times(workload, byPlain, 'plain JavaScript', plain(workload));
    times(workload, byTfjs, 'tfjs’s best', tfjs(workload));
  }
  times('W2', 8, 'ConvNetJS', rate('W2', 'Chromium', 'convnetjs'));
  const products = share(results, 'W4 products');
  add('W4: products at least 60 % of the limit', products, (value) => value >= 0.6, percent);
  for (const workload of ['W1', 'W2', 'W3']) times(workload, 5, 'PyTorch, native', python(workload, 'torch'));
  times('W4', 1, 'PyTorch, native', python('W4', 'torch'));
  for (const workload of ['W1', 'W2']) times(workload, 1, 'JAX, native', python(workload, 'jax'));
  add(
    'W7: at least 12 surfaces a second',
    ours('W7'),
    (value) => value >= 12,
    (value) => `${value.toFixed(1)} a second`,
  );
  add(
    'W8: history and probes at most 15 % of W3’s step',
    ours('W3') / ours('W8') - 1,
    (value) => value <= 0.15,
    percent,
  );
  add(
    'W8 shown: the same with the charts that are shown at first',
    ours('W3') / ours('W8 shown') - 1,
    (value) => value <= 0.15,
    percent,
  );
  const slower = Object.keys(results.workloads)
    .map((workload) => ours(workload) / rate(workload, 'native', 'gradscape'))
    .filter(Number.isFinite);
  add(
    'native: at most 1.3 times wasm’s time, everywhere',
    Math.max(...slower),
    (value) => value <= 1.3,
    (value) => `${value.toFixed(2)} times where it is worst`,
  );

  const { beside, columns, opening, cold, frames, lost, memory } = results.page ?? {};
  const milliseconds = (value) => `${value.toFixed(1)} ms`;
  for (const [way, canvases] of [
    ['software', ''],
    ['card', ', canvases as with a graphics card'],
  ]) {
    const { playing, turned } = frames?.[way] ?? {};
    add(
      `main thread: at most 4 ms CPU a frame with news, playing${canvases}`,
      playing?.cpuPerShown ?? NaN,
      (value) => value <= 4,
      milliseconds,
    );
    add(
      `main thread: the same while the surface is turned${canvases}`,
      turned?.cpuPerFrame ?? NaN,
      (value) => value <= 4,
      milliseconds,
    );
    add(
      `main thread: no task above 50 ms while playing${canvases}`,
      playing ? playing.longTasks : NaN,
      (value) => value === 0,
      (value) => `${value} in ${playing.watched} s, the longest ${playing.longest.toFixed(0)} ms`,
    );
  }
  add(
    'first picture within 1 s of opening cold',
    Math.min(opening?.chart.median ?? NaN, opening?.surface.median ?? NaN),
    (value) => value <= 1000,
    milliseconds,
  );
  const [visit] = cold ?? [];
  const number = (value) => `${value}`;
  add('at most 6 requests before the first picture', visit?.slow.first.requests ?? NaN, (value) => value <= 6, number);
  add('at most 12 requests in all', visit?.slow.all.requests ?? NaN, (value) => value <= 12, number);
  add('training within 2 s of opening cold', opening?.training.median ?? NaN, (value) => value <= 2000, milliseconds);
  add(
    'graphics context lost: 3-D picture back within 2 s',
    lost?.surface.most ?? NaN,
    (value) => value <= 2000,
    milliseconds,
  );
  add(
    'four runs side by side: at most 8 ms CPU of the main thread a frame',
    columns?.cpuPerFrame ?? NaN,
    (value) => value <= 8,
    milliseconds,
  );
  // The browser's own figure does not include the WebAssembly memories.
  const inAll = (samples) =>
    samples?.map(({ minute, step, ...sizes }) => Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0) / 2 ** 20);
  const [total, four] = [memory, beside].map(inAll);
  add(
    'memory: WebAssembly and JavaScript at most 96 MiB',
    total ? Math.max(...total) : NaN,
    (value) => value <= 96,
    (value) => `${value.toFixed(0)} MiB over ${memory.at(-1).minute} min`,
  );
  add(
    'memory: flat after the first look',
    total ? total.at(-1) / total[0] : NaN,
    (value) => value <= 1.1,
    (value) => `${value.toFixed(2)} times the first, of ${total.length}`,
  );
  add(
    'memory of four runs side by side: at most 192 MiB',
    four ? Math.max(...four) : NaN,
    (value) => value <= 192,
    (value) => `${value.toFixed(0)} MiB over ${beside.at(-1).minute} min`,
  );
  add(
    'memory of four runs side by side: flat after the first look',
    four ? four.at(-1) / four[0] : NaN,
    (value) => value <= 1.1,
    (value) => `${value.toFixed(2)} times the first, of ${four.length}`,
  );
  const size = results.size ?? null;
  add(
    `size: wasm and glue before the first picture at most ${kilobytes(size?.target ?? 250_000)} gzip`,
    size ? size.first : NaN,
    (value) => value <= size.target,
    kilobytes,
  );
  add(
    `size: wasm and glue in all at most ${kilobytes(size?.target ?? 250_000)} gzip`,
    size ? size.gzip : NaN,
    (value) => value <= size.target,
    kilobytes,
  );
  return list;
}

/** The share of the machine's limit that one of our workloads reaches in the browser. */
export function share(results, workload, where = 'Chromium', name = 'gradscape') {
  const limit = limitOf(results, where);
  const cell = results.cells.find((one) => one.workload === workload && one.where === where && one.name === name);
  return ((cell?.rate?.median ?? NaN) * results.workloads[workload]?.flop) / limit;
}

/** Floating-point operations per second of the register-only loop, with the best number of accumulators. */
export function limitOf(results, where) {
  const rates = results.cells
    .filter((cell) => cell.workload === 'limit' && cell.where === where && cell.rate)
    .map(({ rate }) => rate.median);
  return rates.length ? Math.max(...rates) : NaN;
}

function percent(value) {
  return `${(100 * value).toFixed(0)} %`;
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} KB`;
}
