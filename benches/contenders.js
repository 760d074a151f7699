/**
 * What is measured, as it runs in the page: each contender answers `check()`, the loss that shows that it computes the
 * same, and `work(times)`, what is timed.
 */
import init, { Run, Surface } from './engine.js';
import { FLOP, limit } from './limit.js';
import { Batches, Network } from './peers/plain.js';

const CHECKED_STEPS = 100;
const LEARNING_RATE = 0.01;

/** Steps of training, batch by batch. */
const training = { checks: `loss after ${CHECKED_STEPS} steps`, unit: 'steps/s' };
/** The loss over all rows, without a gradient: what one cell of a surface costs. */
const forward = { checks: 'loss at the start', unit: 'evaluations/s' };

/** Losses over a square of a plane through parameter space. */
const surface = { checks: 'loss in the middle', unit: 'surfaces/s' };
const SIDE = 65;

/** `flop`: operations of one time, those of the activations not counted. */
export const WORKLOADS = {
  W2: {
    ...training,
    label: '2-[8 x 6]-1, batch 10',
    settings:
      'scenario=spiral&points=500&noise=0&hidden_layers=6&width=8&activation=tanh&init=xavier-normal&loss=mse&optimizer=sgd&lr=0.01&batch=10',
    sizes: [2, 8, 8, 8, 8, 8, 8, 1],
    rows: 500,
    batch: 10,
    flop: 22_086,
  },
  W5: {
    ...forward,
    label: '2-16-16-1 on 256 points, forward only',
    settings:
      'scenario=spiral&points=256&noise=0&hidden_layers=2&width=16&activation=tanh&init=xavier-normal&loss=mse&optimizer=sgd&lr=0.01&batch=full',
    sizes: [2, 16, 16, 1],
    rows: 256,
    batch: null,
    flop: 164_096,
  },
  W7: {
    ...surface,
    label: `${SIDE} x ${SIDE} surface of W5's network`,
    settings:
      'scenario=spiral&points=256&noise=0&test_share=0&hidden_layers=2&width=16&activation=tanh&init=xavier-normal&loss=mse&optimizer=sgd&lr=0.01&batch=full',
    sizes: [2, 16, 16, 1],
    rows: 256,
    batch: null,
    side: SIDE,
    flop: SIDE * SIDE * 164_096,
  },
  W7b: {
    ...surface,
    label: '129 x 129 surface of 2-[8 x 8]-1 on 256 points',
    only: ['gradscape'],
    settings:
      'scenario=spiral&points=256&noise=0&test_share=0&hidden_layers=8&width=8&activation=tanh&init=xavier-normal&loss=mse&optimizer=sgd&lr=0.01&batch=full&grid=129',
    sizes: [2, 8, 8, 8, 8, 8, 8, 8, 8, 1],
    rows: 256,
    batch: null,
    side: 129,
    flop: 129 * 129 * 2 * 256 * (2 * 8 + 7 * 64 + 8),
  },
};

const CONTENDERS = {
  gradscape({ settings, batch, side }) {
    if (side) return wholeSurfaces(settings, side);
    const run = new Run(settings);
    return {
      check() {
        const fresh = new Run(settings);
        if (batch) fresh.advance(CHECKED_STEPS);
        const loss = fresh.evaluate(1);
        fresh.free();
        return loss;
      },
      work: (times) => (batch ? run.advance(times) : run.evaluate(times)),
    };
  },

  plain({ settings, sizes, rows, batch, side }) {
    // Data and initial weights are the engine's own, so that both solve the same problem.
    const run = new Run(settings);
    const data = run.rows();
    const parameters = run.parameters();
    const order = batch ? Array.from({ length: CHECKED_STEPS }, (_, step) => run.batchRows(step)) : [];
    run.free();
    const network = new Network(sizes, rows, parameters);
    if (side) return plainSurfaces({ network, parameters, data, rows, side });
    const batches = new Batches(data, rows, batch ?? rows);
    return {
      check() {
        const fresh = new Network(sizes, rows, parameters);
        for (const list of order) {
          batches.take(list);
          fresh.step(batches.inputs, batches.targets, batch, LEARNING_RATE);
        }
        return fresh.loss(data.inputs, data.targets, rows);
      },
      work(times) {
        for (let time = 0; time < times; time += 1) {
          if (!batch) {
            network.loss(data.inputs, data.targets, rows);
            continue;
          }
          batches.draw();
          network.step(batches.inputs, batches.targets, batch, LEARNING_RATE);
        }
      },
    };
  },
};

/** The engine's surface from its settings to its last level, as the page has it. */
function wholeSurfaces(settings, side) {
  const make = (use) => {
    const surface = new Surface(settings);
    while (!surface.refine(1e9));
    const answer = use(surface);
    surface.free();
    return answer;
  };
  return {
    check: () => make((surface) => surface.heights()[(side * side - 1) / 2]),
    work: (times) => {
      for (let time = 0; time < times; time += 1) make((surface) => surface.heights());
    },
  };
}

/** The same number of losses over a plane through the same parameters. */
function plainSurfaces({ network, parameters, data, rows, side }) {
  const [u, v] = [0.7, 0.3].map((phase) => parameters.map((value, index) => value * Math.sin(index + phase)));
  const point = new Float32Array(parameters.length);
  const heights = new Float32Array(side * side);
  const fill = () => {
    for (let cell = 0; cell < heights.length; cell += 1) {
      const a = (2 * (cell % side)) / (side - 1) - 1;
      const b = (2 * Math.floor(cell / side)) / (side - 1) - 1;
      for (let index = 0; index < point.length; index += 1) point[index] = parameters[index] + a * u[index] + b * v[index];
      network.take(point);
      heights[cell] = network.loss(data.inputs, data.targets, rows);
    }
  };
  return {
    check() {
      fill();
      return heights[(heights.length - 1) / 2];
    },
    work(times) {
      for (let time = 0; time < times; time += 1) fill();
    },
  };
}

/** GFLOP/s of multiplications and additions in registers, for about so many milliseconds. */
export async function ceiling(milliseconds) {
  const rounds = await limit();
  const started = performance.now();
  let flop = 0;
  while (performance.now() - started < milliseconds) {
    rounds(1e6);
    flop += 1e6 * FLOP;
  }
  return { flop };
}

let contender = null;
let chunk = 1;

/** Sets a contender up and answers its check. */
export async function prepare(name, workload) {
  await init();
  contender = CONTENDERS[name](WORKLOADS[workload]);
  const loss = contender.check();
  // About 5 ms between two looks at the clock, found while the code warms up.
  for (let took = 0; took < 5; chunk *= 2) {
    const started = performance.now();
    contender.work(chunk);
    took = performance.now() - started;
  }
  chunk /= 2;
  return loss;
}

/** Works for about so many milliseconds; how often, and how long it took by the clock. */
export function work(milliseconds) {
  const started = performance.now();
  let times = 0;
  let took = 0;
  while (took < milliseconds) {
    contender.work(chunk);
    times += chunk;
    took = performance.now() - started;
  }
  return { times, seconds: took / 1000 };
}
