/** Making elements. */

/** @typedef {{[Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => unknown}} Listeners */

/**
 * `on` has listeners, `data` what goes into the dataset; names that begin with a dot are properties, all others are
 * attributes. Values that are null, undefined or false are left out.
 * @typedef {{on?: Listeners, data?: Record<string, string | number>} &
 *   {[name: string]: string | number | boolean | null | undefined | Listeners | Record<string, string | number>}} Properties
 */

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, { on, data, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  /** @type {HTMLElement} */
  const node = element;
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('.')) Object.assign(element, { [name.slice(1)]: value });
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(on ?? {})) {
    node.addEventListener(event, /** @type {EventListener} */ (listener));
  }
  Object.assign(node.dataset, data);
  for (const part of children) if (part !== null && part !== undefined) node.append(part);
  return element;
}

/**
 * Sets a text only where it changes, so that nothing is laid out again without need. It keeps the text node: for a new
 * one the browser checks every rule that asks what an element contains.
 * @param {Node} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent === text) return;
  const { firstChild } = element;
  if (text && firstChild instanceof Text && firstChild === element.lastChild) firstChild.data = text;
  else element.textContent = text;
}

/**
 * Hides or shows only where that changes something: browsers treat setting the same value as a change.
 * @param {HTMLElement} element
 * @param {boolean} hidden
 */
export function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/**
 * Where an event is in an element, in the element's own pixels: the host page may show it larger or smaller.
 * @param {HTMLElement} element
 * @param {{clientX: number, clientY: number}} event
 */
export function placeIn(element, { clientX, clientY }) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return {
    x: ((clientX - left) * element.offsetWidth) / (width || 1),
    y: ((clientY - top) * element.offsetHeight) / (height || 1),
  };
}

/**
 * The child at an index, which has to be there.
 * @param {Element} parent
 * @param {number} index
 * @returns {HTMLElement}
 */
export function child(parent, index) {
  return /** @type {HTMLElement} */ (parent.children[index]);
}

/**
 * A button with an icon that screen readers do not see, and a name that they do.
 * @param {keyof typeof ICONS} name
 * @param {string} label
 * @param {(event: MouseEvent) => unknown} press
 * @param {Properties} [properties]
 */
export function iconButton(name, label, press, properties = {}) {
  return h(
    'button',
    { type: 'button', 'aria-label': label, title: label, on: { click: press }, ...properties },
    icon(name),
  );
}

/**
 * Gives a button of {@link iconButton} another icon and name.
 * @param {HTMLElement} button
 * @param {keyof typeof ICONS} name
 * @param {string} label
 */
export function relabel(button, name, label) {
  if (button.title === label) return;
  button.title = label;
  button.setAttribute('aria-label', label);
  button.replaceChildren(icon(name));
}

/** Outlines on a square of 24 units. */
const ICONS = {
  play: 'M7 4.5v15L19.5 12z',
  pause: 'M6.5 5h4v14h-4zM13.5 5h4v14h-4z',
  reset: 'M5 5h2.6v14H5zM19 5v14L8.6 12z',
  step: 'M16.4 5H19v14h-2.6zM5 5v14l10.4-7z',
  replay: 'M12 5V1.5L7 6.5l5 5V8a5.5 5.5 0 1 1-5.5 5.5H3.6A8.4 8.4 0 1 0 12 5z',
  slow: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2.3a6.7 6.7 0 1 1 0 13.4 6.7 6.7 0 0 1 0-13.4zm-1.1 2.2v5.3l4.3 2.6 1.1-1.8-3.3-2V7.5z',
  home: 'M12 4 3.5 11h2.4v8.5h4.6v-5.6h3v5.6h4.6V11h2.4z',
  top: 'M12 3.5 21 8.2l-9 4.7-9-4.7zM3 12.2l2.4-1.2 6.6 3.4 6.6-3.4 2.4 1.2-9 4.7zM3 16.2 5.4 15l6.6 3.4 6.6-3.4 2.4 1.2-9 4.6z',
  auto: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z',
  light:
    'M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11 2h2v3.5h-2zM11 18.5h2V22h-2zM2 11h3.5v2H2zM18.5 11H22v2h-3.5zM4.2 5.6l1.4-1.4 2.5 2.5-1.4 1.4zM15.9 17.3l1.4-1.4 2.5 2.5-1.4 1.4zM4.2 18.4l2.5-2.5 1.4 1.4-2.5 2.5zM15.9 6.7l2.5-2.5 1.4 1.4-2.5 2.5z',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  table: 'M4 4.5h16v15H4zm2 5v3h4v-3zm6 0v3h6v-3zm-6 5v3h4v-3zm6 0v3h6v-3z',
  save: 'M11 3.5h2v8.2l3-3 1.4 1.4L12 15.5 6.6 10.1 8 8.7l3 3zM4.5 17.5h15v2h-15z',
  copy: 'M8 3h11v13h-2V5H8zM5 7h10v14H5zm2 2v10h6V9z',
  done: 'm9.5 18.5-6-6 1.6-1.6 4.4 4.4 9.4-9.4 1.6 1.6z',
  fit: 'M3 3h7v2H5v5H3zM14 3h7v7h-2V5h-5zM3 14h2v5h5v2H3zM19 14h2v7h-7v-2h5zM8.5 8.5h7v7h-7z',
  centre:
    'M11 1.5h2v4.6a6 6 0 0 1 4.9 4.9h4.6v2h-4.6a6 6 0 0 1-4.9 4.9v4.6h-2v-4.6A6 6 0 0 1 6.1 13H1.5v-2h4.6A6 6 0 0 1 11 6.1zM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  follow: 'M20.5 3.5 13.2 21l-2.9-7.3L3 10.8z',
  sliders: 'M3 6h9v2H3zM17 6h4v2h-4zM13 4h3v6h-3zM3 16h4v2H3zM12 16h9v2h-9zM8 14h3v6H8z',
  link: 'M10.6 13.4a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.4 1.4 1.4 1.4 1.4-1.4a2 2 0 0 1 2.9 2.9l-3 3a2 2 0 0 1-2.9 0zM13.4 10.6a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.4-1.4-1.4-1.4-1.4 1.4a2 2 0 0 1-2.9-2.9l3-3a2 2 0 0 1 2.9 0z',
  screen: 'M3 4h18v13h-7v2h3v2H7v-2h3v-2H3zm2 2v9h14V6z',
  columns: 'M3 4h8v16H3zm2 2v12h4V6zM13 4h8v16h-8zm2 2v12h4V6z',
  fork: 'M5 11h5.2l5-5H19v2h-3L12 12l4 4h3v2h-3.8l-5-5H5z',
  pen: 'm4 16.5 11-11 3.5 3.5-11 11H4zM16.4 4.1 18 2.5 21.5 6l-1.6 1.6z',
  first: 'M4 4h2v16H4zM18 5l1.5 1.5L14 12l5.5 5.5L18 19l-7-7z',
  close: 'm6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
};

/**
 * One of them, which screen readers do not see.
 * @param {keyof typeof ICONS} name
 */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', ICONS[name]);
  drawing.append(path);
  return drawing;
}

let serial = 0;

/** An id that is unique in the page, for labels. @param {string} prefix */
export function uid(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}
