/**
 * Where contenders run: in pages of the browser, and in processes that answer line by line.
 *
 * A host has `prepare(cell)`, which returns `{start, loss}` or `{error}`, and `work(cell, milliseconds)`, which returns
 * `{times, seconds, cpu}`: repetitions, wall time and CPU time of the main thread (null if the system does not report
 * it).
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Pages. Contenders of the same name share one, unless every measurement needs a fresh page. */
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
    // The busy renderer is that of the page.
    const cpu = Math.max(0, ...[...after].map(([pid, time]) => time - (before.get(pid) ?? time)));
    return { ...done, cpu: cpu > 0 ? cpu : null };
  }

  /** In a fresh page, everything has to be prepared again. */
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

/** A process; it is sent `problem(cell)` if it cannot create the data itself. */
export class Process {
  #child;
  #lines;
  #problem;

  constructor(command, args, problem = () => undefined) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    // A program that is missing, or has exited, is treated like one that closes its output.
    this.#child.on('error', () => {});
    this.#child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#problem = problem;
  }

  /** The next line of output; null at the end. */
  async readLine() {
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
    return (await this.readLine()) ?? { error: 'the process has ended' };
  }
}

/** CPU seconds so far of the main thread of every renderer, by process id; empty if the system does not report them. */
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
