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

/** Fields in which one writes, and in which every key means something. */
const WRITTEN = 'input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"]), textarea';
/** Keys that move a slider or a list. */
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];

/**
 * Whether what has the focus needs this key itself.
 * @param {KeyboardEvent} event
 * @param {EventTarget} at
 */
function needed({ key, ctrlKey, metaKey }, at) {
  if (!(at instanceof Element) || ctrlKey || metaKey) return false;
  if (at.closest('dialog, ' + WRITTEN)) return true;
  if (at.closest('select')) return key !== 'Escape' && key !== 'Tab';
  if (at.closest('input')) return MOVES.includes(key) || key === ' ';
  return at.closest('button, summary, a') !== null && (key === ' ' || key === 'Enter');
}

/**
 * The keys that work anywhere in an element. A key that it uses, or that what has the focus in it needs, ends at its shadow
 * root: the host page may mean something else by it.
 * @param {HTMLElement} element
 * @param {ShadowRoot} root its own
 * @param {() => boolean} everywhere whether they also work while nothing has the focus (the page's own element)
 * @param {{toggle: () => void, slow: () => void, help: () => void, leave: () => void}} on
 * @returns {() => void} stops it
 */
export function keys(element, root, everywhere, on) {
  const listener = bound('anywhere', {
    toggle: on.toggle,
    slow: on.slow,
    help: on.help,
    leave: () => {
      on.leave();
      return false;
    },
  });
  /** @param {Event} event */
  const press = (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const [at] = event.composedPath();
    if (at instanceof Element && at.closest('dialog')) return event.stopPropagation(); // It has the keyboard to itself.
    // In these elements the key already has a meaning.
    const taken =
      event.key === ' ' ? 'button, input, select, textarea, summary, a' : 'input:not([type="range"]), select, textarea';
    if (event.key === 'Escape' || !(at instanceof Element && at.closest(taken))) listener(event);
    if (needed(event, at)) event.stopPropagation();
  };
  /** @param {KeyboardEvent} event */
  const pressOutside = (event) => {
    const [at] = event.composedPath();
    const nowhere = at === document.body || at === document.documentElement;
    if (everywhere() && nowhere && (single || event.key === ' ' || event.key.length > 1)) listener(event);
  };
  /** @param {Event} event */
  const after = (event) => {
    if (event instanceof KeyboardEvent && needed(event, event.composedPath()[0])) event.stopPropagation();
  };
  // Notebooks look for this attribute before they take a key for themselves.
  const enter = () => element.setAttribute('data-lm-suppress-shortcuts', 'true');
  root.addEventListener('keydown', press);
  root.addEventListener('keypress', after);
  root.addEventListener('keyup', after);
  root.addEventListener('focusin', enter);
  document.addEventListener('keydown', pressOutside);
  return () => {
    root.removeEventListener('keydown', press);
    root.removeEventListener('keypress', after);
    root.removeEventListener('keyup', after);
    root.removeEventListener('focusin', enter);
    document.removeEventListener('keydown', pressOutside);
  };
}
