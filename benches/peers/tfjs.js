/**
 * TensorFlow.js (https://www.tensorflow.org/js) on its cpu or WebAssembly backend: the network in core operations with
 * its own SGD. Each batch is uploaded as a tensor.
 */
import { SequenceBatches } from './plain-lstm.js';
import { Batches } from './plain.js';
import { script } from './script.js';

export async function tfjs(backend, workload, problem) {
  await script('@tensorflow/tfjs/dist/tf.min.js');
  const { tf } = globalThis;
  if (backend === 'wasm') {
    await script('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js');
    tf.wasm.setWasmPaths(new URL('node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).href);
  }
  await tf.setBackend(backend);
  await tf.ready();
  return workload.kind === 'sequence'
    ? lstm(tf, backend, workload, problem)
    : perceptron(tf, backend, workload, problem);
}

function perceptron(tf, backend, { sizes, rows, batch, rate, activation }, problem) {
  const act = { tanh: tf.tanh, relu: tf.relu }[activation];
  const forward = (layers, x) =>
    layers.reduce((below, { weight, bias }, k) => {
      const sums = tf.add(tf.matMul(below, weight, false, true), bias);
      return k + 1 < layers.length ? act(sums) : sums;
    }, x);
  return contender(tf, backend, {
    make() {
      const take = variableReader(tf, problem.parameters);
      return sizes.slice(1).map((outputs, k) => ({ weight: take([outputs, sizes[k]]), bias: take([outputs]) }));
    },
    variables: (layers) => layers.flatMap(({ weight, bias }) => [weight, bias]),
    loss: (layers, x, y) => tf.mean(tf.square(tf.sub(forward(layers, x), y))),
    whole: () => [tf.tensor2d(problem.inputs, [rows, sizes[0]]), tf.tensor2d(problem.targets, [rows, sizes.at(-1)])],
    batches: batch && new Batches(problem, rows, batch),
    tensors: ({ inputs, targets, count }) =>
      [
        [inputs, sizes[0]],
        [targets, sizes.at(-1)],
      ].map(([values, width]) => tf.tensor2d(values.subarray(0, count * width), [count, width])),
    order: problem.order,
    rate,
  });
}

function lstm(tf, backend, workload, problem) {
  const { inputs, hidden, outputs, length, rows, batch, rate } = workload;
  const forward = ({ fromInput, fromState, biasInput, biasState, head, headBias }, x) => {
    const size = x.shape[1];
    const bias = tf.add(biasInput, biasState);
    const steps = tf.unstack(x, 0);
    let [h, c] = [tf.zeros([size, hidden]), tf.zeros([size, hidden])];
    for (const step of steps) {
      const sums = tf.add(tf.add(tf.matMul(step, fromInput, false, true), tf.matMul(h, fromState, false, true)), bias);
      const [i, f, g, o] = tf.split(sums, 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    }
    return tf.add(tf.matMul(h, head, false, true), headBias);
  };
  return contender(tf, backend, {
    make() {
      const take = variableReader(tf, problem.parameters);
      const gates = 4 * hidden;
      return {
        fromInput: take([gates, inputs]),
        fromState: take([gates, hidden]),
        biasInput: take([gates]),
        biasState: take([gates]),
        head: take([outputs, hidden]),
        headBias: take([outputs]),
      };
    },
    variables: Object.values,
    loss: (network, x, y) => tf.mean(tf.square(tf.sub(forward(network, x), y))),
    whole: () => [tf.tensor3d(problem.inputs, [length, rows, inputs]), tf.tensor2d(problem.targets, [rows, outputs])],
    batches: new SequenceBatches(problem, workload),
    tensors: (one) => [tf.tensor3d(one.inputs, [length, batch, inputs]), tf.tensor2d(one.targets, [batch, outputs])],
    order: problem.order,
    rate,
  });
}

/** Reads variables from the engine's parameters, one after the other. */
function variableReader(tf, parameters) {
  let at = 0;
  return (shape) => {
    const size = shape.reduce((product, side) => product * side, 1);
    return tf.variable(tf.tensor(parameters.slice(at, (at += size)), shape));
  };
}

function contender(tf, backend, { make, variables, loss, whole, batches, tensors, order, rate }) {
  const optimizer = tf.train.sgd(rate);
  const data = whole();
  const network = make();
  const value = (of) => tf.tidy(() => loss(of, ...data).dataSync()[0]);
  const step = (of) =>
    tf.tidy(() => {
      const [x, y] = tensors(batches);
      optimizer.minimize(() => loss(of, x, y), false, variables(of));
    });
  return {
    // Several contenders in a page share one library.
    begin: () => tf.setBackend(backend),
    loss: () => value(network),
    check(steps) {
      const fresh = make();
      for (const list of order.slice(0, steps)) {
        batches.take(list);
        step(fresh);
      }
      const end = value(fresh);
      tf.dispose(variables(fresh));
      return end;
    },
    work(times) {
      for (let time = 0; time < times; time += 1) {
        if (batches) {
          batches.draw();
          step(network);
        } else {
          value(network);
        }
      }
    },
  };
}
