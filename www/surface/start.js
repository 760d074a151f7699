/**
 * Choosing where a descent on a function begins: by a click or tap on the surface or its map, or by a cross that the arrow
 * keys move.
 */
import { h, hide, placeIn, say } from '../common/dom.js';
import { bound } from '../common/keys.js';

/** @import { SurfaceInfo } from '../engine/types.js' */
/** @import { Places } from './path-mark.js' */
/** @import { Texts } from '../texts/en.js' */

/** What moves no farther, in CSS pixels, is a click. */
const STILL = 4;
/** A key moves the cross by so much of the square's half side; with shift by ten times as much. */
const PRESS = 0.02;

export class Start {
  #texts;
  #viewport;
  /** @type {Places | null} */
  #places = null;
  /** The axes, while the surface is a function's. @type {SurfaceInfo | null} */
  #info = null;
  /** Where the cross is, a and b; null while there is none. @type {number[] | null} */
  #at = null;
  /** @type {PointerEvent | null} */
  #down = null;
  #present;
  #choose;

  /**
   * @param {Texts} texts
   * @param {HTMLElement} viewport holds the picture and takes the keys
   * @param {{present: () => number[] | null, choose: (start: {start_x: string, start_y: string}) => void}} on where the
   *   run began, a and b; another start
   */
  constructor(texts, viewport, { present, choose }) {
    this.#texts = texts;
    this.#viewport = viewport;
    this.#present = present;
    this.#choose = choose;
    this.button = h(
      'button',
      {
        type: 'button',
        title: texts.start.hint,
        'aria-pressed': 'false',
        hidden: true,
        on: { click: () => (this.#at ? this.#end() : this.#begin()) },
      },
      texts.start.button,
    );
    this.readout = h('span');
    this.cross = h('div', { class: 'start-mark', hidden: true, 'aria-hidden': 'true' }, this.readout);
    this.said = h('p', { class: 'unseen', role: 'status' });
    viewport.append(this.cross, this.said);
    viewport.addEventListener('pointerdown', (event) => {
      this.#down = event.isPrimary && event.button === 0 ? event : null;
    });
    viewport.addEventListener('pointerup', (event) => this.#up(event));
    const move =
      (/** @type {number} */ a, /** @type {number} */ b) =>
      (/** @type {KeyboardEvent} */ { shiftKey }) =>
        this.#move(a * PRESS * (shiftKey ? 10 : 1), b * PRESS * (shiftKey ? 10 : 1));
    const listener = bound('start', {
      left: move(-1, 0),
      right: move(1, 0),
      down: move(0, -1),
      up: move(0, 1),
      confirm: () => {
        const at = this.#at;
        this.#end();
        if (at) this.#take(at);
      },
      cancel: () => this.#end(),
    });
    // While the cross is there the arrow keys do not turn the surface.
    viewport.addEventListener('keydown', (event) => this.#at && listener(event), { capture: true });
    viewport.addEventListener('blur', () => this.#end());
  }

  /** @param {SurfaceInfo | null} info what the drawn surface says of itself */
  suit(info) {
    this.#info = info?.kind === 'function' ? info : null;
    this.button.hidden = !this.#info;
    this.#viewport.classList.toggle('startable', Boolean(this.#info));
    if (!this.#info) this.#end();
  }

  /** The picture was drawn again. @param {Places} places */
  place(places) {
    this.#places = places;
    this.#show();
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const down = this.#down;
    this.#down = null;
    if (!down || !this.#info || down.pointerId !== event.pointerId) return;
    if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STILL) return;
    const { x, y } = placeIn(this.#viewport, event);
    const at = this.#places?.pick(x, y);
    if (at) this.#take(at);
  }

  #begin() {
    const at = this.#present() ?? [0, 0];
    this.#at = at.map((part) => Math.max(-1, Math.min(1, part)));
    this.button.setAttribute('aria-pressed', 'true');
    this.#viewport.focus();
    this.#show();
  }

  #end() {
    this.#at = null;
    this.button.setAttribute('aria-pressed', 'false');
    this.#show();
  }

  /**
   * @param {number} a
   * @param {number} b
   */
  #move(a, b) {
    if (!this.#at) return;
    this.#at = [this.#at[0] + a, this.#at[1] + b].map((part) => Math.max(-1, Math.min(1, part)));
    this.#show();
  }

  #show() {
    const [at, info] = [this.#at, this.#info];
    const place = at && this.#places?.place(at[0], at[1]);
    hide(this.cross, !place);
    const [x, y] = at && info ? this.#natural(at, info) : [0, 0];
    const said = at && info ? this.#texts.start.at(x, y) : '';
    say(this.said, said && `${said}. ${this.#texts.start.keys}`);
    if (!place) return;
    say(this.readout, said);
    this.cross.style.transform = `translate(${place[0].toFixed(1)}px, ${place[1].toFixed(1)}px)`;
  }

  /**
   * x and y, as finely as the square is wide.
   * @param {number[]} at
   * @param {SurfaceInfo} info
   */
  #natural(at, info) {
    return [info.x, info.y].map(({ range: [low, high] }, k) => {
      const value = low + ((high - low) * (at[k] + 1)) / 2;
      const digits = Math.max(0, 3 - Math.floor(Math.log10(high - low)));
      return Number(value.toFixed(Math.min(12, digits)));
    });
  }

  /** @param {number[]} at */
  #take(at) {
    if (!this.#info) return;
    const [x, y] = this.#natural(at, this.#info);
    this.#choose({ start_x: String(x), start_y: String(y) });
  }
}
