/** The head of the page: name, scenario, and actions on the whole. An embedded element has fewer of them. */
import { h, icon, iconButton, relabel, say } from '../common/dom.js';

/** @import { Theme } from '../gradscape.js' */
/** @import { Texts } from '../texts/en.js' */

export class Header {
  #texts;
  /**
   * @param {Texts} texts
   * @param {boolean} full whether this is the page's own element
   * @param {{share: () => void, pytorch: () => void, check: () => void, compare: () => void, sweep: () => void, present: () => void, theme: () => void}} on
   * @param {HTMLElement} help the button that opens the list of keys
   */
  constructor(texts, full, on, help) {
    this.#texts = texts;
    this.title = h('h2', { class: 'title' });
    this.share = new Worded('link', texts.share, texts.shareShort, on.share, { title: texts.shareHelp });
    this.pytorch = new Worded('copy', texts.pytorch, texts.pytorchShort, on.pytorch, { title: texts.pytorchHelp });
    this.check = new Worded('done', texts.check.name, texts.check.short, on.check, {
      title: texts.check.hint,
      'aria-haspopup': 'dialog',
    });
    this.sweep = new Worded('table', texts.studies.button, texts.studies.short, on.sweep, {
      title: texts.studies.hint,
      'aria-haspopup': 'dialog',
    });
    this.compare = new Worded('columns', texts.columns.add, texts.columns.add, on.compare, {
      title: texts.columns.addHelp,
      class: 'compares',
    });
    this.present = new Worded('screen', texts.present, texts.presentShort, on.present, { class: 'presents' });
    this.theme = iconButton('auto', texts.theme.auto, on.theme, { class: 'theme' });
    this.element = h(
      'header',
      {},
      full ? h('h1', { class: 'wordmark' }, texts.wordmark) : null,
      this.title,
      h(
        'div',
        { class: 'tools' },
        ...(full ? [this.compare.element, this.share.element, this.pytorch.element] : []),
        this.check.element,
        ...(full ? [this.sweep.element, this.present.element, this.theme] : []),
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

  /** Whether another run can be put beside those there are. @param {boolean} room */
  roomy(room) {
    const { element } = this.compare;
    element.disabled = !room;
    element.title = room ? this.#texts.columns.addHelp : this.#texts.columns.full;
  }

  /** @param {boolean} now */
  presenting(now) {
    if (now) this.present.say(this.#texts.presentEnd, this.#texts.presentEndShort);
    else this.present.say(this.#texts.present, this.#texts.presentShort);
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
    this.share.say(words, this.#texts.shareShort);
    this.share.icon = name;
  }
}

/** A button with words: all of them, or a short one where there is little room; its name is always the whole. */
class Worded {
  #long = h('span', { class: 'roomy' });
  #short = h('span', { class: 'tight' });
  #titled;

  /**
   * @param {'columns' | 'link' | 'copy' | 'done' | 'screen' | 'table'} name of its icon
   * @param {string} long
   * @param {string} short
   * @param {() => void} press
   * @param {Record<string, string>} [properties] with a `title` that says more than its words
   */
  constructor(name, long, short, press, properties = {}) {
    this.#titled = 'title' in properties;
    this.element = h(
      'button',
      { type: 'button', on: { click: press }, ...properties },
      icon(name),
      this.#long,
      this.#short,
    );
    this.say(long, short);
  }

  /** @param {string} long @param {string} short */
  say(long, short) {
    say(this.#long, long);
    say(this.#short, short);
    this.element.setAttribute('aria-label', long);
    if (!this.#titled) this.element.title = long;
  }

  /** @param {'link' | 'done'} name */
  set icon(name) {
    this.element.firstElementChild?.replaceWith(icon(name));
  }
}
