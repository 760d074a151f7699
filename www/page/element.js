/**
 * What `<gradscape-lab>` has inside, for Gradscape's own page and for others: the laboratory, and what it tells the host.
 *
 * Attributes: `settings`, `views`, `controls`, `autoplay`, `theme`, `lang`; `link` for the page's own element, whose state
 * stands in the address. Events: `ready`, `frame`, `settingschange`, `error`. `host/element.js` is the element itself.
 */
import { h } from '../common/dom.js';
import { keys } from '../common/keys.js';
import { THEMES, calm, isDark, remember, remembered, spread, whenHostChanges } from '../common/theme.js';
import { droppable } from '../controls/own-data.js';
import { messageOf } from '../engine/guard.js';
import { ENGLISH, inLanguage, language, languageOf } from '../engine/languages.js';
import * as runtime from '../engine/runtime.js';
import { runs } from '../workers/pool.js';
import { foot } from './foot.js';
import { Columns } from './columns.js';
import { Header } from './header.js';
import { Help } from './help.js';
import { Lab } from './lab.js';
import { Link } from './link.js';
import { misnamed } from './names.js';
import { NOWHERE, opensAt, seen } from './opening.js';
import { presence } from './presence.js';
import { printable } from './print.js';
import { wholeOf } from './settings.js';
import { Shell } from './shell.js';

/** @import { Theme } from '../gradscape.js' */
/** @import { Inside as Promised } from '../host/element.js' */
/** @import { Frame as Room } from '../host/frame.js' */
/** @import { Frame, Loaded, Opening, Read } from '../engine/types.js' */

/**
 * @implements {Promised}
 * @fires ready a run stands at step 0
 * @fires frame another step is shown; `detail` is the frame
 * @fires settingschange `detail.settings` is the new settings string
 * @fires error an ErrorEvent; `error` is the cause
 */
export class Inside {
  #element;
  #shell;
  /** @type {Lab | null} */
  #lab = null;
  /** @type {Link | null} */
  #link = null;
  /** Its runs, side by side. @type {Columns | null} */
  #columns = null;
  /** @type {Header | null} */
  #header = null;
  /** @type {Help | null} */
  #help = null;
  #language = ENGLISH;
  /** Where the link opened, as long as it says so; `reached` once the run was there. */
  #opening = { ...NOWHERE, reached: false };
  /** How often it was started: what an earlier start still brings is not wanted. */
  #starts = 0;
  #ready = deferred();
  /** Settings that were set before there was a laboratory. @type {string | null} */
  #wanted = null;
  /** Whether to play when it is ready; null for what the attributes say. @type {boolean | null} */
  #wantsPlay = null;
  /** The step at which it stood before it was moved or started again. */
  #wantsStep = 0;
  #present = !document.hidden;
  /** Stops following how high the parts at the foot are. */
  #foot = () => {};
  /** What has to be undone when it leaves the page. @type {(() => void)[]} */
  #undo = [];

  /**
   * @param {HTMLElement} element
   * @param {Room} room
   */
  constructor(element, room) {
    this.#element = element;
    this.#shell = new Shell(room, this.#isPage);
  }

  /** The settings string. Setting it restarts the run. @type {string} */
  get settings() {
    return this.#lab?.settings ?? this.#wanted ?? this.#element.getAttribute('settings') ?? '';
  }

  set settings(settings) {
    this.#wanted = String(settings);
    this.#lab?.apply(this.#wanted);
  }

  /** The newest frame; null before it is ready. @type {Frame | null} */
  get frame() {
    return this.#lab?.frame ?? null;
  }

