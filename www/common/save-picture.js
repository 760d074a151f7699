/** Pictures to keep: PNG of a canvas with the labels over it, SVG of whatever the engine paints. */
import { h } from './dom.js';

/** Hands the reader a file. @param {Blob} blob @param {string} name */
function keep(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * A copy of a picture with the labels over it.
 * @param {HTMLCanvasElement} canvas as it was last drawn
 * @param {HTMLElement | null} labels the texts over it, each placed by its own box
 */
export function copied(canvas, labels) {
  const picture = h('canvas', {});
  Object.assign(picture, { width: canvas.width, height: canvas.height });
  const context = picture.getContext('2d');
  if (!context) return picture;
  context.drawImage(canvas, 0, 0);
  const box = canvas.getBoundingClientRect();
  const unit = canvas.width / box.width;
  for (const label of labels?.children ?? []) {
    const { left, top, height } = label.getBoundingClientRect();
    const { fontSize, fontFamily, color } = getComputedStyle(label);
    context.font = `${parseFloat(fontSize) * unit}px ${fontFamily}`;
    context.fillStyle = color;
    context.textBaseline = 'middle';
    context.fillText(label.textContent, (left - box.left) * unit, (top + height / 2 - box.top) * unit);
  }
  return picture;
}

/**
 * A PNG of the 3-D picture.
 * @param {HTMLCanvasElement} canvas as it was last drawn
 * @param {HTMLElement} labels the texts over it, each placed by its own box
 * @param {string} name of the file, without its ending
 */
export async function savePng(canvas, labels, name) {
  const picture = copied(canvas, labels);
  /** @type {Blob | null} */
  const blob = await new Promise((made) => picture.toBlob(made, 'image/png'));
  if (blob) keep(blob, `${name}.png`);
}

/**
 * A PNG of a painted canvas on a ground.
 * @param {HTMLCanvasElement} canvas
 * @param {string} background
 * @param {string} name of the file, without its ending
 */
export async function savePainted(canvas, background, name) {
  const picture = h('canvas', {});
  Object.assign(picture, { width: canvas.width, height: canvas.height });
  const context = picture.getContext('2d');
  if (!context) return;
  context.fillStyle = background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, 0);
  /** @type {Blob | null} */
  const blob = await new Promise((made) => picture.toBlob(made, 'image/png'));
  if (blob) keep(blob, `${name}.png`);
}

/** A file of text. @param {string} text @param {string} type @param {string} name */
export function saveText(text, type, name) {
  keep(new Blob([text], { type }), name);
}

/**
 * An SVG of what `paint` draws on a canvas.
 * @param {(canvas: HTMLCanvasElement) => void} paint draws on what it is given as on a canvas of one pixel to a unit
 * @param {[number, number]} size width and height
 * @param {string} background
 * @param {string} name of the file, without its ending
 */
