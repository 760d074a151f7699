/**
 * Over which plane the surface is drawn: the choice between the kinds, and fitting, re-centring and following.
 *
 * The choice stays: a plane that cannot be computed yet is asked for again while the run plays.
 */
import { h, iconButton, say } from '../common/dom.js';
import { percent } from '../common/format.js';

/** @import { Item, Setting } from '../engine/types.js' */
/** @import { Heights, PlaneWish } from '../workers/protocol.js' */
/** @import { PlaneMade } from '../workers/session.js' */
/** @import { Texts } from '../texts/en.js' */

/** Between two planes of a followed run there are at least so many ms: each is a surface to compute. */
const PACE = 1000;
/** A followed surface is shown from this side of its grid on, and may be given up for the next from this share on. */
const LEAST = 17;
const ENOUGH = 0.25;
/** Settings in which a kind's directions are named. @type {Record<string, string[]>} */
const NAMED = { parameters: ['plane_x', 'plane_y'], layers: ['layer_x', 'layer_y'], solutions: ['seed_x', 'seed_y'] };

export class Planes {
  #texts;
  #wish;
  #kind;
  /** The fields of NAMED, by key. @type {Map<string, HTMLInputElement>} */
  #named = new Map();
  /** What is in them. @type {Record<string, string>} */
  #values = {};
  /** Why there is no plane of the chosen kind. */
  #why = '';
  /** Kinds that follow the run: it soon outgrows a plane along its path; the random plane stays. @type {Record<string, boolean>} */
  #follows = { descent: true, pca: true };
  /** Whether a plane of the chosen kind could not be computed yet. */
  #waiting = false;
  #asked = false;
  #next = 0;
  #timer = 0;
  /** Where the run is, and where it was when a plane was last asked for. */
  #step = 0;
  #tried = -1;
  /** Whether the surface of the last plane is fine enough to go on to the next. */
  #fresh = true;
  /** Whether the last plane came by following, not by a click. */
  #patient = false;

