/**
 * `<gradscape-lab>`: the whole product as an element, for the page and for other pages.
 *
 * Attributes: `settings`, `views`, `controls`, `autoplay`, `theme`; `link` for the page's own element, whose state
 * stands in the address. Events: `ready`, `frame`, `settingschange`, `error`.
 */
import { Header } from './header.js';
import { Help } from './help.js';
import { h } from '../common/dom.js';
import { keys } from '../common/keys.js';
import { Lab } from './lab.js';
import { Link } from './link.js';
import { droppable } from '../controls/own-data.js';
import { presence } from './presence.js';
import * as runtime from '../engine/runtime.js';
import { runs } from '../workers/pool.js';
import { Shell } from './shell.js';
import { texts } from '../common/texts.js';
import { THEMES, calm, isDark, remember, remembered, spread, whenSystemChanges } from '../common/theme.js';

/** @typedef {import('../gradscape.js').Frame} Frame */

/**
 * @fires ready it stands at step 0
 * @fires frame another step is on show; `detail` is the frame
 * @fires settingschange `detail.settings` is the new settings string
 * @fires error an ErrorEvent; `error` is the cause
 */
export class GradscapeLab extends HTMLElement {
  static observedAttributes = ['settings', 'views', 'controls', 'theme'];

  #shell = null;
  #lab = null;
  #link = null;
  #header = null;
  #help = new Help();
  #ready = deferred();
  #wanted = null; // settings that were set before there was a laboratory
  #wantsPlay = null;
  #wantsStep = 0; // where it stood before it was moved or started again
  #present = !document.hidden;
  #undo = [];

  /** The settings string. Setting it starts anew. @type {string} */
  get settings() {
    return this.#lab?.settings ?? this.#wanted ?? this.getAttribute('settings') ?? '';
  }

  set settings(settings) {
    this.#wanted = String(settings);
    this.#lab?.apply(this.#wanted);
  }

  /** The newest frame; null before it is ready. @type {Frame | null} */
  get frame() {
    return this.#lab?.frame ?? null;
  }

  /** Plays; a run that has ended plays again from step 0. */
  play() {
    this.#wantsPlay = true;
    this.#lab?.play();
  }

  /** Holds where it is. */
  pause() {
    this.#wantsPlay = false;
    this.#lab?.pause();
  }

  /** @param {number} [n] @returns {Promise<Frame>} the frame reached */
  async step(n = 1) {
    return (await this.#there()).step(natural(n));
  }

  /** @param {number} step @returns {Promise<Frame>} the frame reached */
  async seek(step) {
    return (await this.#there()).seek(natural(step));
  }

  /** @returns {Promise<Frame>} the frame of step 0 */
  async reset() {
    return (await this.#there()).reset();
  }

  connectedCallback() {
    // Properties that were set before this module was loaded hide the accessors.
    if (Object.hasOwn(this, 'settings')) {
      const { settings } = this;
      delete this.settings;
      this.settings = settings;
    }
    this.#shell ??= new Shell(this.attachShadow({ mode: 'open' }));
    if (this.#own) {
      this.#link = new Link((settings) => {
        this.settings = settings;
      });
      if (THEMES.includes(remembered())) this.setAttribute('theme', remembered());
    }
    this.#undo.push(
      whenSystemChanges(() => this.#themed()),
      presence(this, (present) => {
        this.#present = present;
        if (this.#lab) this.#lab.visible = present;
      }),
      droppable(this, () => (this.#lab?.controls.offers('csv') ? this.#lab.own : null)),
      keys(this, () => this.#own, {
        toggle: () => this.#lab?.toggle(),
        slow: () => this.#lab?.slowly(),
        help: () => this.#lab?.frame && this.#help.open(),
        leave: () => this.#presentation(false),
      }),
    );
    this.#themed();
    this.#start();
  }

  disconnectedCallback() {
    for (const undo of this.#undo.splice(0)) undo();
    this.#link?.close();
    this.#link = null;
    // It may be put somewhere else, and goes on there.
    this.#wanted = this.settings;
    this.#wantsPlay = this.#lab?.playing ?? this.#wantsPlay;
    this.#wantsStep = this.#lab?.frame?.step ?? 0;
    this.#close();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#shell || before === after) return;
    if (name === 'settings') this.settings = after ?? '';
    else if (name === 'theme') this.#themed();
    else if (name === 'controls') this.#lab?.controls.choose(list(after));
    else if (this.#lab) this.#start(); // Other views: the laboratory is built anew with the same settings.
  }

  get #own() {
    return this.hasAttribute('link');
  }

  get #theme() {
    const theme = this.getAttribute('theme');
    return THEMES.includes(theme) ? theme : 'auto';
  }

  async #there() {
    if (!this.#lab?.frame) await this.#ready.promise;
    return this.#lab;
  }

  /** Loads the engine (again, after a fault) and builds the laboratory with the last settings. */
  async #start() {
    const settings = this.#wanted ?? this.#lab?.settings ?? (this.#link?.read() || this.getAttribute('settings') || '');
    this.#wanted = settings; // Until they are settled: the engine may stop over them.
    const playing = this.#wantsPlay ?? (this.hasAttribute('autoplay') && !calm());
    this.#close();
    this.#shell.loading();
    runs.warm(runtime.compiled());
    try {
      const engine = await (settings ? runtime.loadWhole() : runtime.load());
      if (this.isConnected && !this.#lab) this.#build(engine, playing);
    } catch (cause) {
      this.#failed(cause);
    }
  }

  #build(engine, playing) {
    const chosen = { views: list(this.getAttribute('views')), controls: list(this.getAttribute('controls')) };
    const lab = new Lab(engine, chosen, {
      ask: () => this.#shell.ask(lab.own.element),
      ready: () => this.#show(lab, playing),
      frame: (frame) => this.#tell(new CustomEvent('frame', { bubbles: true, composed: true, detail: frame })),
      settings: (read, changed) => this.#settled(read, changed),
      failed: (cause) => this.#failed(cause),
      panicked: (message) => this.#panicked(message),
    });
    this.#lab = lab;
    lab.theme = this.#theme;
    lab.apply(this.#wanted);
    lab.visible = this.#present;
  }

  #show(lab, playing) {
    const again = this.#shell.lab.dataset.state === 'ready';
    if (!again) this.#shell.ready(this.#parts(lab));
    this.#themed();
    const [step, plays] = [this.#wantsStep, this.#wantsPlay ?? playing];
    this.#wantsStep = 0;
    const back = step ? lab.seek(step) : Promise.resolve();
    back.then(
      () => plays && this.#lab === lab && this.play(),
      () => {},
    );
    this.#ready.resolve();
    this.#tell(new CustomEvent('ready', { bubbles: true, composed: true }));
  }

  #parts(lab) {
    this.#header = new Header(
      this.#own,
      {
        share: () => this.#share(),
        pytorch: () => lab.copyAsPyTorch(),
        check: () => lab.check.open(),
        present: () => this.#presentation(!this.#shell.lab.classList.contains('present')),
        theme: () => this.setAttribute('theme', THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length]),
      },
      this.#help.button,
    );
    this.#header.show(lab.read.title);
    const body = h('div', { class: 'panel-body' }, lab.controls.element);
    const open = h('button', { type: 'button', class: 'panel-toggle', 'aria-expanded': 'false' }, texts.controls);
    open.addEventListener('click', () => {
      const now = open.getAttribute('aria-expanded') !== 'true';
      open.setAttribute('aria-expanded', String(now));
    });
    const panel = h(
      'section',
      { class: 'panel', 'aria-label': texts.controls, hidden: lab.controls.empty },
      open,
      body,
    );
    return [
      this.#header.element,
      lab.notices.element,
      lab.stage,
      panel,
      lab.views.element,
      lab.transport.element,
      lab.own.element,
      lab.check.element,
      this.#help.element,
    ];
  }

