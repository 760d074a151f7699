/**
 * What a first visit costs: requests, bytes and time until the first picture and until everything is there, in a browser
 * that has just been started. Files travel in gzip, over this machine's own line and over a slow one.
 *
 *     node benches/cold.js [--dist FOLDER]... [--times 5]
 *
 * With several folders, two builds of the page, they are opened by turns.
 */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from '../tests/browser/chromium.js';
import { serve } from '../tests/browser/server.js';
import { slowed } from './line.js';
import { SIZE, watchOpening } from './page.js';
import { median, spread } from './statistics.js';

/** 4 Mbit/s, round trips of 100 ms: a phone on a middling network. */
const SLOW = { bitsPerSecond: 4_000_000, roundTrip: 100 };
/** Everything is there when nothing has been asked for this long, in ms. */
const QUIET = 1500;

/**
 * Opens each of these builds so often, by turns.
 * @param {string[]} folders
 * @param {number} times
 * @returns {Promise<{folder: string, fast: object, slow: object}[]>} for each build and line the counts (medians) and times
 *   (`{median, least, most}`, in ms)
 */
export async function cold(folders, times) {
  const sites = await Promise.all(folders.map((folder) => serve({ gzip: true }, `${pathToFileURL(resolve(folder))}/`)));
  const lines = await Promise.all(sites.map((site) => slowed(site.address, SLOW)));
  const visits = folders.map(() => ({ fast: [], slow: [] }));
  try {
    for (let time = 0; time < times; time += 1) {
      for (const [which, site] of sites.entries()) {
        visits[which].fast.push(await visit(site, site.address));
        visits[which].slow.push(await visit(site, lines[which].address));
      }
    }
  } finally {
    for (const one of [...lines, ...sites]) one.close();
  }
  return folders.map((folder, which) => ({ folder, fast: summary(visits[which].fast), slow: summary(visits[which].slow) }));
}

/** One visit with nothing in the cache. */
async function visit(site, address) {
  const browser = await launch();
  site.answers.length = 0;
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.addInitScript(watchOpening);
    await page.goto(address);
    await page.waitForFunction(() => globalThis.opened.chart && globalThis.opened.surface && globalThis.opened.training, null, { timeout: 60_000 });
    const last = () => site.answers.at(-1).asked;
    while (now() - last() < QUIET) await page.waitForTimeout(100);
    const { opened, origin } = await page.evaluate(() => ({ opened: globalThis.opened, origin: performance.timeOrigin }));
    const picture = Math.min(opened.chart, opened.surface);
    const before = site.answers.filter(({ asked }) => asked <= origin + opened.begun);
    if (process.env.LIST) console.log(site.answers.map(({path, asked}) => `${(asked - origin).toFixed(0)} ${path}`).join('\n'), opened);
    const count = (answers) => ({ requests: answers.length, bytes: answers.reduce((sum, { bytes }) => sum + bytes, 0) });
    return { first: count(before), all: count(site.answers), picture, surface: opened.surface, training: opened.training, whole: Math.max(last() - origin, opened.surface, opened.training) };
  } finally {
    await browser.close();
  }
}

function now() {
  return performance.timeOrigin + performance.now();
}

function summary(visits) {
  const counts = (what) => ({ requests: median(visits.map((one) => one[what].requests)), bytes: median(visits.map((one) => one[what].bytes)) });
  const times = ['picture', 'training', 'surface'].map((what) => [what, spread(visits.map((one) => one[what]))]);
  return { first: counts('first'), all: counts('all'), ...Object.fromEntries(times) };
}

/** @param {Awaited<ReturnType<typeof cold>>} builds @returns {string[]} lines of a Markdown table */
export function coldTable(builds) {
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
  const ms = ({ median: middle, least, most }) => `${middle.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
  const rows = [
    ['requests before the first picture; until everything is there', ({ fast }) => `${fast.first.requests}; ${fast.all.requests}`],
    ['bytes, gzip', ({ fast }) => `${kilobytes(fast.first.bytes)}; ${kilobytes(fast.all.bytes)}`],
    ['first picture', ({ fast }) => ms(fast.picture)],
    ['training; surface', ({ fast }) => `${ms(fast.training)}; ${ms(fast.surface)}`],
    ['the same at 4 Mbit/s with 100 ms round trips: requests', ({ slow }) => `${slow.first.requests}; ${slow.all.requests}`],
    ['bytes, gzip', ({ slow }) => `${kilobytes(slow.first.bytes)}; ${kilobytes(slow.all.bytes)}`],
    ['**first picture**', ({ slow }) => `**${ms(slow.picture)}**`],
    ['training; surface', ({ slow }) => `${ms(slow.training)}; ${ms(slow.surface)}`],
  ];
  return [
    `| | ${builds.map(({ folder }) => folder).join(' | ')} |`,
    `| --- |${' --- |'.repeat(builds.length)}`,
    ...rows.map(([what, tell]) => `| ${what} | ${builds.map(tell).join(' | ')} |`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { dist: { type: 'string', multiple: true, default: ['dist'] }, times: { type: 'string', default: '5' } } });
  for (const line of coldTable(await cold(values.dist, Number(values.times)))) console.log(line);
}
