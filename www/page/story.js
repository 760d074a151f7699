/** The sentence under the surface: what happens in this run, and why; and remedies, one click away. */
import { child, h, hide, say } from '../common/dom.js';
import { Remedies } from './remedies.js';

/** @import { ProofsTold, Setting, StoryTold } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

export class Story {
  #tone = '';

  /**
   * @param {Texts} texts
   * @param {{cure: (settings: Record<string, string>) => void, examine: () => void}} on applies a remedy's settings;
   *   examines a lost run
   * @param {Setting[]} settings the engine's description of the keys
   */
  constructor(texts, on, settings) {
    const scenario = settings.find(({ key }) => key === 'scenario')?.control;
    this.scenarios = scenario && 'choices' in scenario ? scenario.choices : [];
    this.text = h('p', { class: 'story-text' });
    this.remedies = new Remedies(texts, on);
    this.readouts = h('dl', { class: 'readouts' });
    // The sentence changes with every number in it; it is spoken only when its tone changes.
    this.spoken = h('p', { class: 'unseen', role: 'status' });
    this.element = h(
      'section',
      { class: 'story', data: { tone: 'calm' } },
      h('div', { class: 'story-line' }, this.text, this.remedies.element),
      this.readouts,
      this.spoken,
    );
  }

  /** @param {StoryTold} story */
  show(story) {
    const about = this.scenarios.find(({ id }) => id === story.about);
    const text = about ? `${about.help} ${story.text}` : story.text;
    say(this.text, text);
    this.element.dataset.tone = story.tone;
    if (story.tone !== this.#tone) {
      this.#tone = story.tone;
      say(this.spoken, text);
    }
    this.remedies.show(story);
    hide(this.readouts, story.readouts.length === 0);
    this.#read(story.readouts);
  }

  /** Takes what trying the remedies has shown. @param {{key: string, proofs: ProofsTold}} proven */
  prove(proven) {
    const sentence = this.remedies.prove(proven);
    if (sentence) say(this.spoken, sentence);
  }

  /** @param {StoryTold['readouts']} readouts */
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