  #settled(read, changed) {
    this.#wanted = null;
    this.#header?.show(read.title);
    this.#shell.clear();
    if (this.#link) {
      document.title = `${read.title} · ${texts.wordmark}`;
      this.#link.write(read.canonical, changed);
    }
    if (changed)
      this.#tell(
        new CustomEvent('settingschange', { bubbles: true, composed: true, detail: { settings: read.canonical } }),
      );
  }

  #failed(cause) {
    const missing = cause instanceof runtime.Missing;
    const why = missing ? texts[cause.message] : cause.message;
    if (this.#lab?.frame) {
      this.#shell.stopped(texts.failed, texts.dataMissing(why), null, texts.retry, () => this.#start());
    } else {
      this.#shell.failed(why, missing ? null : () => this.#start());
    }
    this.#error(cause);
  }

  #panicked({ message, here }) {
    const lab = this.#lab;
    if (!lab || lab.broken) return;
    lab.broken = true;
    if (here) runtime.discard();
    this.#wanted ??= lab.settings;
    this.#wantsPlay = lab.playing;
    this.#wantsStep = lab.frame?.step ?? 0;
    lab.pause();
    if (!lab.frame) this.#shell.ready([]);
    this.#shell.stopped(texts.crashed, message, texts.crashedHelp, texts.restart, () => this.#start());
    this.#error(new Error(message));
  }

  #error(cause) {
    if (!this.#lab?.frame) this.#ready.reject(cause);
    this.#tell(new ErrorEvent('error', { bubbles: true, composed: true, error: cause, message: cause.message }));
  }

  #tell(event) {
    this.dispatchEvent(event);
  }

  #close() {
    this.#lab?.close();
    this.#lab = null;
    this.#ready = deferred();
  }

  #themed() {
    const theme = this.#theme;
    this.#shell.lab.classList.toggle('dark', isDark(theme));
    this.#header?.themed(theme);
    if (this.#lab) this.#lab.theme = theme;
    if (!this.#own) return;
    spread(theme);
    if (this.#lab) remember(theme);
  }

  async #share() {
    const address = this.#link.address(this.settings);
    try {
      await navigator.clipboard.writeText(address);
      this.#header.shared();
    } catch {
      const field = h('input', { type: 'text', readonly: true, 'aria-label': texts.shareByHand, '.value': address });
      this.#lab.notices.show('share', [h('span', {}, `${texts.shareByHand} `, field)]);
      field.select();
    }
  }

  #presentation(now) {
    this.#shell.lab.classList.toggle('present', now);
    this.#header?.presenting(now);
  }
}

/** A space-separated list of ids; null where the attribute is missing. */
function list(attribute) {
  return attribute === null ? null : attribute.split(/\s+/).filter(Boolean);
}

function natural(n) {
  return Math.max(0, Math.floor(Number(n)) || 0);
}

function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // Whoever waits is told; nobody has to wait.
  return { promise, resolve, reject };
}
