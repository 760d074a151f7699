/**
 * brain.js (https://github.com/BrainJS/brain.js), set up as closely as possible: it updates after every example, never
 * after a batch, and applies the activation to its output too. So it computes something else, and the comparison of
 * losses reports that.
 */
import { Batches } from './plain.js';
import { script } from './script.js';

export async function brain({ kind, sizes, rows, batch, activation, rate }, problem) {
  if (kind === 'sequence') throw new Error('its LSTM takes one sequence at a time, with an optimizer of its own');
  await script('brain.js/browser.min.js');
  const make = () => {
    const net = new globalThis.brain.NeuralNetwork({ activation });
    net.sizes = sizes;
    net.initialize();
    let at = 0;
    for (let layer = 1; layer < sizes.length; layer += 1) {
      for (const weights of net.weights[layer])
        for (let k = 0; k < weights.length; k += 1) weights[k] = problem.parameters[at++];
      for (let k = 0; k < sizes[layer]; k += 1) net.biases[layer][k] = problem.parameters[at++];
    }
    net.trainOpts.momentum = 0;
    return net;
  };
  const [features, outputs] = [sizes[0], sizes.at(-1)];
  const loss = (net) => {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      const answers = net.runInput(problem.inputs.subarray(row * features, (row + 1) * features));
      for (let k = 0; k < outputs; k += 1) sum += (answers[k] - problem.targets[row * outputs + k]) ** 2;
    }
    return sum / (rows * outputs);
  };
  const step = (net, { inputs, targets, count }) => {
    net.trainOpts.learningRate = (2 * rate) / count;
    for (let row = 0; row < count; row += 1) {
      const [input, output] = [
        inputs.subarray(row * features, (row + 1) * features),
        targets.subarray(row * outputs, (row + 1) * outputs),
      ];
      net.trainPattern({ input, output });
    }
  };
  const network = make();
  const batches = new Batches(problem, rows, batch ?? rows);
  return {
    note: 'an update after every example, and an activation at the output',
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
        if (batch) step(network, (batches.draw(), batches));
        else loss(network);
      }
    },
  };
}
