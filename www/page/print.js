/** What is printed of a laboratory: its views as they are now, on white, with title, sentence and link as text. */
import { h } from '../common/dom.js';
import { copied } from '../common/save-picture.js';

/** @import { Texts } from '../texts/en.js' */
/** @import { Lab } from './lab.js' */

/**
 * @param {HTMLElement} box in which it is shown on paper, and only there
 * @param {() => Lab | null} present
 * @param {() => Texts} texts
 * @param {() => string} address of what is printed; empty for none that a reader could open
 * @param {() => HTMLImageElement | null | undefined} poster what is printed as long as a view is not painted
 * @returns {() => void} stops it
 */
export function printable(box, present, texts, address, poster) {
  /** @type {HTMLElement | null} */
  let sheet = null;
  const before = () => {
    const lab = present();
    if (!lab?.frame || sheet) return;
    lab.drawn(false);
    const views = shownIn(box);
    // Paper does not wait. The poster is of another step, so the sentence would not be about it.
    const instead = views.every(({ canvas }) => canvas) ? null : poster();
    sheet = h(
      'section',
      { class: 'printed' },
      h('h2', {}, lab.read?.title),
      ...(instead ? [h('figure', {}, still(instead))] : views.map((view) => picture(view, texts().printedNotYet))),
      instead ? null : h('p', {}, lab.story.text.textContent),
      h('p', { class: 'printed-link' }, address()),
      lab.settings ? h('p', { class: 'printed-link' }, `${texts().printedSettings} ${lab.settings}`) : null,
    );
    box.append(sheet);
  };
  const after = () => {
    sheet?.remove();
    sheet = null;
    present()?.drawn(null);
  };
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  return () => {
    after();
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
  };
}

/**
 * The views that are shown, each with the canvas that has its picture, if one is painted.
 * @typedef {{view: Element, canvas: HTMLCanvasElement | undefined}} Shown
 */

/** @param {HTMLElement} box @returns {Shown[]} */
function shownIn(box) {
  return [...box.querySelectorAll('.view')].flatMap((view) => {
    const canvases = [...view.querySelectorAll('canvas')];
    if (!view.checkVisibility() || !canvases.length) return [];
    return { view, canvas: canvases.find((one) => isPainted(one) && one.checkVisibility()) };
  });
}

/** A copy of a view, or a sentence in its place. @param {Shown} shown @param {string} notYet */
function picture({ view, canvas }, notYet) {
  /** @type {HTMLElement | null} */
  const labels = canvas?.parentElement?.querySelector('.labels') ?? null;
  // Of runs side by side, the caption says whose picture it is.
  const whose = view.closest('.beside')?.getAttribute('aria-label');
  const name = view.querySelector('h3')?.textContent;
  const title = h('figcaption', {}, whose ? `${whose} · ${name}` : name);
  const wide = canvas && canvas.width > 2 * canvas.height;
  return h('figure', { class: wide ? 'wide' : '' }, title, canvas ? copied(canvas, labels) : h('p', {}, notYet));
}

/** A picture that is there at once, as a copy of the image would not be. @param {HTMLImageElement} image */
function still(image) {
  const copy = h('canvas', { role: 'img', 'aria-label': image.alt });
  // Twice its size, because a poster is a drawing of lines.
  Object.assign(copy, { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  copy.getContext('2d')?.drawImage(image, 0, 0, copy.width, copy.height);
  return copy;
}

/**
 * Whether something was painted: a canvas that was given back is empty, a new one has the size that all begin with, and one
 * that waits for its picture has one colour.
 * @param {HTMLCanvasElement} canvas
 */
function isPainted(canvas) {
  if (canvas.width === 0 || (canvas.width === 300 && canvas.height === 150)) return false;
  const [width, height] = [64, 48];
  const context = Object.assign(h('canvas', {}), { width, height }).getContext('2d');
  context?.drawImage(canvas, 0, 0, width, height);
  const colours = new Uint32Array(context?.getImageData(0, 0, width, height).data.buffer ?? []);
  return colours.some((colour) => colour !== colours[0]);
}
