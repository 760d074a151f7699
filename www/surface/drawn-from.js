/**
 * What the surface is drawn from: the points of its grid, the examples that the loss is over, how losses become heights.
 * These are settings of the view, so the run goes on unchanged.
 */
import { h, icon } from '../common/dom.js';

/** @import { Setting } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** Settings that make another grid. The others only draw the same grid differently. */
export const OF_GRID = ['grid', 'grid_data', 'grid_rows'];
const KEYS = [...OF_GRID, 'height'];

export class DrawnFrom {
  /** @type {Map<string, HTMLSelectElement | HTMLInputElement>} */
  #controls = new Map();

  /**
   * @param {Texts} texts
   * @param {Setting[]} settings the engine's description of the keys
   * @param {(changes: Record<string, string>) => void} change
   */
  constructor(texts, settings, change) {
    const fields = KEYS.flatMap((key) => settings.filter((setting) => setting.key === key)).map((setting) => {
      const { key, label, help, control } = setting;
      const field =
        'choices' in control
          ? h(
              'select',
              { 'aria-label': label },
              ...control.choices.map(({ id, label: name, help: hint }) =>
                h('option', { value: id, title: hint }, name),
              ),
            )
          : h('input', {
              type: 'text',
              'aria-label': label,
              inputmode: 'numeric',
              ...('pattern' in control ? { pattern: control.pattern, placeholder: control.example } : {}),
              size: 7,
            });
      field.addEventListener('change', () => change({ [key]: field.value }));
      this.#controls.set(key, field);
      return h('label', { title: help }, h('span', { 'aria-hidden': 'true' }, label), field);
    });
    this.summary = h('summary', { title: texts.drawnFromHint, 'aria-label': texts.drawnFrom }, icon('sliders'));
    /** @type {HTMLDetailsElement} */
    this.element = h(
      'details',
      {
        class: 'drawn-from',
        on: {
          focusout: ({ relatedTarget }) =>
            relatedTarget instanceof Node && !this.element.contains(relatedTarget) && this.#close(),
          keydown: (event) => {
            if (event.key !== 'Escape' || !this.element.open) return;
            event.stopPropagation();
            this.#close();
            this.summary.focus();
          },
        },
      },
      this.summary,
      h('div', { class: 'fields' }, ...fields),
    );
  }

  /** @param {Record<string, string>} values in force @param {boolean} data whether there are examples at all */
  show(values, data) {
    for (const [key, field] of this.#controls) {
      if (field.value !== values[key]) field.value = values[key];
      if (field.parentElement) field.parentElement.hidden = !data && (key === 'grid_data' || key === 'grid_rows');
    }
  }

  #close() {
    this.element.open = false;
  }
}
