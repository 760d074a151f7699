/**
 * How high the parts are that stand at the foot of a narrow page, as `--panel` and `--transport` in the styles: one stands
 * above the other, and what is brought into sight stands above both.
 *
 * @param {HTMLElement} lab whose styles get them
 * @param {{panel: HTMLElement, transport: HTMLElement}} parts
 * @returns {() => void} stops it
 */
export function foot(lab, parts) {
  const observer = new ResizeObserver(() => {
    for (const [name, part] of Object.entries(parts)) lab.style.setProperty(`--${name}`, `${part.offsetHeight}px`);
  });
  for (const part of Object.values(parts)) observer.observe(part);
  return () => observer.disconnect();
}
