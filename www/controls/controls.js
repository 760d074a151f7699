/** The panel of settings: groups of fields, all of it made from the engine's own description. */
import { Chart } from '../charts/chart.js';
import { h, say } from '../common/dom.js';
import { field } from './fields.js';
import { ViewSizes } from '../common/view-sizes.js';

/** @import { Engine, Notice, Read, Setting } from '../engine/types.js' */
/** @import { Field } from './field.js' */

/**
 * A field and what it was made of; `meant` is what its key means if an item has a meaning of its own for it.
 * @typedef {Field & {group: string, make: (setting: Setting) => Field, setting: Setting, meant: string}} Made
 */

export class Controls {
  element = h('div', { class: 'groups' });
  /** @type {Map<string, Made>} */
  #fields = new Map();
  /** @type {{box: HTMLDetailsElement, more: HTMLDetailsElement, keys: string[], seldom: string[]}[]} */
  #groups = [];
  /** @type {Set<string> | null} */
  #chosen = null;
  /** @type {Record<string, boolean>} */
  #applies = {};
  #engine;
  #own;
  /** @type {ViewSizes<Chart>} */
  #plots;

  /**
   * @param {Engine} engine
   * @param {{change: (key: string, text: string, settled: boolean) => void, apply: (settings: string) => void, redraw: () => void}} on
   */
  constructor(engine, { change, apply, redraw }) {
    const { description, texts } = engine;
    this.#engine = engine;
    this.#plots = new ViewSizes(redraw);
    const { settings: all, races } = description;
    this.#own = description.own;
    const panel = { texts, settings: all, races, apply, refusal: this.#refusal.bind(this) };
    for (const group of description.groups) {
      const settings = description.settings.filter((setting) => setting.group === group.id);
      const box = h(
        'details',
        { class: 'group', open: true, data: { group: group.id } },
        h('summary', {}, group.label),
      );
      const more = h('details', { class: 'more' }, h('summary', {}, texts.more));
      for (const setting of settings) {
        const make = (/** @type {Setting} */ as) =>
          field(as, (text, settled) => change(setting.key, text, settled), panel);
        const made = make(setting);
        this.#fields.set(setting.key, { ...made, group: group.id, make, setting, meant: '' });
        if (setting.plot) made.row.append(this.#plot(setting));
        (setting.seldom ? more : box).append(made.row);
      }
      box.append(more);
      const keys = (/** @type {(setting: Setting) => boolean} */ which) =>
        settings.filter(which).map((setting) => setting.key);
      this.#groups.push({ box, more, keys: keys(() => true), seldom: keys((setting) => setting.seldom) });
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

  /** Shows what the engine made of the settings. @param {Read} read */
  show(read) {
    this.#applies = read.applies;
    // A setting that was chosen is always visible.
    for (const { more, seldom } of this.#groups) {
      if (seldom.some((key) => read.explicit.includes(key) && read.applies[key])) more.open = true;
    }
    for (const plot of this.#plots.views)
      plot.take(this.#engine.call((api) => api.settingFigure(plot.id, read.canonical)));
    for (const [key, made] of this.#fields) {
      remake(made, this.#meant(key, read.meant[key]));
      const { row, show } = made;
      show(read.values[key] ?? '', read);
      advise(row, read.advice.find((advice) => advice.key === key)?.message);
    }
    this.#arrange();
  }

  /**
   * What the item in force means by a key that it shares with others; undefined where it means the same.
   * @param {string} key
   * @param {Read['meant'][string]} [meant]
   * @returns {Setting | undefined}
   */
  #meant(key, meant) {
    if (!meant) return undefined;
    const [by, item, usual] = meant;
    const own = this.#own[by]?.[item]?.[key];
    return own && { ...own, default: usual };
  }

  /** The pictures beside the settings have to be painted again. */
  spoil() {
    for (const plot of this.#plots.views) plot.spoil();
  }

  /** Gives back what the pictures take. */
  rest() {
    for (const plot of this.#plots.views) plot.rest();
  }

  /** @param {boolean} dark */
  paint(dark) {
    for (const plot of this.#plots.views) plot.paint(dark);
    for (const plot of this.#plots.views) plot.tell(true);
  }

  close() {
    this.#plots.close();
  }

  /** Whether a setting can be made here, when it applies. @param {string} key */
  offers(key) {
    const group = this.#fields.get(key)?.group ?? '';
    return !this.#chosen || this.#chosen.has(key) || this.#chosen.has(group);
  }

  /** Whether there is anything to show. */
  get empty() {
    return this.#groups.every(({ box }) => box.hidden);
  }

  /**
   * What the engine has against a value.
   * @param {string} key
   * @param {string} text
   * @returns {Notice | undefined}
   */
  #refusal(key, text) {
    /** @type {Read} */
    const { notices } = JSON.parse(this.#engine.call((api) => api.readSettings(`${key}=${encodeURIComponent(text)}`)));
    return notices.find((notice) => notice.key === key);
  }

  /** What is chosen in a setting, as the engine draws it. @param {Setting} setting */
  #plot({ key, label, help }) {
    const chart = new Chart(this.#engine, { id: key, label, help });
    chart.box.classList.add('plot');
    this.#plots.add(chart);
    return chart.box;
  }

  #arrange() {
    for (const [key, { row, group }] of this.#fields) {
      const offered = !this.#chosen || this.#chosen.has(key) || this.#chosen.has(group);
      row.hidden = !offered || this.#applies[key] === false;
    }
    const hidden = (/** @type {string} */ key) => this.#fields.get(key)?.row.hidden ?? true;
    for (const { box, more, keys, seldom } of this.#groups) {
      box.hidden = keys.every(hidden);
      more.hidden = seldom.every(hidden);
      // Where nothing else is offered there is nothing to fold it away from.
      if (!more.hidden && keys.every((key) => hidden(key) || seldom.includes(key))) more.open = true;
    }
  }
}

/**
 * Makes a field again where the chosen item means something else by its key: other words, another range.
 * @param {Made} made
 * @param {Setting} [setting]
 */
function remake(made, setting) {
  const meant = setting ? JSON.stringify(setting) : '';
  if (meant === made.meant) return;
  const { row, show } = made.make(setting ?? made.setting);
  made.row.replaceWith(row);
  Object.assign(made, { row, show, meant });
}

/**
 * Says under a field what is unwise about its value together with the others.
 * @param {HTMLElement} row
 * @param {string} [message]
 */
function advise(row, message) {
  const said = row.querySelector('.advice');
  if (!message) said?.remove();
  else if (said) say(said, message);
  else row.append(h('p', { class: 'help advice', role: 'note' }, message));
}
