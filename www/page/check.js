/** The gradient check: a dialog that compares back-propagation with differences of the loss. */
import { h, iconButton, say, uid } from '../common/dom.js';
import { quantity } from '../common/format.js';

/** @import { CheckFound, CheckedLayer } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

export class Check {
  #texts;
  #on;
  #running = false;
  /** @type {HTMLTableRowElement[]} */
  #rows = [];

  /**
   * @param {Texts} texts
   * @param {{begin: () => void, end: () => void}} on to begin a check of the run as it is, and to give it up
   */
  constructor(texts, on) {
    this.#texts = texts;
    this.#on = on;
    const id = uid('check');
    const close = iconButton('close', texts.close, () => this.element.close(), { class: 'close' });
    this.what = h('p', { class: 'check-what' });
    this.bar = h('progress', { max: 1, value: 0, 'aria-label': texts.check.progress });
    this.share = h('span', {});
    this.go = h('button', {
      type: 'button',
      on: { click: () => (this.#running ? this.#end(texts.check.cancelled) : this.#begin()) },
    });
    this.verdict = h('p', { class: 'check-verdict', role: 'status' });
    this.body = h('tbody', {});
    const head = h('thead', {}, h('tr', {}, ...texts.check.head.map((text) => h('th', { scope: 'col' }, text))));
    // It scrolls, so it has to be reachable by keys.
    this.table = h(
      'div',
      { class: 'check-table', role: 'region', tabindex: 0, hidden: true, 'aria-labelledby': id },
      h('table', {}, head, this.body),
    );
    const notes = texts.check.notes.flatMap(([term, meaning]) => [h('dt', {}, term), h('dd', {}, meaning)]);
    this.notes = h('dl', { class: 'check-notes' }, ...notes);
    /** @type {HTMLDialogElement} */
    this.element = h(
      'dialog',
      {
        class: 'help-dialog check-dialog',
        'aria-labelledby': id,
        on: { click: (event) => event.target === this.element && this.element.close(), close: () => this.#end('') },
      },
      h(
        'div',
        { class: 'sheet' },
        h('h2', { id }, texts.check.title),
        close,
        this.what,
        h('div', { class: 'check-progress' }, this.bar, this.share, this.go),
        this.verdict,
        this.table,
        this.notes,
      ),
    );
  }

  open() {
    if (this.element.open) return;
    this.element.showModal();
    this.#begin();
  }

  /** What is being checked is not there any more. */
  interrupt() {
    this.#end(this.#texts.check.interrupted);
  }

  /** @param {CheckFound} found */
  take(found) {
    if (!this.#running) return;
    const { done, planned, layers } = found;
    say(this.what, planned ? this.#texts.check.what(found) : '');
    this.#progress(done);
    this.#fill(planned ? layers : []);
    if (done < 1) return;
    this.#running = false;
    say(this.go, this.#texts.check.again);
    this.#judge(found);
  }

  #begin() {
    this.#running = true;
    this.#tone('');
    say(this.verdict, '');
    say(this.what, this.#texts.check.begun);
    say(this.go, this.#texts.check.cancel);
    this.#progress(0);
    this.#fill([]);
    this.#on.begin();
  }

  /** @param {string} why */
  #end(why) {
    if (!this.#running) return;
    this.#running = false;
    this.#on.end();
    say(this.go, this.#texts.check.again);
    say(this.verdict, why);
  }

  /** @param {CheckFound} found */
  #judge({ planned, layers, allowed, truncated }) {
    const worst = layers.reduce((a, b) => (b.error > a.error ? b : a), layers[0]);
    const resolved = layers.filter((layer) => layer.resolved).length;
    const right = layers.every(({ agrees }) => agrees);
    this.#tone(truncated ? '' : right ? (resolved ? 'right' : '') : 'wrong');
    if (truncated && planned) say(this.verdict, this.#texts.check.truncated(worst));
    else if (!planned) say(this.verdict, this.#texts.check.nothing);
    else if (!right) say(this.verdict, this.#texts.check.wrong(worst));
    else
      say(
        this.verdict,
        resolved
          ? this.#texts.check.right({ error: worst.error, allowed, resolved, layers: layers.length })
          : this.#texts.check.unresolved,
      );
  }

  /** @param {number} done */
  #progress(done) {
    this.bar.value = done;
    say(this.share, this.#texts.check.running(done));
  }

  /** @param {'' | 'right' | 'wrong'} tone */
  #tone(tone) {
    this.verdict.dataset.tone = tone;
  }

  /** @param {CheckedLayer[]} layers */
  #fill(layers) {
    this.table.hidden = this.notes.hidden = !layers.length;
    if (this.#rows.length !== layers.length) {
      this.#rows = layers.map(({ name }) =>
        h('tr', {}, h('th', { scope: 'row' }, name), ...this.#texts.check.head.slice(1).map(() => h('td', {}))),
      );
      this.body.replaceChildren(...this.#rows);
    }
    layers.forEach((layer, k) => {
      const verdict = verdictOn(layer);
      const cells = [
        this.#texts.check.verdicts[verdict],
        layer.resolved ? quantity(layer.error) : '–',
        this.#texts.check.compared(layer),
        String(layer.kinks),
        String(layer.small),
      ];
      cells.forEach((text, n) => say(this.#rows[k].cells[n + 1], text));
      this.#rows[k].dataset.verdict = verdict;
    });
  }
}

/**
 * @param {CheckedLayer} layer
 * @returns {keyof Texts['check']['verdicts']}
 */
function verdictOn({ compared, resolved, agrees }) {
  if (!compared) return 'waiting';
  if (!resolved) return 'none';
  return agrees ? 'agrees' : 'wrong';
}
