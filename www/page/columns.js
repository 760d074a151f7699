/**
 * Runs side by side: the laboratory's own, and others that differ from it, each a laboratory of its own in a column. One
 * transport drives them all, their charts share their axes, and the settings of one of them are the ones to change.
 *
 * What stands in the settings string is the truth: every change goes there first, and {@link Columns.show} follows it.
 */
import { h, hide, say } from '../common/dom.js';
import { messageOf } from '../engine/guard.js';
import { ColumnHead } from './column-head.js';
import { joined } from './settings.js';

/** @import { Chart } from '../charts/chart.js' */
/** @import { ColumnTold, Engine, Frame, Read } from '../engine/types.js' */
/** @import { Lab, On as LabOn } from './lab.js' */
/** @import { Cure } from './remedies.js' */
/** @import { Texts } from '../texts/en.js' */

/** Their letters; more of them there cannot be. */
const LETTERS = 'ABCD';

/** One run among others. @typedef {{lab: Lab, head: ColumnHead, element: HTMLElement, told: ColumnTold}} Column */

export class Columns {
  element;
  #engine;
  #main;
  #make;
  #texts;
  /** @type {Column[]} */
  #columns = [];
  /** The letter of the one whose settings can be changed. */
  #active = 0;
  /** Charts that show the difference from the first run, by their ids. @type {Set<string>} */
  #differences = new Set();
  /** The buttons for it. @type {WeakMap<Chart, HTMLElement>} */
  #buttons = new WeakMap();
  /** Whether the columns are following the settings, so that what they say of their own is known already. */
  #following = false;
  /** Which of them is to be chosen next, as there will be one more. */
  #next = false;
  /** @type {{panel: HTMLElement, changed: () => void} | null} */
  #room = null;

  /**
   * @param {Engine} engine
   * @param {Lab} main the first run
   * @param {(on: LabOn) => Lab} make another laboratory, which follows the first
   */
  constructor(engine, main, make) {
    this.#engine = engine;
    this.#main = main;
    this.#make = make;
    this.#texts = engine.texts.columns;
    this.element = h('div', { class: 'columns', role: 'group', 'aria-label': this.#texts.list, hidden: true });
    this.whose = h('div', { class: 'whose segments', role: 'group', 'aria-label': this.#texts.whose, hidden: true });
  }

  /** Whether there are several runs. */
  get several() {
    return this.#columns.length > 1;
  }

  /** Whether there is room for another one. */
  get room() {
    return this.#columns.length < LETTERS.length;
  }

  /** All laboratories, the first one's first. */
  get labs() {
    return this.several ? this.#columns.map(({ lab }) => lab) : [this.#main];
  }

  /** The steps at which branches begin, with the letters of those that do. */
  get forks() {
    return this.#columns.flatMap(({ told }, k) =>
      told.from === null ? [] : [{ step: told.from, letter: LETTERS[k], name: told.name || told.differs }],
    );
  }

  /**
   * Takes its place in the laboratory.
   * @param {HTMLElement} panel of the settings
   * @param {() => void} changed another number of runs is there
   */
  settle(panel, changed) {
    this.#room = { panel, changed };
    panel.prepend(this.whose);
    this.#place();
  }

  /** Shows the runs that the settings name. @param {Read} read */
  show(read) {
    if (this.#following) return;
    this.#following = true;
    try {
      this.#follow(read.columns);
    } finally {
      this.#following = false;
    }
  }

  /** The newest frame of a run. @param {Lab} lab @param {Frame} frame */
  tell(lab, frame) {
    this.#columns.find((column) => column.lab === lab)?.head.tell(frame, this.#main.still);
  }

  /** Puts a copy of the run whose settings can be changed beside it; from then on those of the copy can. */
  add() {
    const lab = this.labs[this.#active] ?? this.#main;
    const canonical = lab.read?.canonical;
    if (canonical === undefined || !this.room) return;
    this.#next = true;
    this.#write([...this.#others, { name: '', from: this.#main.frame?.step ?? 0, canonical }]);
  }

  /** The same where the run stands still: the copy branches off at this step. */
  branch() {
    this.#main.playback.pause();
    this.add();
  }

  /**
   * Applies a remedy in a copy beside the run.
   * @param {Lab} lab
   * @param {Cure} cure
   */
  compare(lab, { settings, anew }) {
    const step = this.#main.frame?.step ?? 0;
    const before = lab.read?.canonical;
    if (before === undefined || !this.room) return;
    const pairs = JSON.stringify(Object.entries(settings));
    const canonical = this.#engine.call((api) => api.changedAt(before, step, anew, pairs));
    this.#next = true;
    this.#write([...this.#others, { name: '', from: step, canonical }]);
    // They are seen to go apart: from the start, or from here.
    if (anew && step)
      this.#main.playback.seek(0).then(
        () => this.#main.playback.play(),
        () => {},
      );
    else this.#main.playback.play();
  }

  /** Copies the experiment as a PyTorch script, and offers those of all runs. */
  async copyAsPyTorch() {
    const letters = this.several ? LETTERS : '';
    const scripts = await Promise.all(this.labs.map((lab, k) => lab.asPyTorch(letters[k])));
    await this.#main.offer(scripts);
  }

  close() {
    for (const { lab } of this.#columns) this.#apart(lab);
  }

  /** All but the first, as `beside` takes them. */
  get #others() {
    return this.#columns.slice(1).map(({ lab, told }) => ({
      name: told.name,
      from: told.from ?? 0,
      canonical: lab.read?.canonical ?? told.canonical,
    }));
  }

  /**
   * Writes the runs into the settings, which brings them here.
   * @param {{name: string, from: number, canonical: string}[]} others
   * @param {string} [first] settings of the first run
   */
  #write(others, first = this.#main.read?.canonical ?? '') {
    const beside = this.#engine.call((api) => api.beside(first, JSON.stringify(others)));
    this.#main.apply(joined(first, beside));
  }

