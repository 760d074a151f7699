/**
 * The buttons under the sentence: remedies that were tried, in the order of what they do. Before that it says that they
 * are being tried, and if none helps, it says so. A lost run can be examined.
 */
import { h, iconButton } from '../common/dom.js';

/** @import { ProofsTold, Diagnosis } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/**
 * A remedy that was chosen.
 * @typedef {object} Cure
 * @property {string} label
 * @property {Record<string, string>} settings
 * @property {boolean} anew whether the run begins anew with it
 */

/** There is room for so many buttons. */
const MOST = 3;

export class Remedies {
  element = h('div', { class: 'remedies' });
  #texts;
  #beside;
  #on;
  /** What is shown, so that the buttons stay the same elements: a click must not fall between two of them. */
  #shown = '';
  /** @type {{key: string, proofs: ProofsTold} | null} */
  #proven = null;
  /** @type {Diagnosis | null} */
  #story = null;

  /**
   * @param {Texts} texts
   * @param {{cure: (cure: Cure) => void, examine: () => void, compare: ((cure: Cure) => void) | null}} on applies a remedy;
   *   examines a lost run; applies a remedy beside the run
   */
  constructor(texts, on) {
    this.#texts = texts.remedies;
    this.#beside = texts.columns.beside;
    this.#on = on;
  }

  /** @param {Diagnosis} story */
  show(story) {
    this.#story = story;
    this.#draw();
  }

  /**
   * Takes what trying the remedies has shown.
   * @param {{key: string, proofs: ProofsTold}} proven
   * @returns {string} the result in a sentence, if it belongs to the story that is shown
   */
  prove(proven) {
    this.#proven = proven;
    this.#draw();
    return proven.key === this.#story?.trial ? proven.proofs.sentence : '';
  }

  #draw() {
    const story = this.#story;
    if (!story) return;
    const proofs = this.#proven?.key === story.trial ? this.#proven?.proofs : undefined;
    const trying = story.trial && !proofs ? story.remedies.length : 0;
    const lost = story.tone === 'alarm' || story.verdict === 'thrown';
    const shown = JSON.stringify([trying, proofs ?? null, lost]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const state = trying ? 'trying' : proofs ? (proofs.remedies.length ? 'proven' : 'none') : '';
    this.element.dataset.state = state;
    const says = trying ? this.#texts.trying(trying) : state === 'none' ? (proofs?.sentence ?? '') : '';
    this.element.replaceChildren(
      ...(says ? [h('span', { class: 'remedy-state' }, says)] : []),
      ...(proofs?.remedies ?? []).slice(0, lost ? MOST - 1 : MOST).map((remedy) => this.#button(remedy)),
      ...(lost ? [this.#examine()] : []),
    );
  }

  /** @param {ProofsTold['remedies'][number]} remedy */
  #button({ label, settings, effect, sentence, proof }) {
    const cure = { label, settings, anew: proof.from_start };
    const button = h(
      'button',
      { type: 'button', class: 'remedy', title: sentence, on: { click: () => this.#on.cure(cure) } },
      h('span', { class: 'remedy-label' }, label),
      h('span', { class: 'remedy-effect' }, effect),
    );
    const { compare } = this.#on;
    if (!compare) return button;
    const beside = iconButton('columns', `${label}: ${this.#beside}`, () => compare(cure), { class: 'remedy-beside' });
    return h('span', { class: 'remedy-pair' }, button, beside);
  }

  #examine() {
    const { autopsy, autopsyHint } = this.#texts;
    return h(
      'button',
      { type: 'button', class: 'examine', title: autopsyHint, on: { click: () => this.#on.examine() } },
      autopsy,
    );
  }
}
