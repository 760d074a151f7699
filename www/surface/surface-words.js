/**
 * What is written at the surface: over its lower edge how far it is computed and what is to be known of the picture; in
 * its place, why there is none; under it the loss at the ball and the distance of the run from the drawn plane.
 */
import { h, say } from '../common/dom.js';
import { quantity } from '../common/format.js';
import { Legend } from './legend.js';

/** @import { Frame } from '../engine/types.js' */
/** @import { Overlay } from './overlay.js' */
/** @import { Planes } from './planes.js' */
/** @import { Texts } from '../texts/en.js' */

export class SurfaceWords {
  #texts;
  #progress = h('p', { class: 'progress' });
  // Screen readers hear this part only, not what changes with every surface.
  #spoken = h('span', { role: 'status' });
  #marks = h('span');
  #alert = h('p', { class: 'alert' }, this.#spoken, ' ', this.#marks);
  #loss = h('b');
  #off = h('b');
  #note = h('p', { class: 'note' });
  #hints;

  /** Over the picture's lower edge. */
  foot = h('div', { class: 'foot' }, this.#alert, this.#progress);
  /**
   * @param {Texts} texts
   * @param {Planes} planes says how much of the descent the plane holds, and what it is
   * @param {Overlay} overlay says what else lies on the surface
   */
  constructor(texts, planes, overlay) {
    this.#texts = texts;
    this.#hints = h('p', { class: 'note' }, texts.legendHints);
    /** In the picture's place, where there is nothing to draw. */
    this.nothing = h(
      'div',
      { class: 'nothing', role: 'status', hidden: true },
      h('h4', {}, texts.nothing.heading),
      h('p'),
      h('p', { class: 'note' }),
    );
    this.legend = new Legend(
      texts,
      [
        h('p', { title: texts.lossHereHint }, `${texts.lossHere} `, this.#loss),
        h('p', { title: texts.offPlaneHint }, `${texts.offPlane} `, this.#off),
        planes.share,
      ],
      [planes.waiting],
      [overlay.element, this.#note, planes.parts, this.#hints],
    );
  }

  /**
   * @param {number} done
   * @param {boolean} complete
   */
  progressing(done, complete) {
    say(this.#progress, complete ? '' : this.#texts.computing(done));
  }

  /** Why there is nothing to draw. @param {boolean} own whether the surface is a function's */
  nothingToDraw(own) {
    say(this.nothing.children[1], own ? this.#texts.nothing.function : this.#texts.nothing.plane);
    say(this.nothing.children[2], own ? this.#texts.nothing.domain : this.#texts.nothing.remedy);
  }

  /**
   * What a frame says.
   * @param {Frame} frame
   * @param {number | undefined} offPlane
   * @param {boolean} own whether the surface is a function's, so that there is nothing off it
   */
  speak({ loss }, offPlane, own) {
    say(this.#loss, quantity(loss));
    if (this.#off.parentElement) this.#off.parentElement.hidden = own;
    this.#hints.hidden = own;
    say(this.#off, quantity(offPlane));
  }

  /**
   * @param {(string | false | undefined)[]} spoken what has to be known now
   * @param {(string | false | undefined)[]} marks what is to be known of the picture
   * @param {string} note what the surface says of itself
   */
  note(spoken, marks, note) {
    say(this.#spoken, spoken.filter(Boolean).join(' '));
    say(this.#marks, marks.filter(Boolean).join(' '));
    this.#alert.classList.toggle('empty', this.#alert.textContent === ' ');
    say(this.#note, note);
  }
}