  /** @param {ColumnTold[]} told */
  #follow(told) {
    const before = this.#columns.slice(1);
    const several = told.length > 1;
    const grown = told.length > Math.max(1, this.#columns.length);
    if (several && !this.#columns.length) this.#columns = [this.#column(this.#main, told[0])];
    // A run stays in its own column as long as its settings are among them.
    const kept = told.slice(1).map(({ canonical }) => {
      const at = before.findIndex(({ lab }) => lab.read?.canonical === canonical);
      return at < 0 ? null : before.splice(at, 1)[0];
    });
    const columns = told.slice(1).map((one, k) => {
      const column = kept[k] ?? before.shift() ?? this.#column(this.#another(), one);
      column.told = one;
      return column;
    });
    for (const { lab, element } of before) {
      this.#apart(lab);
      lab.close();
      element.remove();
    }
    if (this.#columns[0] && told[0]) this.#columns[0].told = told[0];
    this.#columns = several ? [this.#columns[0], ...columns] : [];
    this.#main.followers = columns.map(({ lab }) => lab);
    if (this.#next && grown) this.#active = told.length - 1;
    this.#next = false;
    if (this.#active >= this.#columns.length) this.#active = 0;
    if (!several) this.#apart(this.#main);
    for (const { lab } of this.#columns) this.#join(lab);
    this.#place();
    for (const { lab, told: one } of columns) {
      if (lab.read?.canonical !== one.canonical) lab.apply(one.canonical);
    }
    this.#main.views.panels?.lead(columns.flatMap(({ lab }) => lab.views.panels ?? []));
    this.#heads();
  }

  /** @param {Lab} lab @param {ColumnTold} told @returns {Column} */
  #column(lab, told) {
    const own = () => this.#columns.findIndex((column) => column.lab === lab);
    const head = new ColumnHead(this.#engine.texts, {
      select: () => this.#select(own()),
      rename: (name) => this.#rename(own(), name),
      promote: () => this.#promote(own()),
      remove: () => this.#remove(own()),
    });
    const element = h('section', { class: 'beside' }, head.element);
    return { lab, head, element, told };
  }

  /** A laboratory that follows the first. */
  #another() {
    /** @type {Lab} */
    const lab = this.#make({
      ask: () => {},
      share: null,
      ready: () => {},
      frame: (frame) => this.tell(lab, frame),
      settings: () => this.#changed(lab),
      failed: (cause) => this.#main.notices.show('column', [messageOf(cause)]),
      panicked: (crash) => this.#main.panicked(crash),
      compare: (cure) => this.compare(lab, cure),
    });
    lab.visible = this.#main.visible;
    lab.dark = this.#main.loop.dark;
    lab.playback.playing = this.#main.playback.playing;
    return lab;
  }

