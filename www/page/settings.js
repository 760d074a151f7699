/** The settings of one element: what the engine made of them, and what a change of them means. */

/** @import { Engine, Opens, Read, Setting } from '../engine/types.js' */

/** Settings strings as one. @param {...string} parts */
export function joined(...parts) {
  return parts.filter(Boolean).join('&');
}

/** The whole settings string, with the runs beside. @param {Read} read */
export function wholeOf({ canonical, beside }) {
  return joined(canonical, beside);
}

export class LabSettings {
  #engine;
  /** @type {Map<string, Setting>} */
  #known;
  /** How many of the live changes were made at the step that was read for. */
  #made = 0;

  /** What the engine made of them; null before there are any. @type {Read | null} */
  read = null;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.#known = new Map(engine.description.settings.map((setting) => [setting.key, setting]));
  }

  /**
   * What the engine makes of a settings string.
   * @param {string} settings
   * @param {number} step at which live changes are read
   * @returns {Read}
   */
  at(settings, step) {
    /** @type {Read} */
    const read = JSON.parse(this.#engine.call((api) => api.readSettings(settings, step)));
    for (const change of read.changes) change.label = this.#label(settings, change);
    return read;
  }

  /**
   * What the key of a change is called: items may share a key and differ in its meaning, as AutoClip, whose `threshold` is a
   * percentile.
   * @param {string} settings
   * @param {{key: string, step: number}} change
   */
  #label(settings, { key, step }) {
    const { own } = this.#engine.description;
    const usual = this.#known.get(key)?.label;
    if (!Object.values(own).some((items) => Object.values(items).some((keys) => keys[key]))) return usual;
    /** @type {Read} */
    const { meant } = JSON.parse(this.#engine.call((api) => api.readSettings(settings, step)));
    const [by = '', item = ''] = meant[key] ?? [];
    return own[by]?.[item]?.[key]?.label ?? usual;
  }

  /** Other settings are in force. @param {Read} read */
  take(read) {
    this.read = read;
    this.#made = 0;
  }

  /** How the scenario in force opens; null before there is one. @returns {Opens | null} */
  get opens() {
    const control = this.#known.get('scenario')?.control;
    const items = control && 'choices' in control ? control.choices : [];
    return items.find(({ id }) => id === this.read?.values.scenario)?.opens ?? null;
  }

  /** The settings of a run from its start with what is in force now, without races and what only concerns the view. */
  get plain() {
    if (!this.read) return '';
    const { explicit, values } = this.read;
    const own = explicit.filter((key) => key !== 'race' && !this.isView(key));
    return `${new URLSearchParams(own.map((key) => [key, values[key]]))}`;
  }

  /** Whether a setting only concerns the view. @param {string} key */
  isView(key) {
    return this.#known.get(key)?.group === 'view';
  }

  /** Whether all of these can change without a restart. @param {Record<string, string>} changes */
  areLive(changes) {
    return Object.keys(changes).every((key) => this.#known.get(key)?.live);
  }

  /** Whether all of these only concern the view. @param {Record<string, string>} changes */
  areOfView(changes) {
    return Object.keys(changes).every((key) => this.isView(key));
  }

  /**
   * The settings string after a restart with these changes. Another scenario comes with its own defaults; only the seed
   * and the view are the same.
   * @param {Record<string, string>} changes
   */
  restarted(changes) {
    if (!this.read) return `${new URLSearchParams(changes)}`;
    const { beside, explicit, values } = this.read;
    const stays = (/** @type {string} */ key) => key === 'seed' || this.isView(key);
    const same = 'scenario' in changes ? explicit.filter(stays) : explicit;
    const pairs = new Map(same.map((key) => [key, values[key]]));
    for (const [key, text] of Object.entries(changes)) pairs.set(key, text);
    // What others have of their own belongs to the scenario as well.
    return joined(`${new URLSearchParams([...pairs])}`, 'scenario' in changes ? '' : beside);
  }

  /** The settings string in force, with the runs beside; empty before there is one. */
  get whole() {
    return this.read ? wholeOf(this.read) : '';
  }

  /**
   * What the engine makes of settings that a run was changed to, looked at as before: the run only knows how it was
   * looked at when it began.
   * @param {string} settings
   * @param {number} step
   */
  changed(settings, step) {
    const look = Object.entries(this.read?.values ?? {}).filter(([key]) => this.isView(key));
    return this.at(joined(`${settings}&${new URLSearchParams(look)}`, this.read?.beside ?? ''), step);
  }

  /**
   * Reads the settings again if others are in force at this step.
   * @param {number} step
   * @returns {boolean} whether others are
   */
  follow(step) {
    if (!this.read) return false;
    const { beside, canonical, changes, columns } = this.read;
    const made = changes.filter((change) => change.step <= step).length;
    if (made === this.#made) return false;
    this.read = { ...this.at(canonical, step), beside, changes, columns };
    this.#made = made;
    return true;
  }
}
