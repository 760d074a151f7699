/**
 * Benchmarks the engine against the usual alternatives and against the machine's limit, and measures the page itself:
 * `node benches/bench.js [--quick] [--only W3,W5] [--no-page] --modules FOLDER --native FILE --size FILE --json FILE`.
 *
 * On a shared machine, wall time says little. So cells run interleaved, in a new random order each round, and a rate is
 * repetitions per second of the main thread's CPU time (of wall time, where the system does not report CPU time). The
 * result is the median over rounds of the median over windows, with minimum and maximum. Before anything is timed, the
 * losses after 100 steps are compared; a contender that computes something else does not count.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from '../tests/browser/chromium.js';
import { serve } from '../tests/browser/server.js';
import { cold } from './cold.js';
import { problemOf } from './contenders.js';
import { frames as surfaceFrames } from './frames.js';
import { Pages, Process, cpuByRenderer } from './hosts.js';
import { COLUMNS, columns, crowded, framesBy, moving } from './main-thread.js';
import { lost, memoryOver, opening } from './page.js';
import { report } from './report.js';
import { agrees, median, shuffled, spread } from './statistics.js';
import { CHECKED, WORKLOADS } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    'no-page': { type: 'boolean', default: false },
    modules: { type: 'string', default: 'target/web/modules' },
    native: { type: 'string' },
    size: { type: 'string' },
    json: { type: 'string' },
  },
});
const PLAN = options.quick
  ? { rounds: 7, windows: 1, milliseconds: 60, fresh: false, seconds: 4, looks: 3, openings: 5, drawn: 1, minutes: 0.5 }
  : {
      rounds: 9,
      windows: 5,
      milliseconds: 150,
      fresh: true,
      seconds: 15,
      looks: 3,
      openings: 7,
      drawn: 7,
      minutes: 10,
    };

/** The slowest LSTM takes half a second per step, so the quick version checks fewer steps. */
const checkedOf = ({ kind }) => (options.quick && kind === 'sequence' ? 10 : CHECKED);

const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const began = performance.now();
const load = os.loadavg()[0];
const site = await serve({}, '../../dist/', '../../benches/', '../../www/');
// The memory of the engine is only accessible in the unbundled modules.
const isolated = await serve({ headers: ISOLATED }, `${pathToFileURL(options.modules)}/`);
const browser = await launch();
const api = await engine();
const problems = new Map();
const hosts = await startHosts();
try {
  const cells = allCells();
  await compare(cells);
  await measure(cells.filter(({ verdict }) => verdict === 'counts'));
  const page = options['no-page'] ? null : await measurePage();
  const results = {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    plan: PLAN,
    load: { before: load, after: os.loadavg()[0] },
    seconds: Math.round((performance.now() - began) / 1000),
    workloads: Object.fromEntries(
      Object.entries(WORKLOADS).map(([id, { label, unit, flop, settings }]) => [id, { label, unit, flop, settings }]),
    ),
    cells: cells.map(({ id, where, name, verdict, reason, rates, clock }) => ({
      workload: id,
      where,
      name,
      verdict,
      reason,
      rate: rates.length ? spread(rates) : null,
      clock: clock.length ? spread(clock) : null,
    })),
    page,
    size: options.size ? JSON.parse(readFileSync(options.size, 'utf8')) : null,
  };
  console.log(report(results));
  if (options.json) {
    writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
    console.log(`\nwritten to ${options.json}`);
  }
} finally {
  for (const { host } of hosts) host.close();
  await browser.close();
  site.close();
  isolated.close();
}

/** The engine in this process, which provides the data for the other contenders. */
async function engine() {
  const dist = new URL('../dist/', import.meta.url);
  const module = await import(new URL('engine.js', dist));
  module.initSync({ module: readFileSync(new URL('engine_bg.wasm', dist)) });
  return module;
}

/** Starts everything that runs contenders: the browser, Node, native code and Python. */
async function startHosts() {
  const all = [
    {
      where: 'Chromium',
      host: new Pages(browser, site.address, PLAN),
      names: ['gradscape', 'plain', 'tfjs wasm', 'tfjs cpu', 'convnetjs', 'brain.js'],
      limits: [8, 12, 13],
    },
    {
      where: 'Node',
      host: new Process('node', ['benches/process.mjs']),
      names: ['gradscape', 'plain'],
      limits: [12, 13],
    },
  ];
  if (options.native)
    all.push({ where: 'native', host: new Process(options.native, []), names: ['gradscape'], limits: [] });
  const python = new Process(process.env.PYTHON || 'python3', ['benches/peers/python.py'], problemFor);
  const versions = (await python.readLine()) ?? {};
  all.push({ where: 'Python', host: python, names: Object.keys(versions), versions, limits: [] });
  return all;
}

