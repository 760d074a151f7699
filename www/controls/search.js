/** The search in the list of all settings: by name, key, help, and by what can be chosen. */
import { h, hide } from '../common/dom.js';

/** @import { Setting } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

export class Search {
  /** @type {string[]} */
  #words = [];
  /** What can be found of each setting. @type {WeakMap<Setting, string>} */
  #texts = new WeakMap();

  /**
   * @param {Texts} texts
   * @param {() => void} changed
   */
  constructor(texts, changed) {
    this.element = h('input', {
      type: 'search',
      class: 'search',
      placeholder: texts.searchSettings,
      'aria-label': texts.searchSettings,
      autocomplete: 'off',
      spellcheck: 'false',
      hidden: true,
    });
    /** Where nothing is found. */
    this.none = h('p', { class: 'none', role: 'status', hidden: true }, texts.noSetting);
    this.element.addEventListener('input', () => {
      this.#words = plain(this.element.value).split(/\s+/).filter(Boolean);
      changed();
    });
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** @param {boolean} shown */
  show(shown) {
    hide(this.element, !shown);
    if (shown) return;
    this.element.value = '';
    this.#words = [];
  }

  /** Whether every word occurs in a setting. @param {Setting} setting */
  finds(setting) {
    if (!this.#words.length) return true;
    const text = this.#texts.get(setting) ?? textOf(setting);
    this.#texts.set(setting, text);
    return this.#words.every((word) => text.includes(word));
  }

  /** @param {number} count how many settings are shown */
  found(count) {
    hide(this.none, count > 0 || !this.#words.length);
  }
}

/** @param {Setting} setting */
function textOf({ key, label, help, control }) {
  const choices = 'choices' in control ? control.choices.flatMap((item) => [item.id, item.label]) : [];
  return plain([key, key.replaceAll('_', ' '), label, help, ...choices].join(' '));
}

/** Without case and accents. @param {string} text */
function plain(text) {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
