/** Calls back once, when an element comes near the window. */

/** How near, in pixels. */
const DISTANCE = '800px';

/**
 * @param {Element} element
 * @param {() => void} act
 * @returns {() => void} stops waiting
 */
export function whenNear(element, act) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      act();
    },
    // Of these, `scrollMargin` is for elements in a box that scrolls. Not every browser knows it.
    /** @type {IntersectionObserverInit} */ ({ rootMargin: DISTANCE, scrollMargin: DISTANCE }),
  );
  observer.observe(element);
  return () => observer.disconnect();
}
