/**
 * The diagnosis under the surface: the verdict in a sentence, the other verdicts that hold, remedies one click away, and
 * read-outs. All of it is of one step, which it names.
 */
import { child, h, hide, say } from '../common/dom.js';

/** @import { Description, Diagnosis } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** So long, in ms, a sentence stays in the live region: screen readers take it as soon as it changes. */
const SPOKEN = 1000;

export class Story {
  #remedies = '';
  #also = '';
  #verdict = '';
  #texts;
  #silence = 0;

  /**
   * @param {(settings: Record<string, string>) => void} cure applies a remedy's settings
   * @param {Description} description
   * @param {Texts} texts
   */
  constructor(cure, description, texts) {
    this.cure = cure;
    this.#texts = texts;
    const scenario = description.settings.find(({ key }) => key === 'scenario')?.control;
    this.scenarios = scenario && 'choices' in scenario ? scenario.choices : [];
    this.verdicts = description.verdicts;
    this.step = h('span', { class: 'story-step' });
    this.words = h('span');
    this.also = h('span', { class: 'story-also' });
    this.text = h('p', { class: 'story-text' }, this.step, ' ', this.words, ' ', this.also);
    this.buttons = h('div', { class: 'remedies' });
    this.readouts = h('dl', { class: 'readouts' });
    // The sentence changes with every number in it. Screen readers hear it when the verdict changes.
    this.spoken = h('p', { class: 'unseen', role: 'status' });
    this.element = h(
      'section',
      { class: 'story', data: { tone: 'calm' } },
      h('div', { class: 'story-line' }, this.text, this.buttons),
      this.readouts,
      this.spoken,
    );
  }

  /** @param {Diagnosis} diagnosis */
  show(diagnosis) {
    const { about, also, readouts, remedies, sentence, step, tone, verdict } = diagnosis;
    const help = this.scenarios.find(({ id }) => id === about)?.help;
    const text = help ? `${help} ${sentence}` : sentence;
    say(this.step, this.#texts.ofStep(step));
    say(this.words, text);
    this.element.dataset.tone = tone;
    this.element.dataset.verdict = verdict;
    if (verdict !== this.#verdict) {
      this.#verdict = verdict;
      this.#speak(`${this.#texts.ofStep(step)} ${text}`);
    }
    this.#alsoHolds(also);
    // The buttons stay the same elements as long as they say the same, or a click could fall between two of them.
    const offered = JSON.stringify(remedies);
    if (offered !== this.#remedies) {
      this.#remedies = offered;
      this.buttons.replaceChildren(
        ...remedies.map(({ label, settings }) =>
          h('button', { type: 'button', class: 'remedy', on: { click: () => this.cure(settings) } }, label),
        ),
      );
    }
    hide(this.readouts, readouts.length === 0);
    this.#read(readouts);
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
    const named = ids.map((id) => this.verdicts.find((verdict) => verdict.id === id)).filter((verdict) => verdict !== undefined);
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
