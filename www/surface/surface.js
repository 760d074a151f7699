/** The surface view: the loss surface with the run's path on it, and what is shown of it now. */
import { TableView, ROWS } from '../charts/tables.js';
import { h, iconButton, relabel, say, uid } from '../common/dom.js';
import { quantity } from '../common/format.js';
import { DrawnFrom } from './drawn-from.js';
import { DrawnSurface } from './drawn-surface.js';
import { Glide } from './glide.js';
import { Morph } from './morph.js';
import { orbit } from './orbit.js';
import { Overlay } from './overlay.js';
import { PathMark } from './path-mark.js';
import { SurfacePicture } from './picture.js';
import { Planes } from './planes.js';
import { Start } from './start.js';
import { SurfaceWords } from './surface-words.js';

/** @import { Size } from '../charts/chart.js' */
/** @import { Pointing } from '../charts/pointing.js' */
/** @import { Engine, Frame, Standing, View } from '../engine/types.js' */
/** @import { OtherPath } from './overlay.js' */
/** @import { FirstPlane, Heights, NewsOfStep, PlaneWish, SurfaceProgress } from '../workers/protocol.js' */
/** @import { Texts } from '../texts/en.js' */

/**
 * @typedef {object} Options
 * @property {boolean} map whether to begin with the contour map
 * @property {Pointing} pointing
 * @property {() => void} redraw
 * @property {() => void} refresh asks for news of the run, in another plane
 * @property {(wish: PlaneWish) => void} plane asks for another plane
 * @property {(settings: Record<string, string>) => void} look takes what was chosen here into the settings
 */

/** What is said of a step. @typedef {{frame: Frame, offPlane?: number, variance?: Float64Array | null}} Said */

export class SurfaceFigure {
  #texts;
  #engine;
  #redraw;
  #refresh;
  #tellSettings;
  #surface;
  #picture;
  #glide = new Glide();
  #morph = new Morph();
  /** The run's path, and the same with the ball on its way. @type {Float32Array | null} */
  #path = null;
  /** @type {Float32Array | null} */
  #shown = null;
  /** The first heights over another plane, until the path in it is there too. @type {Heights | null} */
  #coming = null;
  /** @type {Size | null} */
  #size = null;
  #stale = true;
  /** The setting as it was last read or chosen here. */
  #look = 'relief';
  /** What has not been said yet. @type {Said | null} */
  #news = null;
  /** Whether there is a picture that the legend does not know yet. */
  #drawn = false;

  /** Whether the ball glides from step to step. */
  slow = false;
  /** When it was turned last, by whatever means. */
  turned = -Infinity;