  /**
   * @param {Texts} texts
   * @param {Item[]} kinds the registry's planes, the first one to begin with
   * @param {Setting[]} named the settings that name things
   * @param {(wish: PlaneWish) => void} wish asks for a plane
   * @param {(settings: Record<string, string>) => void} chosen called with what the reader chose
   */
  constructor(texts, kinds, named, wish, chosen) {
    this.#texts = texts;
    this.#wish = wish;
    this.#kind = kinds[0].id;
    const options = kinds.map(({ id, label, help }) => h('option', { value: id, title: help }, label));
    /** @type {HTMLSelectElement} */
    this.kind = h(
      'select',
      {
        class: 'plane',
        'aria-label': texts.plane,
        on: {
          change: () => {
            this.#choose(this.kind.value);
            chosen({ plane: this.kind.value });
          },
        },
      },
      ...options,
    );
    for (const { key, label, help } of named) {
      const field = h('input', {
        type: 'text',
        'aria-label': label,
        title: help,
        placeholder: label,
        spellcheck: 'false',
        autocomplete: 'off',
        hidden: true,
      });
      field.addEventListener('change', () => chosen({ [key]: field.value.trim() }));
      this.#named.set(key, field);
    }
    this.fit = iconButton('fit', texts.fit, () => this.#ask('fit'));
    this.centre = iconButton('centre', texts.centre, () => this.#ask('centre'));
    this.follow = iconButton('follow', texts.follow, () => this.#followed(), { 'aria-pressed': 'false' });
    this.fit.title = texts.fitHint;
    this.centre.title = texts.centreHint;
    this.follow.title = texts.followHint;
    this.element = h('div', { class: 'tools planes' }, this.kind, this.fit, this.centre, this.follow);
    /** The names of what spans the plane, where its kind needs some. */
    this.names = h('div', { class: 'tools names', hidden: true }, ...this.#named.values());
    this.share = h('p', { hidden: true, title: texts.heldHint });
    /** The same along each axis. */
    this.parts = h('p', { hidden: true });
    this.waiting = h('p', { class: 'note', role: 'status', hidden: true }, texts.noPlane);
    this.#update();
  }

  /**
   * Takes what the settings say.
   * @param {Record<string, string>} settings
   * @param {boolean} anew whether another run is about to begin, which then asks for the plane
   */
  look(settings, anew) {
    const { plane: kind } = settings;
    const renamed = (NAMED[kind] ?? []).some((key) => settings[key] !== this.#values[key]);
    for (const [key, field] of this.#named) {
      if (field.value !== settings[key]) field.value = settings[key];
      this.#values[key] = settings[key];
    }
    if (kind === this.#kind && !renamed) return;
    if (anew) this.#kind = kind;
    else this.#choose(kind);
  }

  /** @param {string[]} ids the kinds that these settings can have */
  suit(ids) {
    this.element.hidden = ids.length < 2;
    for (const option of this.kind.options) option.hidden = option.disabled = !ids.includes(option.value);
    this.#update();
  }

  /** Another run from the start, over a plane that is on its way. */
  restart() {
    this.#asked = false;
    this.#waiting = true;
    this.#why = '';
    this.#fresh = true;
    this.#next = 0;
    this.#step = 0;
    this.#tried = -1;
    this.share.hidden = this.parts.hidden = true;
    this.#update();
  }

  /** The same run from the start again, drawn over the same plane; what was asked of the one before is forgotten. */
  rewound() {
    this.#asked = false;
  }

  /** The answer to a wish. @param {PlaneMade} answer */
  answered({ kind, framing, made, why }) {
    this.#asked = false;
    if (kind !== this.#kind) return;
    if (why || made) this.#why = why;
    if (made) {
      this.#fresh = false;
      this.#patient = framing === 'follow';
    }
    if (made || framing !== 'follow') this.#waiting = !made && framing === '';
    this.#update();
  }

  /** How far the surface is. @param {{done: number, complete: boolean}} heights */
  computed({ done, complete }) {
    this.#fresh = complete || done >= ENOUGH;
    this.#consider();
  }

  /**
   * Whether a surface over another plane may take the place of the one that is drawn: a coarse one only on demand.
   * @param {Heights} heights
   */
  replaces({ size, complete }) {
    return complete || !this.#patient || size >= LEAST;
  }

  get following() {
    return Boolean(this.#follows[this.#kind]);
  }

  /** The run goes on. @param {number} step */
  stepped(step) {
    const left = (step === 0) !== (this.#step === 0);
    this.#step = step;
    if (left) this.#update();
    this.#consider();
  }

  /**
   * How much of the path's variance lies in the plane that is drawn.
   * null where it has none, undefined where nothing new is known
   * @param {Float64Array | null | undefined} shares all, along the first axis, along the second; null
   *   where the path has no variance yet, undefined where nothing new is known
   * @param {string | undefined} kind of that plane
   */
  showVariance(shares, kind) {
    if (shares === undefined) return;
    this.share.hidden = !shares || this.element.hidden;
    if (!shares) {
      this.parts.hidden = true;
      return;
    }
    const [whole, ...parts] = [...shares].map(percent);
    // Only principal directions are at right angles, so that their shares add up.
    this.parts.hidden = this.share.hidden || !['descent', 'pca'].includes(kind ?? '');
    say(this.parts, this.#texts.parts(parts));
    const { before, after } = this.#texts.held;
    if (this.share.textContent === `${before}${whole}${after}`) return;
    this.share.replaceChildren(before, h('b', {}, whole), after);
  }

  /** Asks for another plane if one is wanted, the run has moved, and the last surface was shown long enough. */
  #consider() {
    const framing = this.#waiting ? '' : 'follow';
    const wished = this.#waiting || (this.following && this.#fresh);
    if (this.#asked || this.#timer || this.element.hidden || !wished || this.#step === this.#tried) return;
    const wait = this.#next - performance.now();
    if (wait <= 0) {
      this.#ask(framing);
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#consider();
    }, wait);
  }

  /** @param {string} kind */
  #choose(kind) {
    this.#kind = kind;
    this.#ask('');
    this.#update();
  }

  #followed() {
    this.#follows[this.#kind] = !this.#follows[this.#kind];
    this.#tried = -1;
    this.#update();
    this.#consider();
  }

  /** @param {string} framing */
  #ask(framing) {
    this.#asked = true;
    this.#tried = this.#step;
    this.#next = performance.now() + PACE;
    this.#wish({ kind: this.#kind, framing });
  }

  #update() {
    this.kind.value = this.#kind;
    this.follow.setAttribute('aria-pressed', String(this.following));
    this.fit.disabled = this.centre.disabled = this.#waiting || this.#step === 0;
    const names = NAMED[this.#kind] ?? [];
    for (const [key, field] of this.#named) field.hidden = !names.includes(key);
    this.names.hidden = !names.length || this.element.hidden;
    say(this.waiting, `${this.#why} ${this.#texts.noPlane}`.trim());
    this.waiting.hidden = !this.#waiting || this.element.hidden;
  }
}
