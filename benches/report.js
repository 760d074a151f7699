/** The results as a table. */
import { coldLines } from './cold.js';
import { limitOf, share, targets } from './targets.js';

/** @param {object} results as `bench.js` writes them */
export function report(results) {
  const { machine, plan, load, seconds, workloads } = results;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const lines = [
    `${machine.processor}, ${machine.system}, ${results.date}`,
    versions.join(', '),
    `${plan.rounds} rounds of ${plan.windows} x ${plan.milliseconds} ms in ${seconds} s; load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
    `limit: ${['Chromium', 'Node'].map((where) => `${(limitOf(results, where) / 1e9).toFixed(1)} GFLOP/s in ${where}`).join(', ')}`,
  ];
  if (Math.max(load.before, load.after - 1) > 1)
    lines.push('The machine was doing other things meanwhile: ratios mean more than rates.');
  for (const [id, { label, unit }] of Object.entries(workloads)) {
    const cells = results.cells.filter(({ workload }) => workload === id);
    if (cells.length)
      lines.push(
        '',
        `${id}  ${label}: ${unit} of CPU time, median (least to most); of the clock; ours by it; share of the limit`,
        ...rows(results, id, cells),
      );
  }
  lines.push(...pageLines(results));
  const all = targets(results);
  const judged = all.filter(({ met }) => met !== null);
  lines.push('', `Targets${judged.length < all.length ? ` (${all.length - judged.length} not measured)` : ''}`);
  for (const { target, found, met } of judged)
    lines.push(`  ${met ? 'met    ' : 'NOT met'}  ${target.padEnd(58)}${found}`);
  return lines.join('\n');
}

function rows(results, id, cells) {
  const ours = cells.find(({ where, name }) => where === 'Chromium' && name === 'gradscape')?.rate?.median;
  return cells.map(({ where, name, verdict, reason, rate, clock }) => {
    const who = `  ${name.padEnd(11)}${where.padEnd(10)}`;
    if (!rate)
      return `${who}${verdict === 'counts' ? 'not measured' : `does not count: ${verdict}`}${reason ? ` (${reason})` : ''}`;
    const part = share(results, id, where, name);
    const figures = [
      number(rate.median).padStart(10),
      `(${number(rate.least)} to ${number(rate.most)})`.padEnd(24),
      number(clock.median).padStart(10),
      `${(ours / rate.median).toFixed(2)} x`.padStart(9),
      Number.isFinite(part) ? `${(100 * part).toFixed(1)} %`.padStart(8) : '',
    ];
    return `${who}${figures.join('  ')}`;
  });
}

function pageLines({ page, size }) {
  const lines = [];
  if (page) {
    const { beside, columns, crowded, opening, frames, moving, surface, lost, memory } = page;
    lines.push('', 'The page, 1440 x 900');
    const ms = ({ median, least, most }) => `${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
    lines.push(
      `  opened cold: first chart ${ms(opening.chart)}, surface ${ms(opening.surface)}, training ${ms(opening.training)}`,
    );
    for (const build of page.cold ?? []) lines.push(...coldLines(build));
    for (const [way, title] of [
      ['software', 'canvases in software'],
      ['card', 'canvases as with a graphics card'],
    ]) {
      for (const what of ['playing', 'turned']) lines.push(...frameLines(`${what}, ${title}`, frames[way][what]));
    }
    lines.push(...frameLines('W3 as fast as it goes', moving));
    lines.push(...frameLines('64 layers of 16 units with the view of the network', crowded));
    if (columns) lines.push(...frameLines('four runs side by side', columns));
    const cost = ({ median, least, most }) => `${median.toFixed(2)} ms (${least.toFixed(2)} to ${most.toFixed(2)})`;
    lines.push(
      `  a frame of a 129 x 129 surface in 3-D with a way of 2,000 points: as the page draws it ${cost(surface.page)}, without labels ${cost(surface.copied)}, in a shown canvas ${cost(surface.direct)}`,
    );
    if (lost)
      lines.push(
        `  the graphics context is lost while it plays: map after ${ms(lost.map)}, 3-D picture back after ${ms(lost.surface)}; ${lost.before.median.toFixed(0)} steps in the second before, ${lost.after.median.toFixed(0)} in the one after`,
      );
    lines.push(...memoryLines('memory', memory), ...memoryLines('memory of four runs side by side', beside ?? []));
  }
  if (size)
    lines.push(
      '',
      `Size: wasm and glue ${(size.gzip / 1000).toFixed(1)} KB gzip, ${(size.first / 1000).toFixed(1)} of it before the first picture`,
    );
  return lines;
}

function memoryLines(what, samples) {
  return samples.map(({ minute, step, ...sizes }) => {
    const parts = Object.entries(sizes).map(([name, bytes]) => `${name} ${(bytes / 2 ** 20).toFixed(1)}`);
    return `  ${what} after ${minute} min (step ${step}): ${parts.join(', ')} MiB`;
  });
}

function frameLines(what, { cpuPerFrame, cpuPerShown, framesPerSecond, longTasks, longest, made, chartsPerSecond }) {
  const rates = Object.entries(chartsPerSecond).map(([chart, rate]) => `${chart} ${rate.toFixed(1)}`);
  return [
    `  ${what}: ${made.step} steps, ${made.shown} of ${made.frames} frames with something new, ${made.charts} charts and ${made.surfaces} 3-D pictures painted`,
    `    ${cpuPerFrame?.toFixed(2) ?? '?'} ms of the main thread's CPU a frame, ${cpuPerShown?.toFixed(2) ?? '?'} a frame with something new, ${framesPerSecond.toFixed(0)} frames/s, ${longTasks} tasks above 50 ms (longest ${longest.toFixed(0)} ms)`,
    `    charts painted a second: ${rates.join(', ')}`,
  ];
}

function number(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