  /**
   * @param {Engine} engine
   * @param {View} view
   * @param {Options} options
   */
  constructor(engine, view, { map, pointing, redraw, refresh, plane, look }) {
    this.#engine = engine;
    const { texts } = engine;
    const { families, settings } = engine.description;
    this.#texts = texts;
    this.#redraw = () => {
      this.#stale = true;
      redraw();
    };
    this.#refresh = refresh;
    this.#tellSettings = look;
    const id = uid('surface');
    const keys = h('p', { class: 'unseen', id: `${id}-keys` }, texts.surfaceKeys);
    this.#surface = new DrawnSurface(engine);
    this.#picture = new SurfacePicture(engine, view.label, keys.id, map, () => {
      this.#note();
      this.#arrange();
      this.#redraw();
    });
    const { viewport } = this.#picture;
    const named = settings.filter(({ group, control }) => group === 'view' && control.kind === 'text');
    this.planes = new Planes(texts, families.planes, named, plane, look);
    this.overlay = new Overlay(engine);
    this.words = new SurfaceWords(texts, this.planes, this.overlay);
    this.mark = new PathMark(texts, viewport, pointing);
    this.start = new Start(texts, viewport, {
      present: () => (this.#path?.length ? [...this.#path.slice(0, 2)] : null),
      choose: look,
    });
    this.from = new DrawnFrom(texts, settings, look);
    const turns = this.#turning(viewport);
    // The buttons lie over the picture's corner, where they take no room from it.
    this.turns = h('div', { class: 'tools turns' }, turns.home, turns.top);
    this.toggle = h('button', { type: 'button', on: { click: () => this.#flip() } });
    this.save = iconButton('save', texts.save.relief, () => this.#save());
    const canvas = h('div', { class: 'canvas' }, this.turns, viewport, this.words.nothing, this.words.foot);
    this.table = new TableView(texts, canvas, view.label, () => this.#redraw());
    const title = h('h3', { id, title: view.help }, view.label);
    // In a narrow page there is room for a few of them; this shows the others.
    this.more = h(
      'button',
      {
        type: 'button',
        class: 'more-tools',
        title: texts.moreTools,
        'aria-label': texts.moreTools,
        'aria-expanded': 'false',
        on: { click: () => this.#open() },
      },
      texts.legendMoreFace,
    );
    this.toggle.classList.add('flip');
    const tools = [this.start.button, this.toggle, this.from.element, this.save, ...this.table.buttons, this.more];
    this.element = h(
      'figure',
      { class: 'view surface', 'aria-labelledby': id, data: { view: 'surface' } },
      h('figcaption', {}, title, this.planes.element, h('div', { class: 'tools' }, ...tools), this.planes.names),
      canvas,
      this.words.legend.element,
      keys,
    );
    this.#arrange();
    this.words.progressing(0, false);
  }

  #open() {
    const open = this.element.classList.toggle('all-tools');
    this.more.setAttribute('aria-expanded', String(open));
  }

  /** The box whose size the picture has. */
  get box() {
    return this.#picture.viewport;
  }

  /** Number of the plane in which the run's path is wanted. */
  get wanted() {
    return this.#coming?.plane ?? this.#surface.plane;
  }

  /**
   * Takes what the settings say of the view.
   * @param {Record<string, string>} values in force
   * @param {boolean} anew whether another run is about to begin
   * @param {boolean} data whether there are examples that a loss is over
   */
  look(values, anew, data) {
    const { surface, height } = values;
    this.planes.look(values, anew);
    this.from.show(values, data);
    const again = this.#surface.rescale(height);
    if (again && !anew) this.#show(again);
    if (surface === this.#look) return;
    this.#look = surface;
    this.#picture.mapChosen = surface === 'map';
    this.#arrange();
    this.#redraw();
  }

  /** Other settings: what is drawn is no longer this run's, until new heights come. */
  restart() {
    this.element.classList.add('stale');
    this.#path = null;
    this.#news = null;
    this.#glide.stop();
    this.#morph.stop();
    this.#surface.plane = 0;
    this.#coming = null;
    this.#picture.solid.path(new Float32Array(0));
    this.overlay.clear();
    this.planes.restart();
    this.#surface.empty = false;
    this.#arrange();
    this.words.progressing(0, false);
    this.#redraw();
  }

  /** The run begins over this plane. @param {FirstPlane} plane */
  begin({ ask, kind }) {
    this.#surface.plane = ask;
    this.planes.answered({ kind, framing: '', made: true, why: '' });
  }

  /** @param {Heights | SurfaceProgress} heights */
  take(heights) {
    this.words.progressing(heights.done, heights.complete);
    this.planes.computed(heights);
    if (heights.is !== 'surface') return;
    if (heights.plane === this.#surface.plane) {
      this.#show(heights);
      return;
    }
    if (!this.planes.replaces(heights)) return;
    // Ball and surface change together.
    this.#coming = heights;
    this.#refresh();
  }

  /** The run goes on. @param {NewsOfStep} news */
  follow({ path, steps, plane, frame, offPlane, arrows, batches, variance }) {
    this.planes.stepped(frame.step);
    if (!path || !steps || plane !== this.wanted) return; // In a plane that is not drawn any more; the next is not.
    // Over another plane the ball begins where it is.
    this.#glide.depart(this.#coming ? null : this.#path, path, this.slow);
    const before = this.#path;
    this.#path = path;
    this.mark.follow(path, steps);
    if (this.#coming) this.#show(this.#coming, before);
    else this.#picture.solid.path(path);
    this.overlay.follow(arrows ?? null, path, batches);
    this.#news = { frame, offPlane, variance: variance === undefined ? this.#news?.variance : variance };
    this.#stale = true;
  }

  /** Brings the words up to the newest step. */
  speak() {
    if (this.#drawn) this.overlay.legend(this.#picture.isMap);
    this.#drawn = false;
    if (!this.#news) return;
    const { frame, offPlane, variance } = this.#news;
    this.#news = null;
    this.planes.showVariance(variance, this.#surface.info?.plane);
    this.#note();
    this.words.speak(frame, offPlane, this.#surface.isFunction);
  }

  /**
   * The paths of those who race against the run; not shown in another plane than the drawn one.
   * @param {Standing[] | undefined} racers
   * @param {Float32Array[]} rivals their paths, by style
   * @param {number | undefined} plane of the paths
   */
  race(racers, rivals, plane) {
    const paths = rivals.flatMap((path, k) => {
      const racer = racers?.find(({ style }) => style === k + 1);
      return racer ? { style: k + 1, name: racer.name, path, lost: racer.lost !== null } : [];
    });
    this.beside(paths, racers && plane);
  }

  /**
   * The paths of other runs; not shown in another plane than the drawn one.
   * @param {OtherPath[]} paths
   * @param {number | undefined} plane of the paths
   */
  beside(paths, plane) {
    if (plane !== undefined && plane !== this.#surface.plane) return;
    this.overlay.paths = paths;
    this.#redraw();
  }

  /**
   * @param {number} width in CSS pixels
   * @param {number} height in CSS pixels
   * @param {number} zoom CSS pixels for one of the figure's own
   */
  resize(width, height, zoom) {
    this.#size = width > 40 && height > 40 ? { width, height, zoom } : null;
    this.#stale = true;
  }

  /** It has to be painted again although nothing in it changed. */
  spoil() {
    this.#stale = true;
  }

  /** @param {boolean} dark @param {boolean} still whether the run stands still */
  paint(dark, still) {
    if (!this.#stale || !this.#size || !this.#surface.ready) return;
    if (!this.#picture.ready) {
      this.#redraw(); // In the next frame, perhaps.
      return;
    }
    this.#stale = false;
    this.#drawn = true;
    this.#glideOn();
    this.#picture.solid.overlay(this.overlay.engine);
    this.table.show(() => JSON.parse(this.#engine.call((api) => api.tables(this.#figure(), ROWS))), '', still);
    this.#picture.paint({
      size: this.#size,
      dark,
      still,
      figure: () => this.#figure(),
      info: this.#surface.info,
      painted: (places) => {
        this.mark.place(places);
        this.start.place(places);
      },
    });
  }

  /** Gives back what the picture takes; it is painted again when it is seen again. */
  rest() {
    this.#picture.rest();
    this.#arrange();
    this.#stale = true;
  }

  close() {
    this.#picture.close();
    this.overlay.free();
    this.#surface.free();
  }

  /** @param {Heights} heights @param {Float32Array | null} [before] the path over the plane that was drawn before, if they are over another one */
  #show(heights, before) {
    this.#coming = null;
    const moves = before && this.#surface.ready && !this.#surface.empty && !this.element.classList.contains('stale');
    if (moves) this.#morph.depart(this.#surface.solid, before);
    this.#surface.show(heights);
    this.start.suit(this.#surface.info);
    if (this.#surface.empty) this.words.nothingToDraw(this.#surface.isFunction);
    this.element.classList.remove('stale');
    this.#picture.show(this.#surface, this.#path);
    this.#arrange();
    this.#redraw();
  }

  /** Moves the ball on its way to the path's end. */
  #glideOn() {
    if (this.#morph.on && this.#surface.ready) {
      const { size, drawn } = this.#surface.solid;
      const moved = this.#morph.along({ size, drawn }, this.#path);
      this.#picture.solid.surface(size, moved.drawn, this.#surface.cut !== undefined);
      if (moved.path) this.#picture.solid.path(moved.path);
      this.#shown = moved.path;
      this.#redraw();
      return;
    }
    const gliding = this.#path && this.#glide.along(this.#path);
    this.#shown = gliding ?? this.#path;
    if (!gliding) return;
    if (this.#glide.on) this.#redraw();
    this.#picture.solid.path(gliding);
    this.overlay.move(gliding);
  }

  /** The contour map with the path on it. */
  #figure() {
    return this.#surface.figure(this.#shown ?? new Float32Array(0), this.overlay.engine);
  }

  #save() {
    if (this.#surface.ready && this.#size) this.#picture.save(() => this.#figure(), this.#size);
  }

  /** Turning by mouse, touch, keys and buttons. @param {HTMLElement} viewport @returns its two buttons */
  #turning(viewport) {
    const { solid } = this.#picture;
    const turn = (/** @type {() => void} */ move) => {
      if (this.#picture.isMap) return;
      this.turned = performance.now();
      move();
      this.#redraw();
    };
    const home = () => turn(() => solid.home());
    const top = () => turn(() => solid.top());
    orbit(viewport, {
      orbit: (dx, dy) => turn(() => solid.orbit(dx, dy)),
      zoom: (factor) => turn(() => solid.zoom(factor)),
      home,
      top,
      flip: () => this.#flip(),
    });
    return { home: iconButton('home', this.#texts.home, home), top: iconButton('top', this.#texts.top, top) };
  }

  /** From 3-D to the map, or back. */
  #flip() {
    if (this.#picture.noGl) return;
    this.#picture.mapChosen = !this.#picture.mapChosen;
    this.#look = this.#picture.mapChosen ? 'map' : 'relief';
    this.#tellSettings({ surface: this.#look });
    this.#arrange();
    this.#redraw();
  }

  /** Says what has to be known of the picture. */
  #note() {
    const { info, cut, holes, empty } = this.#surface;
    const [a, b] = this.#path?.slice(-3) ?? [];
    const leaves = info?.kind === 'plane' && !this.planes.following;
    const outside = leaves && Math.max(Math.abs(a), Math.abs(b)) > 1;
    const onPicture = !this.#picture.isMap && !empty;
    const marks = onPicture ? [cut !== undefined && this.#texts.cutAt(quantity(cut)), holes && this.#texts.holes] : [];
    this.words.note([this.#picture.noGl, outside && this.#texts.outside], marks, info?.note ?? '');
  }

  /** Shows and hides what belongs to the view that is shown. */
  #arrange() {
    const { isMap, mapChosen, noGl } = this.#picture;
    this.#picture.arrange();
    this.turns.hidden = isMap;
    this.words.nothing.hidden = !this.#surface.empty || isMap; // The map says so itself.
    this.toggle.hidden = Boolean(noGl);
    relabel(this.save, 'save', isMap ? this.#texts.save.map : this.#texts.save.relief);
    this.#note();
    say(this.toggle, mapChosen ? this.#texts.relief : this.#texts.map);
    this.toggle.title = mapChosen ? this.#texts.reliefHint : this.#texts.mapHint;
  }
}
