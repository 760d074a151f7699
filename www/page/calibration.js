/** The view `calibration`: the clip threshold by cross-validation, from the gradient norms to the choice. */
import { h, hide, say } from '../common/dom.js';
import { saveText } from '../common/save-picture.js';
import { messageOf } from '../engine/guard.js';
import { data } from '../engine/runtime.js';
import { resultsOf } from '../workers/jobs.js';
import { field, joined, parted, text } from './study-form.js';
import { StudyPicture } from './study-picture.js';
import { StudyWork } from './study-work.js';

/** @import { Calibration as EngineCalibration } from '../engine.js' */
/** @import { CalibrationTold, Engine, Read } from '../engine/types.js' */
/** @import { Results } from '../workers/jobs.js' */
/** @import { StudyOn } from './studies.js' */

/** Between two pictures of results that come in, there is so much more time than painting them takes. */
const SPARING = 12;

export class CalibrationView {
  #engine;
  #texts;
  #on;
  #work;
  #settings = '';
  /** Whether it is computing. */
  #going = false;
  /** @type {EngineCalibration | null} */
  #calibration = null;
  /** @type {Results} */
  #results = [];
  #asked = '';
  /** Of the settings and the form that were checked last. */
  #checked = 0;
  /** @type {CalibrationTold | null} */
  #told = null;
  #drawn = { time: -Infinity, cost: 0 };

