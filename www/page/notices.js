/** Short messages that can be dismissed, in a polite live region. */
import { h, iconButton } from '../common/dom.js';
import { texts } from '../common/texts.js';

export class Notices {
  element = h('div', { class: 'notices', role: 'status' });
  /** @type {Map<string, HTMLElement[]>} */
  #shown = new Map();

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
        notice.append(iconButton('close', texts.dismiss, () => notice.remove()));
        this.element.append(notice);
        return notice;
      }),
    );
  }
}
