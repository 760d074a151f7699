/** Turning and zooming by mouse, touch, wheel and keys. */

import { bound } from '../common/keys.js';

/** Radians for a pixel of dragging, and for a press of an arrow key. */
const DRAG = 0.008;
const PRESS = 0.09;
const CLOSER = 1.12;

/**
 * @param {HTMLElement} target takes the focus
 * @param {{orbit: (dx: number, dy: number) => void, zoom: (factor: number) => void, home: () => void, top: () => void,
 *   flip: () => void}} on
 */
export function orbit(target, on) {
  /** @type {Map<number, PointerEvent>} */
  const pointers = new Map();

  target.addEventListener('pointerdown', (event) => {
    if (event.button > 0) return;
    pointers.set(event.pointerId, event);
    target.setPointerCapture(event.pointerId);
  });
  target.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    if (pointers.size === 1) {
      on.orbit((event.clientX - before.clientX) * DRAG, (event.clientY - before.clientY) * DRAG);
    } else {
      const other = [...pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
      if (other) on.zoom(gap(event, other) / Math.max(1, gap(before, other)));
    }
    pointers.set(event.pointerId, event);
  });
  for (const end of /** @type {const} */ (['pointerup', 'pointercancel']))
    target.addEventListener(end, (event) => pointers.delete(event.pointerId));

  target.addEventListener(
    'wheel',
    (event) => {
      // Where the page itself can scroll, the wheel belongs to it until the surface has been chosen.
      const page = document.scrollingElement;
      const scrolls = page && page.scrollHeight > page.clientHeight + 1;
      if (scrolls && !event.ctrlKey && !target.matches(':focus-within')) return;
      event.preventDefault();
      const lines = event.deltaMode ? 30 : 1;
      on.zoom(Math.exp(-Math.max(-200, Math.min(200, event.deltaY * lines)) * 0.0015));
    },
    { passive: false },
  );

  target.addEventListener(
    'keydown',
    bound('surface', {
      left: () => on.orbit(-PRESS, 0),
      right: () => on.orbit(PRESS, 0),
      up: () => on.orbit(0, -PRESS),
      down: () => on.orbit(0, PRESS),
      closer: () => on.zoom(CLOSER),
      farther: () => on.zoom(1 / CLOSER),
      home: on.home,
      top: on.top,
      flip: on.flip,
    }),
  );
}

/**
 * @param {PointerEvent} one
 * @param {PointerEvent} other
 */
function gap(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
