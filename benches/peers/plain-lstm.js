/**
 * A reasonable hand-written alternative for sequences: one LSTM layer with a linear head on its last time step, in
 * plain JavaScript.
 *
 * Typed arrays, gate order (i, f, g, o) and weight shapes [4 hidden, …] of PyTorch, full backpropagation through time,
 * no allocation per step. The loss is the mean squared error, the update plain SGD.
 */
export class Lstm {
  /**
   * @param {{inputs: number, hidden: number, outputs: number, length: number}} shape
   * @param {number} rows the largest batch size
   * @param {Float32Array} parameters weight_ih, weight_hh, bias_ih, bias_hh, the head's weight and bias
   */
  constructor({ inputs, hidden, outputs, length }, rows, parameters) {
    Object.assign(this, { inputs, hidden, outputs, length });
    const gates = 4 * hidden;
    let at = 0;
    const take = (size) => {
      const values = parameters.slice(at, (at += size));
      return { values, gradient: new Float32Array(size) };
    };
    this.fromInput = take(gates * inputs);
    this.fromState = take(gates * hidden);
    this.biasInput = take(gates);
    this.biasState = take(gates);
    this.head = take(outputs * hidden);
    this.headBias = take(outputs);
    if (at !== parameters.length) throw new Error(`${parameters.length} parameters for a network of ${at}`);
    const room = (steps, size) => Array.from({ length: steps }, () => new Float32Array(rows * size));
    this.gates = room(length, gates);
    this.h = room(length + 1, hidden);
    this.c = room(length + 1, hidden);
    this.tanhC = room(length, hidden);
    [this.y, this.dy] = room(2, outputs);
    [this.dh, this.dc] = room(2, hidden);
    this.da = new Float32Array(gates);
    this.bias = new Float32Array(gates);
  }

  /** The mean squared error over these sequences. */
  loss(inputs, targets, rows) {
    this.forward(inputs, rows);
    const count = rows * this.outputs;
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += (this.y[i] - targets[i]) ** 2;
    return sum / count;
  }

  /** One step of SGD on a batch; inputs are [length, rows, features]. */
  step(inputs, targets, rows, learningRate) {
    this.forward(inputs, rows);
    const count = rows * this.outputs;
    for (let i = 0; i < count; i += 1) this.dy[i] = (2 / count) * (this.y[i] - targets[i]);
    this.backward(inputs, rows);
    this.biasState.gradient.set(this.biasInput.gradient);
    for (const { values, gradient } of [
      this.fromInput,
      this.fromState,
      this.biasInput,
      this.biasState,
      this.head,
      this.headBias,
    ]) {
      for (let i = 0; i < values.length; i += 1) values[i] -= learningRate * gradient[i];
    }
  }

