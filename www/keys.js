/** The keys that work anywhere in an element: space plays and pauses, S opens a step up, Escape leaves the presentation. */

/**
 * @param {HTMLElement} element
 * @param {() => boolean} everywhere whether they also work while nothing has the focus (the page's own element)
 * @param {{space: () => void, slow: () => void, escape: () => void}} on
 * @returns {() => void} how to stop it
 */
export function keys(element, everywhere, on) {
  const press = (event) => {
    const path = event.composedPath();
    const nowhere = path[0] === document.body || path[0] === document.documentElement;
    if (!path.includes(element) && !(everywhere() && nowhere)) return;
    if (event.key === 'Escape') on.escape();
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 's' && !path[0].closest?.('input, select, textarea')) on.slow();
    if (event.key !== ' ') return;
    // There the space bar has a meaning of its own.
    if (path[0].closest?.('button, input, select, textarea, summary, a')) return;
    event.preventDefault();
    on.space();
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}
