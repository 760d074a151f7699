/**
 * Measures the contenders in headless Chromium and prints a table: `node benches/bench.js --rounds 7 --json FILE`.
 *
 * On a shared machine the clock says little: cells run in a new random order each round, each in a fresh browser
 * context, and a rate is times per second of the page's main-thread CPU time (where the system tells it, else of the
 * clock). What is shown is the median over the rounds of the median over the windows, with least and most.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { launch } from '../tests/browser/chromium.js';
import { serve } from '../tests/browser/server.js';
import { frames } from './frames.js';

const WINDOWS = 5;
const WINDOW_MS = 150;
const NAMES = ['plain', 'gradscape'];

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, json: { type: 'string' } } });
const rounds = Number(options.rounds);

const site = await serve({}, '../../dist/', '../../benches/');
const browser = await launch();
try {
  const workloads = await cell((page) => page.evaluate(async () => (await import('/contenders.js')).WORKLOADS));
  const cells = Object.entries(workloads).flatMap(([workload, { only }]) => (only ?? NAMES).map((name) => ({ workload, name, rates: [], clock: [] })));
  await check(workloads, cells);
  const ceilings = [];
  const drawn = { page: [], copied: [], direct: [] };
  for (let round = 0; round < rounds; round += 1) {
    process.stdout.write(`\rround ${round + 1} of ${rounds} `);
    for (const one of shuffled(cells)) {
      const windows = await cell((page) => measure(page, one));
      one.rates.push(median(windows.map(({ times, cpu, seconds }) => times / (cpu ?? seconds))));
      one.clock.push(median(windows.map(({ times, seconds }) => times / seconds)));
    }
    ceilings.push(await cell(ceiling));
    for (const how of shuffled(Object.keys(drawn))) drawn[how].push(await cell((page) => frames(page, how, threadTimes)));
  }
  report(workloads, cells, spread(ceilings), drawn);
} finally {
  await browser.close();
  site.close();
}

/** A fresh context, and the page in it, for as long as `body` takes. */
async function cell(body) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${site.address}blank.html`);
    return await body(page);
  } finally {
    await context.close();
  }
}

/** A contender that computes something else than the engine does not count. */
async function check(workloads, cells) {
  for (const [workload, { checks }] of Object.entries(workloads)) {
    const losses = {};
    for (const { name } of cells.filter((one) => one.workload === workload)) {
      losses[name] = await cell((page) => prepare(page, name, workload));
    }
    console.log(`${workload} ${checks}: ${Object.entries(losses).map(([name, loss]) => `${name} ${loss}`).join(', ')}`);
    for (const name of Object.keys(losses)) {
      const apart = Math.abs(losses[name] - losses.gradscape) / Math.abs(losses.gradscape);
      if (!(apart <= 1e-3)) throw new Error(`${workload}: ${name} computes something else, its loss is ${apart} off`);
    }
  }
}

function prepare(page, name, workload) {
  return page.evaluate(async ([a, b]) => (await import('/contenders.js')).prepare(a, b), [name, workload]);
}

async function measure(page, { name, workload }) {
  await prepare(page, name, workload);
  const work = () => page.evaluate(async (ms) => (await import('/contenders.js')).work(ms), WINDOW_MS);
  await work();
  const windows = [];
  for (let index = 0; index < WINDOWS; index += 1) {
    const before = await threadTimes();
    const done = await work();
    const after = await threadTimes();
    // The page's renderer is the one that was busy.
    const spent = [...after].map(([pid, time]) => time - (before.get(pid) ?? time));
    const cpu = Math.max(0, ...spent);
    windows.push({ ...done, cpu: cpu > 0 ? cpu : null });
  }
  return windows;
}

/** What the machine can do at most, in FLOP a second of CPU time. */
async function ceiling(page) {
  const once = () => page.evaluate(async (ms) => (await import('/contenders.js')).ceiling(ms), 2 * WINDOW_MS);
  await once();
  const before = await threadTimes();
  const { flop } = await once();
  const after = await threadTimes();
  return flop / Math.max(...[...after].map(([pid, time]) => time - (before.get(pid) ?? time)), 1e-9);
}

/** CPU seconds so far of the main thread of every renderer, by process; empty where the system does not tell. */
async function threadTimes() {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const times = new Map();
  for (const { id } of processInfo.filter(({ type }) => type === 'renderer')) {
    try {
      const [nanoseconds] = readFileSync(`/proc/${id}/task/${id}/schedstat`, 'utf8').split(' ');
      times.set(id, Number(nanoseconds) / 1e9);
    } catch {
      // Not Linux, or the process has just ended.
    }
  }
  return times;
}

function report(workloads, cells, ceilings, drawn) {
  console.log(`\r${rounds} rounds, ${os.cpus()[0].model}, Chromium ${browser.version()}`);
  console.log(`f32x4 multiplications and additions in registers: ${(ceilings.median / 1e9).toFixed(1)} GFLOP/s (${(ceilings.least / 1e9).toFixed(1)} to ${(ceilings.most / 1e9).toFixed(1)})`);
  const results = Object.entries(workloads).map(([workload, { label, unit, settings, flop }]) => {
    console.log(`\n${workload}  ${label}: ${unit}, median (least to most)`);
    const contenders = {};
    for (const { name, rates, clock } of cells.filter((one) => one.workload === workload)) {
      contenders[name] = { rate: spread(rates), clock: spread(clock), ratio: median(rates) / contenders.plain?.rate.median || 1, share: (median(rates) * flop) / ceilings.median };
      const { rate, ratio, share } = contenders[name];
      const [middle, least, most] = [rate.median, rate.least, rate.most].map((value) => written(value));
      console.log(`    ${name.padEnd(12)}${middle.padStart(10)}  ${`(${least} to ${most})`.padEnd(26)}${contenders.plain ? `${ratio.toFixed(2)} times plain, ` : ''}${(100 * share).toFixed(0)} % of the limit`);
    }
    return { workload, label, unit, settings, contenders };
  });
  console.log('\nA frame of a 129 x 129 surface in 3-D with a way of 2,000 points: ms of the main thread, median (least to most)');
  for (const [how, values] of Object.entries(drawn)) {
    const { median: middle, least, most } = spread(values);
    console.log(`    ${how.padEnd(12)}${middle.toFixed(2).padStart(10)}  (${least.toFixed(2)} to ${most.toFixed(2)})`);
  }
  if (options.json) {
    const machine = { cpu: os.cpus()[0].model, system: `${os.type()} ${os.release()}`, browser: browser.version(), node: process.version };
    writeFileSync(options.json, `${JSON.stringify({ machine, rounds, limit: ceilings, results, frame: drawn }, null, 2)}\n`);
    console.log(`\nwritten to ${options.json}`);
  }
}

function written(value) {
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
}

function spread(values) {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function shuffled(list) {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
