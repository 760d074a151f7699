/**
 * One input for one setting, made from what the engine says of it (`description.json`).
 *
 * A field is `{row, inputs, show(value, read)}`, `read` being what the engine made of all settings; it calls `change(text, settled)` with the new value as text, `settled` false
 * while a slider is being dragged.
 */
import { h, say, uid } from '../common/dom.js';
import { expression } from './expression.js';
import { columns } from './own-data.js';
import { race } from './race.js';
import { row } from './row.js';
import { texts } from '../common/texts.js';

/** Integers that span at most so many values get a slider too. */
const SMALL = 600;
/** Positions of a slider on a logarithmic scale, for every power of ten. */
const FINE = 20;
/** How far a slider reaches to both sides of the default where its range begins at zero. */
const REACH = 1e4;

/**
 * @param {object} setting
 * @param {(text: string, settled: boolean) => void} change
 * @param {object} page what some fields need: `refusal(key, text)` is what the engine has against a value, `apply(settings)`
 *   replaces all settings; `settings` and `races` are the engine's descriptions
 */
export function field(setting, change, page) {
  const make =
    { choice, integer, number, switch: toggle, file, column, expression, race, text }[setting.control.kind] ?? text;
  return make(setting, change, page);
}

function choice(setting, change) {
  const id = uid('choice');
  const help = h('p', { class: 'help', id: `${id}-help` });
  const select = h('select', { id, 'aria-describedby': help.id, on: { change: () => change(select.value, true) } });
  const groups = new Map();
  for (const item of setting.control.choices) {
    const option = h('option', { value: item.id }, item.label);
    if (!item.group) select.append(option);
    else {
      if (!groups.has(item.group)) {
        groups.set(item.group, h('optgroup', { label: item.group }));
        select.append(groups.get(item.group));
      }
      groups.get(item.group).append(option);
    }
  }
  const about = new Map(setting.control.choices.map((item) => [item.id, described(item)]));
  const show = (value) => {
    select.value = value;
    say(help, about.get(value) ?? '');
    help.hidden = !help.textContent;
  };
  return { row: row(setting, id, [select], help), show };
}

/** An item in words: what it does, its formula, what else is to be known of it. */
function described({ help, formula, facts }) {
  return [help, formula, ...facts.map(([name, fact]) => `${name}: ${fact}.`)].filter(Boolean).join(' ');
}

function integer(setting, change) {
  const { min, max } = setting.control;
  const scale = max - min <= SMALL ? { to: (value) => value, from: (place) => place, min, max, step: 1 } : null;
  return numeric(setting, change, scale, '1');
}

function number(setting, change) {
  const { min, max, scale, step = (max - min) / 1000 } = setting.control;
  if (scale === 'log') return numeric(setting, change, logarithmic(setting), 'any');
  const linear = { to: (value) => value, from: (place) => Number(place.toPrecision(3)), min, max, step };
  return numeric(setting, change, linear, 'any');
}

/**
 * The places of a slider by powers of ten. A range that begins at zero has zero at its left end, and the slider then
 * covers what lies around the default; the box beside it takes every number of the range.
 */
function logarithmic({ control: { min, max }, default: usual }) {
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

/** A slider (where there is a scale for it) and a box for the exact number. */
function numeric(setting, change, scale, step) {
  const { min, max } = setting.control;
  const id = uid('number');
  const box = h('input', {
    id: scale ? `${id}-exact` : id,
    type: 'number',
    inputmode: 'decimal',
    min,
    max,
    step,
    title: texts.range(min, max, setting.unit),
    'aria-label': scale ? texts.exactValue(setting.label) : null,
    // An emptied box, or one with something that is no number, goes back to what is in force.
    on: { change: () => (box.value === '' ? (box.value = shown) : change(box.value, true)) },
  });
  let shown = '';
  const keep = (value) => {
    shown = value;
    put(box, value);
  };
  if (!scale) return { row: row(setting, id, [box]), show: keep };

  const slider = h('input', { id, type: 'range', min: scale.min, max: scale.max, step: scale.step });
  const slide = (settled) => {
    const value = String(scale.from(Number(slider.value)));
    box.value = value;
    slider.setAttribute('aria-valuetext', value);
    change(value, settled);
  };
  slider.addEventListener('input', () => slide(false));
  slider.addEventListener('change', () => slide(true));
  const show = (value) => {
    keep(value);
    // A slider under the finger already stands where it should, finer than its value tells.
    if (!slider.matches(':active')) slider.value = scale.to(Number(value));
    slider.setAttribute('aria-valuetext', value);
  };
  return { row: row(setting, id, [slider, box]), show };
}

function toggle(setting, change) {
  const id = uid('switch');
  const box = h('input', { id, type: 'checkbox', on: { change: () => change(box.checked ? '1' : '0', true) } });
  return { row: row(setting, id, [box]), show: (value) => (box.checked = value === '1') };
}

/** The user's own file: its name, and a button that asks for another one. */
function file(setting, change) {
  const id = uid('file');
  const button = h('button', { id, type: 'button', class: 'file', on: { click: () => change('', true) } });
  return {
    row: row(setting, id, [button]),
    show: (value) => say(button, value.slice(0, value.lastIndexOf('~')) || texts.ownChoose),
  };
}

/** A column of the user's own file. */
function column(setting, change) {
  const id = uid('column');
  const select = h('select', { id, on: { change: () => change(select.value, true) } });
  const show = (value, read) => {
    // Free text cannot be asked for.
    const names = columns(read?.ownFile?.hash)
      .filter(({ kind }) => kind !== 'text')
      .map(({ name }) => name);
    select.replaceChildren(...names.map((name) => h('option', { value: name }, name)));
    select.value = value || names.at(-1) || '';
  };
  return { row: row(setting, id, [select]), show };
}

function text(setting, change) {
  const id = uid('text');
  const { pattern, example } = setting.control;
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

function put(input, value) {
  if (input.value !== value) input.value = value;
}
