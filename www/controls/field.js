/** What a field of the panel is: the input of one setting. */

/** @import { Notice, Read, ReadyRace, Setting } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** Called with a new value; `settled` is false while a slider is being dragged. @typedef {(text: string, settled: boolean) => void} Change */

/**
 * The input of one setting.
 * @typedef {object} Field
 * @property {HTMLElement} row
 * @property {(value: string, read?: Read) => void} show shows a value; `read` is what the engine made of all settings
 */

/**
 * What some fields need besides their own setting.
 * @typedef {object} PanelContext
 * @property {Texts} texts
 * @property {Setting[]} settings all of them
 * @property {ReadyRace[]} races
 * @property {(settings: string) => void} apply replaces all settings
 * @property {(key: string, text: string) => Notice | undefined} refusal what the engine has against a value
 */

export {};
