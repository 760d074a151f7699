/** The engine on the main thread: fetched and compiled once per page, renewed after a panic. */
import { data as dataBeside, engine as parts, glue } from '../beside.js';

/** @import { Api, Loaded } from './types.js' */

/** @type {Promise<WebAssembly.Module> | null} */
let module = null;
/** @type {Promise<void> | null} */
let rest = null;
/** The rest of the engine when it has been fetched. @type {WebAssembly.Module | null} */
let restModule = null;
/** @type {Promise<Loaded> | null} */
let engine = null;
let generation = 0;

/** Something that the engine needs is missing here; `text` is the key of the sentence that says so. */
export class Missing extends Error {
  name = 'Missing';

  /** @param {'noWebAssembly' | 'wasmForbidden'} text */
  constructor(text) {
    super(text);
    this.text = text;
  }
}

/** @returns {Promise<Loaded>} */
export function load() {
  engine ??= start().catch((cause) => {
    engine = null;
    throw cause;
  });
  return engine;
}

/**
 * The engine with its rest, for settings that may need any part of it.
 * @returns {Promise<Loaded>}
 */
export async function loadWhole() {
  const [engine] = await Promise.all([load(), fetchRest()]);
  return engine;
}

/** Called with the rest of the engine when it is there. @type {((rest: WebAssembly.Module) => void)[]} */
const restReceivers = [];

/** Calls `receive` with the rest of the engine when it has been fetched. @param {(rest: WebAssembly.Module) => void} receive */
export function onRest(receive) {
  restReceivers.push(receive);
  if (restModule) receive(restModule);
}

/** Whether the rest of the engine has been fetched. */
export function isWhole() {
  return restModule !== null;
}

/** Fetches what the first picture does not need, once, for the page and its workers. */
export function fetchRest() {
  rest ??= parts
    .rest()
    .then((module) => {
      restModule = module;
      for (const receive of restReceivers) receive(module);
    })
    .catch(() => {
      rest = null; // Whatever needs it tries again, and reports the error.
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
  module ??= parts.first().catch((cause) => {
    module = null;
    throw isForbidden() ? new Missing('wasmForbidden') : cause;
  });
  return module;
}

/** Whether a policy of the page forbids WebAssembly, even an empty module. */
function isForbidden() {
  try {
    return !new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  } catch {
    return true;
  }
}

/** @returns {Promise<Loaded>} */
async function start() {
  const renewed = generation > 0;
  const [made, module] = await Promise.all([glue(), compiled()]);
  const api = renewed ? made.fresh() : made;
  await api.default({ module_or_path: module });
  onRest(api.keep);
  return { api, module };
}

/** @type {Map<string, Promise<ArrayBuffer>>} */
const files = new Map();

/**
 * Keeps a file's content under a name, as if it had been fetched.
 * @param {string} path
 * @param {ArrayBuffer} content
 */
export function keepFile(path, content) {
  files.set(path, Promise.resolve(content));
}

/**
 * A scenario's data file; fetched once.
 * @param {string | null} path relative to the page's entry, as the engine names it
 * @returns {Promise<ArrayBuffer | null>}
 */
export function data(path) {
  if (!path) return Promise.resolve(null);
  const known = files.get(path);
  if (known) return known;
  const wanted = dataBeside(path);
  files.set(path, wanted);
  wanted.catch(() => files.delete(path));
  return wanted;
}
