/** The list of keys, as a dialog that `?` opens, made from the table of keys. */
import { h, iconButton, uid } from '../common/dom.js';
import { KEYS, singleKeys } from '../common/keys.js';

/** @import { Texts } from '../texts/en.js' */

/** What is said of keys. @typedef {{places: Record<string, string>, names: Record<string, string>, does: Record<string, string>}} KeyTexts */

export class Help {
  /** @param {Texts} texts */
  constructor(texts) {
    const id = uid('help');
    const close = iconButton('close', texts.close, () => this.element.close(), { class: 'close' });
    /** @type {HTMLInputElement} */
    this.single = h('input', {
      type: 'checkbox',
      checked: true,
      on: { change: () => singleKeys(this.single.checked) },
    });
    /** @type {HTMLDialogElement} */
    this.element = h(
      'dialog',
      { class: 'help-dialog', 'aria-labelledby': id, on: { click: (event) => this.#outside(event) } },
      h(
        'div',
        { class: 'sheet' },
        h('h2', { id }, texts.keys.title),
        close,
        h('div', { class: 'places' }, ...Object.keys(KEYS).map((name) => place(texts.keys, name))),
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

  /**
   * A click on the dialog itself is one on the backdrop: the text is on a sheet inside it.
   * @param {MouseEvent} event
   */
  #outside({ target }) {
    if (target === this.element) this.element.close();
  }
}

/**
 * The keys of one place: what they do, each with all its keys.
 * @param {KeyTexts} texts
 * @param {string} name
 */
function place(texts, name) {
  /** @type {Map<string, string[]>} */
  const lines = new Map();
  for (const { keys, text } of KEYS[name]) lines.set(text, [...(lines.get(text) ?? []), ...keys]);
  return h(
    'section',
    {},
    h('h3', {}, texts.places[name]),
    h(
      'dl',
      {},
      ...[...lines].map(([text, keys]) =>
        h(
          'div',
          {},
          h('dt', {}, ...keys.map((key) => h('kbd', {}, texts.names[key] ?? key))),
          h('dd', {}, texts.does[text]),
        ),
      ),
    ),
  );
}
