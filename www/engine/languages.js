/** The languages of elements. English is part of the page; each other language is fetched when an element first needs it. */
import { languages } from '../beside.js';
import description from '../description.json' with { type: 'json' };
import { en } from '../texts/en.js';
import { listen } from './guard.js';
import { adopt, speak } from './speaking.js';

/** @import { Description, Engine, Loaded } from './types.js' */
/** @import { Texts } from '../texts/en.js' */

/**
 * @typedef {object} Language
 * @property {string} id as in a `lang` attribute
 * @property {Texts} texts what the page says
 * @property {Description} description what settings, items and views say about themselves
 * @property {string} table what the engine says; empty for English, which is part of it
 */

/** @type {Language} */
export const ENGLISH = {
  id: 'en',
  texts: en,
  description: /** @type {Description} */ (/** @type {unknown} */ (description)),
  table: '',
};

/** The other languages: `ID.js` beside the page's entry has all of one. */
const OTHERS = Object.keys(languages);

/** @type {Map<string, Promise<Language>>} */
const loaded = new Map();

/** The language with this id, or English where it cannot be fetched. @param {string} id @returns {Promise<Language>} */
export function language(id) {
  if (!OTHERS.includes(id)) return Promise.resolve(ENGLISH);
  let coming = loaded.get(id);
  if (!coming) {
    coming = fetchLanguage(id).catch(() => {
      loaded.delete(id);
      return ENGLISH;
    });
    loaded.set(id, coming);
  }
  return coming;
}

/** @param {string} id @returns {Promise<Language>} */
async function fetchLanguage(id) {
  const fetched = await languages[/** @type {keyof typeof languages} */ (id)]();
  /** @type {{texts: Texts, description: Description & {engine: string}}} */
  const { texts, description } = /** @type {any} */ (fetched);
  return { id, texts, description, table: description.engine };
}

/**
 * The id of the language that an element speaks: that of its `lang` attribute, or of the nearest ancestor that has one.
 * @param {Element} element
 */
export function languageOf(element) {
  /** @type {Element | null} */
  let node = element;
  while (node && !node.hasAttribute('lang')) {
    const root = node.getRootNode();
    node = node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  const [code] = (node?.getAttribute('lang') ?? '').toLowerCase().split('-');
  return OTHERS.includes(code) ? code : ENGLISH.id;
}

/**
 * The engine as the parts of one element use it.
 * @param {Loaded} loaded
 * @param {Language} language
 * @returns {Engine}
 */
export function inLanguage({ api, module }, language) {
  const { id, description, texts, table } = language;
  listen(() => adopt(api, id, table));
  return {
    api,
    module,
    description,
    texts,
    language,
    call: (work) =>
      listen(() => {
        speak(api, id);
        return work(api);
      }),
  };
}
