/** The row of one setting in the panel. */
import { h } from '../common/dom.js';

/** @import { Setting } from '../engine/types.js' */

/**
 * A label, what it labels, and a word about it.
 * @param {Setting} setting
 * @param {string} id of the input that the label belongs to
 * @param {HTMLElement[]} inputs
 * @param {HTMLElement | null} [help]
 */
export function row(setting, id, inputs, help = null) {
  const unit = setting.unit ? h('span', { class: 'unit' }, ` (${setting.unit})`) : null;
  const label = h('label', { for: id, title: setting.help }, setting.label, unit);
  const kind = inputs.length > 1 ? 'field field-slider' : 'field';
  return h('div', { class: kind, data: { key: setting.key } }, label, ...inputs, help);
}
