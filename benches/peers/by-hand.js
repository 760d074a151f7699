/** The hand-written networks as contenders. */
import { Lstm, SequenceBatches } from './plain-lstm.js';
import { Batches, Network } from './plain.js';

export function perceptron({ sizes, rows, batch, activation, rate }, problem) {
  return contender(
    () => new Network(sizes, rows, problem.parameters, activation),
    new Batches(problem, rows, batch ?? rows),
    { rows, batch, rate },
    problem,
  );
}

export function lstm(workload, problem) {
  const { rows, batch, rate } = workload;
  return contender(
    () => new Lstm(workload, rows, problem.parameters),
    new SequenceBatches(problem, workload),
    { rows, batch, rate },
    problem,
  );
}

/** As many losses as a surface has, over a plane through the same parameters. */
export function surfaces({ sizes, rows, activation, side }, { inputs, targets, parameters }) {
  const network = new Network(sizes, rows, parameters, activation);
  const [u, v] = [0.7, 0.3].map((phase) => parameters.map((value, index) => value * Math.sin(index + phase)));
  const point = new Float32Array(parameters.length);
  const heights = new Float32Array(side * side);
  const fill = () => {
    for (let cell = 0; cell < heights.length; cell += 1) {
      const a = (2 * (cell % side)) / (side - 1) - 1;
      const b = (2 * Math.floor(cell / side)) / (side - 1) - 1;
      for (let index = 0; index < point.length; index += 1)
        point[index] = parameters[index] + a * u[index] + b * v[index];
      network.take(point);
      heights[cell] = network.loss(inputs, targets, rows);
    }
  };
  return {
    loss: () => NaN,
    check() {
      fill();
      return heights[(heights.length - 1) / 2];
    },
    work(times) {
      for (let time = 0; time < times; time += 1) fill();
    },
  };
}

function contender(make, batches, { rows, batch, rate }, { inputs, targets, order }) {
  const network = make();
  const step = (one) => one.step(batches.inputs, batches.targets, batches.count, rate);
  return {
    loss: () => network.loss(inputs, targets, rows),
    check(steps) {
      const fresh = make();
      for (const list of order.slice(0, steps)) {
        batches.take(list);
        step(fresh);
      }
      return fresh.loss(inputs, targets, rows);
    },
    work(times) {
      for (let time = 0; time < times; time += 1) {
        if (batch) {
          batches.draw();
          step(network);
        } else {
          network.loss(inputs, targets, rows);
        }
      }
    },
  };
}
