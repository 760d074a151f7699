/** Making elements. */

/**
 * @param {string} tag
 * @param {object} [properties] `class`, `on` (listeners), `data`, ARIA and other attributes, or properties with a dot
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name.startsWith('.')) element[name.slice(1)] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets text only where it changes, so that nothing is laid out again for nothing. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A button with an icon that screen readers do not see, and a name that they do. */
export function iconButton(icon, label, press, properties = {}) {
  return h('button', { type: 'button', 'aria-label': label, title: label, on: { click: press }, ...properties }, svg(icon));
}

/** Gives a button of {@link iconButton} another icon and name. */
export function relabel(button, icon, label) {
  if (button.title === label) return;
  button.title = label;
  button.setAttribute('aria-label', label);
  button.replaceChildren(svg(icon));
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
  light: 'M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11 2h2v3.5h-2zM11 18.5h2V22h-2zM2 11h3.5v2H2zM18.5 11H22v2h-3.5zM4.2 5.6l1.4-1.4 2.5 2.5-1.4 1.4zM15.9 17.3l1.4-1.4 2.5 2.5-1.4 1.4zM4.2 18.4l2.5-2.5 1.4 1.4-2.5 2.5zM15.9 6.7l2.5-2.5 1.4 1.4-2.5 2.5z',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  table: 'M4 4.5h16v15H4zm2 5v3h4v-3zm6 0v3h6v-3zm-6 5v3h4v-3zm6 0v3h6v-3z',
  save: 'M11 3.5h2v8.2l3-3 1.4 1.4L12 15.5 6.6 10.1 8 8.7l3 3zM4.5 17.5h15v2h-15z',
  copy: 'M8 3h11v13h-2V5H8zM5 7h10v14H5zm2 2v10h6V9z',
  done: 'm9.5 18.5-6-6 1.6-1.6 4.4 4.4 9.4-9.4 1.6 1.6z',
  close: 'm6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
};

function svg(icon) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.append(document.createElementNS(space, 'path'));
  drawing.firstChild.setAttribute('d', ICONS[icon]);
  return drawing;
}

let serial = 0;

/** An id that is unique in the page, for labels. */
export function uid(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}
