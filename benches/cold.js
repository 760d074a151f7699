/**
 * The cost of a first visit: requests, bytes and time until the first picture and until everything is loaded, in a
 * newly started browser. Files are compressed with gzip; the connection is the local one or a slow one.
 *
 *     node benches/cold.js [--dist FOLDER]... [--times 5]
 *
 * Several folders are several builds of the page; they are opened in turn.
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
/** Everything is loaded when there was no request for this long, in ms. */
const QUIET = 1000;

/**
 * Opens each of these builds `times` times, in turn.
 * @param {string[]} folders
 * @param {number} times
 * @returns {Promise<{folder: string, fast: object, slow: object}[]>} for each build and connection the counts (medians)
 * and times (`{median, least, most}`, in ms)
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
  return folders.map((folder, which) => ({
    folder,
    fast: summary(visits[which].fast),
    slow: summary(visits[which].slow),
  }));
}

/** One visit with an empty cache. */
async function visit(site, address) {
  const browser = await launch();
  site.answers.length = 0;
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.addInitScript(watchOpening);
    await page.goto(address);
    await page.waitForFunction(
      () => globalThis.opened.chart && globalThis.opened.surface && globalThis.opened.training,
      null,
      { timeout: 60_000 },
    );
    const last = () => site.answers.at(-1).asked;
    while (now() - last() < QUIET) await page.waitForTimeout(100);
    const { opened, origin } = await page.evaluate(() => ({
      opened: globalThis.opened,
      origin: performance.timeOrigin,
    }));
    const picture = Math.min(opened.chart, opened.surface);
    const before = site.answers.filter(({ asked }) => asked <= origin + opened.begun);
    const count = (answers) => ({
      requests: answers.length,
      bytes: answers.reduce((sum, { bytes }) => sum + bytes, 0),
    });
    return { first: count(before), all: count(site.answers), ...opened, picture };
  } finally {
    await browser.close();
  }
}

function now() {
  return performance.timeOrigin + performance.now();
}

function summary(visits) {
  const middle = (what, of) => median(visits.map((visit) => visit[what][of]));
  const counts = (what) => ({ requests: middle(what, 'requests'), bytes: middle(what, 'bytes') });
  const times = ['picture', 'training', 'surface'].map((what) => [what, spread(visits.map((one) => one[what]))]);
  return { first: counts('first'), all: counts('all'), ...Object.fromEntries(times) };
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
const counts = ({ requests, bytes }) => `${requests} requests, ${kilobytes(bytes)}`;
const ms = ({ median: middle, least, most }) => `${middle.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;

/** What a build was found to be, in lines. @param {Awaited<ReturnType<typeof cold>>[0]} build @returns {string[]} */
export function coldLines({ fast, slow }) {
  return [
    ['a first visit', fast],
    ['at 4 Mbit/s, 100 ms round trips', slow],
  ].map(
    ([line, { first, all, picture, training, surface }]) =>
      `  ${line}: first picture ${ms(picture)} after ${counts(first)} in gzip; training ${ms(training)}, surface ${ms(surface)}; in all ${counts(all)}`,
  );
}

/** Builds side by side, in Markdown. @param {Awaited<ReturnType<typeof cold>>} builds @returns {string[]} lines */
export function coldTable(builds) {
  const rows = [
    ['before the first picture, in gzip', ({ slow }) => counts(slow.first)],
    ['until everything is there', ({ slow }) => counts(slow.all)],
    ['first picture', ({ fast }) => ms(fast.picture)],
    ['training', ({ fast }) => ms(fast.training)],
    ['surface', ({ fast }) => ms(fast.surface)],
    ['**first picture** at 4 Mbit/s, 100 ms round trips', ({ slow }) => `**${ms(slow.picture)}**`],
    ['training', ({ slow }) => ms(slow.training)],
    ['surface', ({ slow }) => ms(slow.surface)],
  ];
  return [
    `| | ${builds.map(({ folder }) => folder).join(' | ')} |`,
    `| --- |${' --- |'.repeat(builds.length)}`,
    ...rows.map(([what, tell]) => `| ${what} | ${builds.map(tell).join(' | ')} |`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { dist: { type: 'string', multiple: true, default: ['dist'] }, times: { type: 'string', default: '5' } },
  });
  for (const line of coldTable(await cold(values.dist, Number(values.times)))) console.log(line);
}
