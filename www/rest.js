/**
 * The rest of the engine: `engine_rest.wasm` has what the first picture does without. The page fetches it when that stands
 * (`engine/runtime.js`). What needs it before waits for it here.
 */

const address = new URL('./engine_rest.wasm', import.meta.url);

let rest = null;

/** Has it at hand. @param {WebAssembly.Module} module */
export function keep(module) {
  rest ??= module;
}

/**
 * Called by the engine where it first needs a function that is not there.
 * @param {WebAssembly.Exports} first what the first part exports
 */
export function join(first) {
  try {
    rest ??= new WebAssembly.Module(fetchedAtOnce());
    new WebAssembly.Instance(rest, { first });
  } catch (cause) {
    rest = null;
    // The engine has stopped in the middle: this instance is not to be trusted any more (`guard.js`).
    throw new WebAssembly.RuntimeError(`${address.pathname}: ${cause.message}`, { cause });
  }
}

/** The engine cannot wait, so nobody else may go on either. */
function fetchedAtOnce() {
  if (typeof XMLHttpRequest === 'undefined') return globalThis.process.getBuiltinModule('fs').readFileSync(address);
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.overrideMimeType('text/plain; charset=x-user-defined'); // A byte a character; a page may not wait for others.
  request.send();
  if (request.status !== 200) throw new Error(`${request.status} ${request.statusText}`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
}
