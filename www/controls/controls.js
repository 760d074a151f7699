/**
 * The panel of settings: groups of fields, all of it made from the engine's own description.
 *
 * At first it shows the settings of the first screen, those that belong to them, and those that were chosen. A button
 * shows all of them, with a search. In a narrow page the first ones are {@link Chips}, and the panel shows the field of
 * the pressed one.
 */
import { Chart } from '../charts/chart.js';
import { OFF, USUAL } from '../charts/threshold.js';
import { h, hide, say } from '../common/dom.js';
import { ViewSizes } from '../common/view-sizes.js';
import { Chips } from './chips.js';
import { field } from './fields.js';
import { Search } from './search.js';

/** @import { Engine, Notice, Read, Setting } from '../engine/types.js' */
/** @import { Field } from './field.js' */

/**
 * A field and what it was made of; `meant` is what its key means if an item has a meaning of its own for it.
 * @typedef {Field & {group: string, make: (setting: Setting) => Field, setting: Setting, meant: string}} Made
 */

/** The setting whose numbers are not on the first screen: a scenario has many of its own. */
const SCENARIO = 'scenario';
/** The clip, and its threshold. While nothing is clipped, moving the threshold switches the clip on. */
const CLIP = 'clip';
const THRESHOLD = 'threshold';

export class Controls {
  /** @type {Map<string, Made>} */
  #fields = new Map();
  /** @type {{box: HTMLDetailsElement, keys: string[]}[]} */
  #groups = [];
  /** @type {Set<string> | null} */
  #chosen = null;
  /** What the settings in force say. @type {Pick<Read, 'applies' | 'explicit' | 'meant' | 'values'>} */
  #read = { applies: {}, explicit: [], meant: {}, values: {} };
  /** Whether all settings are shown. */
  #all = false;
  #engine;
  #own;
  /** The clip that moving the threshold switches on. */
  #clip;
  #search;
  #chips;
  #more;
  /** @type {ViewSizes<Chart>} */
  #plots;

