/**
 * What the shadow root shows before the laboratory and instead of it: a skeleton while it loads (with the element's own
 * children in the place of the surface), and the message when it cannot start.
 */
import { h, say } from '../common/dom.js';
import { addStyles } from './styles.js';

/** @import { Frame } from '../host/frame.js' */
/** @import { Language } from '../engine/languages.js' */
/** @import { Texts } from '../texts/en.js' */

export class Shell {
  /** Those of its language; null until that is loaded. @type {Texts | null} */
  #texts = null;

  #room;

  /**
   * @param {Frame} room
   * @param {boolean} page whether it is the page's own element
   */
  constructor(room, page) {
    this.#room = room;
    this.root = room.root;
    this.lab = h('div', { class: page ? 'lab' : 'lab embedded', hidden: true });
    this.wait = h('p', { class: 'wait', role: 'status' });
    this.fallback = h('div', { class: 'fallback' }, room.slot, this.wait);
    this.message = h('div', { class: 'failure', role: 'alert', hidden: true });
    // Nothing is shown before the styles apply.
    void addStyles(room.root).then(() => {
      this.lab.hidden = false;
    });
    room.slot.className = '';
    room.box.append(this.lab);
    this.loading();
  }

  /** The poster, also when the laboratory has taken its place. */
  get poster() {
    return this.#room.poster;
  }

  /** From now on everything is said in this language. @param {Language} language */
  speak({ id, texts }) {
    this.#texts = texts;
    this.lab.lang = id;
    say(this.wait, texts.loading);
  }

  loading() {
    const grey = (/** @type {string} */ place) => h('div', { class: `skeleton ${place}`, 'aria-hidden': 'true' });
    this.message.hidden = true;
    this.wait.hidden = false;
    this.#state('loading');
    this.lab.replaceChildren(
      grey('in-header'),
      h('div', { class: 'stage' }, grey('in-stage'), this.fallback),
      grey('in-panel'),
      h('div', { class: 'charts', data: { count: 3 } }, grey(''), grey(''), grey('')),
      grey('in-transport'),
    );
  }

  /** Before it can start, a card asks for something. Later the card is one of the parts. @param {HTMLElement} card */
  ask(card) {
    if (this.lab.dataset.state === 'ready') return;
    this.#room.unveil();
    this.#state('asking');
    this.lab.replaceChildren(card);
  }

  /** @param {HTMLElement[]} parts the laboratory */
  ready(parts) {
    this.#room.unveil();
    this.#state('ready');
    this.lab.replaceChildren(...parts, this.message);
  }

  /**
   * It never started: the fallback stays, with the reason.
   * @param {string} why
   * @param {(() => void) | null} retry
   */
  failed(why, retry) {
    this.#room.unveil();
    this.#state('failed');
    this.wait.hidden = true;
    const texts = this.#texts;
    const button = retry && h('button', { type: 'button', on: { click: retry } }, texts?.retry);
    this.#tell(texts?.failed ?? '', why, null, button);
    this.lab.replaceChildren(this.message, this.fallback);
  }

  /**
   * It ran, and cannot go on.
   * @param {string} heading
   * @param {string} why
   * @param {string | null} help
   * @param {string} button what it says
   * @param {() => void} act
   */
  stopped(heading, why, help, button, act) {
    this.#tell(heading, why, help, h('button', { type: 'button', class: 'primary', on: { click: act } }, button));
    this.message.querySelector('button')?.focus();
  }

  /** What was wrong is over. */
  clear() {
    this.message.hidden = true;
  }

  /**
   * @param {string} heading
   * @param {string} why
   * @param {string | null} help
   * @param {HTMLElement | null} button
   */
  #tell(heading, why, help, button) {
    this.message.hidden = false;
    this.message.replaceChildren(
      h(
        'div',
        { class: 'card' },
        h('h2', {}, heading),
        help && h('p', {}, help),
        h('p', { class: help ? 'cause' : '' }, why),
        button,
      ),
    );
  }

  /** @param {string} state */
  #state(state) {
    this.lab.dataset.state = state;
  }
}
