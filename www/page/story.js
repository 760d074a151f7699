/**
 * The diagnosis under the surface: the verdict in a sentence, the other verdicts that hold, remedies that were tried, and
 * read-outs. All of it is of one step, which it names.
 */
import { child, h, hide, say } from '../common/dom.js';
import { Steady } from '../common/steady.js';
import { Remedies } from './remedies.js';

/** @import { Diagnosis, Engine, ProofsTold } from '../engine/types.js' */
/** @import { Cure } from './remedies.js' */

/** So long, in ms, a sentence stays in the live region: screen readers take it as soon as it changes. */
const SPOKEN = 1000;
/** So long, in ms, it says what a remedy has done. */
const NOTED = 6000;

export class Story {
  #also = '';
  #verdict = '';
  #texts;
  #silence = 0;
  #noted = 0;
  #brief = false;
  /** @type {Diagnosis | null} */
  #shown = null;
  /** Their heights stay while the verdict does. */
  #steady;

  /**
   * @param {Engine} engine
   * @param {{cure: (cure: Cure) => void, examine: () => void, compare: ((cure: Cure) => void) | null}} on applies a remedy;
   *   examines a lost run; applies a remedy beside the run
   */
  constructor({ description, texts }, on) {
    this.#texts = texts;
    const scenario = description.settings.find(({ key }) => key === 'scenario')?.control;
    this.scenarios = scenario && 'choices' in scenario ? scenario.choices : [];
    this.verdicts = description.verdicts;
    this.step = h('span', { class: 'story-step' });
    this.words = h('span');
    this.also = h('span', { class: 'story-also' });
    this.noted = h('strong', { class: 'story-note' });
    this.text = h('p', { class: 'story-text' }, this.noted, this.step, ' ', this.words, ' ', this.also);
    this.remedies = new Remedies(texts, on);
    this.#steady = [this.text, this.remedies.element].map((part) => new Steady(part));
    this.readouts = h('dl', { class: 'readouts' });
    // The sentence changes with every number in it. Screen readers hear it when the verdict changes.
    this.spoken = h('p', { class: 'unseen', role: 'status' });
    this.element = h(
      'section',
      { class: 'story', data: { tone: 'calm' } },
      h('div', { class: 'story-line' }, this.text, this.remedies.element),
      this.readouts,
      this.spoken,
    );
  }

  /** Whether it leaves out what the scenario is about: beside another run, the verdict alone counts. @param {boolean} brief */
  set brief(brief) {
    if (brief === this.#brief) return;
    this.#brief = brief;
    if (this.#shown) this.show(this.#shown);
  }

  /** @param {Diagnosis} diagnosis */
  show(diagnosis) {
    this.#shown = diagnosis;
    const { about, also, readouts, sentence, step, tone, verdict } = diagnosis;
    const help = this.scenarios.find(({ id }) => id === about)?.help;
    const text = help && !this.#brief ? `${help} ${sentence}` : sentence;
    say(this.step, this.#texts.ofStep(step));
    say(this.words, text);
    this.element.dataset.tone = tone;
    this.element.dataset.verdict = verdict;
    if (verdict !== this.#verdict) {
      this.#verdict = verdict;
      for (const part of this.#steady) part.forget();
      this.#speak(`${this.#texts.ofStep(step)} ${text}`);
    }
    this.#alsoHolds(also);
    this.remedies.show(diagnosis);
    hide(this.readouts, readouts.length === 0);
    this.#read(readouts);
  }

  /** Takes what trying the remedies has shown. @param {{key: string, proofs: ProofsTold}} proven */
  prove(proven) {
    const sentence = this.remedies.prove(proven);
    if (sentence) this.#speak(sentence);
  }

  /** Says for some seconds what was done. @param {string} sentence */
  note(sentence) {
    say(this.noted, `${sentence} `);
    this.#speak(sentence);
    clearTimeout(this.#noted);
    this.#noted = setTimeout(() => say(this.noted, ''), NOTED);
  }

  /** Has a sentence spoken once. It does not stay: its numbers would soon be old. @param {string} text */
  #speak(text) {
    say(this.spoken, text);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => say(this.spoken, ''), SPOKEN);
  }

  /** Names the other verdicts that hold, each with its definition. @param {string[]} ids */
  #alsoHolds(ids) {
    if (ids.join() === this.#also) return;
    this.#also = ids.join();
    const named = this.verdicts.filter(({ id }) => ids.includes(id));
    const names = named.map(({ help, label }) => h('span', { class: 'story-verdict', title: help }, label));
    this.also.replaceChildren(...(names.length ? [this.#texts.also, ...names.flatMap((name) => [' ', name])] : []));
  }

  /** @param {Diagnosis['readouts']} readouts */
  #read(readouts) {
    while (this.readouts.children.length > readouts.length) this.readouts.lastChild?.remove();
    readouts.forEach(({ label, value, unit }, index) => {
      if (index === this.readouts.children.length) this.readouts.append(h('div', {}, h('dt'), h('dd')));
      const pair = child(this.readouts, index);
      say(child(pair, 0), label);
      say(child(pair, 1), unit ? `${value} ${unit}` : `${value}`);
    });
  }
}
