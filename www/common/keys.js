/**
 * The one table of keys: what each does, and where. Listeners are made from it, and so is the list that `?` opens.
 *
 * A binding is `{keys, act, text}`: names of keys as `KeyboardEvent.key` has them, the name of an action, and its text
 * in the texts' table. Where `act` is missing the browser itself does what the text says.
 */

/** @typedef {{keys: string[], act?: string, text: string}} Binding */

/** @type {Record<string, Binding[]>} */
export const KEYS = {
  anywhere: [
    { keys: [' '], act: 'toggle', text: 'toggle' },
    { keys: ['s'], act: 'slow', text: 'slow' },
    { keys: ['?'], act: 'help', text: 'help' },
    { keys: ['Escape'], act: 'leave', text: 'leave' },
  ],
  timeline: [
    { keys: ['ArrowLeft', 'ArrowRight'], text: 'seek' },
    { keys: ['Home', 'End'], text: 'seekEnds' },
  ],
  chart: [
    { keys: ['ArrowLeft'], act: 'before', text: 'mark' },
    { keys: ['ArrowRight'], act: 'after', text: 'mark' },
    { keys: ['ArrowDown'], act: 'below', text: 'markRow' },
    { keys: ['ArrowUp'], act: 'above', text: 'markRow' },
    { keys: ['Home'], act: 'first', text: 'markEnds' },
    { keys: ['End'], act: 'last', text: 'markEnds' },
    { keys: ['Enter'], act: 'go', text: 'go' },
    { keys: ['Escape'], act: 'forget', text: 'forget' },
  ],
  threshold: [
    { keys: ['ArrowUp', 'ArrowRight'], act: 'up', text: 'nudge' },
    { keys: ['ArrowDown', 'ArrowLeft'], act: 'down', text: 'nudge' },
    { keys: ['PageUp'], act: 'farUp', text: 'push' },
    { keys: ['PageDown'], act: 'farDown', text: 'push' },
  ],
  runPoint: [
    { keys: ['ArrowLeft'], act: 'left', text: 'pointMove' },
    { keys: ['ArrowRight'], act: 'right', text: 'pointMove' },
    { keys: ['ArrowUp'], act: 'up', text: 'pointMove' },
    { keys: ['ArrowDown'], act: 'down', text: 'pointMove' },
    { keys: ['PageUp'], act: 'farUp', text: 'push' },
    { keys: ['PageDown'], act: 'farDown', text: 'push' },
  ],
  start: [
    { keys: ['ArrowLeft'], act: 'left', text: 'startMove' },
    { keys: ['ArrowRight'], act: 'right', text: 'startMove' },
    { keys: ['ArrowUp'], act: 'up', text: 'startMove' },
    { keys: ['ArrowDown'], act: 'down', text: 'startMove' },
    { keys: ['Enter'], act: 'confirm', text: 'startConfirm' },
    { keys: ['Escape'], act: 'cancel', text: 'startCancel' },
  ],
  surface: [
    { keys: ['ArrowLeft'], act: 'left', text: 'turn' },
    { keys: ['ArrowRight'], act: 'right', text: 'turn' },
    { keys: ['ArrowUp'], act: 'up', text: 'turn' },
    { keys: ['ArrowDown'], act: 'down', text: 'turn' },
    { keys: ['+', '='], act: 'closer', text: 'zoom' },
    { keys: ['-'], act: 'farther', text: 'zoom' },
    { keys: ['Home', 'h'], act: 'home', text: 'home' },
    { keys: ['t'], act: 'top', text: 'top' },
    { keys: ['m'], act: 'flip', text: 'flip' },
  ],
};

/**
 * A listener for the keys of one place. An action that answers false has not used the key.
 * @param {string} place of {@link KEYS}
 * @param {Record<string, (event: KeyboardEvent) => unknown>} actions
 * @returns {(event: KeyboardEvent) => void}
 */
export function bound(place, actions) {
  return (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[place].find(({ keys }) => keys.includes(event.key))?.act;
    const action = act && actions[act];
    if (!action || action(event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Whether letters and signs work while nothing has the focus. With speech input one may not want that. */
let single = true;

/** @param {boolean} wanted */
export function singleKeys(wanted) {
  single = wanted;
}

/**
 * The keys that work anywhere in an element.
 * @param {HTMLElement} element
 * @param {() => boolean} everywhere whether they also work while nothing has the focus (the page's own element)
 * @param {{toggle: () => void, slow: () => void, help: () => void, leave: () => void}} on
 * @returns {() => void} stops it
 */
export function keys(element, everywhere, on) {
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const path = event.composedPath();
    const [at] = path;
    const nowhere = at === document.body || at === document.documentElement;
    const free = nowhere && (single || event.key === ' ' || event.key.length > 1);
    if (!path.includes(element) && !(everywhere() && free)) return;
    if (path.some((node) => node instanceof HTMLDialogElement)) return; // It has the keyboard to itself.
    // In these elements the key already has a meaning.
    const taken =
      event.key === ' ' ? 'button, input, select, textarea, summary, a' : 'input:not([type="range"]), select, textarea';
    if (event.key !== 'Escape' && at instanceof Element && at.closest(taken)) return;
    listener(event);
  };
  const listener = bound('anywhere', {
    toggle: on.toggle,
    slow: on.slow,
    help: on.help,
    leave: () => {
      on.leave();
      return false;
    },
  });
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}