  /** Those of all runs side by side, the first one's first; empty before it is ready. @type {Frame[]} */
  get frames() {
    return (this.#columns?.labs ?? []).flatMap(({ frame }) => frame ?? []);
  }

  /** Plays; a run that has ended plays again from step 0. */
  play() {
    this.#wantsPlay = true;
    this.#lab?.playback.play();
  }

  /** Stops at the present step. */
  pause() {
    this.#wantsPlay = false;
    this.#lab?.playback.pause();
  }

  /** @param {number} [n] @returns {Promise<Frame>} the frame reached */
  async step(n = 1) {
    return (await this.#labReady()).playback.step(natural(n));
  }

  /** @param {number} step @returns {Promise<Frame>} the frame reached */
  async seek(step) {
    return (await this.#labReady()).playback.seek(natural(step));
  }

  /** @returns {Promise<Frame>} the frame of step 0 */
  async reset() {
    return (await this.#labReady()).playback.reset();
  }

  /** The element is on a page, perhaps again. */
  connected() {
    if (this.#isPage) {
      this.#link = new Link((settings) => {
        this.settings = settings;
      });
      const theme = remembered();
      if (theme) this.#element.setAttribute('theme', theme);
    }
    this.#undo.push(
      whenHostChanges(this.#element, () => {
        if (this.#lab?.loop.dark !== isDark(this.#theme, this.#element)) this.#themed();
      }),
      presence(this.#element, (present) => {
        this.#present = present;
        if (this.#lab) this.#lab.visible = present;
      }),
      droppable(this.#element, () => (this.#lab?.controls.offers('csv') ? this.#lab.own : null)),
      printable(
        this.#shell.lab,
        () => this.#lab,
        () => this.#language.texts,
        () => this.#address(),
        () =>
          [this.#shell.poster, this.#element.querySelector('img')].find((one) => one?.complete && one.naturalWidth > 0),
      ),
      keys(this.#element, this.#shell.root, () => this.#isPage, {
        toggle: () => this.#lab?.playback.toggle(),
        slow: () => this.#lab?.playback.toggleSlow(),
        help: () => {
          if (this.#lab?.frame) this.#help?.open();
        },
        leave: () => this.#presentation(false),
      }),
    );
    this.#themed();
    void this.#start();
  }

  disconnected() {
    for (const undo of this.#undo.splice(0)) undo();
    this.#link?.close();
    this.#link = null;
    this.#remember(); // It may be moved to another place, where it continues.
    this.#close();
  }

  /** An attribute has changed. @param {string} name */
  changed(name) {
    if (name === 'loading' || name === 'poster') return;
    if (name === 'settings') this.settings = this.#element.getAttribute('settings') ?? '';
    else if (name === 'theme') this.#themed();
    else if (name === 'controls') this.#chooseControls();
    else if (name === 'lang') this.#translate();
    else if (this.#lab) void this.#start(); // Other views: the laboratory is built again with the same settings.
  }

  #chooseControls() {
    const lab = this.#lab;
    lab?.controls.choose(list(this.#element.getAttribute('controls')));
    if (lab) this.#checkNames(lab);
  }

  /** Names in the attributes that are not known are said. @param {Lab} lab */
  #checkNames(lab) {
    const [views, controls] = ['views', 'controls'].map((name) => list(this.#element.getAttribute(name)) ?? []);
    lab.notices.show(
      'names',
      misnamed(lab.engine, { views, controls, theme: list(this.#element.getAttribute('theme')) ?? [] }),
    );
  }

  /** Builds the laboratory again in another language, at the same step. */
  #translate() {
    if (!this.#element.isConnected) return;
    if (this.#lab) this.#remember();
    void this.#start();
  }

  /** Has the next start continue where it is. */
  #remember() {
    this.#wanted = this.settings;
    this.#wantsPlay = this.#lab?.playback.playing ?? this.#wantsPlay;
    this.#wantsStep = this.#lab?.frame?.step ?? 0;
  }

  /** Whether this is the page's own element, whose settings are in the link. */
  get #isPage() {
    return this.#element.hasAttribute('link');
  }

  /** @returns {Theme} */
  get #theme() {
    const theme = this.#element.getAttribute('theme');
    return THEMES.find((known) => known === theme) ?? 'auto';
  }

  /** @returns {Promise<Lab>} */
  async #labReady() {
    if (!this.#lab?.frame) await this.#ready.promise;
    if (!this.#lab) throw new Error('closed');
    return this.#lab;
  }

  /** Loads the engine (again, after a fault) and builds the laboratory with the last settings. */
  async #start() {
    const settings =
      this.#wanted ?? this.#lab?.settings ?? (this.#link?.read() || this.#element.getAttribute('settings') || '');
    this.#wanted = settings; // Until they are settled: the engine may stop over them.
    const playing = this.#wantsPlay ?? (this.#element.hasAttribute('autoplay') && !calm());
    const start = (this.#starts += 1);
    const id = languageOf(this.#element);
    this.#close();
    this.#shell.loading();
    runs.warm(runtime.compiled());
    const loading = settings || id !== ENGLISH.id ? runtime.loadWhole() : runtime.load();
    loading.catch(() => {}); // It is awaited below.
    this.#language = await language(id);
    if (start !== this.#starts) return;
    this.#shell.speak(this.#language);
    try {
      const engine = await loading;
      if (this.#element.isConnected && start === this.#starts) this.#build(engine, playing);
    } catch (cause) {
      if (start === this.#starts) this.#failed(cause);
    }
  }

  /**
   * @param {Loaded} engine
   * @param {boolean} playing
   */
  #build(engine, playing) {
    const chosen = {
      views: list(this.#element.getAttribute('views')),
      controls: list(this.#element.getAttribute('controls')),
    };
    const speaking = inLanguage(engine, this.#language);
    const lab = new Lab(speaking, chosen, {
      ask: () => this.#shell.ask(lab.own.element),
      share: this.#isPage ? (opening, settings) => void this.#share(opening, settings) : null,
      ready: () => this.#show(lab, playing),
      frame: (frame) => {
        this.#leave(frame);
        this.#columns?.tell(lab, frame);
        this.#tell(new CustomEvent('frame', { bubbles: true, composed: true, detail: frame }));
      },
      settings: (read, changed) => this.#settled(read, changed),
      failed: (cause) => this.#failed(cause),
      panicked: (message) => this.#panicked(message),
      compare: this.#isPage ? (cure) => this.#columns?.compare(lab, cure) : null,
      branch: this.#isPage ? () => this.#columns?.branch() : null,
    });
    this.#lab = lab;
    this.#columns = new Columns(speaking, lab, (on) => new Lab(speaking, chosen, on, lab));
    lab.dark = isDark(this.#theme, this.#element);
    lab.apply(this.#wanted ?? '');
    this.#checkNames(lab);
    lab.visible = this.#present;
  }

  /**
   * @param {Lab} lab
   * @param {boolean} playing
   */
  #show(lab, playing) {
    const again = this.#shell.lab.dataset.state === 'ready';
    if (!again) {
      this.#shell.ready(this.#parts(lab));
      this.#settleColumns(lab);
    }
    this.#themed();
    const { autopsy, calibrate, paused, sweep } = lab.read?.opening ?? NOWHERE;
    const shows = autopsy || sweep !== null || calibrate !== null;
    const opensPlaying = playing && !lab.waits && !paused && !shows;
    const [step, plays] = [this.#wantsStep, this.#wantsPlay ?? opensPlaying];
    this.#wantsStep = 0;
    const back = step ? lab.playback.seek(step) : Promise.resolve();
    back.then(
      () => plays && this.#lab === lab && this.play(),
      () => {},
    );
    this.#ready.resolve();
    this.#tell(new CustomEvent('ready')); // A host may have a `ready` of its own, so this one does not bubble.
  }

  /** @param {Lab} lab */
  #settleColumns(lab) {
    const panel = this.#shell.lab.querySelector('.panel');
    if (!(panel instanceof HTMLElement)) return;
    this.#columns?.settle(panel, () => {
      this.#header?.roomy(this.#columns?.room ?? false);
      lab.playback.show();
    });
  }

  /** @param {Lab} lab */
  #parts(lab) {
    const { texts } = this.#language;
    this.#help = new Help(texts);
    this.#header = new Header(
      texts,
      this.#isPage,
      {
        share: () => this.#share(),
        pytorch: () => void this.#columns?.copyAsPyTorch(),
        check: () => lab.check.open(),
        sweep: () => lab.study('sweep'),
        compare: () => this.#columns?.add(),
        present: () => this.#presentation(!this.#shell.lab.classList.contains('present')),
        theme: () => this.#element.setAttribute('theme', THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length]),
      },
      this.#help.button,
    );
    if (lab.read) this.#header.show(lab.read.title);
    const panel = h(
      'section',
      { class: 'panel', 'aria-label': texts.controls, hidden: lab.controls.empty },
      lab.controls.element,
    );
    const transport = lab.playback.transport.element;
    this.#foot();
    this.#foot = foot(this.#shell.lab, { panel, transport });
    return [
      this.#header.element,
      lab.notices.element,
      lab.stage,
      panel,
      lab.views.element,
      ...(this.#columns ? [this.#columns.element] : []),
      transport,
      lab.own.element,
      lab.check.element,
      lab.autopsy.element,
      lab.studies.element,
      this.#help.element,
    ];
  }

  /**
   * @param {Read} read
   * @param {boolean} changed
   */
  #settled(read, changed) {
    this.#wanted = null;
    this.#header?.show(read.title);
    this.#shell.clear();
    this.#columns?.show(read);
    if (this.#link) {
      document.title = `${read.title} · ${this.#language.texts.wordmark}`;
      this.#opening = { ...read.opening, reached: false };
      this.#link.write(opensAt(wholeOf(read), read.opening), changed);
    }
    if (changed)
      this.#tell(
        new CustomEvent('settingschange', { bubbles: true, composed: true, detail: { settings: wholeOf(read) } }),
      );
  }

  /** The address says where the link opened until the run is elsewhere. @param {Frame} frame */
  #leave({ step }) {
    const { autopsy, paused, reached, step: wanted } = this.#opening;
    if (wanted === null && !paused && !autopsy) return;
    const there = step === (wanted ?? 0);
    if (there) this.#opening.reached = true;
    else if (reached || step > (wanted ?? 0)) {
      this.#opening = { ...NOWHERE, reached: false };
      this.#link?.write(this.settings, false);
    }
  }

  /** @param {unknown} cause */
  #failed(cause) {
    const { texts } = this.#language;
    const missing = cause instanceof runtime.Missing;
    const why = missing ? texts[cause.text] : messageOf(cause);
    if (this.#lab?.frame) {
      this.#shell.stopped(texts.failed, texts.dataMissing(why), null, texts.retry, () => this.#start());
    } else {
      this.#shell.failed(why, missing ? null : () => this.#start());
    }
    this.#error(cause);
  }

  /** @param {{message: string, here?: boolean}} crash */
  #panicked({ message, here }) {
    const lab = this.#lab;
    if (!lab || lab.broken) return;
    lab.broken = true;
    if (here) runtime.discard();
    this.#wanted ??= lab.settings;
    this.#wantsPlay = lab.playback.playing;
    this.#wantsStep = lab.frame?.step ?? 0;
    lab.playback.pause();
    if (!lab.frame) this.#shell.ready([]);
    const { texts } = this.#language;
    this.#shell.stopped(texts.crashed, message, texts.crashedHelp, texts.restart, () => this.#start());
    this.#error(new Error(message));
  }

  /** @param {unknown} cause */
  #error(cause) {
    if (!this.#lab?.frame) this.#ready.reject(cause);
    this.#tell(new ErrorEvent('error', { error: cause, message: messageOf(cause) }));
  }

  /** @param {Event} event */
  #tell(event) {
    this.#element.dispatchEvent(event);
  }

  #close() {
    this.#columns?.close();
    this.#lab?.close();
    this.#columns = null;
    this.#lab = null;
    this.#ready = deferred();
  }

  #themed() {
    const theme = this.#theme;
    if (this.#isPage) spread(theme);
    const dark = isDark(theme, this.#element);
    this.#shell.lab.classList.toggle('dark', dark);
    this.#header?.themed(theme);
    if (this.#lab) this.#lab.dark = dark;
    if (this.#isPage && this.#lab) remember(theme);
  }

  /** @param {Opening} [opening] where the link opens, if not where the run is now @param {string} [settings] */
  async #share(opening, settings = this.settings) {
    if (!this.#link || !this.#lab) return;
    opening ??= seen(this.#lab);
    const address = this.#link.address(opensAt(settings, opening));
    const words = this.#language.texts.shareByHand;
    try {
      await navigator.clipboard.writeText(address);
      this.#header?.shared(opening.step);
    } catch {
      const field = h('input', { type: 'text', readonly: true, 'aria-label': words, '.value': address });
      this.#lab?.notices.show('share', [h('span', {}, `${words} `, field)]);
      field.select();
    }
  }

  /** Where a reader of the printed page finds it; empty where there is no such address. */
  #address() {
    if (this.#link && this.#lab) return this.#link.address(opensAt(this.settings, seen(this.#lab)));
    if (!/^(https?|file):$/.test(location.protocol)) return '';
    const page = location.href.split('#')[0];
    return this.#element.id ? `${page}#${this.#element.id}` : page;
  }

  /** @param {boolean} on */
  #presentation(on) {
    this.#shell.lab.classList.toggle('present', on);
    this.#header?.presenting(on);
  }
}

/**
 * A space-separated list of ids; null where the attribute is missing.
 * @param {string | null} attribute
 * @returns {string[] | null}
 */
function list(attribute) {
  return attribute === null ? null : attribute.split(/\s+/).filter(Boolean);
}

/** @param {unknown} n */
function natural(n) {
  return Math.max(0, Math.floor(Number(n)) || 0);
}

/** @returns {{promise: Promise<void>, resolve: () => void, reject: (cause: unknown) => void}} */
function deferred() {
  let resolve = () => {};
  let reject = (/** @type {unknown} */ _cause) => {};
  /** @type {Promise<void>} */
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // Without this an error would be reported as unhandled when nothing waits for it.
  return { promise, resolve, reject };
}
