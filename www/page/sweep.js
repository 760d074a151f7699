/** The view `sweep`: the same run for every combination of the values of one or two settings, as a map or as curves. */
import { h, hide, say } from '../common/dom.js';
import { saveText } from '../common/save-picture.js';
import { messageOf } from '../engine/guard.js';
import { data } from '../engine/runtime.js';
import { resultsOf } from '../workers/jobs.js';
import { field, joined, parted, text } from './study-form.js';
import { StudyPicture } from './study-picture.js';
import { StudyWork } from './study-work.js';

/** @import { Sweep as EngineSweep } from '../engine.js' */
/** @import { Engine, Read, ReadySweep, Setting } from '../engine/types.js' */
/** @import { StudyOn } from './studies.js' */

/** Between two pictures of results that come in, there is so much more time than painting one takes. */
const SPARING = 12;
/** Kinds of settings that have no values in a row. */
const NO_ROW = ['file', 'column', 'race'];

export class SweepView {
  #engine;
  #texts;
  #on;
  #work;
  /** Settings of all runs, where no ready sweep brings its own. */
  #settings = '';
  /** Whether it is computing. */
  #going = false;
  /** The sweep of the picture. @type {EngineSweep | null} */
  #sweep = null;
  /** @type {import('../workers/jobs.js').Results} */
  #results = [];
  #asked = '';
  /** The name of the sweep of which something is shown. */
  #last = '';
  #drawn = { time: -Infinity, cost: 0 };

