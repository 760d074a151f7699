/** The head of a run that stands beside others: its letter, what sets it apart, how far it is, and what can be done with it. */
import { h, hide, icon, iconButton, relabel, say } from '../common/dom.js';
import { quantity } from '../common/format.js';

/** @import { Frame } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** So long, in ms, a number stays while the run plays: people read no faster. */
const EVERY = 200;

/**
 * @typedef {object} On
 * @property {() => void} select its settings are the ones to change
 * @property {(name: string) => void} rename
 * @property {() => void} promote makes it the first
 * @property {() => void} remove
 */

export class ColumnHead {
  #texts;
  #told = -Infinity;
  #on;
  /** What it is called when it has no name of its own. */
  #differs = '';

  /**
   * @param {Texts} texts
   * @param {On} on
   */
  constructor(texts, on) {
    this.#texts = texts.columns;
    this.#on = on;
    this.letter = h('b', { class: 'column-letter' });
    this.name = h('span', { class: 'column-name' });
    this.select = h(
      'button',
      { type: 'button', class: 'column-select', on: { click: on.select } },
      this.letter,
      ' ',
      this.name,
    );
    this.input = h('input', { type: 'text', class: 'column-input', maxlength: 40, hidden: true });
    this.rename = iconButton('pen', '', () => this.#edit());
    this.promote = iconButton('first', '', on.promote);
    this.remove = iconButton('close', '', on.remove);
    this.fork = h('span', { class: 'column-fork' });
    this.where = h('span');
    this.state = h('p', { class: 'column-state' }, this.fork, this.where);
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#settle();
      if (event.key === 'Escape') this.#leave();
      event.stopPropagation();
    });
    this.input.addEventListener('blur', () => this.#settle());
    this.element = h(
      'div',
      { class: 'column-head' },
      h('div', { class: 'column-line' }, this.select, this.input),
      h(
        'div',
        { class: 'column-foot' },
        this.state,
        h('div', { class: 'tools' }, this.rename, this.promote, this.remove),
      ),
    );
  }

  /**
   * @param {{letter: string, name: string, differs: string, from: number | null, active: boolean}} column
   */
  show({ letter, name, differs, from, active }) {
    const texts = this.#texts;
    const first = letter === 'A';
    this.#differs = differs || texts.same;
    say(this.letter, letter);
    // A name says what it stands for as well.
    say(this.name, name && differs ? `${name}: ${differs}` : name || this.#differs);
    this.name.title = this.name.textContent;
    this.select.title = texts.select(letter);
    this.select.setAttribute('aria-pressed', String(active));
    relabel(this.rename, 'pen', texts.rename(letter));
    relabel(this.promote, 'first', texts.promote(letter));
    relabel(this.remove, 'close', texts.remove(letter));
    hide(this.rename, first);
    hide(this.promote, first);
    this.input.setAttribute('aria-label', texts.nameOf(letter));
    if (this.input.hidden) this.input.value = name;
    hide(this.fork, from === null);
    if (from !== null) {
      this.fork.replaceChildren(icon('fork'), texts.from(from));
    }
  }

  /**
   * Where the run is.
   * @param {Frame} frame
   * @param {boolean} still
   */
  tell({ step, loss, status, diverged }, still) {
    const now = performance.now();
    if (!still && now - this.#told < EVERY && status === 'running') return;
    this.#told = now;
    say(this.where, diverged ? this.#texts.diverged(diverged.step) : this.#texts.at(step, quantity(loss)));
    this.state.dataset.status = status;
  }

  #edit() {
    hide(this.input, false);
    hide(this.select, true);
    this.input.placeholder = this.#differs;
    this.input.focus();
    this.input.select();
  }

  #settle() {
    if (this.input.hidden) return;
    const { value } = this.input;
    this.#leave();
    this.#on.rename(value.trim());
  }

  #leave() {
    const focused = this.input.matches(':focus');
    hide(this.select, false);
    hide(this.input, true);
    if (focused) this.rename.focus();
  }
}
