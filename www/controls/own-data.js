/**
 * The user's own CSV file: dropped on the element or chosen, read by the engine, kept in this page's memory and sent
 * nowhere. A card asks for it where the settings name a file that is not here, and says what is wrong with a file.
 */
import { h, say } from '../common/dom.js';
import { messageOf } from '../engine/guard.js';
import { keepFile } from '../engine/runtime.js';

/** @import { CsvFile, Engine, Read } from '../engine/types.js' */
/** @import { Texts } from '../texts/en.js' */

/** The files of this page, by hash. @type {Map<string, {name: string, bytes: Uint8Array, columns: CsvFile['columns']}>} */
const files = new Map();

/**
 * The columns of a file that is here.
 * @returns {{name: string, kind: string}[]}
 * @param {string} hash
 */
export function columns(hash) {
  return files.get(hash)?.columns ?? [];
}

/** A file that was read. @typedef {{name: string, bytes: Uint8Array<ArrayBuffer>, about: CsvFile}} Chosen */

export class OwnData {
  #texts;
  /** The settings that wait for a file; null for none. @type {Read | null} */
  pending = null;
  #engine;
  #on;
  /** A file that is not the one that was asked for. @type {Chosen | null} */
  #other = null;

  /**
   * @param {Engine} engine
   * @param {{apply: (settings: string) => void, present: () => Read | null, ask: () => void, tell: (message: string) => void}} on
   *   `present` gives the settings in force, `ask` shows the card, `tell` gets what to say of the file that was read
   */
  constructor(engine, on) {
    const { texts } = engine;
    this.#engine = engine;
    this.#texts = texts;
    this.#on = on;
    this.input = h('input', {
      type: 'file',
      accept: '.csv,.tsv,.txt,text/csv,text/tab-separated-values',
      class: 'unseen',
      tabindex: '-1',
      'aria-hidden': 'true',
    });
    this.input.addEventListener('change', () => this.#chosen());
    this.title = h('h2');
    this.text = h('p', {});
    this.error = h('p', { class: 'own-error', role: 'alert', hidden: true });
    const button = (
      /** @type {string} */ text,
      /** @type {() => void} */ press,
      /** @type {Record<string, string | boolean>} */ properties = {},
    ) => h('button', { type: 'button', on: { click: press }, ...properties }, text);
    this.choose = button(texts.ownChoose, () => this.input.click(), { class: 'primary' });
    this.useOther = button(texts.ownUseOther, () => this.#other && this.#use(this.#other), { hidden: true });
    this.cancel = button(texts.ownCancel, () => this.close());
    this.element = h(
      'section',
      { class: 'own', hidden: true, 'aria-label': texts.ownTitle },
      h(
        'div',
        { class: 'own-card' },
        this.title,
        this.text,
        this.error,
        h('div', { class: 'own-buttons' }, this.choose, this.useOther, this.cancel, this.input),
        h('ul', { class: 'own-hints' }, ...texts.ownHints.map((hint) => h('li', {}, hint))),
      ),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.cancel.hidden) {
        event.stopPropagation();
        this.close();
      }
    });
  }

  /**
   * Whether these settings have to wait for a file, or for another target; if so the card is shown.
   * @param {Read} read
   */
  holds(read) {
    const own = read.ownFile;
    const file = own && files.get(own.hash);
    if (!own) this.#on.tell('');
    const wrong = file && this.#look(file.bytes, own.target).error;
    if (!own || (file && !wrong)) {
      this.pending = null;
      this.element.hidden = true;
      return false;
    }
    this.pending = read;
    this.#show(own.hash ? own.name : '', wrong || '');
    return true;
  }

  /** Gives the card up; what was there before stays. */
  close() {
    this.pending = null;
    this.element.hidden = true;
  }

