/** The sentence under the surface: what happens in this run, and why; and remedies, one click away. */
import { child, h, hide, say } from '../common/dom.js';

/** @import { Setting, StoryTold } from '../engine/types.js' */

/** So long, in ms, a sentence stays in the live region: screen readers take it as soon as it changes. */
const SPOKEN = 1000;

export class Story {
  #remedies = '';
  #tone = '';
  #silence = 0;

  /**
   * @param {(settings: Record<string, string>) => void} cure applies a remedy's settings
   * @param {Setting[]} settings the engine's description of the keys
   */
  constructor(cure, settings) {
    this.cure = cure;
    const scenario = settings.find(({ key }) => key === 'scenario')?.control;
    this.scenarios = scenario && 'choices' in scenario ? scenario.choices : [];
    this.text = h('p', { class: 'story-text' });
    this.buttons = h('div', { class: 'remedies' });
    this.readouts = h('dl', { class: 'readouts' });
    // The sentence changes with every number in it; it is spoken only when its tone changes.
    this.spoken = h('p', { class: 'unseen', role: 'status' });
    this.element = h(
      'section',
      { class: 'story', data: { tone: 'calm' } },
      h('div', { class: 'story-line' }, this.text, this.buttons),
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
      this.#speak(text);
    }
    // The buttons stay the same elements as long as they say the same, or a click could fall between two of them.
    const remedies = JSON.stringify(story.remedies);
    if (remedies !== this.#remedies) {
      this.#remedies = remedies;
      this.buttons.replaceChildren(
        ...story.remedies.map(({ label, settings }) =>
          h('button', { type: 'button', class: 'remedy', on: { click: () => this.cure(settings) } }, label),
        ),
      );
    }
    hide(this.readouts, story.readouts.length === 0);
    this.#read(story.readouts);
  }

  /** Has a sentence spoken once. It does not stay: its numbers would soon be old. @param {string} text */
  #speak(text) {
    say(this.spoken, text);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => say(this.spoken, ''), SPOKEN);
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