  forward(source, rows) {
    const { inputs, hidden, outputs, length, bias } = this;
    const [fromInput, fromState] = [this.fromInput.values, this.fromState.values];
    for (let gate = 0; gate < 4 * hidden; gate += 1)
      bias[gate] = this.biasInput.values[gate] + this.biasState.values[gate];
    for (let t = 0; t < length; t += 1) {
      const [gates, h, c, hNext, cNext, tanhC] = [
        this.gates[t],
        this.h[t],
        this.c[t],
        this.h[t + 1],
        this.c[t + 1],
        this.tanhC[t],
      ];
      for (let row = 0; row < rows; row += 1) {
        const x = (t * rows + row) * inputs;
        const [state, first] = [row * hidden, row * 4 * hidden];
        for (let gate = 0; gate < 4 * hidden; gate += 1) {
          let sum = bias[gate];
          for (let i = 0; i < inputs; i += 1) sum += fromInput[gate * inputs + i] * source[x + i];
          const start = gate * hidden;
          for (let i = 0; i < hidden; i += 1) sum += fromState[start + i] * h[state + i];
          const isContent = gate >= 2 * hidden && gate < 3 * hidden;
          gates[first + gate] = isContent ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum));
        }
        for (let k = 0; k < hidden; k += 1) {
          const at = first + k;
          const cell = gates[at + hidden] * c[state + k] + gates[at] * gates[at + 2 * hidden];
          cNext[state + k] = cell;
          tanhC[state + k] = Math.tanh(cell);
          hNext[state + k] = gates[at + 3 * hidden] * tanhC[state + k];
        }
      }
    }
    const last = this.h[length];
    for (let row = 0; row < rows; row += 1) {
      for (let o = 0; o < outputs; o += 1) {
        let sum = this.headBias.values[o];
        for (let k = 0; k < hidden; k += 1) sum += this.head.values[o * hidden + k] * last[row * hidden + k];
        this.y[row * outputs + o] = sum;
      }
    }
  }

  backward(source, rows) {
    const { inputs, hidden, outputs, length, dh, dc, da, dy } = this;
    for (const { gradient } of [this.fromInput, this.fromState, this.biasInput, this.head, this.headBias])
      gradient.fill(0);
    const last = this.h[length];
    dh.fill(0);
    dc.fill(0);
    for (let row = 0; row < rows; row += 1) {
      for (let o = 0; o < outputs; o += 1) {
        const d = dy[row * outputs + o];
        this.headBias.gradient[o] += d;
        for (let k = 0; k < hidden; k += 1) {
          this.head.gradient[o * hidden + k] += d * last[row * hidden + k];
          dh[row * hidden + k] += d * this.head.values[o * hidden + k];
        }
      }
    }
    const weights = this.fromState.values;
    const [ofInput, ofState, ofBias] = [this.fromInput.gradient, this.fromState.gradient, this.biasInput.gradient];
    for (let t = length - 1; t >= 0; t -= 1) {
      const [gates, h, c, tanhC] = [this.gates[t], this.h[t], this.c[t], this.tanhC[t]];
      for (let row = 0; row < rows; row += 1) {
        const [state, first] = [row * hidden, row * 4 * hidden];
        for (let k = 0; k < hidden; k += 1) {
          const [i, f, g, o] = [
            gates[first + k],
            gates[first + hidden + k],
            gates[first + 2 * hidden + k],
            gates[first + 3 * hidden + k],
          ];
          const [tanh, slope] = [tanhC[state + k], dh[state + k]];
          const d = dc[state + k] + slope * o * (1 - tanh * tanh);
          da[k] = d * g * i * (1 - i);
          da[hidden + k] = d * c[state + k] * f * (1 - f);
          da[2 * hidden + k] = d * i * (1 - g * g);
          da[3 * hidden + k] = slope * tanh * o * (1 - o);
          dc[state + k] = d * f;
          dh[state + k] = 0;
        }
        const x = (t * rows + row) * inputs;
        for (let gate = 0; gate < 4 * hidden; gate += 1) {
          const d = da[gate];
          const start = gate * hidden;
          ofBias[gate] += d;
          for (let i = 0; i < inputs; i += 1) ofInput[gate * inputs + i] += d * source[x + i];
          for (let k = 0; k < hidden; k += 1) {
            ofState[start + k] += d * h[state + k];
            dh[state + k] += d * weights[start + k];
          }
        }
      }
    }
  }
}

/** Copies batches of sequences out of the data: every sequence once per epoch. */
export class SequenceBatches {
  /** @param {{inputs: Float32Array, targets: Float32Array}} data inputs [length, rows, features], targets [rows, outputs] */
  constructor(data, { inputs, outputs, length, rows, batch }) {
    if (rows % batch) throw new Error('the last batch would be smaller');
    Object.assign(this, { data, features: inputs, outputs, length, rows, size: batch, count: batch });
    this.inputs = new Float32Array(length * batch * inputs);
    this.targets = new Float32Array(batch * outputs);
    this.next = 0;
  }

  /** The next batch, in {@link inputs} and {@link targets}. */
  draw() {
    this.take(Array.from({ length: this.size }, (_, k) => (this.next + k) % this.rows));
    this.next = (this.next + this.size) % this.rows;
  }

  /** Copies these sequences. */
  take(list) {
    const { features, outputs, length, rows, size, data } = this;
    for (let t = 0; t < length; t += 1) {
      for (let k = 0; k < size; k += 1) {
        for (let i = 0; i < features; i += 1)
          this.inputs[(t * size + k) * features + i] = data.inputs[(t * rows + list[k]) * features + i];
      }
    }
    for (let k = 0; k < size; k += 1) {
      for (let o = 0; o < outputs; o += 1) this.targets[k * outputs + o] = data.targets[list[k] * outputs + o];
    }
  }
}
