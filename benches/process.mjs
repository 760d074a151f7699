/**
 * The engine in Node, as a process that answers line by line: `{"do": "prepare" | "work", …}` in, one line of JSON out.
 */
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as contenders from './contenders.js';

const dist = new URL('../dist/', import.meta.url);
const api = await import(new URL('engine.js', dist));
api.initSync({ module: await readFile(new URL('engine_bg.wasm', dist)) });

for await (const line of createInterface({ input: process.stdin })) {
  const { do: what, key, name, workload, checked, milliseconds } = JSON.parse(line);
  if (what === 'prepare') {
    reply(await contenders.prepare(api, key, name, workload, checked));
  } else {
    const before = cpu();
    const done = await contenders.work(key, milliseconds);
    const after = cpu();
    reply({ ...done, cpu: before === null ? null : after - before });
  }
}

function reply(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** CPU seconds of the main thread so far; null if the system does not report them. */
function cpu() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return null;
  }
}
