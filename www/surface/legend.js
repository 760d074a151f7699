/**
 * What is written under the surface: its figures in one line, what has to be known now, and the first line of the rest.
 * A button opens the rest over the picture, so that nothing moves.
 */
import { Frames } from '../common/frames.js';
import { h, uid } from '../common/dom.js';

/** @import { Texts } from '../texts/en.js' */

export class Legend {
  #inner;

  /**
   * @param {Texts} texts
   * @param {HTMLElement[]} facts in one line
   * @param {HTMLElement[]} urgent seen whole
   * @param {HTMLElement[]} rest its first line is seen
   */
  constructor(texts, facts, urgent, rest) {
    this.#inner = h('div', {}, ...rest);
    this.rest = h('div', { class: 'rest', id: uid('legend') }, this.#inner);
    this.more = h(
      'button',
      {
        type: 'button',
        class: 'legend-more',
        title: texts.legendMore,
        'aria-label': texts.legendMore,
        'aria-expanded': 'false',
        'aria-controls': this.rest.id,
        on: { click: () => this.#flip() },
      },
      texts.legendMoreFace,
    );
    /** @type {HTMLElement} */
    this.element = h(
      'div',
      {
        class: 'legend',
        on: {
          focusout: ({ relatedTarget }) =>
            this.open && relatedTarget instanceof Node && !this.element.contains(relatedTarget) && this.#flip(),
          keydown: (event) => event.key === 'Escape' && this.open && this.#flip(event),
        },
      },
      h('div', { class: 'facts' }, ...facts),
      ...urgent,
      h('div', { class: 'line' }, this.rest, this.more),
    );
    // In the next frame: what changes sizes while sizes are observed is an error that the host page hears of.
    const frames = new Frames(() => this.#fit());
    const observer = new ResizeObserver(() => frames.request());
    observer.observe(this.#inner);
    observer.observe(this.rest);
  }

  get open() {
    return this.more.getAttribute('aria-expanded') === 'true';
  }

  /** The button is there where there is more than is seen. */
  #fit() {
    if (!this.open) this.more.hidden = this.#inner.offsetHeight <= this.rest.clientHeight + 2;
  }

  /** @param {Event} [event] */
  #flip(event) {
    event?.stopPropagation();
    this.more.setAttribute('aria-expanded', String(!this.open));
    this.rest.classList.toggle('open', this.open);
  }
}
