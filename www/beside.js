/**
 * Addresses of what lies beside the page's entry: the engine, data, languages and the worker.
 *
 * Each is written as a literal `new URL('…', import.meta.url)` or `import('…')`, and a worker's options are literal, too, because
 * bundlers look for these forms to take the files along. This module stays in the folder of `gradscape.js`, so that the
 * addresses hold for single modules and for a bundle. A page in one file has `inside.js` in its place.
 */

/* eslint-disable page/downwards -- What is fetched later can be anything. */

/** @import { Api } from './engine/types.js' */
/** @import { Role } from './workers/protocol.js' */

/** Both parts of the engine, by name. @type {Record<'first' | 'rest', () => Promise<WebAssembly.Module>>} */
export const engine = {
  first: () => compile(new URL('./engine_bg.wasm', import.meta.url)),
  rest: () => compile(new URL('./engine_rest.wasm', import.meta.url)),
};

/** The engine's glue. @returns {Promise<Api>} */
export const glue = () => import('./engine.js');

/** What the workers run, for where the main thread does their work. */
export const hosts = () => import('./worker.js');

/** A worker. @param {Role} role @returns {Worker} */
export function worker(role) {
  return role === 'run'
    ? new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'gradscape-run' })
    : new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'gradscape-surface' });
}

/** Each language besides English, by id. */
export const languages = { de: () => import('./de.js') };

/** The data of scenarios, by the name that the engine has for it. @type {Record<string, () => URL>} */
const DATA = {
  'data/breast_cancer.csv': () => new URL('./data/breast_cancer.csv', import.meta.url),
  'data/dax_20020705_implied_vols.csv': () => new URL('./data/dax_20020705_implied_vols.csv', import.meta.url),
  'data/diabetes.csv': () => new URL('./data/diabetes.csv', import.meta.url),
  'data/digits8x8.csv': () => new URL('./data/digits8x8.csv', import.meta.url),
  'data/iris.csv': () => new URL('./data/iris.csv', import.meta.url),
  'data/sp500_vix_daily.csv': () => new URL('./data/sp500_vix_daily.csv', import.meta.url),
  'data/wine.csv': () => new URL('./data/wine.csv', import.meta.url),
};

/** The content of a data file. @param {string} name @returns {Promise<ArrayBuffer>} */
export async function data(name) {
  const address = DATA[name];
  if (!address) throw new Error(`${name}: there is no such data`);
  return (await found(address(), name)).arrayBuffer();
}

/** Where a stylesheet is; a bundle has the styles inside. @param {string} name */
export function style(name) {
  return new URL(`./styles/${name}`, import.meta.url).href;
}

/** @param {URL} address @param {string} [name] */
async function found(address, name = address.pathname) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response;
}

/** @param {URL} address */
async function compile(address) {
  const response = await found(address);
  // Streaming needs the right media type, which not every static host sends.
  if (WebAssembly.compileStreaming && response.headers.get('content-type')?.startsWith('application/wasm')) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}
