/** The row of one setting in the panel. */
import { h } from '../common/dom.js';

/** A label, what it labels, and a word about it. */
export function row(setting, id, inputs, help = null) {
  const unit = setting.unit ? h('span', { class: 'unit' }, ` (${setting.unit})`) : null;
  const label = h('label', { for: id, title: setting.help }, setting.label, unit);
  const kind = inputs.length > 1 ? 'field field-slider' : 'field';
  return h('div', { class: kind, data: { key: setting.key } }, label, ...inputs, help);
}