  /** The settings of one of the others have changed. @param {Lab} lab */
  #changed(lab) {
    if (!this.#following && this.#columns.some((column) => column.lab === lab)) this.#write(this.#others);
  }

  /** @param {number} k */
  #select(k) {
    this.#active = Math.max(0, k);
    this.#heads();
    this.#offer();
  }

  /** @param {number} k @param {string} name */
  #rename(k, name) {
    const others = this.#others;
    if (!others[k - 1]) return;
    others[k - 1].name = name;
    this.#write(others);
  }

  /** Makes a run the first; all others stay beside it. @param {number} k */
  #promote(k) {
    const step = this.#main.frame?.step ?? 0;
    const first = { name: '', from: 0, canonical: this.#main.read?.canonical ?? '' };
    const others = this.#others;
    const [chosen] = others.splice(k - 1, 1, { ...first, from: this.#columns[k].told.from ?? 0 });
    if (!chosen) return;
    this.#active = 0;
    this.#write(others, chosen.canonical);
    this.#main.playback.seek(step).catch(() => {});
  }

  /** @param {number} k */
  #remove(k) {
    const others = this.#others;
    const step = this.#main.frame?.step ?? 0;
    if (k > 0) {
      others.splice(k - 1, 1);
      if (this.#active >= k) this.#active -= 1;
      this.#write(others);
    } else {
      const [first] = others.splice(0, 1);
      this.#active = Math.max(0, this.#active - 1);
      if (!first) return;
      this.#write(others, first.canonical);
      this.#main.playback.seek(step).catch(() => {});
    }
    const next = this.#columns[Math.min(k, this.#columns.length - 1)];
    next?.head.remove.focus();
  }

  /** Charts of a run have the axes of all. @param {Lab} lab */
  #join(lab) {
    for (const chart of lab.views.charts) {
      chart.together = { beside: () => this.#beside(chart), taken: () => this.#taken(chart) };
      chart.spoil();
    }
  }

  /** @param {Lab} lab */
  #apart(lab) {
    label(lab, this.#engine.texts);
    for (const chart of lab.views.charts) {
      if (chart.together) chart.spoil();
      chart.together = null;
      this.#buttons.get(chart)?.remove();
      this.#buttons.delete(chart);
    }
  }

  /** The same chart of all runs that show it. @param {string} id @returns {Chart[]} */
  #same(id) {
    return this.#columns.flatMap(({ lab }) => lab.views.charts.filter((chart) => chart.id === id && chart.own));
  }

  /** The figure of a chart as it stands beside the others. @param {Chart} chart @returns {Uint8Array} */
  #beside(chart) {
    const own = /** @type {Uint8Array} */ (chart.own);
    const charts = this.#same(chart.id);
    const first = this.#columns[0]?.lab.views.charts.includes(charts[0]);
    const at = charts.indexOf(chart);
    if (charts.length < 2 || at < 0) return own;
    const figures = charts.map((one) => /** @type {Uint8Array} */ (one.own));
    const wanted = this.#differences.has(chart.id);
    /** @type {{bytes: Uint8Array, axes: string, differs: boolean}} */
    const { bytes, axes, differs } = this.#engine.call((api) =>
      api.besideOthers(at, figures, first ? LETTERS[0] : undefined, wanted),
    );
    this.#offerDifference(chart, differs, wanted);
    // The others follow when what they share has changed.
    for (const other of charts) {
      if (other !== chart && other.axes !== axes && other.axes) other.spoil();
    }
    chart.axes = axes;
    return bytes;
  }

  /**
   * A heat map has a button that shows how far it is from the first run's.
   * @param {Chart} chart
   * @param {boolean} can
   * @param {boolean} does
   */
  #offerDifference(chart, can, does) {
    let button = this.#buttons.get(chart);
    if (!button && !can) return;
    if (!button) {
      button = h(
        'button',
        {
          type: 'button',
          class: 'difference',
          title: this.#texts.differenceHelp,
          on: { click: () => this.#differ(chart.id) },
        },
        this.#texts.difference,
      );
      this.#buttons.set(chart, button);
      chart.tools.prepend(button);
    }
    hide(button, !can);
    button.setAttribute('aria-pressed', String(does));
  }

  /** Shows the difference from the first run in all charts of a kind, or shows it no more. @param {string} id */
  #differ(id) {
    if (!this.#differences.delete(id)) this.#differences.add(id);
    for (const chart of this.#same(id)) chart.spoil();
    for (const { lab } of this.#columns) lab.loop.request();
  }

  /** A chart has a new figure: at rest all of its kind are painted anew, as they have it in them. @param {Chart} chart */
  #taken(chart) {
    if (!this.#main.still) return;
    for (const other of this.#same(chart.id)) if (other !== chart) other.spoil();
    for (const { lab } of this.#columns) lab.loop.request();
  }

  /** Puts every part where it belongs. */
  #place() {
    const room = this.#room;
    if (!room) return;
    const { stage, views } = this.#main;
    const lab = this.element.parentElement;
    const { several } = this;
    const count = String(this.#columns.length);
    hide(this.element, !several);
    lab?.classList.toggle('comparing', several);
    if (this.element.dataset.count !== count) this.element.dataset.count = count;
    if (several) {
      this.#columns.forEach(({ element, lab: one }, k) => {
        if (this.element.children[k] !== element) this.element.insertBefore(element, this.element.children[k] ?? null);
        for (const part of [one.stage, one.views.element]) if (part.parentElement !== element) element.append(part);
      });
    } else if (stage.parentElement !== lab) {
      room.panel.before(stage);
      this.element.before(views.element);
      this.element.replaceChildren();
    }
    this.#offer();
    room.changed();
  }

  /** The panel has the settings of the run that was chosen. */
  #offer() {
    const room = this.#room;
    if (!room) return;
    const { controls } = this.labs[this.#active] ?? this.#main;
    for (const child of [...room.panel.children]) {
      if (child !== this.whose && child !== controls.element) child.remove();
    }
    if (controls.element.parentElement !== room.panel) room.panel.append(controls.element);
    hide(room.panel, controls.empty);
    controls.spoil();
    this.labs[this.#active]?.loop.request();
  }

  #heads() {
    this.#main.forks = this.forks;
    for (const { lab } of this.#columns) {
      lab.first = LETTERS[0];
      lab.story.brief = this.several;
    }
    hide(this.whose, !this.several);
    while (this.whose.children.length > this.#columns.length) this.whose.lastChild?.remove();
    this.#columns.forEach(({ element, head, told: { name, differs, from }, lab }, k) => {
      const letter = LETTERS[k];
      const active = k === this.#active;
      element.dataset.letter = letter;
      element.setAttribute('aria-label', `${letter}: ${name || differs || this.#texts.same}`);
      element.classList.toggle('active', active);
      label(lab, this.#engine.texts, `${letter}: `);
      head.show({ letter, name, differs, from: k ? from : null, active });
      if (lab.frame) head.tell(lab.frame, true);
      const choice =
        this.whose.children[k] ??
        this.whose.appendChild(h('button', { type: 'button', on: { click: () => this.#select(k) } }));
      say(choice, letter);
      choice.setAttribute('aria-pressed', String(active));
      choice.setAttribute('aria-label', this.#texts.select(letter));
      choice.setAttribute('title', k ? this.#texts.select(letter) : this.#texts.first);
    });
  }
}

/**
 * Names the parts of a run, each differently.
 * @param {Lab} lab
 * @param {Texts} texts
 * @param {string} [whose]
 */
function label({ stage, views }, texts, whose = '') {
  stage.setAttribute('aria-label', `${whose}${texts.stage}`);
  views.element.setAttribute('aria-label', `${whose}${texts.charts}`);
}
