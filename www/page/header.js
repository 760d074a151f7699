/** The head of the page: name, scenario, and actions on the whole. An embedded element has fewer of them. */
import { h, icon, iconButton, relabel, say } from '../common/dom.js';

/** @import { Theme } from '../gradscape.js' */
/** @import { Texts } from '../texts/en.js' */

export class Header {
  #texts;
  /**
   * @param {Texts} texts
   * @param {boolean} full whether this is the page's own element
   * @param {{share: () => void, pytorch: () => void, check: () => void, present: () => void, theme: () => void}} on
   * @param {HTMLElement} help the button that opens the list of keys
   */
  constructor(texts, full, on, help) {
    this.#texts = texts;
    this.title = h('h2', { class: 'title' });
    // In a narrow page the icon alone is shown.
    const worded = (
      /** @type {'link' | 'done' | 'screen'} */ name,
      /** @type {Node} */ words,
      /** @type {() => void} */ press,
      /** @type {Record<string, string>} */ properties = {},
    ) => h('button', { type: 'button', on: { click: press }, ...properties }, icon(name), words);
    const said = (/** @type {string} */ text) => h('span', { class: 'roomy' }, text);
    this.shareWords = said(texts.share);
    this.share = worded('link', this.shareWords, on.share, { title: texts.shareHelp });
    this.pytorch = h(
      'button',
      { type: 'button', class: 'pytorch', title: texts.pytorchHelp, on: { click: on.pytorch } },
      said(texts.pytorchVerb),
      ' PyTorch',
    );
    this.check = worded('done', said(texts.check.verb + texts.check.object), on.check, {
      title: texts.check.hint,
      'aria-haspopup': 'dialog',
    });
    this.presentWords = said(texts.present);
    this.present = worded('screen', this.presentWords, on.present, { class: 'presents', title: texts.present });
    this.theme = iconButton('auto', texts.theme.auto, on.theme, { class: 'theme' });
    this.element = h(
      'header',
      {},
      full ? h('h1', { class: 'wordmark' }, texts.wordmark) : null,
      this.title,
      h(
        'div',
        { class: 'tools' },
        ...(full ? [this.share, this.pytorch] : []),
        this.check,
        ...(full ? [this.present, this.theme] : []),
        help,
      ),
    );
  }

  /** @param {string} title */
  show(title) {
    say(this.title, title);
  }

  /** @param {Theme} theme */
  themed(theme) {
    relabel(this.theme, theme, this.#texts.theme[theme]);
  }

  /** @param {boolean} now */
  presenting(now) {
    say(this.presentWords, now ? this.#texts.presentEnd : this.#texts.present);
    this.present.title = this.presentWords.textContent;
  }

  /**
   * Says for a moment that the link was copied.
   * @param {number | null} step at which it opens; null for none in particular
   */
  shared(step) {
    this.#tell('done', step === null ? this.#texts.shared : this.#texts.sharedAt(step));
    setTimeout(() => this.#tell('link', this.#texts.share), 2000);
  }

  /**
   * @param {'done' | 'link'} name
   * @param {string} words
   */
  #tell(name, words) {
    say(this.shareWords, words);
    this.share.title = name === 'link' ? this.#texts.shareHelp : words;
    this.share.firstElementChild?.replaceWith(icon(name));
  }
}
