/**
 * The handle on the clip threshold's line in a chart: drag it, or move it by keys.
 *
 * While nothing is clipped a pale line stands where the clip would begin. Moving it switches the clip on.
 */
import { h, hide, placeIn } from '../common/dom.js';
import { quantity } from '../common/format.js';
import { bound } from '../common/keys.js';

/** @import { Layout } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** Factor of one press of an arrow key; with shift, or Page Up and Down, ten of them. */
const NUDGE = 1.05;
const FAR = 10;
/** Where the pale line stands, if the axis reaches so far; else this share of the axis from its end. */
export const USUAL = 1;
const INSET = 0.06;
/** So wide, in pixels, the line's end is left to pointing at a step: else a handle in the middle would hide a low plot. */
const FREE = 26;
/** What the setting says where nothing is clipped. */
export const OFF = 'none';

/** @typedef {{top: number, height: number, low: number, high: number}} AxisPlace */

export class ThresholdHandle {
  #change;
  #box;
  #clip;
  #texts;
  /** Where the axis is, and the logarithms of its ends. @type {AxisPlace | null} */
  #axis = null;
  /** The axis when the drag began: it follows the threshold, and the hand must not chase it. @type {AxisPlace | null} */
  #grabbed = null;
  #value = 0;
  #dragged = false;
  /** Whether nothing is clipped. */
  #off = false;
  /** Whether the line is the pale one. */
  #ghost = false;

  /**
   * @param {Texts} texts
   * @param {HTMLElement} box holds the chart's canvas
   * @param {string} clip the clip that moving the pale line switches on
   * @param {(changes: Record<string, string>) => void} change
   */
  constructor(texts, box, clip, change) {
    this.#box = box;
    this.#clip = clip;
    this.#change = change;
    this.#texts = texts;
    this.label = h('span', { class: 'threshold-label', 'aria-hidden': 'true', hidden: true }, texts.dragToClip(clip));
    this.element = h(
      'div',
      {
        class: 'threshold',
        role: 'slider',
        tabindex: 0,
        hidden: true,
        title: texts.thresholdHelp,
        'aria-label': texts.threshold,
        'aria-orientation': 'vertical',
      },
      this.label,
    );
    this.element.addEventListener('pointerdown', (event) => this.#grab(event));
    this.element.addEventListener('pointermove', (event) => this.#drag(event));
    for (const type of ['pointerup', 'pointercancel']) this.element.addEventListener(type, () => this.#release());
    const by =
      (/** @type {number} */ steps) =>
      (/** @type {KeyboardEvent} */ { shiftKey }) =>
        this.#set(this.#value * NUDGE ** (steps * (shiftKey ? FAR : 1)));
    this.element.addEventListener(
      'keydown',
      bound('threshold', { up: by(1), down: by(-1), farUp: by(FAR), farDown: by(-FAR) }),
    );
    box.append(this.element);
  }

  /** Takes whether the settings clip. @param {Record<string, string>} values in force */
  suit({ clip }) {
    this.#off = clip === OFF;
    if (!this.#off) this.#look(false);
  }

  /**
   * Follows the line that has just been painted.
   * @param {Layout} layout what `paint` says of the figure
   * @param {number} zoom CSS pixels for one of the figure's own
   */
  place({ threshold, plot, y, right }, zoom) {
    const axis = right ?? y;
    const room = plot && plot.height > 0 && axis && axis.scale === 'log10' && axis.range[0] > 0;
    const own = threshold !== null && threshold > 0;
    const shown = room && (own || this.#off);
    // An element that is hidden loses the pointer.
    hide(this.element, !shown && !this.#dragged);
    // Beside a second axis there are curves everywhere.
    this.element.classList.toggle('crowded', Boolean(right));
    if (!shown) return;
    const [low, high] = axis.range.map(Math.log);
    this.#axis = { top: plot.top * zoom, height: plot.height * zoom, low, high };
    this.#look(!own);
    if (!this.#dragged) this.#show(own ? threshold : usual(low, high));
    this.element.style.left = `${plot.left * zoom}px`;
    this.element.style.width = `${plot.width * zoom - FREE}px`;
  }

  /** @param {boolean} ghost */
  #look(ghost) {
    if (ghost === this.#ghost) return;
    this.#ghost = ghost;
    hide(this.label, !ghost);
    this.element.classList.toggle('ghost', ghost);
    this.element.title = ghost ? this.#texts.dragToClipHelp : this.#texts.thresholdHelp;
    this.element.setAttribute('aria-label', ghost ? this.#texts.thresholdOff : this.#texts.threshold);
  }

  /** @param {number} value */
  #show(value) {
    if (!this.#axis) return;
    const { top, height, low, high } = this.#axis;
    const share = Math.min(1, Math.max(0, (high - Math.log(value)) / (high - low)));
    this.element.style.top = `${top + share * height}px`;
    this.element.classList.toggle('low', share > 0.5);
    if (value === this.#value) return;
    this.#value = value;
    this.element.setAttribute('aria-valuenow', String(value));
    this.element.setAttribute('aria-valuetext', quantity(value));
  }

  /** @param {number} value */
  #set(value) {
    const rounded = Number(Math.min(1e6, Math.max(1e-9, value)).toPrecision(3));
    if (rounded === this.#value) return;
    this.#show(rounded);
    const threshold = String(rounded);
    this.#change(this.#off ? { clip: this.#clip, threshold } : { threshold });
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    this.element.setPointerCapture(event.pointerId);
    this.#dragged = true;
    this.#grabbed = this.#axis;
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (!this.#dragged || !this.#grabbed) return;
    const { top, height, low, high } = this.#grabbed;
    const share = (placeIn(this.#box, event).y - top) / height;
    this.#set(Math.exp(high - Math.min(1, Math.max(0, share)) * (high - low)));
  }

  #release() {
    this.#dragged = false;
  }
}

/**
 * Where the pale line stands.
 * @param {number} low the logarithm of the axis' lower end
 * @param {number} high that of its upper end
 */
function usual(low, high) {
  const inset = INSET * (high - low);
  const at = Math.exp(Math.min(high - inset, Math.max(low + inset, Math.log(USUAL))));
  return Number(at.toPrecision(3));
}
