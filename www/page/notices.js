/** Short messages that can be dismissed, in a polite live region. */
import { h, iconButton } from '../common/dom.js';

/** @import { Texts } from '../texts/en.js' */

export class Notices {
  element = h('div', { class: 'notices', role: 'status' });
  /** @type {Map<string, HTMLElement[]>} */
  #shown = new Map();
  #texts;

  /** @param {Texts} texts */
  constructor(texts) {
    this.#texts = texts;
  }

  /**
   * Replaces the notices of one kind.
   * @param {string} kind
   * @param {(string | Node)[]} messages
   */
  show(kind, messages) {
    for (const notice of this.#shown.get(kind) ?? []) notice.remove();
    this.#shown.set(
      kind,
      messages.map((message) => {
        const notice = h('div', { class: 'notice' }, h('p', {}, message));
        notice.append(iconButton('close', this.#texts.dismiss, () => notice.remove()));
        this.element.append(notice);
        return notice;
      }),
    );
  }
}