/** The problem for Python: the bytes of each array in base64. */
function problemFor({ id, workload, checked }) {
  if (!problems.has(id)) {
    const { inputs, targets, parameters, order } = problemOf(api, workload, checked);
    const text = (values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
    problems.set(id, {
      inputs: text(inputs),
      targets: text(targets),
      parameters: text(parameters),
      order: order.map((rows) => [...rows]),
    });
  }
  return problems.get(id);
}

/** All pairs of contender and workload. */
function allCells() {
  const wanted =
    options.only?.split(',') ?? Object.keys(WORKLOADS).filter((id) => !options.quick || !id.endsWith('relu'));
  const cell = (rest) => ({
    ...rest,
    key: `${rest.where} ${rest.name} ${rest.id}`,
    verdict: 'counts',
    reason: '',
    rates: [],
    clock: [],
  });
  const limits = hosts.flatMap(({ where, host, limits }) =>
    limits.map((count) =>
      cell({ id: 'limit', where, host, name: `limit ${count}`, workload: { kind: 'limit' }, checked: 0 }),
    ),
  );
  const works = wanted.flatMap((id) => {
    const workload = WORKLOADS[id];
    if (!workload) throw new Error(`there is no workload ${id}, but ${Object.keys(WORKLOADS).join(', ')}`);
    return hosts.flatMap(({ where, host, names }) =>
      names
        .filter((name) => workload.only?.includes(name) ?? true)
        .map((name) => cell({ id, where, host, name, workload, checked: checkedOf(workload) })),
    );
  });
  return [...limits, ...works];
}

/** Sets up every cell, and compares its loss with that of the engine in the page. */
async function compare(cells) {
  console.log(
    `losses after ${CHECKED} steps${options.quick ? ' (W6: 10)' : ''}, or where nothing is trained at the start:`,
  );
  const ours = new Map();
  for (const cell of cells) {
    const { start, loss, error, note } = await cell.host.prepare(cell);
    if (cell.workload.kind !== 'limit') {
      if (!ours.has(cell.id)) ours.set(cell.id, { start: start ?? loss, loss });
      const reference = ours.get(cell.id);
      const exact = cell.name === 'gradscape' && loss === reference.loss;
      if (error) Object.assign(cell, { verdict: 'cannot', reason: error });
      else if (!exact && !agrees(loss, reference.loss, reference.start)) {
        Object.assign(cell, { verdict: 'computes something else', reason: note ?? `its loss is ${loss}` });
      }
      const same = exact && cell.where !== 'Chromium' ? 'the same bits' : `${loss}`;
      console.log(
        `  ${cell.id.padEnd(12)}${cell.where.padEnd(10)}${cell.name.padEnd(11)}${error ?? same}${cell.verdict === 'computes something else' ? `: computes something else (${cell.reason})` : ''}`,
      );
    } else if (error) {
      Object.assign(cell, { verdict: 'cannot', reason: error });
    }
    await cell.host.leave?.(cell);
  }
}

async function measure(cells) {
  for (let round = 0; round < PLAN.rounds; round += 1) {
    process.stdout.write(`\rround ${round + 1} of ${PLAN.rounds} `);
    for (const cell of shuffled(cells)) {
      if (cell.verdict !== 'counts') continue;
      const { host } = cell;
      if (host.fresh) await host.prepare({ ...cell, checked: 0 });
      if (host.fresh || round === 0) await host.work(cell, PLAN.milliseconds);
      const windows = [];
      for (let window = 0; window < PLAN.windows; window += 1) windows.push(await host.work(cell, PLAN.milliseconds));
      await host.leave(cell);
      const failed = windows.find(({ error }) => error);
      if (failed) {
        Object.assign(cell, { verdict: 'cannot', reason: failed.error, rates: [], clock: [] });
        continue;
      }
      cell.rates.push(median(windows.map(({ times, cpu, seconds }) => times / (cpu ?? seconds))));
      cell.clock.push(median(windows.map(({ times, seconds }) => times / seconds)));
    }
  }
  process.stdout.write('\r');
}

/** The cost of the page: main-thread time, time until it is ready, memory. */
async function measurePage() {
  const parts = {};
  for (const [what, body] of [
    ['opening', () => opening(site.address, PLAN.openings)],
    ['cold', () => cold([fileURLToPath(new URL('../dist', import.meta.url))], PLAN.openings)],
    ['frames', () => framesInBoth()],
    ['moving', () => moving(browser, site.address, WORKLOADS.W3.settings, PLAN.seconds)],
    ['crowded', () => crowded(browser, site.address, PLAN.seconds)],
    ['columns', () => columns(browser, site.address, PLAN.seconds)],
    ['surface', () => surfaceFrameCosts(PLAN.drawn)],
    ['lost', () => lost(browser, site.address, PLAN.openings)],
    ['memory', () => memoryOver(browser, isolated.address, PLAN.minutes)],
    ['beside', () => memoryOver(browser, isolated.address, PLAN.minutes, COLUMNS)],
  ]) {
    process.stdout.write(`\rthe page: ${what} `);
    parts[what] = await body();
  }
  process.stdout.write('\r');
  return parts;
}

/** The cost of a frame, with canvases drawn in software and by the graphics card. */
async function framesInBoth() {
  const card = await launch('card');
  try {
    return await framesBy({ software: browser, card }, site.address, PLAN.seconds, PLAN.looks);
  } finally {
    await card.close();
  }
}

/** The cost of a frame of the 3-D surface on the main thread, for each way of drawing it. */
async function surfaceFrameCosts(times) {
  const ways = { page: [], copied: [], direct: [] };
  for (let time = 0; time < times; time += 1) {
    for (const way of shuffled(Object.keys(ways))) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${site.address}blank.html`);
      ways[way].push(await surfaceFrames(page, way, () => cpuByRenderer(browser)));
      await context.close();
    }
  }
  return Object.fromEntries(Object.entries(ways).map(([way, values]) => [way, spread(values)]));
}

function machine() {
  const { versions = {} } = hosts.find(({ where }) => where === 'Python');
  const packages = JSON.parse(readFileSync(new URL('peers/package.json', import.meta.url), 'utf8')).dependencies;
  return {
    processor: `${os.cpus()[0].model}, ${os.cpus().length} cores`,
    system: `${os.type()} ${os.release()}`,
    versions: { Chromium: browser.version(), Node: process.version.slice(1), ...packages, ...versions },
  };
}