export function saveSvg(paint, [width, height], background, name) {
  const recorder = new Recorder();
  const canvas = { width, height, getContext: () => recorder.context, setAttribute() {}, getAttribute: () => null };
  // The engine uses nothing else of a canvas.
  paint(/** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (canvas)));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="sans-serif"><rect width="100%" height="100%" fill="${background}"/>${recorder.parts.join('')}</svg>`;
  keep(new Blob([svg], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** @type {Record<CanvasTextAlign, string>} */
const ANCHORS = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' };
/** @type {Partial<Record<CanvasTextBaseline, string>>} */
const BASELINES = { top: '0.8em', hanging: '0.8em', middle: '0.35em', bottom: '-0.2em', ideographic: '-0.2em' };

/** A 2-D context that records what is drawn in it as SVG. It knows no more transforms than the engine's painter uses. */
class Recorder {
  /** @type {string[]} */
  parts = [];
  #path = '';
  /** @type {number[]} */
  #dash = [];
  #turn = '';
  /** @type {string[]} */
  #states = [];
  #measure = h('canvas', {}).getContext('2d');
  /** @type {CanvasRenderingContext2D} */
  context;

  constructor() {
    // The engine checks that it gets a real context, so this one inherits from it.
    const recording = Object.getOwnPropertyDescriptors(this.#recording());
    this.context = Object.create(CanvasRenderingContext2D.prototype, recording);
  }

  /** What differs from a real context. */
  #recording() {
    const own = this;
    /** @type {Partial<CanvasRenderingContext2D> & ThisType<CanvasRenderingContext2D>} */
    const recording = {
      font: '10px sans-serif',
      fillStyle: '#000',
      strokeStyle: '#000',
      lineWidth: 1,
      lineJoin: 'round',
      lineDashOffset: 0,
      textAlign: 'start',
      textBaseline: 'alphabetic',
      globalAlpha: 1,
      imageSmoothingEnabled: false,
      save() {
        own.#states.push(own.#turn);
      },
      restore() {
        own.#turn = own.#states.pop() ?? '';
      },
      translate(x, y) {
        own.#turn += ` translate(${x} ${y})`;
      },
      rotate(angle) {
        own.#turn += ` rotate(${(angle * 180) / Math.PI})`;
      },
      scale(x, y) {
        own.#turn += ` scale(${x} ${y})`;
      },
      setTransform() {
        own.#turn = '';
      },
      clearRect() {},
      beginPath() {
        own.#path = '';
      },
      closePath() {
        own.#path += 'Z';
      },
      moveTo(x, y) {
        own.#path += `M${digits(x)} ${digits(y)}`;
      },
      lineTo(x, y) {
        own.#path += `L${digits(x)} ${digits(y)}`;
      },
      rect(x, y, width, height) {
        own.#path += `M${digits(x)} ${digits(y)}h${digits(width)}v${digits(height)}h${digits(-width)}Z`;
      },
      arc(x, y, radius) {
        const r = digits(radius);
        own.#path += `M${digits(x - radius)} ${digits(y)}a${r} ${r} 0 1 0 ${digits(2 * radius)} 0a${r} ${r} 0 1 0 ${digits(-2 * radius)} 0Z`;
      },
      ellipse(x, y, radius) {
        this.arc(x, y, radius, 0, 2 * Math.PI);
      },
      setLineDash(dash) {
        own.#dash = [...dash];
      },
      stroke() {
        const dash = own.#dash.length ? ` stroke-dasharray="${own.#dash.join(' ')}"` : '';
        own.#put(
          `<path d="${own.#path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${digits(this.lineWidth)}" stroke-linejoin="round"${dash}/>`,
        );
      },
      fill() {
        own.#put(`<path d="${own.#path}" fill="${this.fillStyle}"/>`);
      },
      fillRect(x, y, width, height) {
        own.#put(
          `<rect x="${digits(x)}" y="${digits(y)}" width="${digits(width)}" height="${digits(height)}" fill="${this.fillStyle}"/>`,
        );
      },
      strokeRect(x, y, width, height) {
        own.#put(
          `<rect x="${digits(x)}" y="${digits(y)}" width="${digits(width)}" height="${digits(height)}" fill="none" stroke="${this.strokeStyle}"/>`,
        );
      },
      fillText(text, x, y) {
        const size = /([\d.]+)px/.exec(this.font)?.[1] ?? 12;
        const weight = /bold|[6-9]00/.test(this.font) ? ' font-weight="bold"' : '';
        own.#put(
          `<text x="${digits(x)}" y="${digits(y)}" dy="${BASELINES[this.textBaseline] ?? 0}" font-size="${size}"${weight} ` +
            `text-anchor="${ANCHORS[this.textAlign] ?? 'start'}" fill="${this.fillStyle}">${escaped(text)}</text>`,
        );
      },
      measureText(text) {
        const measure = /** @type {CanvasRenderingContext2D} */ (own.#measure);
        measure.font = this.font;
        return measure.measureText(text);
      },
      /**
       * @param {CanvasImageSource} image
       * @param {number[]} places
       */
      drawImage(image, ...places) {
        const [fromX, fromY, fromWidth, fromHeight, x, y, width, height] = places;
        const piece = h('canvas', {});
        Object.assign(piece, { width: fromWidth, height: fromHeight });
        piece.getContext('2d')?.drawImage(image, fromX, fromY, fromWidth, fromHeight, 0, 0, fromWidth, fromHeight);
        own.#put(
          `<image x="${digits(x)}" y="${digits(y)}" width="${digits(width)}" height="${digits(height)}" preserveAspectRatio="none" ` +
            `image-rendering="pixelated" href="${piece.toDataURL()}"/>`,
        );
      },
    };
    return recording;
  }

  /** @param {string} part */
  #put(part) {
    this.parts.push(this.#turn ? `<g transform="${this.#turn.trim()}">${part}</g>` : part);
  }
}

/** @param {number} value */
function digits(value) {
  return Number(value.toFixed(2));
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
