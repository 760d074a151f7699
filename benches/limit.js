/**
 * The machine's limit: a WebAssembly module that only multiplies and adds, four numbers at a time, in registers.
 *
 * Assembled by hand (WebAssembly Core Specification 2.0, § 5), so that no compiler interferes: `count` accumulators a ←
 * a · m + s in a loop, not fused, as in the engine. Too few accumulators wait for each other; too many do not fit into
 * the registers.
 */

/** Multiply-adds per accumulator in one iteration of the loop. */
const UNROLLED = 8;

/** Floating-point operations in one iteration of the loop. */
export function flopOfRound(count) {
  return count * UNROLLED * 4 * 2;
}

/** The module's bytes; it exports `work(rounds) -> f32`, the sum of all lanes. */
export function limitModule(count) {
  const I32 = 0x7f;
  const F32 = 0x7d;
  const V128 = 0x7b;
  // Locals: 0 rounds, 1 m, 2 s, then the accumulators.
  const accumulators = Array.from({ length: count }, (_, k) => 3 + k);
  const get = (local) => [0x20, local];
  const set = (local) => [0x21, local];
  const simd = (code) => [0xfd, ...unsigned(code)];
  const splat = (value) => [0x43, ...float(value), ...simd(0x13)];
  const [add, multiply] = [simd(0xe4), simd(0xe6)];
  const once = accumulators.flatMap((a) => [...get(a), ...get(1), ...multiply, ...get(2), ...add, ...set(a)]);
  const lanes = (a) => [0, 1, 2, 3].flatMap((lane) => [...get(a), ...simd(0x1f), lane, 0x92]);
  const body = [
    ...splat(M),
    ...set(1),
    ...splat(S),
    ...set(2),
    ...accumulators.flatMap((a, k) => [...splat(first(k)), ...set(a)]),
    0x03,
    0x40, // loop
    ...Array(UNROLLED).fill(once).flat(),
    ...get(0),
    0x41,
    1,
    0x6b,
    0x22,
    0, // rounds -= 1
    0x0d,
    0,
    0x0b, // br_if 0, end
    0x43,
    ...float(0),
    ...accumulators.flatMap(lanes),
    0x0b,
  ];
  const code = [...vector([[...unsigned(2 + count), V128]]), ...body];
  return new Uint8Array([
    0x00,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, vector([[0x60, ...vector([[I32]]), ...vector([[F32]])]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...vector([...'work'].map((letter) => [letter.charCodeAt(0)])), 0x00, 0]])),
    ...section(10, vector([[...unsigned(code.length), ...code]])),
  ]);
}

/** The expected result of the module, computed one number at a time. */
export function limitByHand(count, rounds) {
  const [m, s] = [Math.fround(M), Math.fround(S)];
  let sum = 0;
  for (let k = 0; k < count; k += 1) {
    let a = Math.fround(first(k));
    for (let time = 0; time < rounds * UNROLLED; time += 1) a = Math.fround(Math.fround(a * m) + s);
    for (let lane = 0; lane < 4; lane += 1) sum = Math.fround(sum + a);
  }
  return sum;
}

// Converges to s / (1 − m) = 1, so it is never denormal and never overflows.
const M = 0.75;
const S = 0.25;
const first = (k) => 1 + k / 16;

function section(id, bytes) {
  return [id, ...unsigned(bytes.length), ...bytes];
}

/** @param {number[][]} items */
function vector(items) {
  return [...unsigned(items.length), ...items.flat()];
}

/** LEB128. */
function unsigned(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function float(value) {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}
