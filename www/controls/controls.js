/** The panel of settings: groups of fields, all of it made from the engine's own description. */
import { Chart } from '../charts/chart.js';
import { h, say } from '../common/dom.js';
import { field } from './fields.js';
import { listen } from '../engine/guard.js';
import { texts } from '../common/texts.js';

/** Type size in CSS pixels for which the figures' own pixels are CSS pixels. */
const TYPE = 15;

export class Controls {
  element = h('div', { class: 'groups' });
  #fields = new Map();
  #groups = [];
  #chosen = null;
  #applies = {};
  #api;
  #own;
  #plots = new Map();
  #observer;

  /**
   * @param {import('../engine/runtime.js').Engine} engine
   * @param {{change: (key: string, text: string, settled: boolean) => void, apply: (settings: string) => void, redraw: () => void}} on
   */
  constructor({ api, description }, { change, apply, redraw }) {
    this.#api = api;
    this.#observer = new ResizeObserver((entries) => {
      for (const {
        target,
        contentRect: { width, height },
      } of entries) {
        this.#plots.get(target).resize(width, height, parseFloat(getComputedStyle(target).fontSize) / TYPE);
      }
      redraw();
    });
    const { settings: all, races } = description;
    this.#own = description.own;
    const page = { settings: all, races, apply, refusal: (key, text) => this.#refusal(key, text) };
    for (const group of description.groups) {
      const settings = description.settings.filter((setting) => setting.group === group.id);
      const box = h(
        'details',
        { class: 'group', open: true, data: { group: group.id } },
        h('summary', {}, group.label),
      );
      const more = h('details', { class: 'more' }, h('summary', {}, texts.more));
      for (const setting of settings) {
        const make = (as) => field(as, (text, settled) => change(setting.key, text, settled), page);
        const made = make(setting);
        this.#fields.set(setting.key, { ...made, group: group.id, make, setting, meant: '' });
        if (setting.plot) made.row.append(this.#plot(setting));
        (setting.seldom ? more : box).append(made.row);
      }
      box.append(more);
      const keys = (which) => settings.filter(which).map((setting) => setting.key);
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

  /** Shows what the engine made of the settings. */
  show(read) {
    this.#applies = read.applies;
    // What was chosen is never out of sight.
    for (const { more, seldom } of this.#groups) {
      if (seldom.some((key) => read.explicit.includes(key) && read.applies[key])) more.open = true;
    }
    for (const plot of this.#plots.values()) plot.take(listen(() => this.#api.settingFigure(plot.id, read.canonical)));
    for (const [key, made] of this.#fields) {
      mean(made, this.#meant(key, read.meant[key]));
      const { row, show } = made;
      show(read.values[key] ?? '', read);
      advise(row, read.advice.find((advice) => advice.key === key)?.message);
    }
    this.#arrange();
  }

  /** What the item in force means by a key that it shares with others; nothing where it means the same. */
  #meant(key, [by, item, usual] = []) {
    const own = this.#own[by]?.[item]?.[key];
    return own && { ...own, default: usual };
  }

  /** The pictures beside the settings have to be painted again. */
  spoil() {
    for (const plot of this.#plots.values()) plot.spoil();
  }

  /** Gives back what the pictures take. */
  rest() {
    for (const plot of this.#plots.values()) plot.rest();
  }

  paint(dark) {
    for (const plot of this.#plots.values()) plot.paint(dark);
    for (const plot of this.#plots.values()) plot.tell(true);
  }

  close() {
    this.#observer.disconnect();
  }

  /** Whether a setting can be made here, when it applies. */
  offers(key) {
    return !this.#chosen || this.#chosen.has(key) || this.#chosen.has(this.#fields.get(key).group);
  }

  /** Whether there is anything to show. */
  get empty() {
    return this.#groups.every(({ box }) => box.hidden);
  }

  /** What the engine has against a value. */
  #refusal(key, text) {
    const { notices } = JSON.parse(listen(() => this.#api.readSettings(`${key}=${encodeURIComponent(text)}`)));
    return notices.find((notice) => notice.key === key);
  }

  /** What is chosen in a setting, as the engine draws it. */
  #plot({ key, label, help }) {
    const chart = new Chart(this.#api, { id: key, label, help });
    chart.box.classList.add('plot');
    this.#plots.set(chart.box, chart);
    this.#observer.observe(chart.box);
    return chart.box;
  }

  #arrange() {
    for (const [key, { row, group }] of this.#fields) {
      const offered = !this.#chosen || this.#chosen.has(key) || this.#chosen.has(group);
      row.hidden = !offered || this.#applies[key] === false;
    }
    const hidden = (key) => this.#fields.get(key).row.hidden;
    for (const { box, more, keys, seldom } of this.#groups) {
      box.hidden = keys.every(hidden);
      more.hidden = seldom.every(hidden);
      // Where nothing else is offered there is nothing to fold it away from.
      if (!more.hidden && keys.every((key) => hidden(key) || seldom.includes(key))) more.open = true;
    }
  }
}

/** Makes a field anew where another item, which shares its key, means something else by it: other words, another range. */
function mean(made, setting) {
  const meant = setting ? JSON.stringify(setting) : '';
  if (meant === made.meant) return;
  const { row, show } = made.make(setting ?? made.setting);
  made.row.replaceWith(row);
  Object.assign(made, { row, show, meant });
}

/** Says under a field what is unwise about its value together with the others. */
function advise(row, message) {
  const said = row.querySelector('.advice');
  if (!message) said?.remove();
  else if (said) say(said, message);
  else row.append(h('p', { class: 'help advice', role: 'note' }, message));
}
