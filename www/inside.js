/**
 * What `beside.js` names, for a page in one file, which takes its place there (`xtask/bundle/one.mjs`). Two names come from the
 * file around it: `__files`, the content of each file, in gzip and base64; and `__core`, a function that is all of
 * `worker.js`. Its source is also the source of the workers, so that the file has it once.
 */
import * as de from './de.js';

/* global __core, __files */

/** @import { Api } from './engine/types.js' */
/** @import { Role } from './workers/protocol.js' */

/** @type {typeof import('./worker.js') | null} */
let made = null;

function core() {
  // @ts-expect-error: it is not in this module.
  made ??= /** @type {typeof import('./worker.js')} */ (__core());
  return made;
}

/** @param {string} name @returns {Promise<ArrayBuffer>} */
export function data(name) {
  // @ts-expect-error: it is not in this module.
  const packed = /** @type {Record<string, string>} */ (__files)[name];
  if (!packed) return Promise.reject(new Error(`${name}: there is no such data`));
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/** @param {string} name */
const compile = async (name) => WebAssembly.compile(await data(name));

/** @type {Promise<WebAssembly.Module> | null} */
let rest = null;

/** Both parts of the engine. The rest is there before the first part, because it cannot be fetched in the middle of a call. */
export const engine = {
  first: async () => {
    const [first, more] = await Promise.all([compile('engine_bg.wasm'), engine.rest()]);
    core().api.keep(more);
    return first;
  },
  rest: () => (rest ??= compile('engine_rest.wasm')),
};

/** @returns {Promise<Api>} */
export const glue = () => Promise.resolve(core().api);

export const hosts = () => Promise.resolve(core());

let source = '';

/** A worker, where the page may start one. @param {Role} role @returns {Worker} */
export function worker(role) {
  // @ts-expect-error: it is not in this module.
  source ||= URL.createObjectURL(new Blob([`(${__core})()`], { type: 'text/javascript' }));
  const started = new Worker(source, { name: `gradscape-${role}` });
  // Whoever starts it waits for the first part of the engine, which comes after this.
  void engine.rest().then((module) => started.postMessage({ do: 'keep', module }));
  return started;
}

export const languages = { de: () => Promise.resolve(de) };
