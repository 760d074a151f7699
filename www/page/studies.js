/**
 * The views that compute many runs, `sweep` and `calibration`: in a dialog, or in the place of the surface where the element
 * was asked for one of them.
 */
import { h, hide, iconButton, uid } from '../common/dom.js';
import { Panic } from '../engine/guard.js';
import { CalibrationView } from './calibration.js';
import { SweepView } from './sweep.js';

/** @import { Engine, Opening } from '../engine/types.js' */

/**
 * @typedef {object} StudyOn
 * @property {(settings: string) => void} open opens a run
 * @property {(changes: Record<string, string>) => void} change changes settings of the run
 * @property {((opening: Partial<Opening>, settings: string) => void) | null} share copies a link; null where the page has none of
 *   its own
 * @property {(message: string) => void} panicked the engine has panicked here
 */

/** @typedef {'sweep' | 'calibration'} Study */

export class Studies {
  #engine;
  #on;
  /** Those of the element's own place; the others are in the dialog. @type {Study[]} */
  #placed;
  /** @type {Partial<Record<Study, SweepView | CalibrationView>>} */
  #views = {};
  #settings = '';
  #dark = false;
  #visible = true;
  /** The one in the dialog. @type {Study} */
  #shown = 'sweep';

  /**
   * @param {Engine} engine
   * @param {string[] | null} chosen ids of views; null for all
   * @param {StudyOn} on
   */
  constructor(engine, chosen, on) {
    this.#engine = watched(engine, on.panicked);
    const close = () => this.element.close();
    this.#on = {
      ...on,
      open: (/** @type {string} */ settings) => (close(), on.open(settings)),
      change: (/** @type {Record<string, string>} */ changes) => (close(), on.change(changes)),
    };
    const { studies } = engine.description;
    const ids = /** @type {Study[]} */ (studies.map(({ id }) => id));
    this.#placed = ids.filter((id) => chosen?.includes(id));
    const texts = engine.texts;
    const title = uid('studies');
    this.tabs = studies.map(({ id, label, help }) =>
      h(
        'button',
        {
          type: 'button',
          title: help,
          data: { study: id },
          on: { click: () => this.#show(/** @type {Study} */ (id)) },
        },
        label,
      ),
    );
    this.body = h('div', { class: 'study-body' });
    /** @type {HTMLDialogElement} */
    this.element = h(
      'dialog',
      {
        class: 'help-dialog study-dialog',
        'aria-labelledby': title,
        on: {
          click: (event) => event.target === this.element && this.element.close(),
          close: () => this.#rest(),
        },
      },
      h(
        'div',
        { class: 'sheet' },
        h(
          'div',
          { class: 'study-head' },
          h('h2', { id: title }, texts.studies.title),
          h('div', { class: 'segments' }, ...this.tabs),
        ),
        iconButton('close', texts.close, close, { class: 'close' }),
        this.body,
      ),
    );
    /** For the element's own place. */
    this.places = this.#placed.map((id) => {
      const label = studies.find((study) => study.id === id)?.label ?? id;
      return h('section', { class: 'view study-view', 'aria-label': label, data: { view: id } });
    });
    this.#placed.forEach((id, k) => {
      const { element, form } = this.#view(id);
      element.append(form);
      this.places[k].append(element);
    });
  }

  /** The settings of the run have changed. @param {string} settings */
  suit(settings) {
    this.#settings = settings;
    for (const view of Object.values(this.#views)) view.suit(settings);
  }

  /**
   * Opens a view, with what a link asks for or with the settings of the run.
   * @param {Study} id
   * @param {string} [wish]
   */
  open(id, wish = '') {
    const view = this.#view(id);
    if (!this.#placed.includes(id)) {
      if (!this.element.open) this.element.showModal();
      this.#show(id);
      this.tabs.find(({ dataset }) => dataset.study === id)?.focus();
    }
    if (wish) view.open(this.#settings, wish);
    else view.anew(this.#settings);
  }

  /** @param {boolean} dark */
  set dark(dark) {
    this.#dark = dark;
    for (const view of Object.values(this.#views)) view.dark = dark;
  }

  /** Whether the element is on the screen. @param {boolean} visible */
  set visible(visible) {
    this.#visible = visible;
    this.#rest();
  }

  close() {
    for (const view of Object.values(this.#views)) view.close();
  }

  /** @param {Study} id */
  #view(id) {
    let view = this.#views[id];
    if (view) return view;
    view = id === 'sweep' ? new SweepView(this.#engine, this.#on) : new CalibrationView(this.#engine, this.#on);
    this.#views[id] = view;
    view.dark = this.#dark;
    if (this.#settings) view.anew(this.#settings);
    if (!this.#placed.includes(id)) this.body.append(view.element);
    return view;
  }

  /** Shows one of them in the dialog. @param {Study} id */
  #show(id) {
    this.#shown = id;
    this.#view(id);
    for (const tab of this.tabs) tab.setAttribute('aria-pressed', String(tab.dataset.study === id));
    this.#rest();
  }

  /** What is out of sight rests. */
  #rest() {
    for (const [id, view] of Object.entries(this.#views)) {
      const placed = this.#placed.includes(/** @type {Study} */ (id));
      const open = this.element.open && id === this.#shown;
      if (!placed) hide(view.element, id !== this.#shown);
      view.asleep = !(this.#visible && (placed || open));
    }
  }
}

/**
 * The engine, which tells of a panic in any call.
 * @param {Engine} engine
 * @param {(message: string) => void} panicked
 * @returns {Engine}
 */
function watched(engine, panicked) {
  return {
    ...engine,
    call: (work) => {
      try {
        return engine.call(work);
      } catch (cause) {
        if (cause instanceof Panic) panicked(cause.message);
        throw cause;
      }
    },
  };
}
