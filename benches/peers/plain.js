/**
 * A reasonable hand-written alternative: a multi-layer perceptron in plain JavaScript, written for speed.
 *
 * Typed arrays in row-major order, weights as [out, in], one row of the batch at a time, no allocation per step. Hidden
 * layers are tanh or ReLU, the output is linear, the loss is the mean squared error, the update plain SGD.
 */
const [LINEAR, TANH, RELU] = [0, 1, 2];

export class Network {
  /**
   * @param {number[]} sizes units of each layer, the input first
   * @param {number} rows the largest batch size
   * @param {Float32Array} parameters initial weight and bias of each layer in turn
   * @param {'tanh' | 'relu'} activation of the hidden layers
   */
  constructor(sizes, rows, parameters, activation = 'tanh') {
    let at = 0;
    const take = (length) => parameters.slice(at, (at += length));
    this.layers = sizes.slice(1).map((outputs, index) => {
      const inputs = sizes[index];
      return {
        inputs,
        outputs,
        activation: index === sizes.length - 2 ? LINEAR : activation === 'relu' ? RELU : TANH,
        weight: take(outputs * inputs),
        bias: take(outputs),
        weightGradient: new Float32Array(outputs * inputs),
        biasGradient: new Float32Array(outputs),
        value: new Float32Array(rows * outputs),
        delta: new Float32Array(rows * outputs),
      };
    });
    if (at !== parameters.length) throw new Error(`${parameters.length} parameters for a network of ${at}`);
  }

  /** Replaces the parameters. @param {Float32Array} parameters in the order of the constructor */
  take(parameters) {
    let at = 0;
    for (const { weight, bias } of this.layers) {
      weight.set(parameters.subarray(at, (at += weight.length)));
      bias.set(parameters.subarray(at, (at += bias.length)));
    }
  }

  /** The mean squared error over these rows at the current parameters. */
  loss(inputs, targets, rows) {
    const { value, outputs } = this.forward(inputs, rows);
    const count = rows * outputs;
    let sum = 0;
    for (let i = 0; i < count; i += 1) {
      const error = value[i] - targets[i];
      sum += error * error;
    }
    return sum / count;
  }

  /** One step of SGD on a batch. */
  step(inputs, targets, rows, learningRate) {
    const last = this.forward(inputs, rows);
    const count = rows * last.outputs;
    for (let i = 0; i < count; i += 1) last.delta[i] = (2 / count) * (last.value[i] - targets[i]);
    for (let index = this.layers.length - 1; index >= 0; index -= 1) {
      const below = index > 0 ? this.layers[index - 1] : null;
      backward(this.layers[index], below, below ? below.value : inputs, rows);
    }
    for (const layer of this.layers) {
      descend(layer.weight, layer.weightGradient, learningRate);
      descend(layer.bias, layer.biasGradient, learningRate);
    }
  }

  forward(inputs, rows) {
    let source = inputs;
    for (const layer of this.layers) {
      forward(layer, source, rows);
      source = layer.value;
    }
    return this.layers[this.layers.length - 1];
  }
}

function forward({ inputs, outputs, activation, weight, bias, value }, source, rows) {
  for (let row = 0; row < rows; row += 1) {
    const from = row * inputs;
    const to = row * outputs;
    for (let o = 0; o < outputs; o += 1) {
      const start = o * inputs;
      let sum = bias[o];
      for (let i = 0; i < inputs; i += 1) sum += weight[start + i] * source[from + i];
      value[to + o] = activation === TANH ? Math.tanh(sum) : activation === RELU && sum < 0 ? 0 : sum;
    }
  }
}

/** Computes a layer's gradients from its delta, and the delta of the layer below. */
function backward({ inputs, outputs, weight, weightGradient, biasGradient, delta }, below, source, rows) {
  weightGradient.fill(0);
  biasGradient.fill(0);
  for (let row = 0; row < rows; row += 1) {
    const from = row * inputs;
    const to = row * outputs;
    for (let o = 0; o < outputs; o += 1) {
      const start = o * inputs;
      const d = delta[to + o];
      biasGradient[o] += d;
      for (let i = 0; i < inputs; i += 1) weightGradient[start + i] += d * source[from + i];
    }
    if (!below) continue;
    for (let i = 0; i < inputs; i += 1) {
      let sum = 0;
      for (let o = 0; o < outputs; o += 1) sum += delta[to + o] * weight[o * inputs + i];
      const y = source[from + i];
      below.delta[from + i] = below.activation === TANH ? sum * (1 - y * y) : y > 0 ? sum : 0;
    }
  }
}

function descend(parameters, gradient, learningRate) {
  for (let i = 0; i < parameters.length; i += 1) parameters[i] -= learningRate * gradient[i];
}

/** Copies batches out of the data: every row once per epoch, in a new random order; the last batch may be smaller. */
export class Batches {
  /** @param {{inputs: Float32Array, targets: Float32Array}} data row-major; `rows` of it, `size` to a batch */
  constructor(data, rows, size) {
    this.data = data;
    this.rows = rows;
    this.size = size;
    /** Number of rows in the current batch. */
    this.count = 0;
    this.features = data.inputs.length / rows;
    this.outputs = data.targets.length / rows;
    this.inputs = new Float32Array(size * this.features);
    this.targets = new Float32Array(size * this.outputs);
    this.order = Uint32Array.from({ length: rows }, (_, index) => index);
    this.at = rows;
    this.state = 1;
  }

  /** The next batch, in {@link inputs} and {@link targets}. */
  draw() {
    if (this.at === this.rows) this.shuffle();
    const count = Math.min(this.size, this.rows - this.at);
    this.take(this.order, this.at, count);
    this.at += count;
  }

  /** Copies `count` rows, starting at `start` of the list. */
  take(list, start = 0, count = list.length) {
    const { features, outputs, data } = this;
    this.count = count;
    for (let k = 0; k < count; k += 1) {
      const row = list[start + k];
      for (let i = 0; i < features; i += 1) this.inputs[k * features + i] = data.inputs[row * features + i];
      for (let o = 0; o < outputs; o += 1) this.targets[k * outputs + o] = data.targets[row * outputs + o];
    }
  }

  shuffle() {
    for (let last = this.rows - 1; last > 0; last -= 1) {
      // Marsaglia's xorshift32.
      this.state ^= this.state << 13;
      this.state ^= this.state >>> 17;
      this.state ^= this.state << 5;
      const other = (this.state >>> 0) % (last + 1);
      const kept = this.order[last];
      this.order[last] = this.order[other];
      this.order[other] = kept;
    }
    this.at = 0;
  }
}
