/** The list of keys, as a dialog that `?` opens; made from the one table of keys. */
import { h, iconButton, uid } from '../common/dom.js';
import { KEYS, singleKeys } from '../common/keys.js';
import { texts } from '../common/texts.js';

export class Help {
  constructor() {
    const id = uid('help');
    const close = iconButton('close', texts.close, () => this.element.close(), { class: 'close' });
    this.single = h('input', {
      type: 'checkbox',
      checked: true,
      on: { change: () => singleKeys(this.single.checked) },
    });
    this.element = h(
      'dialog',
      { class: 'help-dialog', 'aria-labelledby': id, on: { click: (event) => this.#outside(event) } },
      h(
        'div',
        { class: 'sheet' },
        h('h2', { id }, texts.keys.title),
        close,
        h('div', { class: 'places' }, ...Object.keys(KEYS).map(place)),
        h('label', {}, this.single, texts.keys.single),
      ),
    );
    // The button gives the focus back by itself; so does the browser when `?` was pressed elsewhere.
    this.button = h(
      'button',
      {
        type: 'button',
        class: 'help-button',
        title: texts.keys.open,
        'aria-label': texts.keys.open,
        'aria-haspopup': 'dialog',
        on: { click: () => this.open() },
      },
      '?',
    );
  }

  open() {
    if (!this.element.open) this.element.showModal();
  }

  /** The dialog's own box is its backdrop; what is read stands in a sheet inside it. */
  #outside({ target }) {
    if (target === this.element) this.element.close();
  }
}

/** The keys of one place: what they do, each with all its keys. */
function place(name) {
  const lines = new Map();
  for (const { keys, text } of KEYS[name]) lines.set(text, [...(lines.get(text) ?? []), ...keys]);
  return h(
    'section',
    {},
    h('h3', {}, texts.keys.places[name]),
    h(
      'dl',
      {},
      ...[...lines].map(([text, keys]) =>
        h(
          'div',
          {},
          h('dt', {}, ...keys.map((key) => h('kbd', {}, texts.keys.names[key] ?? key))),
          h('dd', {}, texts.keys.does[text]),
        ),
      ),
    ),
  );
}
