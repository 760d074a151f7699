/** What the forms of sweeps and calibrations are made of. */
import { h, uid } from '../common/dom.js';

/** @typedef {HTMLInputElement | HTMLSelectElement} Input */

/**
 * A field with its label.
 * @param {string} label
 * @param {Input} input
 * @param {string} [help]
 */
export function field(label, input, help) {
  input.id = uid('study');
  const said = help ? h('p', { class: 'study-help', id: uid('study-help') }, help) : null;
  if (said) input.setAttribute('aria-describedby', said.id);
  return h('div', { class: 'study-field' }, h('label', { for: input.id }, label), input, said);
}

/** A text field. @param {string} placeholder @param {boolean} [digits] whether it takes whole numbers */
export function text(placeholder, digits = false) {
  return h('input', {
    type: 'text',
    placeholder,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    inputmode: digits ? 'numeric' : null,
  });
}

/**
 * A text as a link has it: the parts that say something.
 * @param {[name: string, value: string][]} parts
 */
export function joined(parts) {
  return parts
    .filter(([, value]) => value.trim())
    .map(([name, value]) => `${name}:${value.trim()}`)
    .join(';');
}

/**
 * The parts of such a text.
 * @param {string} text
 * @returns {[name: string, value: string][]}
 */
export function parted(text) {
  return text
    .split(';')
    .filter((part) => part.trim())
    .map((part) => {
      const [name, ...value] = part.split(':');
      return [name.trim(), value.join(':').trim()];
    });
}
