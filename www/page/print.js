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
 * @returns {() => void} stops it
 */
export function printable(box, present, texts, address) {
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
      ...pictures(box),
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

/** A copy of each view that is shown. @param {HTMLElement} box */
function pictures(box) {
  return [...box.querySelectorAll('.view')].flatMap((view) => {
    const canvases = [...view.querySelectorAll('canvas')];
    const canvas = canvases.find((one) => isPainted(one) && one.checkVisibility());
    if (!canvas) return [];
    /** @type {HTMLElement | null} */
    const labels = canvas.parentElement?.querySelector('.labels') ?? null;
    return h('figure', {}, h('figcaption', {}, view.querySelector('h3')?.textContent), copied(canvas, labels));
  });
}

/** Whether something was painted: a canvas that was given back is empty, and a new one has the size that all begin with. @param {HTMLCanvasElement} canvas */
function isPainted({ width, height }) {
  return width > 0 && (width !== 300 || height !== 150);
}
