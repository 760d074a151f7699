/**
 * `<gradscape-lab>` as its host page sees it: attributes, properties and methods. The laboratory inside is fetched when the
 * element comes near the window, or when a method needs it.
 *
 * This is all that a page with the script has to fetch at first, so it stays small. Where there is no document, as on a
 * server, it can be imported and does nothing.
 */
import { Frame } from './frame.js';
import { whenNear } from './near.js';

/** @import { Frame as Step, GradscapeLab as Declared } from '../gradscape.js' */

/**
 * What is inside: `Inside` of `page/element.js`.
 * @typedef {object} Inside
 * @property {string} settings
 * @property {Step | null} frame
 * @property {Step[]} frames
 * @property {() => void} play
 * @property {() => void} pause
 * @property {(n?: number) => Promise<Step>} step
 * @property {(step: number) => Promise<Step>} seek
 * @property {() => Promise<Step>} reset
 * @property {() => void} connected
 * @property {() => void} disconnected
 * @property {(name: string) => void} changed
 */

/** @typedef {new (element: HTMLElement, frame: Frame) => Inside} InsideClass */

const TAG = 'gradscape-lab';
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/**
 * Defines the element, unless the page has it already, perhaps in another version.
 * @param {() => InsideClass | Promise<InsideClass>} load
 * @returns {typeof Declared}
 */
export function define(load) {
  /** @implements {Declared} */
  class GradscapeLab extends Base {
    static observedAttributes = ['settings', 'views', 'controls', 'theme', 'lang', 'loading', 'poster'];

    #frame = new Frame(this);
    /** @type {Inside | null} */
    #inside = null;
    /** Whether it is in a page. An element that is upgraded hears of its attributes before it hears of that. */
    #placed = false;
    /** @type {Promise<Inside> | null} */
    #coming = null;
    /** Settings that were set before there was a laboratory. @type {string | null} */
    #wanted = null;
    /** What it is to do as soon as it is there. @type {((inside: Inside) => void)[]} */
    #waiting = [];
    #far = () => {};

    /** The settings string. Setting it restarts the run. @type {string} */
    get settings() {
      return this.#inside?.settings ?? this.#wanted ?? this.getAttribute('settings') ?? '';
    }

    set settings(settings) {
      this.#wanted = String(settings);
      if (this.#inside) this.#inside.settings = this.#wanted;
    }

    /** The newest frame; null before it is ready. @type {Step | null} */
    get frame() {
      return this.#inside?.frame ?? null;
    }

    /** Those of all runs side by side, the first one's first; empty before it is ready. @type {Step[]} */
    get frames() {
      return this.#inside?.frames ?? [];
    }

    /** Plays; a run that has ended plays again from step 0. */
    play() {
      this.#do((inside) => inside.play());
      void this.#need().catch(() => {});
    }

    /** Stops at the present step. */
    pause() {
      this.#do((inside) => inside.pause());
    }

    /** @param {number} [n] @returns {Promise<Step>} the frame reached */
    async step(n = 1) {
      return (await this.#need()).step(n);
    }

    /** @param {number} step @returns {Promise<Step>} the frame reached */
    async seek(step) {
      return (await this.#need()).seek(step);
    }

    /** @returns {Promise<Step>} the frame of step 0 */
    async reset() {
      return (await this.#need()).reset();
    }

    connectedCallback() {
      // Properties that were set before this module was loaded hide the accessors.
      if (Object.hasOwn(this, 'settings')) {
        const { settings } = this;
        Reflect.deleteProperty(this, 'settings');
        this.settings = settings;
      }
      this.#placed = true;
      this.#frame.arrange();
      if (this.#inside) this.#inside.connected();
      else this.#approach();
    }

    disconnectedCallback() {
      this.#placed = false;
      this.#far();
      this.#inside?.disconnected();
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} after
     */
    attributeChangedCallback(name, before, after) {
      if (before === after) return;
      this.#frame.arrange();
      if (this.#inside) this.#inside.changed(name);
      else if (name === 'settings') this.#wanted = null;
      else if (name === 'loading' && this.#placed) this.#approach();
    }

    /** Begins when it is near, or at once. */
    #approach() {
      this.#far();
      const begin = () => void this.#need().catch(() => {});
      if (this.getAttribute('loading') === 'eager') begin();
      else this.#far = whenNear(this, begin);
    }

    /** @param {(inside: Inside) => void} work */
    #do(work) {
      if (this.#inside) work(this.#inside);
      else this.#waiting.push(work);
    }

    /** Fetches the laboratory and builds it, once. @returns {Promise<Inside>} */
    #need() {
      this.#coming ??= this.#build().catch((cause) => {
        this.#coming = null;
        // It does not bubble, as that of a picture does not.
        this.dispatchEvent(new ErrorEvent('error', { error: cause, message: String(cause?.message ?? cause) }));
        throw cause;
      });
      return this.#coming;
    }

    async #build() {
      const coming = load();
      const Made = coming instanceof Promise ? await coming : coming;
      const inside = new Made(this, this.#frame);
      this.#inside = inside;
      if (this.#wanted !== null) inside.settings = this.#wanted;
      for (const work of this.#waiting.splice(0)) work(inside);
      if (this.#placed) inside.connected();
      return inside;
    }
  }

  const registry = globalThis.customElements;
  if (registry && !registry.get(TAG)) registry.define(TAG, GradscapeLab);
  return /** @type {typeof Declared} */ (registry?.get(TAG) ?? GradscapeLab);
}
