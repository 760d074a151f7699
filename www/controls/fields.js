/** One input for one setting, made from what the engine says of it (`description.json`). */
import { h, say, uid } from '../common/dom.js';
import { expression } from './expression.js';
import { columns } from './own-data.js';
import { race } from './race.js';
import { row } from './row.js';

/** @import { ChoiceControl, IntegerControl, Item, NumberControl, Setting, TextControl } from '../engine/types.js' */
/** @import { Change, Field, PanelContext } from './field.js' */
/** @import { Texts } from '../texts/en.js' */

/**
 * A slider's scale: from a value to a place on the slider, and back.
 * @typedef {object} Scale
 * @property {(value: number) => number} to
 * @property {(place: number) => number} from
 * @property {number} min
 * @property {number} max
 * @property {number} step
 */

/** Integers that span at most so many values get a slider too. */
const SMALL = 600;
/** Positions of a slider on a logarithmic scale, for every power of ten. */
const FINE = 20;
/** How far a slider reaches to both sides of the default where its range begins at zero. */
const REACH = 1e4;

/**
 * The input of a setting, by the kind of its control.
 * @param {Setting} setting
 * @param {Change} change
 * @param {PanelContext} panel
 * @returns {Field}
 */
export function field(setting, change, panel) {
  const { control } = setting;
  switch (control.kind) {
    case 'choice':
      return choice(setting, control, change);
    case 'integer':
      return integer(panel.texts, setting, control, change);
    case 'number':
      return number(panel.texts, setting, control, change);
    case 'switch':
      return toggle(setting, change);
    case 'file':
      return file(panel.texts, setting, change);
    case 'column':
      return column(setting, change);
    case 'expression':
      return expression(setting, change, panel);
    case 'race':
      return race(setting, change, panel);
    case 'text':
      return text(setting, control, change);
  }
}

/**
 * @param {Setting} setting
 * @param {ChoiceControl} control
 * @param {Change} change
 * @returns {Field}
 */
function choice(setting, control, change) {
  const id = uid('choice');
  const help = h('p', { class: 'help', id: `${id}-help` });
  /** @type {HTMLSelectElement} */
  const select = h('select', { id, 'aria-describedby': help.id, on: { change: () => change(select.value, true) } });
  /** @type {Map<string, HTMLOptGroupElement>} */
  const groups = new Map();
  for (const item of control.choices) {
    const option = h('option', { value: item.id }, item.label);
    let group = groups.get(item.group);
    if (item.group && !group) {
      group = h('optgroup', { label: item.group });
      groups.set(item.group, group);
      select.append(group);
    }
    (group ?? select).append(option);
  }
  const gist = h('span');
  const facts = h('span', { class: 'facts' });
  help.append(gist, ' ', facts);
  const about = new Map(control.choices.map((item) => [item.id, item]));
  const show = (/** @type {string} */ value) => {
    select.value = value;
    const item = about.get(value);
    say(gist, item?.help ?? '');
    say(facts, item ? detailed(item) : '');
    help.hidden = !item || !(item.help || facts.textContent);
  };
  return { row: row(setting, id, [select], help), show };
}

/** The formula of an item, and other facts. @param {Item} item */
function detailed({ formula, facts }) {
  return [formula, ...facts.map(([name, fact]) => `${name}: ${fact}.`)].filter(Boolean).join(' ');
}

/**
 * @param {Texts} texts
 * @param {Setting} setting
 * @param {IntegerControl} control
 * @param {Change} change
 */
function integer(texts, setting, control, change) {
  const { min, max } = control;
  /** @type {Scale | null} */
  const scale = max - min <= SMALL ? { to: (value) => value, from: (place) => place, min, max, step: 1 } : null;
  return numeric(texts, setting, control, change, scale, '1');
}

/**
 * @param {Texts} texts
 * @param {Setting} setting
 * @param {NumberControl} control
 * @param {Change} change
 */
function number(texts, setting, control, change) {
  const { min, max, scale, step = (max - min) / 1000 } = control;
  if (scale === 'log') return numeric(texts, setting, control, change, logarithmic(setting, control), 'any');
  /** @type {Scale} */
  const linear = { to: (value) => value, from: (place) => Number(place.toPrecision(3)), min, max, step };
  return numeric(texts, setting, control, change, linear, 'any');
}

/**
 * The places of a slider by powers of ten. A range that begins at zero has zero at its left end, and the slider then
 * covers what lies around the default; the box beside it takes every number of the range.
 * @param {Setting} setting
 * @param {NumberControl} control
 * @returns {Scale}
 */
