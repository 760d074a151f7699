/** The timeline: every step of the run, with a mark where something was changed; drag it to look back. */
import { child, h, hide, say, uid } from '../common/dom.js';
import { count } from '../common/format.js';

/** @import { Pointing } from '../charts/pointing.js' */
/** @import { Change } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** Where a run branches off. @typedef {{step: number, letter: string, name: string}} Fork */

export class Timeline {
  #texts;
  #recorded = -1;
  /** @type {Change[] | null} */
  #changes = null;
  /** @type {Fork[] | null} */
  #forks = null;
  /** The step to go to next. @type {number | null} */
  #wanted = null;
  #busy = false;
  #seek;

  /**
   * @param {Texts} texts
   * @param {(step: number) => Promise<unknown>} seek goes to a step; a promise of the frame reached
   * @param {Pointing} pointing
   */
  constructor(texts, seek, pointing) {
    this.#texts = texts;
    const id = uid('timeline');
    this.#seek = seek;
    this.slider = h('input', { id, type: 'range', min: 0, max: 0, step: 1 });
    this.marks = h('div', { class: 'marks', 'aria-hidden': 'true' });
    this.forks = h('div', { class: 'forks', 'aria-hidden': 'true' });
    this.pointed = h('div', { class: 'marks', 'aria-hidden': 'true' }, h('i', { hidden: true }));
    this.last = h('output', { class: 'last', for: id });
    this.slider.addEventListener('input', () => this.#go(Number(this.slider.value)));
    this.element = h(
      'div',
      { class: 'timeline' },
      h('label', { for: id }, texts.timeline),
      h('div', { class: 'track' }, this.slider, this.marks, this.forks, this.pointed),
      this.last,
    );
    const track = this.slider;
    track.addEventListener('pointermove', (event) => event.buttons || pointing.set(this, { step: this.#under(event) }));
    for (const type of ['pointerleave', 'pointerdown']) track.addEventListener(type, () => pointing.clear(this));
    pointing.listen(() => this.#point(pointing.step));
  }

  /**
   * @param {number} step the step shown
   * @param {number} recorded the last step there is
   * @param {Change[]} changes
   * @param {Fork[]} [forks] where runs beside it branch off
   */
  show(step, recorded, changes, forks = []) {
    if (recorded !== this.#recorded || forks !== this.#forks) {
      this.#forks = forks;
      this.#fork(recorded, forks);
    }
    if (recorded !== this.#recorded || changes !== this.#changes) {
      this.#recorded = recorded;
      this.#changes = changes;
      this.slider.max = String(recorded);
      this.slider.disabled = !recorded;
      say(this.last, count(recorded));
      this.#mark(
        recorded,
        changes.filter((change) => change.step <= recorded),
      );
    }
    // While it is dragged the thumb belongs to the hand.
    if (this.#busy) return;
    this.slider.value = String(step);
    const here = changes.filter((change) => change.step === step).map(this.#texts.changed);
    this.slider.setAttribute('aria-valuetext', [this.#texts.atStep(step), ...here].join(', '));
  }

  /**
   * @param {number} recorded
   * @param {Change[]} changes
   */
  #mark(recorded, changes) {
    const steps = byStep(changes);
    while (this.marks.children.length > steps.size) this.marks.lastChild?.remove();
    while (this.marks.children.length < steps.size) this.marks.append(h('span'));
    [...steps].forEach(([step, made], k) => {
      const mark = child(this.marks, k);
      mark.style.left = `${recorded ? (100 * step) / recorded : 0}%`;
      mark.title = `${this.#texts.atStep(step)}: ${made.map(this.#texts.changed).join(', ')}`;
    });
  }

  /**
   * Draws a line of its own for each branch, from its step on.
   * @param {number} recorded
   * @param {Fork[]} forks
   */
  #fork(recorded, forks) {
    if (!forks.length && !this.forks.firstChild) return;
    const steps = [...new Set(forks.map(({ step }) => step))];
    const lines = steps.map((step) => {
      const all = forks.filter((fork) => fork.step === step);
      const at = recorded ? Math.min(100, (100 * step) / recorded) : 0;
      const title = all.map(({ letter, name }) => this.#texts.columns.fork(letter, name, step)).join('\n');
      const names = h('b', {}, all.map(({ letter }) => letter).join(' '));
      const own = all.map(({ letter }) => h('i', { data: { letter } }));
      const line = h('span', { title, class: at > 80 ? 'late' : null }, names, ...own);
      line.style.left = `${at}%`;
      return line;
    });
    this.forks.replaceChildren(...lines);
  }

  /** The step under the pointer. @param {PointerEvent} event */
  #under({ clientX }) {
    const { left, width } = this.pointed.getBoundingClientRect();
    return Math.round(Math.min(1, Math.max(0, (clientX - left) / width)) * Math.max(0, this.#recorded));
  }

  /** @param {number | null} step */
  #point(step) {
    const mark = child(this.pointed, 0);
    hide(mark, step === null || !(this.#recorded > 0));
    if (step !== null && !mark.hidden) mark.style.left = `${Math.min(100, (100 * step) / this.#recorded)}%`;
  }

  /** One seek at a time; of the requests that come meanwhile only the last is served. @param {number} step */
  async #go(step) {
    this.#wanted = step;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#wanted !== null) {
      const next = this.#wanted;
      this.#wanted = null;
      await this.#seek(next).catch(() => {});
    }
    this.#busy = false;
  }
}

/** @param {Change[]} changes */
function byStep(changes) {
  /** @type {Map<number, Change[]>} */
  const steps = new Map();
  for (const change of changes) steps.set(change.step, [...(steps.get(change.step) ?? []), change]);
  return steps;
}
