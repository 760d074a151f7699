/**
 * Pointing at a place in a chart, by mouse, touch or keys: an overlay that marks the place, reads out its numbers, and
 * follows what is pointed at in the other views. The chart itself is not painted again.
 */
import { h, hide, say } from '../common/dom.js';
import { bound } from '../common/keys.js';

/** @import { Axis, Box, Layout, Place, Reading } from '../engine/types.js' */
/** @import { Pointing } from './pointing.js' */
/** @import { Texts } from '../texts/en.js' */

/** With shift an arrow key goes so many times as far. */
const FAR = 10;
/** A mark is no narrower, in CSS pixels. */
const THIN = 2;
const SVG = 'http://www.w3.org/2000/svg';

/** Where the figure was plotted, in CSS pixels. @typedef {{plot: Box, x: Axis, y: Axis}} Plotted */

export class Pointer {
  #texts;
  #pointing;
  #read;
  #go;
  /** @type {Plotted | null} */
  #layout = null;
  /** Pointed at in this chart. @type {{x: number | null, y: number | null}} */
  #own = { x: null, y: null };
  /** @type {Reading | null} */
  #reading = null;

  /**
   * @param {Texts} texts
   * @param {HTMLElement} box holds the chart's canvas
   * @param {string} label the chart's name
   * @param {Pointing} pointing
   * @param {{read: (x: number, y: number) => Reading, go?: (step: number) => void}} on the numbers at a place; to go to a step
   */
  constructor(texts, box, label, pointing, { read, go }) {
    this.#texts = texts;
    this.#pointing = pointing;
    this.#read = read;
    this.#go = go;
    this.column = h('div', { class: 'marked column', hidden: true });
    this.row = h('div', { class: 'marked row', hidden: true });
    this.lines = svgLines();
    this.readout = h('p', { class: 'readout', 'aria-hidden': 'true', hidden: true });
    this.over = h('div', { class: 'readout-place' }, this.readout);
    /** @type {HTMLElement} */
    this.element = h(
      'div',
      {
        class: 'pointer',
        role: 'slider',
        tabindex: 0,
        hidden: true,
        'aria-label': texts.pointer(label),
        'aria-valuenow': 0,
        on: {
          pointerdown: (event) => this.#hover(event),
          pointermove: (event) => this.#hover(event),
          // After a touch the mark stays.
          pointerleave: (event) => event.pointerType === 'mouse' && this.#forget(),
          dblclick: () => this.#going(),
          focus: () => this.element.matches(':focus-visible') && this.#begin(),
          blur: () => this.#forget(),
          keydown: bound('chart', {
            before: (event) => this.#move('x', -this.#stride(event)),
            after: (event) => this.#move('x', this.#stride(event)),
            below: (event) => this.#move('y', -this.#stride(event)),
            above: (event) => this.#move('y', this.#stride(event)),
            first: () => this.#end(0),
            last: () => this.#end(1),
            go: () => this.#going(),
            forget: () => this.#own.x !== null && this.#forget(),
          }),
        },
      },
      this.column,
      this.row,
      this.lines,
    );
    box.append(this.element, this.over);
    pointing.listen(() => this.#show());
  }

  /** Whether something is marked. */
  get active() {
    return this.#reading !== null;
  }

  /** Where this chart is pointed at, in axis units. */
  get here() {
    return this.#own;
  }

  /**
   * Follows the figure that has just been painted.
   * @param {Layout} layout what `paint` says of it
   * @param {number} zoom CSS pixels for one of the figure's own
   */
  place({ plot, x, y }, zoom) {
    hide(this.element, !(plot && plot.width > 0));
    this.#layout = null;
    if (!plot || !x || !y || this.element.hidden) return;
    const [left, top, width, height] = [plot.left, plot.top, plot.width, plot.height].map((length) => length * zoom);
    this.#layout = { plot: { left, top, width, height }, x, y };
    Object.assign(this.element.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    this.#show();
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (!this.#layout || (event.pointerType === 'touch' && event.type === 'pointermove' && !event.buttons)) return;
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const [across, up] = [(event.clientX - left) / width, 1 - (event.clientY - top) / height];
    this.#point(at(this.#layout.x, across), at(this.#layout.y, up));
  }

  /** The keyboard begins where something is pointed at already, else at the newest step or the first layer. */
  #begin() {
    if (!this.#layout || this.#own.x !== null) return;
    const { x, y } = this.#layout;
    this.#point(this.#shared(x) ?? (x.counts === 'layers' ? x.range[0] : x.range[1]), this.#shared(y) ?? y.range[0]);
  }

  /** @param {KeyboardEvent} event */
  #stride({ shiftKey }) {
    return shiftKey ? FAR : 1;
  }

  /**
   * @param {'x' | 'y'} axis
   * @param {number} by
   */
  #move(axis, by) {
    this.#begin();
    const place = this.#reading?.[axis];
    if (!place) return false;
    const next = by < 0 ? place.before : place.after;
    const to = place.at + Math.abs(by) * (next - place.at);
    this.#point(axis === 'x' ? to : this.#own.x, axis === 'y' ? to : this.#own.y);
    return true;
  }

  /** @param {0 | 1} which */
  #end(which) {
    this.#begin();
    const { x } = this.#reading ?? {};
    if (!x) return false;
    this.#point(x.ends[which], this.#own.y);
    return true;
  }

