/**
 * The field for a function of x and y. Text that cannot be parsed stays in the field, with a caret under the character
 * where parsing failed and what was expected there.
 */
import { h, say, uid } from '../common/dom.js';
import { row } from './row.js';

/** @import { Setting } from '../engine/types.js' */
/** @import { Change, Field, PanelContext } from './field.js' */

/** Characters of the excerpt over the caret, before it and in all: as wide as the panel. */
const BEFORE = 18;
const WIDE = 30;
/** So long, in ms, after the last key an error is not shown: the text may be half typed. */
const PATIENCE = 700;

/**
 * @param {Setting} setting
 * @param {Change} change
 * @param {PanelContext} panel
 * @returns {Field}
 */
export function expression(setting, change, panel) {
  const refusal = (/** @type {string} */ text) => panel.refusal(setting.key, text);
  const id = uid('expression');
  const pointed = h('pre', { 'aria-hidden': 'true' });
  const said = h('p', { id: `${id}-fault`, role: 'alert' });
  const fault = h('div', { class: 'fault', hidden: true }, pointed, said);
  const input = h('textarea', {
    id,
    rows: 2,
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-describedby': said.id,
    on: {
      input: () => {
        clearTimeout(timer);
        const found = refusal(text());
        if (!found) tell(null);
        else timer = setTimeout(() => tell(found), fault.hidden ? PATIENCE : 0);
      },
      change: () => settle(),
      keydown: (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        settle();
      },
    },
  });
  let timer = 0;
  let shown = '';
  const text = () => input.value.replaceAll(/\s+/g, ' ').trim();
  /** @param {{at?: number, message: string} | null | undefined} found */
  const tell = (found) => {
    clearTimeout(timer);
    fault.hidden = !found;
    input.toggleAttribute('aria-invalid', Boolean(found));
    if (!found) return;
    const { at = 0, message } = found;
    const from = Math.max(0, at - BEFORE);
    const excerpt = [...text()].slice(from, from + WIDE).join('');
    say(pointed, `${from ? '…' : ''}${excerpt}\n${' '.repeat(at - from + (from ? 1 : 0))}▲`);
    say(said, message.slice(message.indexOf(':') + 1).trim());
  };
  const settle = () => {
    const found = refusal(text());
    tell(found);
    if (!found && text() !== shown) change(text(), true);
  };
  /** @type {Field['show']} */
  const show = (value, read) => {
    const refused = read?.notices.find(({ key }) => key === setting.key);
    // Text that is being corrected is not replaced.
    if (!refused && value === shown && !fault.hidden) return;
    shown = value;
    if (text() !== (refused?.value ?? value)) input.value = refused?.value ?? value;
    tell(refused);
  };
  return { row: row(setting, id, [input], fault), show };
}