  /** Reads a file, and starts a run on it if it can be used. @param {File} file */
  async take(file) {
    const tooLarge = this.#engine.call((api) => api.csvTooLarge(file.size));
    if (tooLarge) return this.#refuse(file.name, tooLarge);
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch (cause) {
      return this.#refuse(file.name, messageOf(cause));
    }
    const wanted = this.pending?.ownFile;
    const asked = this.#look(bytes, wanted?.hash ? wanted.target : '');
    if (asked.error) return this.#refuse(file.name, asked.error);
    /** @type {Chosen} */
    const found = { name: plain(file.name), bytes, about: asked };
    if (wanted?.hash && wanted.hash !== asked.hash) {
      this.#other = found;
      this.#show(wanted.name, this.#texts.ownOther(found.name));
      this.useOther.hidden = false;
      return undefined;
    }
    return this.#use(found);
  }

  /** @param {Chosen} chosen */
  #use({ name, bytes, about }) {
    files.set(about.hash, { name, bytes, columns: about.columns });
    keepFile(`csv:${about.hash}`, bytes.buffer);
    const present = this.#on.present();
    const wanted = this.pending ?? (present?.ownFile ? present : null);
    const settings = new URLSearchParams(wanted?.canonical ?? 'scenario=csv');
    if (!wanted && present?.explicit.includes('seed')) settings.set('seed', present.values.seed);
    // Another file has other columns, and changes made live belong to the run before.
    if (wanted?.ownFile?.hash !== about.hash) for (const key of ['target', 'changes']) settings.delete(key);
    settings.set('csv', `${name}~${about.hash}`);
    this.close();
    this.#on.apply(settings.toString());
    this.#on.tell(this.#texts.ownRead({ ...about, name }));
  }

  /**
   * @param {Uint8Array} bytes
   * @param {string} target
   * @returns {CsvFile}
   */
  #look(bytes, target) {
    return JSON.parse(this.#engine.call((api) => api.readCsv(bytes, target)));
  }

  /**
   * @param {string} name
   * @param {string} why
   */
  #refuse(name, why) {
    this.#show(this.pending?.ownFile?.hash ? this.pending.ownFile.name : '', `${name}: ${why}`);
  }

  /**
   * @param {string} name of the file that is asked for; empty for any
   * @param {string} [error]
   */
  #show(name, error = '') {
    const hidden = this.element.hidden;
    say(this.title, name ? this.#texts.ownMissing(name) : this.#texts.ownTitle);
    say(this.text, name ? this.#texts.ownMissingHelp : this.#texts.ownHelp);
    say(this.error, error || '');
    this.error.hidden = !error;
    this.useOther.hidden = true;
    this.cancel.hidden = !this.#on.present();
    this.element.hidden = false;
    this.#on.ask();
    if (hidden) this.choose.focus({ preventScroll: true });
  }

  #chosen() {
    const file = this.input.files?.[0];
    this.input.value = ''; // So that the same file can be chosen again after it was corrected.
    if (file) void this.take(file);
  }
}

/** A file's name as it stands in a link. @param {string} name */
function plain(name) {
  return (
    [...name]
      .filter((character) => character >= ' ' && character !== '\u007f')
      .join('')
      .trim()
      .slice(-150) || 'data.csv'
  );
}

/**
 * Lets files be dropped on the element.
 * @param {HTMLElement} host
 * @param {() => OwnData | null} own who takes them; null where none is wanted
 * @returns {() => void} stops it
 */
export function droppable(host, own) {
  /** @param {DragEvent} event */
  const brings = (event) => own() && [...(event.dataTransfer?.types ?? [])].includes('Files');
  /** @param {DragEvent} event */
  const over = (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    host.toggleAttribute('data-drop', true);
  };
  /** @param {DragEvent} event */
  const out = (event) => {
    const { relatedTarget } = event;
    if (!(relatedTarget instanceof Node) || !host.contains(relatedTarget)) host.removeAttribute('data-drop');
  };
  /** @param {DragEvent} event */
  const drop = (event) => {
    host.removeAttribute('data-drop');
    if (!brings(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void own()?.take(file);
  };
  /** @type {[name: 'dragenter' | 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void][]} */
  const listeners = [
    ['dragenter', over],
    ['dragover', over],
    ['dragleave', out],
    ['drop', drop],
  ];
  for (const [name, listener] of listeners) host.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of listeners) host.removeEventListener(name, listener);
  };
}
