/**
 * What the surface is drawn from: points of its grid, examples that the loss is over, how losses become heights. These
 * are settings of the view; the run goes on as it is.
 */
import { h, icon } from '../common/dom.js';
import { texts } from '../common/texts.js';

/** Settings that make another grid; the others only draw the same one otherwise. */
export const OF_GRID = ['grid', 'grid_data', 'grid_rows'];
const KEYS = [...OF_GRID, 'height'];

export class DrawnFrom {
  #controls = new Map();

  /**
   * @param {object[]} settings the engine's description of the keys
   * @param {(changes: Record<string, string>) => void} change
   */
  constructor(settings, change) {
    const fields = KEYS.map((key) => settings.find((setting) => setting.key === key))
      .filter(Boolean)
      .map((setting) => {
        const { key, label, help, control } = setting;
        const field = control.choices
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
              pattern: control.pattern,
              placeholder: control.example,
              size: 7,
            });
        field.addEventListener('change', () => change({ [key]: field.value }));
        this.#controls.set(key, field);
        return h('label', { title: help }, h('span', { 'aria-hidden': 'true' }, label), field);
      });
    this.summary = h('summary', { title: texts.drawnFromHint, 'aria-label': texts.drawnFrom }, icon('sliders'));
    this.element = h(
      'details',
      {
        class: 'drawn-from',
        on: {
          focusout: ({ relatedTarget }) => relatedTarget && !this.element.contains(relatedTarget) && this.#close(),
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
      field.parentElement.hidden = !data && (key === 'grid_data' || key === 'grid_rows');
    }
  }

  #close() {
    this.element.open = false;
  }
}
