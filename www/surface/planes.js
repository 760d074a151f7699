/**
 * Over which plane the surface is drawn: the choice between the kinds, and fitting, re-centring and following.
 *
 * What was chosen stays chosen: a plane that cannot be laid yet is asked for again while the run goes on.
 */
import { h, iconButton, say } from '../common/dom.js';
import { percent } from '../common/format.js';
import { texts } from '../common/texts.js';

/** Between two planes of a followed run there are at least so many ms: each is a surface to compute. */
const PACE = 1000;
/** A followed surface is shown from this side of its grid on, and may be given up for the next from this share on. */
const LEAST = 17;
const ENOUGH = 0.25;
/** Settings in which a kind's directions are named. */
const NAMED = { parameters: ['plane_x', 'plane_y'], layers: ['layer_x', 'layer_y'], solutions: ['seed_x', 'seed_y'] };

export class Planes {
  #wish;
  #kind;
  #first; // the kind to begin with
  #named = new Map(); // the fields of NAMED by key
  #values = {}; // what stands in them
  #why = ''; // there is no plane of the chosen kind
  #follows = { pca: true }; // A plane along the descent is soon outgrown by it; the random one stays where it is.
  #waiting = false; // The chosen kind could not be laid yet.
  #asked = false;
  #next = 0;
  #timer = 0;
  #step = 0; // where the run is
  #tried = -1; // where it was when a plane was last asked for
  #fresh = true; // whether the surface of the last plane is fine enough to go on to the next
  #patient = false; // whether the last plane is one that nobody clicked for

  /**
   * @param {{id: string, label: string, help: string}[]} kinds the registry's planes, the first one to begin with
   * @param {{key: string, label: string, help: string, control: {example: string}}[]} named the settings that name things
   * @param {(wish: {kind: string, framing: string}) => void} wish asks for a plane
   * @param {(settings: Record<string, string>) => void} chosen told what the reader chose
   */
  constructor(kinds, named, wish, chosen) {
    this.#wish = wish;
    this.#kind = this.#first = kinds[0].id;
    const options = kinds.map(({ id, label, help }) => h('option', { value: id, title: help }, label));
    this.kind = h(
      'select',
      {
        class: 'plane',
        'aria-label': texts.plane,
        on: {
          change: ({ target }) => {
            this.#choose(target.value);
            chosen({ plane: target.value });
          },
        },
      },
      ...options,
    );
    for (const { key, label, help, control } of named) {
      this.#named.set(
        key,
        h('input', {
          type: 'text',
          'aria-label': label,
          title: help,
          placeholder: label,
          spellcheck: 'false',
          autocomplete: 'off',
          hidden: true,
          on: { change: ({ target }) => chosen({ [key]: target.value.trim() }) },
        }),
      );
    }
    this.fit = iconButton('fit', texts.fit, () => this.#ask('fit'));
    this.centre = iconButton('centre', texts.centre, () => this.#ask('centre'));
    this.follow = iconButton('follow', texts.follow, () => this.#followed(), { 'aria-pressed': 'false' });
    for (const [button, hint] of [
      [this.fit, texts.fitHint],
      [this.centre, texts.centreHint],
      [this.follow, texts.followHint],
    ]) {
      button.title = hint;
    }
    this.element = h('div', { class: 'tools planes' }, this.kind, this.fit, this.centre, this.follow);
    /** The names of what spans the plane, where its kind needs some. */
    this.names = h('div', { class: 'tools names', hidden: true }, ...this.#named.values());
    this.held = h('p', { hidden: true, title: texts.heldHint });
    /** The same along each axis. */
    this.parts = h('p', { hidden: true });
    this.waiting = h('p', { class: 'note', role: 'status', hidden: true }, texts.noPlane);
    this.#show();
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
    this.#show();
  }

  /** Another run from the start: drawn over the plane of the first picture until there is another one. */
  restart() {
    this.#asked = false;
    this.#waiting = this.#kind !== this.#first;
    this.#why = '';
    this.#fresh = true;
    this.#next = 0;
    this.#step = 0;
    this.#tried = -1;
    this.held.hidden = this.parts.hidden = true;
    this.#show();
  }

  /** The same run from the start again, drawn over the same plane; what was asked of the one before is forgotten. */
  rewound() {
    this.#asked = false;
  }

  /** The answer to a wish. */
  answered({ kind, framing, made, why }) {
    this.#asked = false;
    if (kind !== this.#kind) return;
    if (why || made) this.#why = why;
    if (made) {
      this.#fresh = false;
      this.#patient = framing === 'follow';
    }
    if (made || framing !== 'follow') this.#waiting = !made && framing === '';
    this.#show();
  }

  /** How far the surface is. @param {{done: number, complete: boolean}} message */
  computed({ done, complete }) {
    this.#fresh = complete || done >= ENOUGH;
    this.#consider();
  }

  /** Whether a surface over another plane may take the place of the one that is drawn: a coarse one only on demand. */
  replaces({ size, complete }) {
    return complete || !this.#patient || size >= LEAST;
  }

  get following() {
    return Boolean(this.#follows[this.#kind]);
  }

  /** The run goes on. */
  went(step) {
    const left = (step === 0) !== (this.#step === 0);
    this.#step = step;
    if (left) this.#show();
    this.#consider();
  }

  /**
   * How much of the descent the plane that is drawn holds.
   * @param {Float64Array | null | undefined} held shares of its variance: all, along the first axis, along the second;
   *   null where it has none, undefined where nothing new is known
   * @param {string} kind of that plane
   */
  tell(held, kind) {
    if (held === undefined) return;
    this.held.hidden = !held || this.element.hidden;
    if (!held) {
      this.parts.hidden = true;
      return;
    }
    const [whole, ...parts] = [...held].map(percent);
    // Only principal directions are at right angles, so that their shares add up.
    this.parts.hidden = this.held.hidden || kind !== 'pca';
    say(this.parts, texts.parts(parts));
    const { before, after } = texts.held;
    if (this.held.textContent === `${before}${whole}${after}`) return;
    this.held.replaceChildren(before, h('b', {}, whole), after);
  }

  /** Asks for another plane if that is wished, the run has moved, and the last surface had its time. */
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

  #choose(kind) {
    this.#kind = kind;
    this.#ask('');
    this.#show();
  }

  #followed() {
    this.#follows[this.#kind] = !this.#follows[this.#kind];
    this.#tried = -1;
    this.#show();
    this.#consider();
  }

  #ask(framing) {
    this.#asked = true;
    this.#tried = this.#step;
    this.#next = performance.now() + PACE;
    this.#wish({ kind: this.#kind, framing });
  }

  #show() {
    this.kind.value = this.#kind;
    this.follow.setAttribute('aria-pressed', String(this.following));
    this.fit.disabled = this.centre.disabled = this.#waiting || this.#step === 0;
    const names = NAMED[this.#kind] ?? [];
    for (const [key, field] of this.#named) field.hidden = !names.includes(key);
    this.names.hidden = !names.length || this.element.hidden;
    say(this.waiting, `${this.#why} ${texts.noPlane}`.trim());
    this.waiting.hidden = !this.#waiting;
  }
}
