/** Who leads in the race: a table beside its chart, and the choice of what is counted. */
import { h, hide, say } from '../common/dom.js';
import { count, quantity } from '../common/format.js';
import { swatch } from '../common/swatch.js';

/** @import { Setting, StandingsTold } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

export class Standings {
  #texts;
  /** @type {{style: number, cells: HTMLElement[]}[]} */
  #rows = [];
  #order = '';
  #axes;
  #help;

  /**
   * @param {Texts} texts
   * @param {Setting} axis the setting `race_axis`
   * @param {(axis: string) => void} choose
   */
  constructor(texts, axis, choose) {
    this.#texts = texts;
    const choices = 'choices' in axis.control ? axis.control.choices : [];
    this.#help = new Map(choices.map(({ id, help }) => [id, help]));
    this.#axes = choices.map(({ id, label, help }) => ({
      id,
      button: h(
        'button',
        { type: 'button', title: help, 'aria-pressed': 'false', on: { click: () => choose(id) } },
        label,
      ),
    }));
    this.axes = h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': axis.label },
      ...this.#axes.map(({ button }) => button),
    );
    this.body = h('tbody');
    this.why = h('p', { class: 'note' });
    this.element = h(
      'div',
      { class: 'standings', hidden: true },
      h(
        'table',
        {},
        h('caption', { class: 'unseen' }, texts.race.standings),
        h('thead', {}, h('tr', {}, ...texts.race.head.map((name) => h('th', { scope: 'col' }, name)))),
        this.body,
      ),
      this.why,
    );
  }

  /** Says why what is counted matters. @param {string} axis */
  look(axis) {
    for (const { id, button } of this.#axes) button.setAttribute('aria-pressed', String(id === axis));
    say(this.why, this.#help.get(axis) ?? '');
  }

  /** @param {StandingsTold | null} standings */
  show(standings) {
    hide(this.element, !standings);
    if (!standings) return;
    const { racers } = standings;
    const order = racers.map(({ style }) => style).join();
    if (order !== this.#order) {
      this.#order = order;
      this.#rows = racers.map(({ style }) => ({
        style,
        cells: this.#texts.race.head.map(() => /** @type {HTMLElement} */ (h('td'))),
      }));
      this.body.replaceChildren(
        ...this.#rows.map(({ style, cells }) => {
          cells[1] = h('span');
          const name = h('th', { scope: 'row' }, swatch('other', style), cells[1]);
          return h('tr', {}, cells[0], name, ...cells.slice(2));
        }),
      );
    }
    racers.forEach(({ name, loss, step, evaluations, lost, adaptive, threshold }, rank) => {
      const state = lost === null ? this.#texts.race.runs : this.#texts.status.diverged(lost);
      const said = [
        rank + 1,
        adaptive ? this.#texts.race.chosen(name, threshold === null ? null : quantity(threshold)) : name,
        lost !== null ? this.#texts.race.lost : loss === null ? '–' : quantity(loss),
        count(step),
        count(evaluations),
        state,
      ];
      said.forEach((text, k) => say(this.#rows[rank].cells[k], String(text)));
    });
  }
}
