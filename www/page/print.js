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
    sheet = h(
      'section',
      { class: 'printed' },
      h('h2', {}, lab.read?.title),
      ...pictures(box, poster() ?? null, texts().printedNotYet),
      h('p', {}, lab.story.text.textContent),
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
 * A copy of each view that is shown. Paper does not wait: as long as a view is not painted, the poster is printed instead of all,
 * and without a poster a sentence in its place.
 * @param {HTMLElement} box
 * @param {HTMLImageElement | null} poster
 * @param {string} notYet
 */
function pictures(box, poster, notYet) {
  const views = [...box.querySelectorAll('.view')].flatMap((view) => {
    const canvases = [...view.querySelectorAll('canvas')];
    if (!view.checkVisibility() || !canvases.length) return [];
    return { view, canvas: canvases.find((one) => isPainted(one) && one.checkVisibility()) };
  });
  if (poster && views.some(({ canvas }) => !canvas)) return [h('figure', {}, still(poster))];
  return views.map(({ view, canvas }) => {
    /** @type {HTMLElement | null} */
    const labels = canvas?.parentElement?.querySelector('.labels') ?? null;
    const picture = canvas ? copied(canvas, labels) : h('p', {}, notYet);
    return h('figure', {}, h('figcaption', {}, view.querySelector('h3')?.textContent), picture);
  });
}

/** A picture that is there at once, as a copy of the image would not be. @param {HTMLImageElement} image */
function still(image) {
  const picture = h('canvas', { role: 'img', 'aria-label': image.alt });
  // Twice its size, because a poster is a drawing of lines.
  Object.assign(picture, { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  picture.getContext('2d')?.drawImage(image, 0, 0, picture.width, picture.height);
  return picture;
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
