/**
 * The rest of the engine: `engine_rest.wasm` has what the first picture does not need. The page fetches it after that
 * picture (`engine/runtime.js`); a call that needs it earlier waits here.
 */

const address = new URL('./engine_rest.wasm', import.meta.url);

/** @type {WebAssembly.Module | null} */
let rest = null;

/** Keeps it for the first call that needs it. @param {WebAssembly.Module} module */
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
    // The engine stopped in the middle of a call, so this instance cannot be trusted any more (`engine/guard.js`).
    throw new WebAssembly.RuntimeError(`${address.pathname}: ${cause instanceof Error ? cause.message : cause}`);
  }
}

/** Fetches it synchronously: the engine is in the middle of a call. @returns {Uint8Array<ArrayBuffer>} */
function fetchedAtOnce() {
  if (typeof XMLHttpRequest === 'undefined') {
    // @ts-expect-error Node has it; the page is checked without Node's types.
    return globalThis.process.getBuiltinModule('fs').readFileSync(address);
  }
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.overrideMimeType('text/plain; charset=x-user-defined'); // One byte a character: pages may not read other types synchronously.
  request.send();
  if (request.status !== 200) throw new Error(`${request.status} ${request.statusText}`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
}
