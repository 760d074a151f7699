/** Which language an instance of the engine speaks. Elements of several languages share an instance and take turns. */

/** @import { Api } from './types.js' */

/** What each instance knows and speaks; without an entry, English alone. @type {WeakMap<Api, {known: Set<string>, now: string}>} */
const instances = new WeakMap();

/** @param {Api} api */
function stateOf(api) {
  let state = instances.get(api);
  if (!state) instances.set(api, (state = { known: new Set(['en']), now: 'en' }));
  return state;
}

/**
 * Gives the engine the table of a language, once.
 * @param {Api} api
 * @param {string} lang
 * @param {string} table
 */
export function adopt(api, lang, table) {
  const { known } = stateOf(api);
  if (known.has(lang)) return;
  api.adoptLanguage(lang, table);
  known.add(lang);
}

/** Has the engine speak a language from now on. @param {Api} api @param {string} lang */
export function speak(api, lang) {
  const state = stateOf(api);
  if (state.now === lang) return;
  api.speak(lang);
  state.now = lang;
}