  /**
   * @param {Engine} engine
   * @param {object} on
   * @param {(changes: Record<string, string>, settled: boolean) => void} on.change
   * @param {(settings: string) => void} on.apply
   * @param {() => void} on.redraw
   * @param {(view: string) => void} on.show brings the view into sight that shows what is being set
   */
  constructor(engine, { change, apply, redraw, show }) {
    const { description, texts } = engine;
    this.#engine = engine;
    this.#plots = new ViewSizes(redraw);
    const { settings: all, races } = description;
    this.#own = description.own;
    // Of its charts, the one beside the clip says which.
    const beside = all.find(({ key }) => key === CLIP)?.beside;
    this.#clip = description.views.find(({ id }) => id === beside)?.clip ?? OFF;
    const panel = { texts, settings: all, races, apply, refusal: this.#refusal.bind(this) };
    const groups = h('div', { class: 'groups' });
    for (const group of description.groups) {
      const settings = description.settings.filter((setting) => setting.group === group.id);
      const box = h(
        'details',
        { class: 'group', open: true, data: { group: group.id } },
        h('summary', {}, group.label),
      );
      // What is seldom changed comes last.
      for (const setting of [...settings].sort((one, other) => Number(one.seldom) - Number(other.seldom))) {
        const make = (/** @type {Setting} */ as) =>
          field(as, (text, settled) => change({ ...this.#needed(setting.key), [setting.key]: text }, settled), panel);
        const made = make(setting);
        this.#fields.set(setting.key, { ...made, group: group.id, make, setting, meant: '' });
        if (setting.plot) made.row.append(this.#plot(setting));
        box.append(made.row);
      }
      this.#groups.push({ box, keys: settings.map((setting) => setting.key) });
      groups.append(box);
    }
    this.#search = new Search(texts, () => this.#arrange());
    const first = all.filter(({ key, beside }) => beside && key !== SCENARIO);
    this.#chips = new Chips(first, {
      picked: (setting) => {
        if (setting) this.#open(false);
        this.#arrange();
        // Only when the field is laid out it is known how much room is left above it.
        if (setting) inFrames(3, () => show(setting.beside));
      },
    });
    this.#more = h('button', { type: 'button', class: 'more', 'aria-expanded': 'false' }, texts.moreSettings);
    this.#more.addEventListener('click', () => {
      this.#chips.pick('');
      this.#open(!this.#all);
      this.#arrange();
      if (this.#all) this.#search.focus();
    });
    this.#chips.element.append(this.#more);
    this.element = h(
      'div',
      { class: 'controls' },
      h('div', { class: 'fields' }, this.#search.element, groups, this.#search.none),
      this.#chips.element,
    );
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
    this.#read = read;
    for (const plot of this.#plots.views)
      plot.take(this.#engine.call((api) => api.settingFigure(plot.id, read.canonical)));
    for (const [key, made] of this.#fields) {
      const pale = this.#isPale(key);
      remake(made, this.#meant(key, pale ? [CLIP, this.#clip, String(USUAL)] : read.meant[key]));
      const { row, show } = made;
      show(pale && !read.explicit.includes(key) ? String(USUAL) : (read.values[key] ?? ''), read);
      advise(row, read.advice.find((advice) => advice.key === key)?.message);
    }
    this.#chips.show(read.values);
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
    return [...this.#fields.keys()].every((key) => !this.#applies(key));
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

  /** Whether a setting is offered and means something now. @param {string} key */
  #applies(key) {
    return this.offers(key) && (this.#read.applies[key] !== false || this.#isPale(key));
  }

  /** Whether this is the threshold while nothing is clipped. @param {string} key */
  #isPale(key) {
    return key === THRESHOLD && this.#read.values[CLIP] === OFF && this.offers(CLIP);
  }

  /** What has to change with a setting, so that it means something. @param {string} key @returns {Record<string, string>} */
  #needed(key) {
    return this.#isPale(key) ? { [CLIP]: this.#clip } : {};
  }

  /** The setting of the first screen that this one is, or whose choice it is a number of; empty for neither. @param {string} key */
  #belongs(key) {
    const made = this.#fields.get(key);
    const [by] = this.#read.meant[key] ?? [this.#isPale(key) ? CLIP : ''];
    const chooser = by === SCENARIO ? undefined : this.#fields.get(by)?.setting;
    if (chooser?.beside && !made?.setting.seldom) return chooser.key;
    return made?.setting.beside ? key : '';
  }

  /** @param {boolean} all */
  #open(all) {
    this.#all = all;
    this.#more.setAttribute('aria-expanded', String(all));
    say(this.#more, all ? this.#engine.texts.fewerSettings : this.#engine.texts.moreSettings);
    this.element.classList.toggle('all', all);
    this.#search.show(all);
    if (!all) for (const { box } of this.#groups) box.open = true; // Without its heading a group could not be opened.
  }

  /** Shows the fields that are wanted now, and hides the others. */
  #arrange() {
    const { explicit } = this.#read;
    // Where only some were asked for, these are shown.
    const few = this.#chosen !== null;
    /** @type {Set<string>} */
    const chips = new Set();
    let found = 0;
    let hidden = 0;
    for (const [key, { row, setting }] of this.#fields) {
      const applies = this.#applies(key);
      const first = this.#belongs(key);
      const shown = this.#all ? this.#search.finds(setting) : few || first !== '' || explicit.includes(key);
      hide(row, !applies || !shown);
      const pale = this.#isPale(key);
      row.classList.toggle('pale', pale);
      row.title = pale ? this.#engine.texts.thresholdPale : '';
      row.classList.toggle('picked', applies && first !== '' && first === this.#chips.picked);
      row.classList.toggle('presented', this.#fields.get(first)?.setting.presented ?? false);
      if (applies && first) chips.add(first);
      if (applies && shown) found += 1;
      else if (applies) hidden += 1;
    }
    for (const { box, keys } of this.#groups)
      hide(
        box,
        keys.every((key) => this.#fields.get(key)?.row.hidden),
      );
    this.#search.found(found);
    this.#chips.suit(chips);
    hide(this.#more, !this.#all && hidden === 0);
    this.element.classList.toggle('few', few);
    this.element.classList.toggle('open', this.#all || this.#chips.picked !== '');
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

/**
 * Acts some frames later: the foot of a narrow page measures itself in the frame after a field opens, and styles follow one later.
 * @param {number} frames
 * @param {() => void} act
 */
function inFrames(frames, act) {
  if (frames) requestAnimationFrame(() => inFrames(frames - 1, act));
  else act();
}
