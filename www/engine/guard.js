/**
 * Tells a panic of the engine from an ordinary error. After a panic nothing of that instance can be trusted.
 *
 * The engine's panic hook writes message and place to `console.error` before it traps; the trap itself says only
 * "unreachable". So the console is watched during each call.
 */

/** A panic of the engine. */
export class Panic extends Error {
  name = 'Panic';
}

/** The message of whatever was thrown. @param {unknown} cause */
export function messageOf(cause) {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * @template T
 * @param {() => T} work a call into the engine
 * @returns {T}
 * @throws {Panic} if the engine panicked
 */
export function listen(work) {
  const error = console.error;
  let said = '';
  console.error = (...words) => {
    said = words.join(' ');
    error.apply(console, words);
  };
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof WebAssembly.RuntimeError)) throw cause;
    throw new Panic(headline(said) || cause.message, { cause });
  } finally {
    console.error = error;
  }
}

/** The panic's own words without the stack that follows them. @param {string} said */
function headline(said) {
  return said.split(/\n\s*(?:Stack:|at )/)[0].trim();
}
