/** Statistics of repeated measurements. */

/** @param {number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @returns {{median: number, least: number, most: number, count: number}} */
export function spread(values) {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), count: values.length };
}

/** The same items in a new random order. */
export function shuffled(list) {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** The error of a loss, relative to the loss and to its decrease since the start. */
export function apart(loss, reference, start) {
  const distance = Math.abs(loss - reference);
  const descended = Math.abs(start - reference);
  return { ofLoss: distance / Math.abs(reference), ofDescent: descended > 0 ? distance / descended : 0 };
}

/**
 * Whether a contender computes the same thing. Rounding in another order stays below these limits, another formula does
 * not.
 */
export function agrees(loss, reference, start) {
  const { ofLoss, ofDescent } = apart(loss, reference, start);
  return ofLoss <= 1e-3 && ofDescent <= 1e-2;
}
