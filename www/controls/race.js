/**
 * The race in the panel: who runs beside the page's own run, each with what it has of its own, and races that are ready.
 */
import { h, iconButton, say, uid } from '../common/dom.js';
import { swatch } from '../common/swatch.js';

/** @import { Racer, Setting } from '../engine/types.js' */
/** @import { Change, Field, PanelContext } from './field.js' */
/** @import { Texts } from '../texts/en.js' */

/** Runs in a race, the page's own among them. */
const MOST = 8;

/** What a racer has of its own. @typedef {Record<string, string>} Own */
/** @typedef {{element: HTMLElement, remove: HTMLElement | null, show: (racer: Racer) => void}} RacerRow */

/**
 * The field of the setting `race`.
 * @param {Setting} setting
 * @param {Change} change
 * @param {PanelContext} panel
 * @returns {Field}
 */
export function race(setting, change, { texts, settings, races, apply }) {
  const id = uid('race');
  const about = (/** @type {string} */ key) => settings.find((other) => other.key === key);
  const ready = h(
    'select',
    { id, 'aria-label': texts.race.ready },
    h('option', { value: '' }, texts.race.ready),
    ...races.map(({ label, help }, k) => h('option', { value: k, title: help }, label)),
  );
  ready.addEventListener('change', () => {
    const chosen = ready.value === '' ? undefined : races[Number(ready.value)];
    ready.value = '';
    if (chosen) apply(chosen.settings);
  });
  const list = h('ol', { class: 'racers', hidden: true });
  const add = h(
    'button',
    { type: 'button', on: { click: () => settle([...owned(), { optimizer: unused() }]) } },
    texts.race.add,
  );
  /** @type {Racer[]} */
  let racers = [];
  /** @type {RacerRow[]} */
  let rows = [];

  /** What the others have of their own. */
  const owned = () => racers.slice(1).map(({ own }) => own);
  /** @param {Own[]} others */
  const settle = (others) => change(others.map(written).join(';'), true);
  /** An optimizer that no racer has yet. */
  const unused = () => {
    const used = racers.length ? racers.map(({ inForce }) => inForce.optimizer) : [];
    const control = about('optimizer')?.control;
    const ids = control && 'choices' in control ? control.choices.map((item) => item.id) : [];
    return ids.slice(1).find((other) => !used.includes(other)) ?? ids[0];
  };
  /**
   * @param {number} k
   * @param {string} key
   * @param {string} text
   */
  const edit = (k, key, text) => {
    const others = owned();
    const { [key]: _, ...rest } = others[k];
    // What belongs to an item goes with it.
    const own =
      key === 'optimizer' ? without(rest, ['lr', 'momentum']) : key === 'clip' ? without(rest, ['threshold']) : rest;
    others[k] = text === '' ? own : { [key]: text, ...own };
    // A racer with nothing of its own would be the page's run again, and is so on purpose.
    if (!Object.keys(others[k]).length) others[k] = { lr: racers[0].inForce.lr };
    settle(others);
  };
  /** @param {number} k */
  const remove = (k) => {
    settle(owned().filter((_, other) => other !== k));
    (rows[Math.min(k, rows.length - 1)]?.remove ?? add).focus();
  };

  /** @type {Field['show']} */
  const show = (_, read) => {
    racers = read?.racers ?? [];
    list.hidden = racers.length === 0;
    if (rows.length !== racers.length) {
      rows = racers.map((_, k) => row(texts, k, about, edit, remove));
      list.replaceChildren(...rows.map(({ element }) => element));
    }
    rows.forEach((made, k) => made.show(racers[k]));
    add.hidden = racers.length === MOST;
  };
  return { row: h('div', { class: 'race-field', data: { key: setting.key } }, ready, list, add), show };
}

/**
 * One racer: its swatch and name, and folded away the settings that differ. The first is the page's own run.
 * @param {Texts} texts
 * @param {number} k
 * @param {(key: string) => Setting | undefined} about
 * @param {(k: number, key: string, text: string) => void} edit
 * @param {(k: number) => void} remove
 * @returns {RacerRow}
 */
function row(texts, k, about, edit, remove) {
  const name = h('span', { class: 'racer-name' });
  const own = k === 0;
  if (own) {
    const element = h('li', {}, swatch('other', 0), h('div', {}, name, h('small', {}, texts.race.own)));
    return { element, remove: null, show: (racer) => say(name, racer.name) };
  }
  const fields = h('div', { class: 'racer-fields' });
  const button = iconButton('close', '', () => remove(k - 1));
  const element = h('li', {}, swatch('other', k), h('details', {}, h('summary', {}, name), fields), button);
  /** @type {ReturnType<typeof input>[]} */
  let shown = [];
  const show = (/** @type {Racer} */ racer) => {
    say(name, racer.name);
    const label = texts.race.remove(racer.name);
    if (button.title !== label) Object.assign(button, { title: label, ariaLabel: label });
    const keys = Object.keys(racer.inForce);
    if (shown.map(({ key }) => key).join() !== keys.join()) {
      const known = keys.flatMap((key) => about(key) ?? []);
      shown = known.map((setting) => input(texts, setting, (text) => edit(k - 1, setting.key, text)));
      fields.replaceChildren(...shown.map((made) => made.element));
    }
    for (const made of shown) made.show(racer.own[made.key] ?? '', racer.inForce[made.key]);
  };
  return { element, remove: button, show };
}

/**
 * An input that may stay empty: the racer then has the page's own value.
 * @param {Texts} texts
 * @param {Setting} setting
 * @param {(text: string) => void} edit
 */
function input(texts, { key, label, control }, edit) {
  const id = uid('racer');
  const items = 'choices' in control ? control.choices : null;
  const made = items
    ? h(
        'select',
        { id },
        h('option', { value: '' }),
        ...items.map((item) => h('option', { value: item.id }, item.label)),
      )
    : h('input', { id, type: 'text', inputmode: key === 'batch' ? 'text' : 'decimal', autocomplete: 'off' });
  made.addEventListener('change', () => edit(made.value.trim()));
  const show = (/** @type {string} */ value, /** @type {string} */ inForce) => {
    if (made instanceof HTMLSelectElement && items)
      say(made.options[0], texts.race.asRun(items.find((item) => item.id === inForce)?.label ?? inForce));
    else if (made instanceof HTMLInputElement) made.placeholder = inForce;
    if (made.value !== value) made.value = value;
  };
  return { key, element: h('p', {}, h('label', { for: id }, label), made), show };
}

/**
 * @param {Own} own
 * @param {string[]} keys
 * @returns {Own}
 */
function without(own, keys) {
  return Object.fromEntries(Object.entries(own).filter(([key]) => !keys.includes(key)));
}

/** A racer as it stands in a link. @param {Own} own */
function written(own) {
  return Object.entries(own)
    .map(([key, value]) => `${key}:${value}`)
    .join(',');
}
