/** Arrays that the engine returns are copies with buffers of their own, which can be handed over instead of copied. */

/**
 * The buffers of these arrays, for `postMessage`.
 * @param {...ArrayBufferView} arrays
 * @returns {ArrayBuffer[]}
 */
export function buffersOf(...arrays) {
  return arrays.map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer));
}
