/** The head of the page: name, scenario, and what can be done with the whole. An embedded element has the scenario only. */
import { h, iconButton, relabel, say } from './dom.js';
import { texts } from './texts.js';

export class Header {
  /**
   * @param {boolean} full whether this is the page's own element
   * @param {{share: () => void, pytorch: () => void, check: () => void, present: () => void, theme: () => void}} on
   * @param {HTMLElement} help the button that opens the list of keys
   */
  constructor(full, on, help) {
    this.title = h('h2', { class: 'title' });
    this.share = h('button', { type: 'button', on: { click: on.share } }, texts.share);
    this.pytorch = h('button', { type: 'button', class: 'pytorch', title: texts.pytorchHelp, on: { click: on.pytorch } },
      h('span', { class: 'roomy' }, texts.pytorchVerb), ' PyTorch');
    this.check = h('button', { type: 'button', title: texts.check.hint, 'aria-haspopup': 'dialog', on: { click: on.check } },
      texts.check.verb, h('span', { class: 'roomy' }, texts.check.object));
    this.present = h('button', { type: 'button', class: 'presents', on: { click: on.present } }, texts.present);
    this.theme = iconButton('auto', texts.theme.auto, on.theme, { class: 'theme' });
    this.element = h('header', {}, full ? h('h1', { class: 'wordmark' }, texts.wordmark) : null, this.title,
      h('div', { class: 'tools' }, ...(full ? [this.share, this.pytorch] : []), this.check, ...(full ? [this.present, this.theme] : []), help));
  }

  show(title) {
    say(this.title, title);
  }

  themed(theme) {
    relabel(this.theme, theme, texts.theme[theme]);
  }

  presenting(now) {
    say(this.present, now ? texts.presentEnd : texts.present);
  }

  /** Says for a moment that the link was copied. */
  shared() {
    say(this.share, texts.shared);
    setTimeout(() => say(this.share, texts.share), 2000);
  }
}
