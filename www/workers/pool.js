/**
 * The page's two workers, shared by all its elements: one trains, one computes surfaces. While a sweep, a calibration or a
 * large surface has work for them, further ones help the second: as many as there are cores to spare.
 *
 * Where a worker cannot be made (no Worker, another origin, a policy) or does not start, the same code runs in slices
 * on the main thread.
 */
import { hosts, worker as newWorker } from '../beside.js';
import { messageOf } from '../engine/guard.js';
import { onRest } from '../engine/runtime.js';

/** @import { Engine } from '../engine/types.js' */
/** @import { AdoptLanguage, Answer, From, Role, RunRequest, SurfaceRequest, WorkerAnswer } from './protocol.js' */

/** Main-thread slices: short, with room between them. */
const GENTLE = { budget: 5, gentle: true };

/** How long a worker may take to start, in ms, before the main thread does its work. */
const PATIENCE = 15000;

/** @typedef {(answer: Answer) => void} Receive */

/**
 * An element's place in a lane.
 * @template Request
 * @typedef {{post: (request: Request) => void, close: () => void}} Seat
 */

/**
 * Where the messages go: to a worker, or to the same code on the main thread.
 * @template Request
 * @typedef {object} Target
 * @property {Set<string>} languages those that it knows
 * @property {(From<Request> | AdoptLanguage)[]} waiting what came before it was known
 * @property {(request: From<Request> | AdoptLanguage) => void} post
 * @property {() => void} end
 */

/**
 * One worker and the elements that use it.
 * @template {RunRequest | SurfaceRequest} Request
 */
class Lane {
  #role;
  /** @type {Map<number, Receive>} */
  #seats = new Map();
  /** @type {Target<Request> | null} */
  #target = null;
  /** A worker that was started before it was needed. @type {Promise<Worker> | null} */
  #warm = null;
  /** The one that works. @type {Worker | null} */
  #worker = null;
  /** The rest of the engine. @type {WebAssembly.Module | null} */
  #rest = null;
  /** Whether the work is done in a worker; null while that is not known. @type {boolean | null} */
  inWorker = null;

  /** @param {Role} role */
  constructor(role) {
    this.#role = role;
  }

  /** Starts the worker while the engine is still fetched, unless there is one. @param {Promise<WebAssembly.Module>} module */
  warm(module) {
    if (this.#target) return;
    this.#warm ??= this.#begin(module);
    this.#warm.catch(() => {}); // Those who need it get the error.
  }

  /** Hands the rest of the engine to the worker. @param {WebAssembly.Module} module */
  keepRest = (module) => {
    this.#rest = module;
    this.#worker?.postMessage({ do: 'keep', module });
  };

  /**
   * A place in this lane.
   * @param {number} id the element's
   * @param {Engine} engine
   * @param {Receive} receive
   * @returns {Seat<Request>}
   */
  seat(id, engine, receive) {
    this.#seats.set(id, receive);
    const target = (this.#target ??= this.#start(engine));
    const { id: lang, table } = engine.language;
    if (!target.languages.has(lang)) {
      target.languages.add(lang);
      target.post({ do: 'adopt', lang, table });
    }
    return {
      post: (request) => target.post({ ...request, id, lang }),
      close: () => {
        target.post(/** @type {From<Request>} */ (/** @type {unknown} */ ({ do: 'close', id, lang })));
        if (this.#seats.get(id) === receive) this.#seats.delete(id);
        if (!this.#seats.size && this.#target === target) {
          target.end();
          this.#target = null;
        }
      },
    };
  }

  /** @param {Engine} engine @returns {Target<Request>} */
  #start(engine) {
    let ended = false;
    /** @type {Target<Request>} */
    const target = {
      languages: new Set(['en']),
      waiting: [],
      post: (request) => target.waiting.push(request),
      end: () => {
        ended = true;
      },
    };
    const settle = (
      /** @type {Target<Request>['post']} */ post,
      /** @type {Target<Request>['end']} */ end,
      /** @type {boolean} */ inWorker,
    ) => {
      if (ended) return end(); // It is not needed any more.
      this.inWorker = inWorker;
      target.post = post;
      target.end = end;
      for (const request of target.waiting.splice(0)) post(request);
    };
    const here = async () => {
      const { host } = await hosts();
      const local = host(this.#role, engine.api, (answer) => queueMicrotask(() => this.#receive(answer)), GENTLE);
      settle(
        (request) => local.handle(request),
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
          (request) => worker.postMessage(request),
          () => this.#end(worker),
          true,
        );
      }, here)
      .catch((cause) => this.#receive({ is: 'panic', message: messageOf(cause) }));
    return target;
  }

  /** @param {Worker} worker */
  #end(worker) {
    worker.terminate();
    if (this.#worker === worker) this.#worker = null;
  }

  /** @param {WebAssembly.Module | Promise<WebAssembly.Module>} module @returns {Promise<Worker>} */
  #begin(module) {
    return new Promise((started, failed) => {
      const worker = newWorker(this.#role);
      let timer = 0;
      const giveUp = (/** @type {unknown} */ cause) => {
        clearTimeout(timer);
        worker.terminate();
        failed(cause);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        giveUp(event);
      };
      worker.onmessage = (/** @type {MessageEvent<WorkerAnswer>} */ { data }) => {
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

  /** @param {Answer} answer */
  #receive(answer) {
    if (answer.is === 'panic') {
      // Nothing of that instance can be trusted: every element in it hears of it, and the next seat starts a new one.
      this.#target?.end();
      this.#target = null;
      const seats = [...this.#seats.values()];
      this.#seats.clear();
      for (const receive of seats) receive({ ...answer, here: !this.inWorker });
      return;
    }
    this.#seats.get(answer.id)?.(answer);
  }
}

/** The lane of the runs. @type {Lane<RunRequest>} */
export const runs = new Lane('run');
/** The lane of the surfaces. @type {Lane<SurfaceRequest>} */
export const surfaces = new Lane('surface');

/** Workers that compute beside the runs, at most: one less than there are cores, but at least two. */
const CREW = Math.max(2, (navigator.hardwareConcurrency || 2) - 1);
/** Those that help. A lane has a worker only while someone has a seat in it. @type {Lane<SurfaceRequest>[]} */
const helpers = Array.from({ length: CREW - 1 }, () => new Lane('surface'));

/**
 * The lanes that share large work, that of the surfaces first. Where there are no workers, it is alone, on the main thread.
 */
export function crew() {
  return runs.inWorker === true ? [surfaces, ...helpers] : [surfaces];
}

for (const lane of [runs, surfaces, ...helpers]) onRest(lane.keepRest);
