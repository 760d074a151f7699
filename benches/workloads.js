/**
 * The workloads, and the number of floating-point operations in one step of each.
 *
 * A step is forward pass, backward pass and update for one batch: f32, mean squared error, plain SGD, 500 points of a
 * spiral.
 *
 * @typedef {object} Workload
 * @property {'train' | 'forward' | 'sequence' | 'surface' | 'page' | 'products'} kind
 * @property {string} label
 * @property {string} unit what a rate counts
 * @property {string} settings the engine's
 * @property {number} flop per step or evaluation, without activations; the mean over an epoch if its last batch is
 * smaller
 * @property {string[]} [only] the contenders that run it, if not all
 */

/** Steps after which losses are compared, before anything is timed. */
export const CHECKED = 100;
const RATE = 0.01;
/** For twenty tanh layers: larger rates amplify the rounding differences between contenders too much. */
const SMALL_RATE = 0.0001;
/** Steps between two requests of the page in W8: 60 requests per second, at about 7,000 steps per second. */
const BETWEEN_LOOKS = 120;
/** Requests from one sentence to the next: 400 ms. */
const BETWEEN_STORIES = 24;

/** Multiplications and additions of a pass, layer by layer; `backward` adds both gradients and the update. */
export function flop(sizes, rows, backward) {
  let sum = 0;
  for (let layer = 1; layer < sizes.length; layer += 1) {
    const weights = sizes[layer - 1] * sizes[layer];
    const biases = sizes[layer];
    sum += (2 * weights + biases) * rows;
    if (!backward) continue;
    sum += (2 * weights + biases) * rows + 2 * (weights + biases);
    // The input data need no gradient.
    if (layer > 1) sum += 2 * weights * rows;
  }
  return sum;
}

/**
 * The same for a one-layer LSTM with a linear head on its last time step, without the elementwise arithmetic of the
 * gates.
 */
export function lstmFlop(inputs, hidden, outputs, length, rows) {
  const [fromInput, fromState] = [4 * hidden * inputs, 4 * hidden * hidden];
  const forward = 2 * (fromInput + fromState);
  const backward = 2 * (fromInput + fromState) + 2 * fromState;
  const parameters = fromInput + fromState + 8 * hidden + (hidden + 1) * outputs;
  return (forward + backward) * length * rows + 6 * hidden * outputs * rows + 2 * parameters;
}

function settings(hidden, { points, batch, activation, rate = RATE }) {
  const pairs = {
    scenario: 'spiral',
    points,
    noise: 0,
    hidden_layers: hidden.length,
    width: hidden.every((width) => width === hidden[0]) ? hidden[0] : hidden.join(','),
    activation,
    init: activation === 'relu' ? 'he-normal' : 'xavier-normal',
    loss: 'mse',
    optimizer: 'sgd',
    lr: rate,
    batch,
  };
  return `${new URLSearchParams(pairs)}`;
}

/** @returns {Workload} */
function training(label, hidden, batch, activation, rate = RATE) {
  const [sizes, rows] = [[2, ...hidden, 1], 500];
  const title = `${label}, batch ${batch}, ${activation}`;
  return {
    kind: 'train',
    label: title,
    unit: 'steps/s',
    settings: settings(hidden, { points: rows, batch, activation, rate }),
    sizes,
    rows,
    batch,
    rate,
    activation,
    flop: flop(sizes, rows / Math.ceil(rows / batch), true),
  };
}

/** @returns {Workload} the loss over all rows without a gradient: the cost of one cell of a surface */
function forward(label, hidden, rows, activation) {
  const sizes = [2, ...hidden, 1];
  const title = `${label} on ${rows} points, forward only, ${activation}`;
  return {
    kind: 'forward',
    label: title,
    unit: 'evaluations/s',
    settings: settings(hidden, { points: rows, batch: 'full', activation }),
    sizes,
    rows,
    batch: null,
    activation,
    flop: flop(sizes, rows, false),
  };
}

/** @returns {Workload} the matrix products of a training step alone, to compare with the machine's limit */
function products(label, of) {
  let flop = 0;
  for (let layer = 1; layer < of.sizes.length; layer += 1) {
    const weights = of.sizes[layer - 1] * of.sizes[layer];
    // Forward; then the gradients of weights, biases and inputs. The input data need no gradient.
    flop += (4 * weights + of.sizes[layer] + (layer > 1 ? 2 * weights : 0)) * of.batch;
  }
  return {
    ...of,
    kind: 'products',
    label: `the matrix products of ${label} alone, batch ${of.batch}`,
    flop,
    only: ['gradscape'],
  };
}

/** @returns {Workload} losses over a square of a plane through parameter space */
function surface(label, of, side) {
  return {
    ...of,
    kind: 'surface',
    label: `a surface of ${side} x ${side} of ${label}`,
    unit: 'surfaces/s',
    settings: `${of.settings}&grid=${side}`,
    side,
    flop: side * side * of.flop,
    only: ['gradscape', 'plain'],
  };
}

/** @returns {Workload} W3 as the page runs it, with the given views open */
function page(charts, what) {
  return {
    ...tanh.W3,
    kind: 'page',
    betweenLooks: BETWEEN_LOOKS,
    betweenStories: BETWEEN_STORIES,
    charts,
    label: `W3 with history, and every ${BETWEEN_LOOKS} steps ${what}`,
    only: ['gradscape'],
  };
}

const of = (length, width) => Array(length).fill(width);
const networks = (activation, suffix) => ({
  [`W1${suffix}`]: training('2-4-2-1', [4, 2], 10, activation),
  [`W2${suffix}`]: training('2-[8 x 6]-1', of(6, 8), 10, activation),
  [`W3${suffix}`]: training('2-[16 x 20]-1', of(20, 16), 64, activation, activation === 'tanh' ? SMALL_RATE : RATE),
  [`W4${suffix}`]: training('2-[64 x 6]-1', of(6, 64), 256, activation),
  [`W5${suffix}`]: forward('2-16-16-1', [16, 16], 256, activation),
});

const tanh = networks('tanh', '');

/** @type {Record<string, Workload>} by id */
export const WORKLOADS = {
  ...tanh,
  'W4 products': products('2-[64 x 6]-1', tanh.W4),
  W6: {
    kind: 'sequence',
    label: 'LSTM 1-32-1, T = 100, batch 32',
    unit: 'steps/s',
    settings: `scenario=recall&cell=lstm&hidden_layers=1&width=32&delay=99&length=100&points=256&batch=32&init=xavier-normal&loss=mse&optimizer=sgd&lr=${RATE}`,
    inputs: 1,
    hidden: 32,
    outputs: 1,
    length: 100,
    rows: 256,
    batch: 32,
    rate: RATE,
    flop: lstmFlop(1, 32, 1, 100, 32),
  },
  W7: surface('W5’s network', tanh.W5, 65),
  'W7 large': {
    ...surface('2-[8 x 8]-1 on 256 points', forward('2-[8 x 8]-1', of(8, 8), 256, 'tanh'), 129),
    only: ['gradscape'],
  },
  W8: page('views', 'all charts and probes'),
  'W8 shown': page('shown', 'the charts that are shown at first'),
  ...networks('relu', ' relu'),
};
