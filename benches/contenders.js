/**
 * The contenders, as they run in the page or in Node.
 *
 * A contender has `loss()`, the current loss; `check(steps)`, the loss after that many steps from the engine's own
 * initial weights on the engine's own batches; and `work(times)`, which is timed.
 */
import { flopOfRound, limitModule } from './limit.js';

/** Contenders besides the engine, each in its own file; those that need a page are skipped in Node. */
const PEERS = {
  plain: async (workload, problem) => {
    const { perceptron, lstm, surfaces } = await import('./peers/by-hand.js');
    return ({ sequence: lstm, surface: surfaces }[workload.kind] ?? perceptron)(workload, problem);
  },
  'tfjs cpu': async (...rest) => (await import('./peers/tfjs.js')).tfjs('cpu', ...rest),
  'tfjs wasm': async (...rest) => (await import('./peers/tfjs.js')).tfjs('wasm', ...rest),
  convnetjs: async (...rest) => (await import('./peers/convnet.js')).convnet(...rest),
  'brain.js': async (...rest) => (await import('./peers/brain.js')).brain(...rest),
};

/** The width of a chart and the number of points in a path, as in the page. */
const [WIDTH, PATH] = [640, 2000];

/**
 * @param {object} api the engine's module
 * @param {string} name `gradscape`, `limit N` or one of the peers
 * @param {import('./workloads.js').Workload} workload none for the limit
 */
export async function contender(api, name, workload, checked) {
  if (name.startsWith('limit')) return limit(Number(name.split(' ')[1]));
  if (name === 'gradscape') return gradscape(api, workload);
  return PEERS[name](workload, problemOf(api, workload, checked));
}

/** The data, initial weights and batches of the engine, so that other contenders use the same. */
export function problemOf(api, { settings, batch }, checked) {
  const run = new api.Run(settings);
  const { inputs, targets } = run.rows();
  const parameters = run.parameters();
  const order = batch ? Array.from({ length: checked }, (_, step) => run.batchRows(step)) : [];
  run.free();
  return { inputs, targets, parameters, order };
}

async function gradscape(api, workload) {
  const { kind, settings } = workload;
  if (kind === 'surface') return surface(api, settings);
  if (kind === 'products') return products(api, workload);
  const run = new api.Run(settings);
  const page = kind === 'page' ? await workerOfPage(api, run, workload) : null;
  return {
    loss: () => run.evaluate(1),
    check(steps) {
      const fresh = new api.Run(settings);
      if (kind === 'page') fresh.step(steps);
      else if (kind !== 'forward') fresh.advance(steps);
      const loss = fresh.evaluate(1);
      fresh.free();
      return loss;
    },
    work(times) {
      if (kind === 'forward') run.evaluate(times);
      else if (page) page(times);
      else run.advance(times);
    },
    // A diverged run does nothing, which would look infinitely fast.
    end() {
      if (run.frame().status === 'diverged') throw new Error('the run has diverged');
    },
  };
}

/** Does what the page's worker does: records steps as fast as it can, and regularly answers what the page asks for. */
async function workerOfPage(api, run, { settings, betweenLooks, betweenStories, charts }) {
  // The server of the benchmark has `benches/` and `www/` in one folder.
  const { Looks } = await import('./workers/looks.js').catch(() => import('../www/workers/looks.js'));
  const read = JSON.parse(api.readSettings(settings));
  const figures = read[charts].filter((id) => id !== 'surface').map((chart) => ({ chart, width: WIDTH }));
  const looks = new Looks();
  let [since, count, trained] = [0, 0, 0];
  return (times) => {
    for (let left = times; left > 0;) {
      const steps = Math.min(left, betweenLooks - since);
      const start = performance.now();
      run.step(steps);
      trained += performance.now() - start;
      left -= steps;
      since += steps;
      if (since < betweenLooks) return;
      looks.at(run, { figures, path: PATH, plane: 0, story: count % betweenStories === 0 }, trained);
      [since, trained] = [0, 0];
      count += 1;
    }
  };
}

/** Complete surfaces from the settings, one after the other. */
function surface(api, settings) {
  const whole = () => {
    const one = new api.Surface(settings);
    while (!one.refine(500));
    const heights = one.heights();
    one.free();
    return heights;
  };
  return {
    loss: () => NaN,
    check() {
      // The centre of every plane is at the parameters themselves.
      const heights = whole();
      return heights[(heights.length - 1) / 2];
    },
    work(times) {
      for (let time = 0; time < times; time += 1) whole();
    },
  };
}

/** The matrix products alone; a sum of the results replaces the loss. */
function products(api, { sizes, batch }) {
  const one = new api.Products(new Uint32Array(sizes), batch);
  return {
    loss: () => NaN,
    check: () => one.work(1),
    work: (times) => one.work(times),
  };
}

/** The register-only loop; its rate counts floating-point operations. */
async function limit(count) {
  const { instance } = await WebAssembly.instantiate(limitModule(count));
  const rounds = 1000;
  return {
    scale: rounds * flopOfRound(count),
    loss: () => NaN,
    check: () => instance.exports.work(1),
    work(times) {
      for (let time = 0; time < times; time += 1) instance.exports.work(rounds);
    },
  };
}

const prepared = new Map();

/** Sets up a contender under this key; returns its initial loss and the loss after the checked steps. */
export async function prepare(api, key, name, workload, checked) {
  try {
    const one = await contender(api, name, workload, checked);
    const start = one.loss();
    const loss = await one.check(checked);
    prepared.set(key, { one, chunk: 1 });
    return { start, loss, note: one.note };
  } catch (error) {
    return { error: String(error?.message ?? error) };
  }
}

/** Works for about that many milliseconds; returns the number of repetitions and the wall time. */
export async function work(key, milliseconds) {
  const cell = prepared.get(key);
  await cell.one.begin?.();
  const started = performance.now();
  let times = 0;
  let took = 0;
  while (took < milliseconds) {
    const before = took;
    cell.one.work(cell.chunk);
    times += cell.chunk;
    took = performance.now() - started;
    // About 5 ms between two readings of the clock.
    if (took - before < 2.5) cell.chunk *= 2;
    else if (took - before > 10 && cell.chunk > 1) cell.chunk >>= 1;
  }
  cell.one.end?.();
  return { times: times * (cell.one.scale ?? 1), seconds: took / 1000 };
}