function logarithmic({ default: usual }, { min, max }) {
  const middle = Number(usual) || max * 1e-4;
  const low = Math.round(Math.log10(min > 0 ? min : middle / REACH) * FINE);
  const high = Math.round(Math.log10(min > 0 ? max : Math.min(max, middle * REACH)) * FINE);
  return {
    to: (value) => (value > 0 ? Math.log10(value) * FINE : low),
    from: (place) => (place <= low ? min : Number((10 ** (place / FINE)).toPrecision(2))),
    min: low,
    max: high,
    step: 1,
  };
}

/**
 * A slider (where there is a scale for it) and a box for the exact number.
 * @param {Texts} texts
 * @param {Setting} setting
 * @param {IntegerControl | NumberControl} control
 * @param {Change} change
 * @param {Scale | null} scale
 * @param {string} step
 * @returns {Field}
 */
function numeric(texts, setting, control, change, scale, step) {
  const { min, max } = control;
  const id = uid('number');
  /** @type {HTMLInputElement} */
  const box = h('input', {
    id: scale ? `${id}-exact` : id,
    type: 'number',
    inputmode: 'decimal',
    min,
    max,
    step,
    title: texts.range(min, max, setting.unit),
    'aria-label': scale ? texts.exactValue(setting.label) : null,
    // An empty box, or one without a number, goes back to the value in force.
    on: { change: () => (box.value === '' ? (box.value = shown) : change(box.value, true)) },
  });
  let shown = '';
  /** @param {string} value */
  const keep = (value) => {
    shown = value;
    put(box, value);
  };
  if (!scale) return { row: row(setting, id, [box]), show: keep };

  const slider = h('input', { id, type: 'range', min: scale.min, max: scale.max, step: scale.step });
  /** @param {boolean} settled */
  const slide = (settled) => {
    const value = String(scale.from(Number(slider.value)));
    box.value = value;
    slider.setAttribute('aria-valuetext', value);
    change(value, settled);
  };
  slider.addEventListener('input', () => slide(false));
  slider.addEventListener('change', () => slide(true));
  const show = (/** @type {string} */ value) => {
    keep(value);
    // While it is dragged the slider is already in place, more finely than the rounded value.
    if (!slider.matches(':active')) slider.value = String(scale.to(Number(value)));
    slider.setAttribute('aria-valuetext', value);
  };
  return { row: row(setting, id, [slider, box]), show };
}

/**
 * @param {Setting} setting
 * @param {Change} change
 * @returns {Field}
 */
function toggle(setting, change) {
  const id = uid('switch');
  /** @type {HTMLInputElement} */
  const box = h('input', { id, type: 'checkbox', on: { change: () => change(box.checked ? '1' : '0', true) } });
  return { row: row(setting, id, [box]), show: (value) => (box.checked = value === '1') };
}

/**
 * The user's own file: its name, and a button that asks for another one.
 * @param {Texts} texts
 * @param {Setting} setting
 * @param {Change} change
 * @returns {Field}
 */
function file(texts, setting, change) {
  const id = uid('file');
  const button = h('button', { id, type: 'button', class: 'file', on: { click: () => change('', true) } });
  return {
    row: row(setting, id, [button]),
    show: (value) => say(button, value.slice(0, value.lastIndexOf('~')) || texts.ownChoose),
  };
}

/**
 * A column of the user's own file.
 * @param {Setting} setting
 * @param {Change} change
 * @returns {Field}
 */
function column(setting, change) {
  const id = uid('column');
  /** @type {HTMLSelectElement} */
  const select = h('select', { id, on: { change: () => change(select.value, true) } });
  /** @type {Field['show']} */
  const show = (value, read) => {
    // Free text cannot be asked for. The column of times may be one, or none.
    const isTarget = setting.key === 'target';
    const names = columns(read?.ownFile?.hash ?? '')
      .filter(({ kind }) => kind !== 'text' || !isTarget)
      .map(({ name }) => name);
    const offered = isTarget ? names : ['', ...names];
    select.replaceChildren(...offered.map((name) => h('option', { value: name }, name || '–')));
    select.value = value || (isTarget && names.at(-1)) || '';
  };
  return { row: row(setting, id, [select]), show };
}

/**
 * @param {Setting} setting
 * @param {TextControl} control
 * @param {Change} change
 * @returns {Field}
 */
function text(setting, control, change) {
  const id = uid('text');
  const { pattern, example } = control;
  /** @type {HTMLInputElement} */
  const input = h('input', {
    id,
    type: 'text',
    pattern,
    placeholder: example,
    autocomplete: 'off',
    spellcheck: 'false',
    autocapitalize: 'off',
    on: { change: () => change(input.value.trim(), true) },
  });
  return { row: row(setting, id, [input]), show: (value) => put(input, value) };
}

/**
 * @param {HTMLInputElement} input
 * @param {string} value
 */
function put(input, value) {
  if (input.value !== value) input.value = value;
}
