/**
 * Whether an element is on the screen, in a document that is shown.
 *
 * @param {HTMLElement} element
 * @param {(present: boolean) => void} changed
 * @returns {() => void} stops it
 */
export function presence(element, changed) {
  let onScreen = true;
  const update = () => changed(onScreen && !document.hidden);
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? onScreen;
    update();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', update);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', update);
  };
}
