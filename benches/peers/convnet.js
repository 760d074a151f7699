/**
 * ConvNetJS (https://cs.stanford.edu/people/karpathy/convnetjs): fully connected layers and its SGD without momentum.
 *
 * It computes in double precision, one example at a time. Its regression loss is ½ (y − t)², so its learning rate is
 * twice that for the mean squared error.
 */
import { Batches } from './plain.js';
import { script } from './script.js';

export async function convnet({ kind, sizes, rows, batch, activation, rate }, problem) {
  if (kind === 'sequence') throw new Error('it has no LSTM');
  await script('convnetjs/build/convnet.js');
  const { convnetjs } = globalThis;
  const make = () => {
    const hidden = sizes.slice(1, -1).map((width) => ({ type: 'fc', num_neurons: width, activation }));
    const net = new convnetjs.Net();
    net.makeLayers([
      { type: 'input', out_sx: 1, out_sy: 1, out_depth: sizes[0] },
      ...hidden,
      { type: 'regression', num_neurons: sizes.at(-1) },
    ]);
    let at = 0;
    for (const { filters, biases } of net.layers.filter(({ layer_type: type }) => type === 'fc')) {
      for (const { w } of filters) for (let k = 0; k < w.length; k += 1) w[k] = problem.parameters[at++];
      for (let k = 0; k < biases.w.length; k += 1) biases.w[k] = problem.parameters[at++];
    }
    return {
      net,
      trainer: new convnetjs.Trainer(net, {
        method: 'sgd',
        learning_rate: 2 * rate,
        momentum: 0,
        batch_size: batch ?? 1,
      }),
    };
  };
  const input = new convnetjs.Vol(1, 1, sizes[0], 0);
  const target = Array(sizes.at(-1)).fill(0);
  const loss = ({ net }) => {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      for (let k = 0; k < input.w.length; k += 1) input.w[k] = problem.inputs[row * input.w.length + k];
      const { w } = net.forward(input, false);
      for (let k = 0; k < target.length; k += 1) sum += (w[k] - problem.targets[row * target.length + k]) ** 2;
    }
    return sum / (rows * target.length);
  };
  const step = ({ trainer }, { inputs, targets, count }) => {
    // It updates after every `count` examples.
    Object.assign(trainer, { k: 0, batch_size: count });
    for (let row = 0; row < count; row += 1) {
      for (let k = 0; k < input.w.length; k += 1) input.w[k] = inputs[row * input.w.length + k];
      for (let k = 0; k < target.length; k += 1) target[k] = targets[row * target.length + k];
      trainer.train(input, target);
    }
  };
  const network = make();
  const batches = new Batches(problem, rows, batch ?? rows);
  return {
    loss: () => loss(network),
    check(steps) {
      const fresh = make();
      for (const list of problem.order.slice(0, steps)) {
        batches.take(list);
        step(fresh, batches);
      }
      return loss(fresh);
    },
    work(times) {
      for (let time = 0; time < times; time += 1) {
        if (batch) {
          batches.draw();
          step(network, batches);
        } else {
          loss(network);
        }
      }
    },
  };
}
