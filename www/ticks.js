/** Round numbers along an axis of the drawn square, whose places run from -1 to 1. */

/**
 * @param {[number, number]} range in natural units
 * @returns {{at: number, label: string}[]}
 */
export function ticks([low, high]) {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const stride = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough * 0.99);
  const digits = Math.max(0, -Math.floor(Math.log10(stride)));
  const found = [];
  for (let k = Math.ceil(low / stride - 1e-9); k * stride <= high + stride * 1e-9; k += 1) {
    const label = (k * stride).toFixed(Math.min(digits, 12)).replace('-', '−').replace(/^−(0(\.0*)?)$/, '$1');
    found.push({ at: ((k * stride - low) / span) * 2 - 1, label });
  }
  return found;
}
