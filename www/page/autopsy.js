/** The autopsy of a run that was lost: a dialog with the chain of events, the cause, and the counterfactual beside the run. */
import { h, hide, iconButton, say, uid } from '../common/dom.js';
import { saveSvg } from '../common/save-picture.js';
import { Notices } from './notices.js';

/** @import { AutopsyTold, Counterfactual, Engine } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** Width and height of the saved picture. */
const SIZE = /** @type {[number, number]} */ ([960, 540]);

/**
 * @typedef {object} On
 * @property {() => void} begin examines the run as it is
 * @property {() => void} end gives the examination up
 * @property {(() => void) | null} share copies a link that opens it; null where the page has no link of its own
 * @property {(settings: string) => void} open opens a run in place of this one
 * @property {(settings: string, steps: number, notices: Notices) => void} pytorch offers a run as PyTorch
 */

export class Autopsy {
  #engine;
  #texts;
  #on;
  #running = false;
  /** @type {{told: AutopsyTold, figure: Uint8Array} | null} */
  #found = null;
  #dark = false;

  /**
   * @param {Engine} engine
   * @param {On} on
   */
  constructor(engine, on) {
    this.#engine = engine;
    this.#on = on;
    const texts = (this.#texts = engine.texts.autopsy);
    const id = uid('autopsy');
    const close = iconButton('close', engine.texts.close, () => this.element.close(), { class: 'close' });
    this.bar = h('progress', { max: 1, value: 0, 'aria-label': texts.progress });
    this.progress = h('div', { class: 'check-progress' }, h('span', {}, texts.begun), this.bar);
    this.sentence = h('p', { class: 'autopsy-cause', role: 'status' });
    this.canvas = h('canvas', { role: 'img', width: 0, height: 0 }); // It has no picture until there is an autopsy.
    this.picture = h('div', { class: 'autopsy-picture' }, this.canvas);
    this.lines = h('p', { class: 'autopsy-lines' });
    this.chain = h('ol', { class: 'autopsy-chain' });
    this.rows = h('tbody', {});
    this.notices = new Notices(engine.texts);
    const head = h('tr', {}, ...texts.head.map((text) => h('th', { scope: 'col' }, text)));
    this.table = h(
      'div',
      { class: 'check-table', role: 'region', tabindex: 0, 'aria-label': texts.tried },
      h('table', {}, h('thead', {}, head), this.rows),
    );
    const button = (/** @type {string} */ text, /** @type {() => void} */ click) =>
      h('button', { type: 'button', on: { click } }, text);
    this.share = button(texts.link, () => this.#share());
    hide(this.share, !on.share);
    this.save = button(texts.save, () => this.#save());
    this.run = button(texts.pytorch, () => this.#pytorch(this.#found?.told));
    this.other = button(texts.pytorchOther, () => this.#pytorch(this.#found?.told.counterfactual));
    this.link = h('a', { class: 'autopsy-link' }, texts.open);
    this.link.addEventListener('click', (event) => this.#open(event));
    this.deeds = h('div', { class: 'autopsy-deeds' }, this.link, this.share, this.save, this.run, this.other);
    const tried = [h('h3', {}, texts.tried), h('p', { class: 'check-what' }, texts.triedHelp)];
    const happened = [h('h3', {}, texts.chain), this.chain];
    /** What is shown of a lost run only. */
    this.details = [this.picture, this.deeds, ...happened, ...tried];
    this.body = h(
      'div',
      { class: 'autopsy-body', hidden: true },
      this.sentence,
      this.picture,
      this.lines,
      this.deeds,
      this.notices.element,
      ...happened,
      ...tried,
      this.table,
    );
    /** @type {HTMLDialogElement} */
    this.element = h(
      'dialog',
      {
        class: 'help-dialog autopsy-dialog',
        'aria-labelledby': id,
        on: { click: (event) => event.target === this.element && this.element.close(), close: () => this.#end() },
      },
      h('div', { class: 'sheet' }, h('h2', { id }, texts.title), close, this.progress, this.body),
    );
    new ResizeObserver(() => this.#paint()).observe(this.picture);
  }

  /** Examines the run. @param {boolean} dark */
  open(dark) {
    if (this.element.open) return;
    this.#dark = dark;
    this.#found = null;
    this.#running = true;
    hide(this.body, true);
    hide(this.progress, false);
    say(this.share, this.#texts.link);
    this.bar.value = 0;
    this.element.showModal();
    this.#on.begin();
  }

  /** What is examined is not there any more. */
  interrupt() {
    if (this.element.open && this.#running) this.element.close();
  }

  /** @param {{done: number, found: {told: AutopsyTold, figure: Uint8Array} | null}} message */
  take({ done, found }) {
    if (!this.#running) return;
    this.bar.value = done;
    if (!found) return;
    this.#running = false;
    this.#found = found;
    const { told } = found;
    hide(this.progress, true);
    hide(this.body, false);
    say(this.sentence, told.sentence);
    this.element.dataset.cause = told.cause ?? '';
    this.element.dataset.event = told.event ?? 'none';
    for (const part of this.details) hide(part, !told.event);
    this.chain.replaceChildren(
      ...told.chain.map(({ step, text }) => h('li', {}, h('b', {}, this.#texts.step(step)), h('span', {}, text))),
    );
    this.rows.replaceChildren(...told.tried.map((one) => this.#row(one, told.counterfactual)));
    hide(this.table, told.tried.length === 0);
    const other = told.counterfactual;
    hide(this.link, !other);
    hide(this.other, !other);
    hide(this.lines, !other);
    if (other) {
      this.link.href = `#${other.settings}`;
      say(this.lines, this.#texts.lines(other.change));
    }
    this.#paint();
  }

  /** @param {Counterfactual} one @param {Counterfactual | null} proof */
  #row(one, proof) {
    const proves = proof?.settings === one.settings;
    return h(
      'tr',
      { data: { verdict: proves ? 'agrees' : one.holds ? 'holds' : 'none' } },
      h('th', { scope: 'row' }, one.change),
      h('td', {}, one.name),
      h('td', {}, proves ? `${one.outcome} ✓` : one.outcome),
      h('td', {}, this.#texts.size(one.size)),
    );
  }

  #end() {
    if (this.#running) this.#on.end();
    this.#running = false;
    this.#engine.api.release(this.canvas);
  }

  #paint() {
    const { clientWidth: width, clientHeight: height } = this.picture;
    if (!this.#found || width < 40 || height < 40) return;
    const { figure, told } = this.#found;
    this.#engine.call((api) => api.paint(this.canvas, figure, this.#dark, width, height, devicePixelRatio));
    this.canvas.setAttribute('aria-label', [...told.chain.map(({ text }) => text), told.sentence].join(' '));
  }

  #share() {
    this.#on.share?.();
    say(this.share, this.#engine.texts.shared);
  }

  #save() {
    const figure = this.#found?.figure;
    if (!figure) return;
    const paint = (/** @type {HTMLCanvasElement} */ canvas) =>
      this.#engine.call((api) => api.paint(canvas, figure, false, ...SIZE, 1));
    saveSvg(paint, SIZE, '#ffffff', 'gradscape-autopsy');
  }

  /** @param {{settings: string, step: number} | null | undefined} what */
  #pytorch(what) {
    if (what) this.#on.pytorch(what.settings, what.step, this.notices);
  }

  /** Opens the counterfactual here; a new tab is the browser's own business. @param {MouseEvent} event */
  #open(event) {
    const other = this.#found?.told.counterfactual;
    if (!other || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.element.close();
    this.#on.open(other.settings);
  }
}