  /**
   * @param {Engine} engine
   * @param {StudyOn} on
   */
  constructor(engine, on) {
    this.#engine = engine;
    this.#on = on;
    const texts = (this.#texts = engine.texts.studies);
    const { studies } = engine.description;
    const view = /** @type {{id: string, label: string, help: string}} */ (
      studies.find(({ id }) => id === 'calibration')
    );
    this.clips = text('none,norm');
    this.thresholds = text('0.01..10:13:log');
    this.folds = text('5', true);
    this.seeds = text('3', true);
    this.steps = text('400', true);
    this.gap = text('', true);
    this.origin = h(
      'select',
      {},
      h('option', { value: '' }, texts.expanding),
      h('option', { value: 'sliding' }, texts.sliding),
    );
    this.start = h('button', { type: 'submit', class: 'primary' }, texts.start);
    this.wrong = h('p', { class: 'study-wrong', role: 'alert', hidden: true });
    this.of = h('p', { class: 'study-help study-of' });
    const clips = this.#clips().map(({ id }) => id);
    this.form = h(
      'form',
      { class: 'study-form', 'aria-label': view.label, novalidate: true },
      this.of,
      field(texts.clips, this.clips, texts.clipsHelp(clips.join(', '))),
      field(texts.thresholds, this.thresholds, texts.thresholdsHelp),
      h(
        'div',
        { class: 'study-numbers' },
        field(texts.folds, this.folds),
        field(texts.seeds, this.seeds),
        field(texts.steps, this.steps),
      ),
      h(
        'details',
        {},
        h('summary', {}, texts.ofTime),
        field(texts.origin, this.origin),
        field(texts.gap, this.gap, texts.gapHelp),
      ),
      this.wrong,
      this.start,
    );
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#go();
    });
    for (const input of [this.clips, this.thresholds, this.folds, this.seeds, this.steps, this.gap, this.origin]) {
      input.addEventListener('change', () => void this.#look());
    }
    this.norms = new StudyPicture(engine, { id: 'norms', label: texts.norms, help: texts.normsHelp });
    this.losses = new StudyPicture(engine, view);
    this.clip = h('select', { 'aria-label': texts.clipShown, hidden: true });
    this.clip.addEventListener('change', () => this.#draw());
    this.losses.chart.tools.prepend(this.clip);
    this.#work = new StudyWork(engine);
    this.sentence = h('p', { class: 'study-summary', role: 'status' });
    this.use = h('button', { type: 'button', class: 'primary', on: { click: () => this.#use() } }, texts.use);
    this.lines = h('button', { type: 'button', on: { click: () => this.#save() } }, texts.jsonl);
    this.share = h('button', { type: 'button', on: { click: () => this.#share() } }, texts.link);
    hide(this.share, !on.share);
    this.torch = h('pre', { class: 'study-torch', tabindex: 0, 'aria-label': texts.torch, hidden: true });
    this.shown = h(
      'div',
      { class: 'study-shown' },
      this.norms.element,
      this.losses.element,
      this.#work.element,
      this.sentence,
      this.torch,
      h('div', { class: 'study-deeds' }, this.use, this.lines, this.share),
    );
    this.element = h('div', { class: 'study', data: { study: 'calibration', state: 'empty' } }, this.form, this.shown);
    this.#fill([]);
    this.#say();
  }

  /** @param {boolean} dark */
  set dark(dark) {
    this.norms.spoil(dark);
    this.losses.spoil(dark);
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
    this.#fill(parted(wish));
    void this.#go(wish);
  }

  /** The settings of the run have changed; a calibration that was begun keeps its own. @param {string} settings */
  suit(settings) {
    if (!this.#going) this.anew(settings);
  }

  /** Begins with the settings of the run. @param {string} settings */
  anew(settings) {
    if (this.#going || unclipped(settings) === this.#settings) return;
    this.#settings = unclipped(settings);
    void this.#look();
  }

  close() {
    this.#work.stop();
    this.norms.close();
    this.losses.close();
    this.#calibration?.free();
    this.#calibration = null;
  }

  #clips() {
    const control = this.#engine.description.settings.find(({ key }) => key === 'clip')?.control;
    return control && 'choices' in control ? control.choices : [];
  }

  /** @param {string} id */
  #label(id) {
    return this.#clips().find((item) => item.id === id)?.label ?? id;
  }

  /** What the form asks for. */
  get #wish() {
    const unlike = (/** @type {string} */ value, /** @type {string} */ usual) => (value.trim() === usual ? '' : value);
    return joined([
      ['clips', unlike(this.clips.value, 'none,norm')],
      ['thresholds', this.thresholds.value],
      ['folds', unlike(this.folds.value, '5')],
      ['seeds', unlike(this.seeds.value, '3')],
      ['steps', unlike(this.steps.value, '400')],
      ['gap', this.gap.value],
      ['origin', this.origin.value],
    ]);
  }

  /** @param {[string, string][]} parts */
  #fill(parts) {
    const said = (/** @type {string} */ name, /** @type {string} */ usual) =>
      parts.find(([other]) => other === name)?.[1] ?? usual;
    this.clips.value = said('clips', 'none,norm');
    this.thresholds.value = said('thresholds', '');
    this.folds.value = said('folds', '5');
    this.seeds.value = said('seeds', '3');
    this.steps.value = said('steps', '400');
    this.gap.value = said('gap', '');
    this.origin.value = said('origin', '') === 'sliding' ? 'sliding' : '';
  }

  /** Says what is wrong with the form, or why these settings cannot be calibrated. */
  async #look() {
    const calibration = await this.#read(this.#wish);
    calibration?.[0].free();
  }

  /**
   * The calibration, and the file that it learns from; null where something is wrong, or where another was asked for since.
   * @param {string} wish
   * @returns {Promise<[EngineCalibration, [string, ArrayBuffer][]] | null>}
   */
  async #read(wish) {
    this.#checked += 1;
    const number = this.#checked;
    const settings = this.#settings;
    try {
      /** @type {Read} */
      const { dataFile, title } = JSON.parse(this.#engine.call((api) => api.readSettings(settings, 0)));
      say(this.of, this.#texts.calibrates(title));
      const file = await data(dataFile);
      if (number !== this.#checked) return null;
      const calibration = this.#engine.call(
        (api) => new api.Calibration(settings, wish, file ? new Uint8Array(file) : undefined),
      );
      this.#complain('');
      return [calibration, file ? [[dataFile ?? '', file]] : []];
    } catch (cause) {
      if (number === this.#checked) this.#complain(messageOf(cause));
      return null;
    }
  }

  /** @param {string} message */
  #complain(message) {
    say(this.wrong, message);
    hide(this.wrong, !message);
    this.start.disabled = Boolean(message);
  }

  /** Computes what is missing. @param {string} [wish] */
  async #go(wish = this.#wish) {
    const read = await this.#read(wish);
    if (!read) return;
    const [calibration, files] = read;
    this.#work.stop();
    this.#calibration?.free();
    this.#calibration = calibration;
    this.#asked = wish;
    this.#told = null;
    const results = (this.#results = resultsOf(`calibration\n${calibration.name}`));
    const settings = this.#settings;
    const there = () => calibration === this.#calibration;
    /** @param {number} to @param {number} all @param {number | null} choice */
    const compute = async (to, all, choice) => {
      const known = calibration.known ? [/** @type {Uint8Array} */ (results[0])] : [];
      const begin = { kind: /** @type {const} */ ('calibration'), settings, wish, files, known, choice };
      const pieces = /** @type {[number, number]} */ ([calibration.known, to]);
      const ended = await this.#work.compute({ begin, results, pieces, all, progress: () => this.#came() });
      if (!there()) return false;
      if (ended.is === 'failed') this.#complain(ended.message);
      this.#take();
      return ended.is === 'done';
    };
    this.#busy(true);
    try {
      this.#take();
      this.#draw();
      if (calibration.known || (await compute(1, 1, null))) {
        this.#draw();
        if (await compute(calibration.untested, calibration.runs, null)) {
          this.#draw();
          const { choice } = calibration;
          if (choice !== undefined) await compute(calibration.runs, calibration.runs, choice);
        }
      }
    } catch (cause) {
      if (there()) this.#complain(messageOf(cause));
    }
    if (!there()) return;
    this.#busy(false);
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
    if (performance.now() - this.#drawn.time > Math.max(150, SPARING * this.#drawn.cost)) this.#draw();
  }

  #take() {
    const calibration = this.#calibration;
    if (!calibration) return;
    this.#engine.call(() => {
      for (let next = this.#results[calibration.known]; next; next = this.#results[calibration.known]) {
        const { known } = calibration;
        calibration.take(next);
        if (calibration.known === known) break;
      }
    });
  }

  #draw() {
    const calibration = this.#calibration;
    if (!calibration) return;
    const begun = performance.now();
    this.#offer(/** @type {string[]} */ (JSON.parse(this.#engine.call(() => calibration.clips()))));
    this.norms.take(this.#engine.call(() => calibration.norms(this.clip.value)));
    this.losses.take(this.#engine.call(() => calibration.figure(this.clip.value)));
    const told = this.#engine.call(() => calibration.told());
    this.#told = told ? JSON.parse(told) : null;
    this.#say();
    this.#drawn = { time: performance.now(), cost: performance.now() - begun };
  }

  /** Offers the clips whose curve can be shown. @param {string[]} ids */
  #offer(ids) {
    const name = ids.join(' ');
    hide(this.clip, ids.length < 2);
    if (this.clip.dataset.offers === name) return;
    this.clip.dataset.offers = name;
    const options = ids.map((id) => h('option', { value: id }, this.#label(id)));
    this.clip.replaceChildren(h('option', { value: '' }, this.#texts.bestClip), ...options);
  }

  /** Says what was chosen. */
  #say() {
    const calibration = this.#calibration;
    const told = this.#told;
    const over = Boolean(calibration && calibration.known >= calibration.untested);
    const complete = Boolean(calibration && over && calibration.known === calibration.runs);
    const lost = over && calibration?.choice === undefined;
    this.element.dataset.state =
      complete || lost ? 'complete' : this.#going ? 'computing' : calibration ? 'partial' : 'empty';
    const chosen =
      told &&
      (told.threshold === null ? this.#texts.chosenNone : this.#texts.chosen(this.#label(told.clip), told.threshold));
    const tested = told?.tested ? this.#texts.tested(told.test_loss) : '';
    const soFar = told && !over ? this.#texts.soFar : '';
    say(
      this.sentence,
      lost
        ? this.#texts.allLost
        : told
          ? [soFar, chosen, told.sentence, tested].filter(Boolean).join(' ')
          : this.#texts.emptyCalibration,
    );
    say(this.use, told && told.threshold === null ? this.#texts.useNone : this.#texts.use);
    this.use.disabled = !told || !over;
    this.lines.disabled = this.share.disabled = !told;
    hide(this.torch, !complete || !told);
    if (complete && told) say(this.torch, told.torch);
    const partial = calibration !== null && !complete && !lost && !this.#going;
    say(this.start, partial ? this.#texts.goOn : this.#texts.start);
  }

  #use() {
    if (!this.#told) return;
    const { clip, threshold } = this.#told;
    this.#on.change(threshold === null ? { clip } : { clip, threshold: String(threshold) });
  }

  #save() {
    const calibration = this.#calibration;
    if (calibration)
      saveText(
        this.#engine.call(() => calibration.lines()),
        'application/jsonl',
        'gradscape-calibration.jsonl',
      );
  }

  #share() {
    this.#on.share?.({ calibrate: this.#asked }, this.#settings);
    say(this.share, this.#engine.texts.shared);
    setTimeout(() => say(this.share, this.#texts.link), 2000);
  }
}

/** The settings without a clip, which the calibration chooses. @param {string} settings */
function unclipped(settings) {
  const pairs = new URLSearchParams(settings);
  for (const key of ['clip', 'threshold']) pairs.delete(key);
  return `${pairs}`;
}
