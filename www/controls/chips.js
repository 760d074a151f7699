/**
 * The settings of the first screen in a narrow page: one button for each, with its name and its value. The pressed one
 * opens its field above them.
 */
import { h, hide, say } from '../common/dom.js';

/** @import { Setting } from '../engine/types.js' */

/** @typedef {{button: HTMLButtonElement, value: HTMLElement, setting: Setting}} Chip */

export class Chips {
  /** Key of the pressed one; empty for none. */
  picked = '';
  /** @type {Map<string, Chip>} */
  #chips = new Map();
  #on;

  /**
   * @param {Setting[]} settings
   * @param {{picked: (setting: Setting | null) => void}} on another one is pressed, or none
   */
  constructor(settings, on) {
    this.#on = on;
    for (const setting of settings) {
      const value = h('b');
      const button = h(
        'button',
        { type: 'button', class: 'chip', 'aria-expanded': 'false', data: { chip: setting.key } },
        h('span', { class: 'name' }, setting.label),
        value,
      );
      button.addEventListener('click', () => {
        this.pick(this.picked === setting.key ? '' : setting.key);
        this.#on.picked(this.picked ? setting : null);
      });
      this.#chips.set(setting.key, { button, value, setting });
    }
    this.element = h('div', { class: 'chips' }, ...[...this.#chips.values()].map(({ button }) => button));
  }

  /** @param {string} key empty for none */
  pick(key) {
    this.picked = key;
    for (const [own, { button }] of this.#chips) button.setAttribute('aria-expanded', String(own === key));
  }

  /** @param {Record<string, string>} values in force */
  show(values) {
    for (const [key, { button, value, setting }] of this.#chips) {
      const { control, label } = setting;
      const item = 'choices' in control ? control.choices.find(({ id }) => id === values[key]) : undefined;
      const text = item?.label ?? values[key];
      say(value, text);
      button.title = `${label}: ${text}`;
    }
  }

  /** Shows those that apply. @param {Set<string>} keys */
  suit(keys) {
    for (const [key, { button }] of this.#chips) hide(button, !keys.has(key));
    if (this.picked && !keys.has(this.picked)) this.pick('');
  }
}
