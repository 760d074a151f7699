/**
 * The page's two workers, shared by all its elements: one trains, one computes surfaces.
 *
 * Where a worker cannot be made (no Worker, another origin, a policy) or does not start, the same code runs in slices
 * on the main thread.
 */
import { beside } from '../beside.js';
import { onRest } from '../engine/runtime.js';

/** Main-thread slices: short, with room between them. */
const GENTLE = { budget: 5, gentle: true };

/** How long a worker may take to start before the main thread does its work, in ms. */
const PATIENCE = 15000;

class Lane {
  #role;
  #seats = new Map();
  #target = null; // {post(message), end()}
  #warm = null; // a worker that was started before it was needed
  #worker = null; // the one that works
  #rest = null; // of the engine

  constructor(role) {
    this.#role = role;
    this.inWorker = null;
  }

  /** Starts the worker while the engine is still fetched, unless there is one. @param {Promise<WebAssembly.Module>} module */
  warm(module) {
    if (this.#target) return;
    this.#warm ??= this.#begin(module);
    this.#warm.catch(() => {}); // Who needs it gets to know.
  }

  /** Has the rest of the engine at hand where it works. @param {WebAssembly.Module} module */
  keepRest = (module) => {
    this.#rest = module;
    this.#worker?.postMessage({ do: 'keep', module });
  };

  /**
   * A place in this lane.
   * @param {number} id the element's
   * @param {import('../engine/runtime.js').Engine} engine
   * @param {(message: object) => void} receive
   * @returns {{post: (message: object) => void, close: () => void}}
   */
  seat(id, engine, receive) {
    this.#seats.set(id, receive);
    this.#target ??= this.#start(engine);
    const target = this.#target;
    return {
      post: (message) => target.post({ ...message, id }),
      close: () => {
        target.post({ do: 'close', id });
        if (this.#seats.get(id) === receive) this.#seats.delete(id);
        if (!this.#seats.size && this.#target === target) {
          target.end();
          this.#target = null;
        }
      },
    };
  }

  #start(engine) {
    let ended = false;
    const target = {
      waiting: [],
      post: (message) => target.waiting.push(message),
      end: () => {
        ended = true;
      },
    };
    const settle = (post, end, inWorker) => {
      if (ended) return end(); // Nobody waits for it any more.
      this.inWorker = inWorker;
      target.post = post;
      target.end = end;
      for (const message of target.waiting.splice(0)) post(message);
    };
    const here = async () => {
      const { host } = await import(beside('worker.js').href);
      const local = host(this.#role, engine.api, (message) => queueMicrotask(() => this.#receive(message)), GENTLE);
      settle(
        (message) => local.handle(message),
        () => {},
        false,
      );
    };
    const starting = this.#warm ?? this.#begin(engine.module);
    this.#warm = null;
    starting
      .then((worker) => {
        this.#worker = worker;
        if (this.#rest) this.keepRest(this.#rest);
        settle(
          (message) => worker.postMessage(message),
          () => this.#end(worker),
          true,
        );
      }, here)
      .catch((cause) => this.#receive({ is: 'panic', message: cause.message }));
    return target;
  }

  #end(worker) {
    worker.terminate();
    if (this.#worker === worker) this.#worker = null;
  }

  /** @param {WebAssembly.Module | Promise<WebAssembly.Module>} module */
  #begin(module) {
    return new Promise((started, failed) => {
      const worker = new Worker(beside('worker.js'), { type: 'module', name: `gradscape-${this.#role}` });
      let timer = 0;
      const giveUp = (cause) => {
        clearTimeout(timer);
        worker.terminate();
        failed(cause);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        giveUp(event);
      };
      worker.onmessage = ({ data }) => {
        if (data.is !== 'started') return giveUp(data);
        clearTimeout(timer);
        worker.onmessage = (event) => this.#receive(event.data);
        worker.onerror = (event) => this.#receive({ is: 'panic', message: event.message });
        started(worker);
      };
      Promise.resolve(module)
        .then((compiled) => {
          timer = setTimeout(giveUp, PATIENCE);
          worker.postMessage({ do: 'start', role: this.#role, module: compiled });
        })
        .catch(giveUp);
    });
  }

  #receive(message) {
    if (message.is === 'panic') {
      // Nothing of that instance can be trusted: every element in it is told, and the next seat starts a new one.
      this.#target?.end();
      this.#target = null;
      const seats = [...this.#seats.values()];
      this.#seats.clear();
      for (const receive of seats) receive({ ...message, here: !this.inWorker });
      return;
    }
    this.#seats.get(message.id)?.(message);
  }
}

/** The lane of the runs. */
export const runs = new Lane('run');
/** The lane of the surfaces. */
export const surfaces = new Lane('surface');

for (const lane of [runs, surfaces]) onRest(lane.keepRest);
