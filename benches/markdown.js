/** The tables of docs/benchmarks.md from a run's JSON: `node benches/markdown.js target/bench.json`. */
import { readFileSync } from 'node:fs';
import { limitOf, share, targets } from './targets.js';

const results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { machine, plan, load, seconds, workloads, cells } = results;
const CONTENDERS = [
  ['Chromium', 'gradscape'],
  ['Node', 'gradscape'],
  ['native', 'gradscape'],
  ['Chromium', 'plain'],
  ['Node', 'plain'],
  ['Chromium', 'tfjs wasm'],
  ['Chromium', 'tfjs cpu'],
  ['Chromium', 'convnetjs'],
  ['Chromium', 'brain.js'],
  ['Python', 'torch'],
  ['Python', 'jax'],
];
const TITLES = {
  gradscape: '**Gradscape**',
  plain: 'plain JavaScript',
  torch: 'PyTorch',
  jax: 'JAX',
  convnetjs: 'ConvNetJS',
};

const measured = Object.keys(workloads).filter((id) => cells.some(({ workload }) => workload === id));
const of = (id, [where, name]) =>
  cells.find((cell) => cell.workload === id && cell.where === where && cell.name === name);

console.log(
  `Run on ${results.date}: ${machine.processor}, ${machine.system}; ${Object.entries(machine.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`,
);
console.log(
  `${plan.rounds} rounds of ${plan.windows} × ${plan.milliseconds} ms, ${seconds} s in all; load average ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after.`,
);
console.log(
  `The limit: ${['Chromium', 'Node'].map((where) => `${(limitOf(results, where) / 1e9).toFixed(1)} GFLOP/s in ${where}`).join(', ')}.\n`,
);

table(
  ['', ...measured],
  [
    ['FLOP of a step', ...measured.map((id) => number(workloads[id].flop))],
    ...CONTENDERS.filter((who) => measured.some((id) => of(id, who))).map((who) => [
      `${TITLES[who[1]] ?? who[1]}, ${who[0]}`,
      ...measured.map((id) => cell(of(id, who))),
    ]),
    ['share of the limit, Chromium', ...measured.map((id) => percent(share(results, id)))],
  ],
);

console.log('\nLeast and most of the rounds, in Chromium:\n');
table(
  ['', ...measured],
  [['gradscape'], ['plain']].map(([name]) => [
    TITLES[name],
    ...measured.map((id) => range(of(id, ['Chromium', name]))),
  ]),
);

console.log('');
table(
  ['target', 'found', ''],
  targets(results).map(({ target, found, met }) => [target, found, met === null ? '' : met ? 'met' : '**not met**']),
);

function table(head, rows) {
  console.log(`| ${head.join(' | ')} |`);
  console.log(`| ${head.map(() => '---').join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

function cell(one) {
  if (!one) return '';
  if (one.rate) return number(one.rate.median);
  return one.verdict === 'computes something else' ? 'something else' : '–';
}

function range(one) {
  return one?.rate ? `${number(one.rate.least)} to ${number(one.rate.most)}` : '';
}

function percent(value) {
  return Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : '';
}

function number(value) {
  if (value >= 1e6) return `${(value / 1e6).toPrecision(4)} M`;
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
