/** The panel of settings: groups of fields, all of it made from the engine's own description. */
import { h, say } from './dom.js';
import { field } from './fields.js';

export class Controls {
  element = h('div', { class: 'groups' });
  #fields = new Map();
  #groups = [];
  #chosen = null;
  #applies = {};

  /**
   * @param {object} description `describe()`
   * @param {(key: string, text: string, settled: boolean) => void} change
   */
  constructor(description, change) {
    for (const group of description.groups) {
      const settings = description.settings.filter((setting) => setting.group === group.id);
      const box = h('details', { class: 'group', open: true, data: { group: group.id } }, h('summary', {}, group.label));
      for (const setting of settings) {
        const made = field(setting, (text, settled) => change(setting.key, text, settled));
        this.#fields.set(setting.key, { ...made, group: group.id });
        box.append(made.row);
      }
      this.#groups.push({ box, keys: settings.map((setting) => setting.key) });
      this.element.append(box);
    }
  }

  /**
   * Which keys or groups are offered; null for all.
   * @param {string[] | null} ids
   */
  choose(ids) {
    this.#chosen = ids && new Set(ids);
    this.#arrange();
  }

  /** Shows what the engine made of the settings. */
  show(read) {
    this.#applies = read.applies;
    for (const [key, { row, show }] of this.#fields) {
      show(read.values[key] ?? '');
      advise(row, read.advice.find((advice) => advice.key === key)?.message);
    }
    this.#arrange();
  }

  /** Whether there is anything to show. */
  get empty() {
    return this.#groups.every(({ box }) => box.hidden);
  }

  #arrange() {
    for (const [key, { row, group }] of this.#fields) {
      const offered = !this.#chosen || this.#chosen.has(key) || this.#chosen.has(group);
      row.hidden = !offered || this.#applies[key] === false;
    }
    for (const { box, keys } of this.#groups) box.hidden = keys.every((key) => this.#fields.get(key).row.hidden);
  }
}

/** Says under a field what is unwise about its value together with the others. */
function advise(row, message) {
  const said = row.querySelector('.advice');
  if (!message) said?.remove();
  else if (said) say(said, message);
  else row.append(h('p', { class: 'help advice', role: 'note' }, message));
}