  #going() {
    const step = this.#pointing.by === this && this.#pointing.step;
    if (typeof step !== 'number') return false;
    this.#go?.(step);
    return true;
  }

  #forget() {
    this.#own = { x: null, y: null };
    this.#pointing.clear(this);
    this.#show();
  }

  /**
   * Points at the places nearest to these, and lets the other views know.
   * @param {number | null} x
   * @param {number | null} y
   */
  #point(x, y) {
    if (!this.#layout) return;
    const read = this.#read(x ?? NaN, y ?? NaN);
    const own = { x: read.x?.at ?? null, y: read.y?.at ?? null };
    this.#own = own;
    /** @type {{step?: number | null, layer?: number | null}} */
    const named = {};
    for (const axis of /** @type {const} */ (['x', 'y'])) {
      const { counts } = this.#layout[axis];
      const counted = read[axis]?.counted ?? own[axis];
      if (counts === 'steps') named.step = counted;
      if (counts === 'layers') named.layer = counted;
    }
    this.#pointing.set(this, named);
    this.#show();
  }

  /** What is pointed at in another view, on an axis of this chart. @param {Axis} axis */
  #shared({ counts, places }) {
    if (counts === 'steps') return this.#pointing.step;
    const layer = counts === 'layers' ? this.#pointing.layer : null;
    return layer === null || !places ? layer : (places[layer] ?? null);
  }

  #show() {
    if (!this.#layout) return;
    const { x, y } = this.#layout;
    const own = this.#own.x !== null;
    const [across, up] = own ? [this.#own.x, this.#own.y] : [this.#shared(x), this.#shared(y)];
    const nothing = across === null && up === null;
    this.#reading = nothing && !this.element.matches(':focus') ? null : this.#read(across ?? x.range[1], up ?? NaN);
    const read = nothing ? null : this.#reading;
    const lines = (!nothing && read?.lines) || [];
    this.#mark(this.column, across === null || lines.length ? null : (read?.x ?? null), x, 'left', 'width');
    this.#mark(this.row, up === null || lines.length ? null : (read?.y ?? null), y, 'bottom', 'height');
    this.#draw(lines);
    this.#tell(across === null ? null : read);
  }

  /**
   * @param {HTMLElement} mark
   * @param {Place | null} place
   * @param {Axis} axis
   * @param {'left' | 'bottom'} side
   * @param {'width' | 'height'} size
   */
  #mark(mark, place, axis, side, size) {
    hide(mark, !place);
    if (!place || !this.#layout) return;
    const length = this.#layout.plot[size];
    const [from, to] = place.span.map((value) => share(axis, value) * length);
    const wide = Math.max(THIN, to - from);
    mark.style[side] = `${Math.min(length - wide, Math.max(0, (from + to - wide) / 2))}px`;
    mark.style[size] = `${wide}px`;
    mark.classList.toggle('line', from === to);
  }

  /** Draws over lines that are pointed at. @param {[number, number, number, number][]} lines in axis units */
  #draw(lines) {
    this.lines.toggleAttribute('hidden', !lines.length);
    if (!lines.length || !this.#layout) return;
    const { x, y, plot } = this.#layout;
    const to = (/** @type {number} */ across, /** @type {number} */ up) =>
      `${share(x, across) * plot.width} ${(1 - share(y, up)) * plot.height}`;
    const path = lines.map(([x0, y0, x1, y1]) => `M${to(x0, y0)}L${to(x1, y1)}`).join('');
    for (const line of this.lines.children) line.setAttribute('d', path);
  }

  /** @param {Reading | null} read */
  #tell(read) {
    if (!this.#layout) return;
    const said = read?.values.length ? sentence(this.#texts, this.#layout, read) : '';
    hide(this.readout, !said);
    say(this.readout, said);
    const { plot, x } = this.#layout;
    if (read?.x) {
      this.element.setAttribute('aria-valuemin', String(read.x.ends[0]));
      this.element.setAttribute('aria-valuemax', String(read.x.ends[1]));
      this.element.setAttribute('aria-valuenow', String(read.x.at));
      this.element.setAttribute('aria-valuetext', said || read.x.name);
    }
    if (!said || !read?.x) return;
    // On the side where the mark is not.
    const right = share(x, read.x.at) < 0.5;
    // It stands above the plot, where it covers no data; a longer one grows down into the plot, not over the title.
    const { left, top, width } = plot;
    Object.assign(this.over.style, {
      minHeight: `${top}px`,
      left: right ? 'auto' : `${left}px`,
      right: right ? `calc(100% - ${left + width}px)` : 'auto',
      maxWidth: right ? `${left + width}px` : `calc(100% - ${left}px)`,
    });
  }
}

/**
 * @param {Texts} texts
 * @param {Plotted} layout
 * @param {Reading} read
 */
function sentence(texts, { x, y }, read) {
  // An axis with places of its own has whole names.
  const across = read.x && (x.places ? read.x.name : texts.pointed(x.counts, read.x.name));
  const places = [across, read.y && texts.pointed(y.counts, read.y.name)];
  return [places.filter(Boolean).join(', '), ...read.values.map(({ name, value }) => `${name} ${value}`)]
    .filter(Boolean)
    .join(' · ');
}

/** A line over the chart, in two tones so that it stands out from any ground. */
function svgLines() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'marked-lines');
  svg.toggleAttribute('hidden', true);
  svg.append(document.createElementNS(SVG, 'path'), document.createElementNS(SVG, 'path'));
  return svg;
}

/**
 * The value at a share of an axis, and back.
 * @param {Axis} axis
 * @param {number} share
 */
function at({ range: [low, high], scale }, share) {
  return scale === 'log10' ? low * (high / low) ** share : low + share * (high - low);
}

/**
 * @param {Axis} axis
 * @param {number} value
 */
function share({ range: [low, high], scale }, value) {
  return scale === 'log10' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}
