/** The sentence under the surface: what is seen, and why, with this run's numbers; and the cures, one click away. */
import { h, hide, say } from '../common/dom.js';

export class Story {
  #remedies = '';
  #tone = '';

  /**
   * @param {(settings: Record<string, string>) => void} cure applies a remedy's settings
   * @param {object[]} settings the engine's description of the keys
   */
  constructor(cure, settings) {
    this.cure = cure;
    this.scenarios = settings.find(({ key }) => key === 'scenario').control.choices;
    this.text = h('p', { class: 'story-text' });
    this.buttons = h('div', { class: 'remedies' });
    this.readouts = h('dl', { class: 'readouts' });
    // The sentence changes with every number in it; spoken is only a change of what it says about the run.
    this.spoken = h('p', { class: 'unseen', role: 'status' });
    this.element = h(
      'section',
      { class: 'story', data: { tone: 'calm' } },
      h('div', { class: 'story-line' }, this.text, this.buttons),
      this.readouts,
      this.spoken,
    );
  }

  /** @param {{about: string | null, text: string, tone: string, remedies: object[], readouts: object[]}} story */
  show(story) {
    const about = this.scenarios.find(({ id }) => id === story.about);
    const text = about ? `${about.help} ${story.text}` : story.text;
    say(this.text, text);
    this.element.dataset.tone = story.tone;
    if (story.tone !== this.#tone) {
      this.#tone = story.tone;
      say(this.spoken, text);
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

  #read(readouts) {
    while (this.readouts.children.length > readouts.length) this.readouts.lastChild.remove();
    readouts.forEach(({ label, value, unit }, index) => {
      const pair = this.readouts.children[index] ?? this.readouts.appendChild(h('div', {}, h('dt'), h('dd')));
      say(pair.firstChild, label);
      say(pair.lastChild, unit ? `${value} ${unit}` : `${value}`);
    });
  }
}
