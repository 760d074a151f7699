/** What stands at the foot of a narrow page. */
import { Frames } from '../common/frames.js';

/**
 * How high the parts are that stand at the foot of a narrow page, as `--panel` and `--transport` in the styles: one stands
 * above the other, and what is brought into sight stands above both.
 *
 * @param {HTMLElement} lab whose styles get them
 * @param {{panel: HTMLElement, transport: HTMLElement}} parts
 * @returns {() => void} stops it
 */
export function foot(lab, parts) {
  // In the next frame: what changes sizes while sizes are observed is an error that the host page hears of.
  const frames = new Frames(() => {
    for (const [name, part] of Object.entries(parts)) lab.style.setProperty(`--${name}`, `${part.offsetHeight}px`);
  });
  const observer = new ResizeObserver(() => frames.request());
  for (const part of Object.values(parts)) observer.observe(part);
  return () => {
    observer.disconnect();
    frames.cancel();
  };
}
