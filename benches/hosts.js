/**
 * Where contenders run: pages of the browser, and processes that are asked line by line.
 *
 * A host answers `prepare(cell)` with `{start, loss}` or `{error}`, and `work(cell, milliseconds)` with
 * `{times, seconds, cpu}`: how often, in how many seconds of the clock and of its main thread's CPU time (null where
 * the system does not tell).
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Pages; contenders of one name share one, unless each time is to begin in a fresh one. */
export class Pages {
  #browser;
  #address;
  #fresh;
  #pages = new Map();

  constructor(browser, address, { fresh }) {
    this.#browser = browser;
    this.#address = address;
    this.#fresh = fresh;
  }

  async prepare(cell) {
    const page = await this.#page(cell);
    return page.evaluate(
      async ([...of]) => (await import('/cell.js')).prepare(...of),
      [cell.key, cell.name, cell.workload, cell.checked],
    );
  }

  async work(cell, milliseconds) {
    const page = await this.#page(cell);
    const before = await cpuByRenderer(this.#browser);
    const done = await page.evaluate(
      async ([...of]) => (await import('/cell.js')).work(...of),
      [cell.key, milliseconds],
    );
    const after = await cpuByRenderer(this.#browser);
    // The page's renderer is the one that was busy.
    const cpu = Math.max(0, ...[...after].map(([pid, time]) => time - (before.get(pid) ?? time)));
    return { ...done, cpu: cpu > 0 ? cpu : null };
  }

  /** What begins in a fresh page each time has to be prepared again. */
  async leave(cell) {
    if (!this.#fresh) return;
    await this.#pages.get(cell.key)?.context().close();
    this.#pages.delete(cell.key);
  }

  get fresh() {
    return this.#fresh;
  }

  async #page(cell) {
    const key = this.#fresh ? cell.key : cell.name;
    if (!this.#pages.has(key)) {
      const page = await (await this.#browser.newContext()).newPage();
      page.setDefaultTimeout(0);
      await page.goto(`${this.#address}blank.html`);
      this.#pages.set(key, page);
    }
    return this.#pages.get(key);
  }

  close() {}
}

/** A process; `problem(cell)` is sent along where it cannot compute it by itself. */
export class Process {
  #child;
  #lines;
  #problem;

  constructor(command, args, problem = () => undefined) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    // A program that is not there, or has ended, is heard of as one that says nothing more.
    this.#child.on('error', () => {});
    this.#child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#problem = problem;
  }

  /** The next line; null when there is none any more. */
  async hear() {
    const { value, done } = await this.#lines.next();
    return done ? null : JSON.parse(value);
  }

  async prepare(cell) {
    const { key, name, workload, checked } = cell;
    return this.#ask({ do: 'prepare', key, name, workload, checked, problem: this.#problem(cell) });
  }

  work({ key }, milliseconds) {
    return this.#ask({ do: 'work', key, milliseconds });
  }

  leave() {}

  get fresh() {
    return false;
  }

  close() {
    this.#child.stdin.end();
  }

  async #ask(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    return (await this.hear()) ?? { error: 'the process has ended' };
  }
}

/** CPU seconds so far of the main thread of every renderer, by process; empty where the system does not tell. */
export async function cpuByRenderer(browser) {
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
