/**
 * The machine's limit in WebAssembly: f32x4 multiplications and additions in registers alone, none of them fused.
 *
 * Thirteen accumulators a, each a ← a · x + y: enough that none waits for its own last result, few enough for sixteen
 * registers.
 */
const ACCUMULATORS = 13;
const LANES = 4;

/** Floating-point operations of one round. */
export const FLOP = ACCUMULATORS * LANES * 2;

/** @returns {Promise<(rounds: number) => number>} what makes so many rounds */
export async function limit() {
  const { instance } = await WebAssembly.instantiate(module());
  return instance.exports.rounds;
}

/** The module, byte by byte: (func (export "rounds") (param i32) (result f32)). */
function module() {
  const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
  const [get, set, splat] = [(k) => [0x20, k], (k) => [0x21, k], [0xfd, 0x13]];
  const float = (value) => [0x43, ...new Uint8Array(new Float32Array([value]).buffer), ...splat];
  const [mul, add] = [[0xfd, 0xe6, 0x01], [0xfd, 0xe4, 0x01]];
  const [x, y, first] = [1, 2, 3];
  const each = (make) => Array.from({ length: ACCUMULATORS }, (_, k) => make(first + k)).flat();
  const body = [
    1, ...leb(ACCUMULATORS + 2), 0x7b, // locals of type v128
    ...float(0.999), ...set(x), ...float(0.001), ...set(y), ...each((k) => [...float(k), ...set(k)]),
    0x03, 0x40, // loop
    ...each((k) => [...get(k), ...get(x), ...mul, ...get(y), ...add, ...set(k)]),
    ...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, // until the parameter has come down to 0
    ...get(first), ...each((k) => [...get(k), ...add]), 0xfd, 0x1f, 0, 0x0b,
  ];
  return new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]), ...section(3, [1, 0]),
    ...section(7, [1, 6, ...new TextEncoder().encode('rounds'), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

function leb(value) {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)];
}