  /**
   * @param {Engine} engine
   * @param {StudyOn} on
   */
  constructor(engine, on) {
    this.#engine = engine;
    this.#on = on;
    const texts = (this.#texts = engine.texts.studies);
    const { sweeps, quantities, studies } = engine.description;
    const view = /** @type {{id: string, label: string, help: string}} */ (studies.find(({ id }) => id === 'sweep'));
    const option = (/** @type {string} */ value, /** @type {string} */ label) => h('option', { value }, label);
    this.ready = h('select', {}, option('', texts.ownSweep), ...sweeps.map(({ id, label }) => option(id, label)));
    this.help = h('p', { class: 'study-help' });
    this.keys = [h('select', { 'aria-label': texts.key(1) }), h('select', { 'aria-label': texts.key(2) })];
    this.values = [text('0.001..1:7:log'), text('2,4,8')];
    this.values.forEach((input, k) => input.setAttribute('aria-label', texts.values(k + 1)));
    this.steps = text('400', true);
    this.seeds = text('1', true);
    this.until = text('');
    this.start = h('button', { type: 'submit', class: 'primary' }, texts.start);
    this.count = h('p', { class: 'study-help', role: 'status' });
    this.wrong = h('p', { class: 'study-wrong', role: 'alert', hidden: true });
    const axis = (/** @type {number} */ k) =>
      h(
        'div',
        { class: 'study-axis' },
        h('span', { class: 'study-name' }, texts.over(k + 1)),
        this.keys[k],
        this.values[k],
      );
    this.form = h(
      'form',
      { class: 'study-form', 'aria-label': view.label, novalidate: true },
      field(texts.ready, this.ready),
      this.help,
      axis(0),
      axis(1),
      h('p', { class: 'study-help' }, texts.grammar),
      h(
        'div',
        { class: 'study-numbers' },
        field(texts.steps, this.steps),
        field(texts.seeds, this.seeds),
        field(texts.until, this.until),
      ),
      this.wrong,
      this.count,
      this.start,
    );
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#go();
    });
    this.ready.addEventListener('change', () => this.#choose());
    for (const input of [...this.keys, ...this.values, this.steps, this.seeds, this.until]) {
      input.addEventListener('change', () => this.#look());
    }
    this.show = h(
      'select',
      { 'aria-label': texts.shows },
      ...quantities.map(({ id, label, help }) => h('option', { value: id, title: help }, label)),
    );
    this.show.addEventListener('change', () => this.#draw());
    this.picture = new StudyPicture(engine, view, (x, y) => this.#pick(x, y));
    this.picture.chart.tools.prepend(this.show);
    this.csv = h('button', { type: 'button', on: { click: () => this.#save() } }, texts.csv);
    this.share = h('button', { type: 'button', on: { click: () => this.#share() } }, texts.link);
    hide(this.share, !on.share);
    this.hint = h('p', { class: 'study-help study-pick' }, texts.pick);
    this.summary = h('p', { class: 'study-summary', role: 'status' });
    this.#work = new StudyWork(engine);
    this.shown = h(
      'div',
      { class: 'study-shown' },
      this.picture.element,
      this.#work.element,
      this.summary,
      this.hint,
      h('div', { class: 'study-deeds' }, this.csv, this.share),
    );
    this.element = h('div', { class: 'study', data: { study: 'sweep' } }, this.form, this.shown);
    this.#blank();
  }

  /** @param {boolean} dark */
  set dark(dark) {
    this.picture.spoil(dark);
  }

  /** Whether it is out of sight. @param {boolean} asleep */
  set asleep(asleep) {
    this.#work.asleep = asleep;
  }

  /**
   * Opens with what a link asks for.
   * @param {string} settings of the run
   * @param {string} wish
   */
  open(settings, wish) {
    this.#settings = settings;
    const parts = parted(wish);
    const said = (/** @type {string} */ name) => parts.find(([other]) => other === name)?.[1] ?? '';
    this.ready.value = said('ready');
    // An id that is not known is said by the engine.
    if (this.ready.selectedIndex < 0)
      this.ready.append(h('option', { value: said('ready'), selected: true }, said('ready')));
    this.#fill(parts);
    this.#last = '';
    void this.#go(wish);
  }

  /** The settings of the run have changed; a sweep that was begun keeps its own. @param {string} settings */
  suit(settings) {
    if (this.#going || this.#sweep) return;
    this.#settings = settings;
    if (!this.ready.value) this.#offer();
  }

  /** Begins with the settings of the run. @param {string} settings */
  anew(settings) {
    if (this.#going) return;
    this.#settings = settings;
    this.#offer();
  }

  close() {
    this.#work.stop();
    this.picture.close();
    this.#sweep?.free();
    this.#sweep = null;
  }

  /** The ready sweep that is chosen. @returns {ReadySweep | undefined} */
  get #ready() {
    return this.#engine.description.sweeps.find(({ id }) => id === this.ready.value);
  }

  /** What the form asks for. */
  get #wish() {
    const over = this.keys.map((key, k) => (key.value ? `${key.value}=${this.values[k].value.trim()}` : ''));
    const ready = this.#ready;
    const differs = (/** @type {string} */ value, /** @type {unknown} */ usual) =>
      value.trim() === String(usual ?? '') ? '' : value;
    const own = ready && over.filter(Boolean).join('\n') === ready.over.join('\n');
    return joined([
      ['ready', this.ready.value],
      ...(own ? [] : over.map((one) => /** @type {[string, string]} */ (['over', one]))),
      ['steps', differs(this.steps.value, ready?.steps)],
      ['seeds', differs(this.seeds.value, ready?.seeds)],
      ['until', differs(this.until.value, ready?.until)],
    ]);
  }

  /** Fills the form for the ready sweep that is chosen. */
  #choose() {
    this.#fill([['ready', this.ready.value]]);
    this.#look();
  }

  /** @param {[string, string][]} parts */
  #fill(parts) {
    const ready = this.#ready;
    const said = (/** @type {string} */ name, /** @type {unknown} */ usual) =>
      parts.find(([other]) => other === name)?.[1] ?? String(usual ?? '');
    say(this.help, ready?.help ?? this.#texts.ownSweepHelp);
    const own = parts.filter(([name]) => name === 'over').map(([, value]) => value);
    const over = own.length ? own : (ready?.over ?? []);
    this.#offer(over.map((one) => one.split('=')[0].trim()));
    this.values.forEach((input, k) => {
      input.value = (over[k] ?? '').split('=').slice(1).join('=');
    });
    this.steps.value = said('steps', ready?.steps ?? 400);
    this.seeds.value = said('seeds', ready?.seeds ?? 1);
    this.until.value = said('until', ready?.until);
  }

  /** Offers the settings that apply to the runs. @param {string[]} [chosen] */
  #offer(chosen = this.keys.map((key) => key.value)) {
    const settings = this.#ready?.settings ?? this.#settings;
    /** @type {Read} */
    const { applies } = JSON.parse(this.#engine.call((api) => api.readSettings(settings, 0)));
    const { settings: all, groups } = this.#engine.description;
    const fits = (/** @type {Setting} */ { key, group, control }) =>
      chosen.includes(key) || (applies[key] && group !== 'view' && key !== 'seed' && !NO_ROW.includes(control.kind));
    this.keys.forEach((select, k) => {
      const named = (/** @type {Setting} */ { key, label }) => h('option', { value: key }, `${label} (${key})`);
      const strange =
        chosen[k] && !all.some(({ key }) => key === chosen[k]) ? [h('option', { value: chosen[k] }, chosen[k])] : [];
      const grouped = groups.map(({ id, label }) => {
        const of = all.filter((setting) => setting.group === id && fits(setting));
        return of.length ? h('optgroup', { label }, ...of.map(named)) : null;
      });
      select.replaceChildren(h('option', { value: '' }, k ? this.#texts.noKey : this.#texts.chooseKey), ...strange);
      select.append(...grouped.flatMap((group) => group ?? []));
      select.value = chosen[k] ?? '';
    });
  }

  /** Says what the form asks for, or what is wrong with it. */
  #look() {
    const sweep = this.#read(this.#wish);
    if (!sweep) return;
    say(this.count, this.#texts.runs(sweep.runs));
    sweep.free();
  }

  /** @param {string} wish @returns {EngineSweep | null} */
  #read(wish) {
    try {
      const sweep = this.#engine.call((api) => new api.Sweep(this.#settings, wish));
      this.#complain('');
      return sweep;
    } catch (cause) {
      this.#complain(messageOf(cause));
      return null;
    }
  }

  /** @param {string} message */
  #complain(message) {
    say(this.wrong, message);
    hide(this.wrong, !message);
    if (message) say(this.count, '');
  }

  /** Computes what is missing. @param {string} [wish] */
  async #go(wish = this.#wish) {
    const sweep = this.#read(wish);
    if (!sweep) return;
    this.#work.stop();
    this.#sweep?.free();
    this.#sweep = sweep;
    this.#asked = wish;
    this.#results = resultsOf(`sweep\n${sweep.name}`);
    if (sweep.name !== this.#last) this.show.value = sweep.shows;
    this.#last = sweep.name;
    say(this.count, this.#texts.runs(sweep.runs));
    this.#busy(true);
    this.#take();
    this.#draw();
    try {
      const names = /** @type {string[]} */ (JSON.parse(this.#engine.call(() => sweep.files())));
      const files = await Promise.all(
        names.map(
          async (name) => /** @type {[string, ArrayBuffer]} */ ([name, /** @type {ArrayBuffer} */ (await data(name))]),
        ),
      );
      if (sweep !== this.#sweep) return;
      const ended = await this.#work.compute({
        begin: { kind: 'sweep', settings: this.#settings, wish, files, known: [], choice: null },
        results: this.#results,
        pieces: [0, sweep.runs],
        all: sweep.runs,
        progress: () => this.#came(),
      });
      if (sweep !== this.#sweep) return;
      if (ended.is === 'failed') this.#complain(ended.message);
    } catch (cause) {
      if (sweep !== this.#sweep) return;
      this.#complain(messageOf(cause));
    }
    this.#busy(false);
    this.#take();
    this.#draw();
  }

  /** @param {boolean} going */
  #busy(going) {
    this.#going = going;
    this.#work.show(going);
  }

  /** Results have come. */
  #came() {
    this.#take();
    if (performance.now() - this.#drawn.time > Math.max(100, SPARING * this.#drawn.cost)) this.#draw();
  }

  #take() {
    const sweep = this.#sweep;
    if (!sweep) return;
    this.#engine.call(() => {
      for (let next = this.#results[sweep.known]; next; next = this.#results[sweep.known]) {
        const known = sweep.known;
        sweep.take(next);
        if (sweep.known === known) break;
      }
    });
  }

  #draw() {
    const sweep = this.#sweep;
    if (!sweep) return this.#blank();
    const begun = performance.now();
    const bytes = this.#engine.call(() => sweep.figure(this.show.value));
    this.picture.take(bytes);
    const complete = sweep.known === sweep.runs;
    this.element.dataset.state = complete ? 'complete' : this.#going ? 'computing' : 'partial';
    say(this.start, complete || this.#going || !sweep.known ? this.#texts.start : this.#texts.goOn);
    say(
      this.summary,
      complete ? this.#texts.complete(sweep.runs) : this.#going ? '' : this.#texts.partial(sweep.known, sweep.runs),
    );
    for (const part of [this.csv, this.share]) part.disabled = !sweep.known;
    this.#drawn = { time: performance.now(), cost: performance.now() - begun };
  }

  #blank() {
    for (const part of [this.csv, this.share]) part.disabled = true;
    this.element.dataset.state = 'empty';
    say(this.summary, this.#texts.empty);
  }

  /** Opens the run of a cell. @param {number} x @param {number} y */
  #pick(x, y) {
    const settings = this.#engine.call(() => this.#sweep?.settingsAt(this.show.value, x, y));
    if (settings !== undefined) this.#on.open(settings);
  }

  #save() {
    const sweep = this.#sweep;
    if (sweep)
      saveText(
        this.#engine.call(() => sweep.csv()),
        'text/csv',
        'gradscape-sweep.csv',
      );
  }

  #share() {
    const shown = joined([...parted(this.#asked).filter(([name]) => name !== 'show'), ['show', this.show.value]]);
    this.#on.share?.({ sweep: shown }, this.#settings);
    say(this.share, this.#engine.texts.shared);
    setTimeout(() => say(this.share, this.#texts.link), 2000);
  }
}
