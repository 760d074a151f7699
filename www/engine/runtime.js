/** The engine on the main thread: fetched and compiled once per page, renewed after a panic. */
import { beside } from '../beside.js';
import description from '../description.json' with { type: 'json' };

/**
 * @typedef {object} Engine
 * @property {object} api what engine.js exports
 * @property {WebAssembly.Module} module the compiled module, to be shared with the workers
 * @property {object} description what there is to set and to see, in words (`description.json`)
 */

let module = null;
let rest = null; // a promise
let restModule = null; // when it has been fetched
let engine = null;
let generation = 0;

/** A reason why the engine cannot run here, as a key of the texts' table. */
export class Missing extends Error {
  name = 'Missing';
}

/** @returns {Promise<Engine>} */
export function load() {
  engine ??= start().catch((cause) => {
    engine = null;
    throw cause;
  });
  return engine;
}

/**
 * The engine with its rest, for settings of which nobody knows what they need.
 * @returns {Promise<Engine>}
 */
export async function loadWhole() {
  const [engine] = await Promise.all([load(), fetchRest()]);
  return engine;
}

/** Who needs the rest of the engine: the page's own instance and the workers. @type {((rest: WebAssembly.Module) => void)[]} */
const restReceivers = [];

/** Calls `receive` with the rest of the engine when it has been fetched. @param {(rest: WebAssembly.Module) => void} receive */
export function onRest(receive) {
  restReceivers.push(receive);
  if (restModule) receive(restModule);
}

/** Fetches what the first picture does without, once, for the page and its workers. */
export function fetchRest() {
  rest ??= compile(beside('engine_rest.wasm'))
    .then((module) => {
      restModule = module;
      for (const receive of restReceivers) receive(module);
    })
    .catch(() => {
      rest = null; // Who needs it tries again, and says what is wrong.
    });
  return rest;
}

/** After a panic on the main thread: the next {@link load} makes a new instance from the same module. */
export function discard() {
  engine = null;
  generation += 1;
}

/** The module, compiled once. @returns {Promise<WebAssembly.Module>} */
export async function compiled() {
  if (typeof WebAssembly !== 'object') throw new Missing('noWebAssembly');
  module ??= compile(beside('engine_bg.wasm')).catch((cause) => {
    module = null;
    throw cause;
  });
  return module;
}

async function start() {
  // A module record keeps its instance for good; another address gives another record, and so a fresh instance.
  const glue = generation ? import(beside(`engine.js?instance=${generation}`).href) : import('../engine.js');
  const [api, module] = await Promise.all([glue, compiled()]);
  await api.default({ module_or_path: module });
  onRest(api.keep);
  return { api, module, description };
}

async function found(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname}: ${response.status} ${response.statusText}`);
  return response;
}

async function compile(address) {
  const response = await found(address);
  // Streaming needs the right media type, which not every static host sends.
  if (WebAssembly.compileStreaming && response.headers.get('content-type')?.startsWith('application/wasm')) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

const files = new Map();

/**
 * Has a file's content at hand under a name, as if it had been fetched.
 * @param {string} path
 * @param {ArrayBuffer} content
 */
export function keep(path, content) {
  files.set(path, Promise.resolve(content));
}

/**
 * A scenario's data file; fetched once.
 * @param {string | null} path relative to the page's entry, as the engine names it
 * @returns {Promise<ArrayBuffer | null>}
 */
export function data(path) {
  if (!path) return Promise.resolve(null);
  if (!files.has(path)) {
    const wanted = fetch(beside(path)).then((response) => {
      if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
      return response.arrayBuffer();
    });
    files.set(path, wanted);
    wanted.catch(() => files.delete(path));
  }
  return files.get(path);
}
