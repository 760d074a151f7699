/** Names in the attributes of an element that are not known: what is said about them. */
import { THEMES } from '../common/theme.js';

/** @import { Engine } from '../engine/types.js' */

/**
 * A sentence for each unknown name, with the nearest known ones.
 * @param {Engine} engine
 * @param {{views: string[], controls: string[], theme: string[]}} given
 * @returns {string[]}
 */
export function misnamed({ description, call }, given) {
  const { groups, settings, studies, views } = description;
  const known = {
    views: [
      [
        ...views.flatMap(({ id, label, map }) => [[id, label], ...(map ? [[map, '']] : [])]),
        ...studies.map(({ id, label }) => [id, label]),
      ],
      'list charts',
    ],
    controls: [
      [...groups.map(({ id, label }) => [id, label]), ...settings.map(({ key, label }) => [key, label])],
      'list settings',
    ],
    theme: [THEMES.map((id) => [id, '']), ''],
  };
  return Object.entries(known).flatMap(([attribute, [names, list]]) => {
    const pairs = /** @type {string[][]} */ (names);
    const words = given[/** @type {keyof typeof given} */ (attribute)].filter(
      (word) => !pairs.some(([id]) => id === word),
    );
    const table = pairs.map((pair) => pair.join('\t')).join('\n');
    return words.map((word) => call((api) => api.unknownName(attribute, word, table, String(list))));
  });
}
