/**
 * The race in the panel: who runs beside the page's own run, each with what it has of its own, and races that are ready.
 */
import { h, iconButton, say, uid } from '../common/dom.js';
import { swatch } from '../common/swatch.js';
import { texts } from '../common/texts.js';

/** Runs in a race, the page's own among them. */
const MOST = 8;

/**
 * The field of the setting `race`, as {@link import('./fields.js').field} describes it.
 * @param {{settings: object[], races: object[], apply: (settings: string) => void}} page the engine's description, and
 *   how all settings are replaced
 */
export function race(setting, change, { settings, races, apply }) {
  const id = uid('race');
  const about = (key) => settings.find((other) => other.key === key);
  const ready = h(
    'select',
    { id, 'aria-label': texts.race.ready },
    h('option', { value: '' }, texts.race.ready),
    ...races.map(({ label, help }, k) => h('option', { value: k, title: help }, label)),
  );
  ready.addEventListener('change', () => {
    const chosen = races[ready.value];
    ready.value = '';
    if (chosen) apply(chosen.settings);
  });
  const list = h('ol', { class: 'racers', hidden: true });
  const add = h(
    'button',
    { type: 'button', on: { click: () => settle([...owned(), { optimizer: unused() }], true) } },
    texts.race.add,
  );
  let racers = [];
  let rows = [];

  /** What the others have of their own. */
  const owned = () => racers.slice(1).map(({ own }) => own);
  const settle = (others) => change(others.map(written).join(';'), true);
  /** An optimizer that nobody has. */
  const unused = () => {
    const used = racers.length ? racers.map(({ inForce }) => inForce.optimizer) : [];
    const ids = about('optimizer').control.choices.map((item) => item.id);
    return ids.slice(1).find((other) => !used.includes(other)) ?? ids[0];
  };
  const edit = (k, key, text) => {
    const others = owned();
    const { [key]: _, ...rest } = others[k];
    // What belongs to an item goes with it.
    const kept =
      key === 'optimizer' ? without(rest, ['lr', 'momentum']) : key === 'clip' ? without(rest, ['threshold']) : rest;
    others[k] = text === '' ? kept : { [key]: text, ...kept };
    // A racer with nothing of its own would be the page's run again, and is so on purpose.
    if (!Object.keys(others[k]).length) others[k] = { lr: racers[0].inForce.lr };
    settle(others);
  };
  const remove = (k) => {
    settle(owned().filter((_, other) => other !== k));
    (rows[Math.min(k, rows.length - 1)]?.remove ?? add).focus();
  };

  const show = (value, read) => {
    racers = read?.racers ?? [];
    list.hidden = racers.length === 0;
    if (rows.length !== racers.length) {
      rows = racers.map((_, k) => row(k, about, edit, remove));
      list.replaceChildren(...rows.map(({ element }) => element));
    }
    rows.forEach((made, k) => made.show(racers[k]));
    add.hidden = racers.length === MOST;
  };
  return { row: h('div', { class: 'race-field', data: { key: setting.key } }, ready, list, add), show };
}

/** One racer: its swatch and name, and folded away what it has of its own. The first is the page's own run. */
function row(k, about, edit, remove) {
  const name = h('span', { class: 'racer-name' });
  const own = k === 0;
  if (own) {
    const element = h('li', {}, swatch('other', 0), h('div', {}, name, h('small', {}, texts.race.own)));
    return { element, remove: null, show: (racer) => say(name, racer.name) };
  }
  const fields = h('div', { class: 'racer-fields' });
  const button = iconButton('close', '', () => remove(k - 1));
  const element = h('li', {}, swatch('other', k), h('details', {}, h('summary', {}, name), fields), button);
  let shown = [];
  const show = (racer) => {
    say(name, racer.name);
    const label = texts.race.remove(racer.name);
    if (button.title !== label) Object.assign(button, { title: label, ariaLabel: label });
    const keys = Object.keys(racer.inForce);
    if (shown.map(({ key }) => key).join() !== keys.join()) {
      shown = keys.map((key) => input(about(key), (text) => edit(k - 1, key, text)));
      fields.replaceChildren(...shown.map((made) => made.element));
    }
    for (const made of shown) made.show(racer.own[made.key] ?? '', racer.inForce[made.key]);
  };
  return { element, remove: button, show };
}

/** An input that may stay empty: then what is in force otherwise holds. */
function input({ key, label, control }, edit) {
  const id = uid('racer');
  const items = control.choices;
  const made = items
    ? h(
        'select',
        { id },
        h('option', { value: '' }),
        ...items.map((item) => h('option', { value: item.id }, item.label)),
      )
    : h('input', { id, type: 'text', inputmode: key === 'batch' ? 'text' : 'decimal', autocomplete: 'off' });
  made.addEventListener('change', () => edit(made.value.trim()));
  const show = (value, inForce) => {
    if (items) say(made.firstChild, texts.race.asRun(items.find((item) => item.id === inForce)?.label ?? inForce));
    else made.placeholder = inForce;
    if (made.value !== value) made.value = value;
  };
  return { key, element: h('p', {}, h('label', { for: id }, label), made), show };
}

function without(own, keys) {
  return Object.fromEntries(Object.entries(own).filter(([key]) => !keys.includes(key)));
}

/** A racer as it stands in a link. */
function written(own) {
  return Object.entries(own)
    .map(([key, value]) => `${key}:${value}`)
    .join(',');
}
