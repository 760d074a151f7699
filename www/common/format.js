/** Numbers as people read them. */

/** @type {Record<string, string>} */
const SUPERSCRIPT = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/**
 * A measured quantity with four significant digits; null or undefined is not finite.
 * @param {number | null | undefined} value
 */
export function quantity(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'not finite';
  const size = Math.abs(value);
  if (size === 0) return '0';
  // From 9999.5 on four digits are not all that stand before the point.
  if (size >= 1e-3 && size < 1e5) return signed(size < 9999.5 ? value.toPrecision(4) : value.toFixed(0));
  const [digits, exponent] = value.toExponential(2).split('e');
  const raised = [...exponent.replace('+', '')].map((sign) => SUPERSCRIPT[sign]).join('');
  return `${signed(digits)} × 10${raised}`;
}

/** With a true minus sign, as wide as a digit and as high as a plus. @param {string} text */
export function signed(text) {
  return text.replace('-', '−');
}

/** A number of things, with separators. @param {number} value */
export function count(value) {
  return whole.format(value);
}

/** A rate, with a decimal only where it is small. @param {number | null | undefined} value */
export function rate(value) {
  if (value === null || value === undefined) return '–';
  return value < 9.95 ? value.toFixed(1) : whole.format(value);
}

/** A share as a percentage; it says 0 % and 100 % only where that is exact. @param {number} share */
export function percent(share) {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  if (share > 0 && share < 0.0095) return `${(share * 100).toFixed(1)} %`;
  if (share < 1 && share >= 0.995) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

/** A duration in seconds, with one unit. @param {number} seconds */
export function duration(seconds) {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3570) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
