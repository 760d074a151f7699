/** The surface view: the loss surface with the descent on it, in 3-D or as a contour map, and what is shown of it now. */
import { h, iconButton, relabel, say, uid } from '../common/dom.js';
import { DrawnFrom } from './drawn-from.js';
import { quantity } from '../common/format.js';
import { Glide } from './glide.js';
import { listen } from '../engine/guard.js';
import { orbit } from './orbit.js';
import { Overlay } from './overlay.js';
import { Planes } from './planes.js';
import { PathMark } from './path-mark.js';
import { Relief3D } from './relief.js';
import { Start } from './start.js';
import { SurfaceMap } from './surface-map.js';
import { SurfaceWords } from './surface-words.js';
import { ROWS, TableView } from '../charts/tables.js';
import { texts } from '../common/texts.js';

export class SurfaceFigure {
  #api;
  #redraw;
  #relief = null; // the engine's Relief of the newest heights
  #path = null;
  #shown = null; // the same with the ball on its way
  #info = null;
  #message = null; // the newest heights
  #height = 'auto'; // the setting
  #plane = 0; // number of the plane that is drawn
  #coming = null; // the first heights over another plane, until the path in it is there too
  #size = null;
  #stale = true;
  #map;
  #look = 'relief'; // the setting as it was last read or chosen here
  #noGl = '';
  #empty = false; // nothing of it is finite
  #news = null; // what has not been said yet
  #drawn = false; // whether there is a picture that the legend does not know yet
  #glide = new Glide();

  /** Whether the ball glides from step to step. */
  slow = false;
  /** When it was turned last, by whatever means. */
  turned = -Infinity;

  /**
   * @param {object} api engine.js
   * @param {{label: string, help: string}} view
   * @param {object[]} planes the registry's
   * @param {object[]} settings the engine's description of the keys
   * @param {object} options `map` to begin with the contour map; `redraw()`, `refresh()` for news of the run in
   *   another plane, `plane(wish)` for another plane, `pointing` what is pointed at, `look(settings)` for what
   *   was chosen here, to be kept in the settings
   */
  constructor(api, view, planes, settings, { map, redraw, refresh, plane, pointing, look }) {
    this.#api = api;
    this.#redraw = () => {
      this.#stale = true;
      redraw();
    };
    this.#map = map;
    this.refresh = refresh;
    this.tell = look;
    const named = settings.filter(({ group, control }) => group === 'view' && control.kind === 'text');
    this.planes = new Planes(planes, named, plane, look);
    this.overlay = new Overlay(api);
    const id = uid('surface');
    this.solid = new Relief3D(api, {
      lost: () => this.#withoutGl(texts.contextLost),
      back: () => this.#withoutGl(''),
    });
    this.flat = new SurfaceMap(api);
    this.title = h('h3', { id, title: view.help }, view.label);
    this.home = iconButton('home', texts.home, () => this.#turn(() => this.solid.home()));
    this.top = iconButton('top', texts.top, () => this.#turn(() => this.solid.top()));
    this.toggle = h('button', { type: 'button', on: { click: () => this.#flip() } });
    const keys = h('p', { class: 'unseen', id: `${id}-keys` }, texts.surfaceKeys);
    this.viewport = h(
      'div',
      { class: 'viewport', tabindex: 0, role: 'application', 'aria-label': view.label, 'aria-describedby': keys.id },
      this.solid.element,
      this.flat.canvas,
    );
    // Over the picture's corner, where they take no room from it.
    this.turns = h('div', { class: 'tools turns' }, this.home, this.top);
    this.words = new SurfaceWords(this.planes, this.overlay);
    this.mark = new PathMark(this.viewport, pointing);
    this.start = new Start(this.viewport, {
      present: () => (this.#path?.length ? [...this.#path.slice(0, 2)] : null),
      choose: look,
    });
    const canvas = h('div', { class: 'canvas' }, this.turns, this.viewport, this.words.nothing, this.words.foot);
    this.from = new DrawnFrom(settings, look);
    this.save = iconButton('save', texts.save.relief, () => this.#save());
    this.table = new TableView(canvas, view.label, () => this.#redraw());
    this.element = h(
      'figure',
      { class: 'view surface', 'aria-labelledby': id, data: { view: 'surface' } },
      h(
        'figcaption',
        {},
        this.title,
        this.planes.element,
        h(
          'div',
          { class: 'tools' },
          this.start.button,
          this.toggle,
          this.from.element,
          this.save,
          ...this.table.buttons,
        ),
        this.planes.names,
      ),
      canvas,
      this.words.legend.element,
      keys,
    );
    orbit(this.viewport, {
      orbit: (dx, dy) => this.#turn(() => this.solid.orbit(dx, dy)),
      zoom: (factor) => this.#turn(() => this.solid.zoom(factor)),
      home: () => this.#turn(() => this.solid.home()),
      top: () => this.#turn(() => this.solid.top()),
      flip: () => this.#flip(),
    });
    this.#arrange();
    this.words.progressing(0, false);
  }

  get box() {
    return this.viewport;
  }

  /** Number of the plane in which the run's path is wanted. */
  get wanted() {
    return this.#coming?.plane ?? this.#plane;
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
    if (height !== this.#height) {
      this.#height = height;
      if (this.#message && !anew) this.#show(this.#message);
    }
    if (surface === this.#look) return;
    this.#look = surface;
    this.#map = surface === 'map';
    this.#arrange();
    this.#redraw();
  }

  /** Other settings: what is drawn is no longer this run's, until new heights come. */
  restart() {
    this.element.classList.add('stale');
    this.#path = null;
    this.#news = null;
    this.#glide.stop();
    this.#plane = 0;
    this.#coming = null;
    this.solid.path(new Float32Array(0));
    this.overlay.clear();
    this.planes.restart();
    this.#empty = false;
    this.#arrange();
    this.words.progressing(0, false);
    this.#redraw();
  }

  /** @param {{size: number, heights: Float32Array, info: Uint8Array, plane: number, done: number, complete: boolean}} message */
  take(message) {
    this.words.progressing(message.done, message.complete);
    this.planes.computed(message);
    if (message.is !== 'surface') return;
    if (message.plane === this.#plane) {
      this.#show(message);
      return;
    }
    if (!this.planes.replaces(message)) return;
    // Ball and surface change together.
    this.#coming = message;
    this.refresh();
  }

  #show(message) {
    this.#plane = message.plane;
    this.#message = message;
    this.#coming = null;
    this.#relief?.free();
    this.#relief = listen(() => new this.#api.Relief(message.size, message.heights, message.info, this.#height));
    this.#info = JSON.parse(this.#relief.info());
    this.start.suit(this.#info);
    this.#hollow(message.heights);
    this.element.classList.remove('stale');
    this.solid.surface(message.size, this.#relief.drawn(), this.#relief.cut !== undefined);
    this.solid.axes(this.#relief.axes());
    if (this.#path) this.solid.path(this.#path);
    this.#arrange();
    this.#redraw();
  }

  /** Where there is not one finite height, a sentence stands in the picture's place. */
  #hollow(heights) {
    this.#empty = !heights.some(Number.isFinite);
    if (this.#empty) this.words.hollow(this.#info.kind === 'function');
  }

  /** The run goes on. */
  follow({ path, steps, plane, frame, offPlane, arrows, batches, held }) {
    this.planes.went(frame.step);
    if (plane !== this.wanted) return; // It is in a plane that is not drawn any more; the next is not.
    // Over another plane the ball begins where it is.
    this.#glide.depart(this.#coming ? null : this.#path, path, this.slow);
    this.#path = path;
    this.mark.follow(path, steps);
    if (this.#coming) this.#show(this.#coming);
    else this.solid.path(path);
    this.overlay.follow(arrows, path, batches);
    this.#news = { frame, offPlane, held: held === undefined ? this.#news?.held : held };
    this.#stale = true;
  }

  /** Says what is new in words. */
  speak() {
    if (this.#drawn) this.overlay.legend(this.#flat);
    this.#drawn = false;
    if (!this.#news) return;
    const { frame, offPlane, held } = this.#news;
    this.#news = null;
    this.planes.tell(held, this.#info?.plane);
    this.#noted();
    // On an analytic surface the parameters are the drawn plane.
    this.words.speak(frame, offPlane, this.#info?.kind === 'function');
  }

  /** Others' ways over the plane that is drawn. @param {import('./overlay.js').OtherPath[]} paths */
  set paths(paths) {
    this.overlay.paths = paths;
    this.#redraw();
  }

  /** The ways of those who race against the run; in another plane than the drawn one they are not shown yet. */
  race(standings, rivals, plane) {
    if (standings && plane !== this.#plane) return;
    const of = (style) => standings.racers.find((racer) => racer.style === style);
    this.paths = rivals.map((path, k) => ({ style: k + 1, name: of(k + 1).name, path, lost: of(k + 1).lost !== null }));
  }

  resize(width, height, zoom) {
    this.#size = width > 40 && height > 40 ? { width, height, zoom } : null;
    this.#stale = true;
  }

  spoil() {
    this.#stale = true;
  }

  paint(dark, still) {
    if (!this.#stale || !this.#size || !this.#relief) return;
    if (!this.#flat && !this.solid.ready) {
      this.#redraw(); // In the next frame, perhaps.
      return;
    }
    this.#stale = false;
    this.#drawn = true;
    this.#arrive();
    this.solid.overlay(this.overlay.engine);
    this.table.show(() => JSON.parse(listen(() => this.#api.tables(this.#figure(), ROWS))), '', still);
    if (!this.#flat) {
      try {
        const drawn = () => {
          this.mark.place(this.solid);
          this.start.place(this.solid);
        };
        if (this.solid.draw(this.#size.width, this.#size.height, dark, drawn)) return;
        this.#withoutGl(texts.contextLost);
      } catch (cause) {
        if (cause.name === 'Panic') throw cause;
        this.#withoutGl(texts.noWebGl);
      }
    }
    this.#paintMap(dark, still);
  }

  /** Gives back what the picture takes; it is painted again when it is seen again. */
  rest() {
    this.solid.rest();
    // Off the screen nobody tells of a context's return; seen again, the picture is tried anew.
    if (this.#noGl === texts.contextLost) {
      this.#noGl = '';
      this.#arrange();
    }
    this.flat.rest();
    this.#stale = true;
  }

  close() {
    this.solid.close();
    this.overlay.free();
    this.#relief?.free();
    this.#relief = null;
    this.#message = null;
  }

  /** The path with the ball as far as it has come. */
  #arrive() {
    const shown = this.#glide.along(this.#path);
    this.#shown = shown ?? this.#path;
    if (!shown) return;
    if (this.#glide.on) this.#redraw();
    this.solid.path(shown);
    this.overlay.move(shown);
  }

  get #flat() {
    return this.#map || Boolean(this.#noGl);
  }

  #paintMap(dark, still) {
    const places = this.flat.paint(() => this.#figure(), this.#size, dark, still, this.#info);
    this.mark.place(places);
    this.start.place(places);
  }

  /** The contour map with the descent on it. */
  #figure() {
    return this.#relief.figure(this.#shown ?? new Float32Array(0), this.overlay.engine);
  }

  #save() {
    if (!this.#relief || !this.#size) return;
    const name = `gradscape-${this.#flat ? 'map' : 'surface'}`;
    if (this.#flat) this.flat.save(() => this.#figure(), this.#size, name);
    else this.solid.save(name);
  }

  #turn(move) {
    if (this.#flat) return;
    this.turned = performance.now();
    move();
    this.#redraw();
  }

  #flip() {
    if (this.#noGl) return;
    this.#map = !this.#map;
    this.#look = this.#map ? 'map' : 'relief';
    this.tell({ surface: this.#look });
    this.#arrange();
    this.#redraw();
  }

  #withoutGl(why) {
    this.#noGl = why;
    this.#noted();
    this.#arrange();
    this.#redraw();
  }

  #noted() {
    const [a, b] = this.#path?.slice(-3) ?? [];
    const outside = this.#info?.kind === 'plane' && !this.planes.following && Math.max(Math.abs(a), Math.abs(b)) > 1;
    const { cut, holes } = this.#relief ?? {};
    const marks =
      this.#flat || this.#empty ? [] : [cut !== undefined && texts.cutAt(quantity(cut)), holes && texts.holes];
    this.words.noted([this.#noGl, outside && texts.outside], marks, this.#info?.note ?? '');
  }

  #arrange() {
    const flat = this.#flat;
    this.solid.element.hidden = flat;
    this.flat.canvas.hidden = !flat;
    this.turns.hidden = flat;
    this.words.nothing.hidden = !this.#empty || flat; // The map says so by itself.
    this.toggle.hidden = Boolean(this.#noGl);
    relabel(this.save, 'save', flat ? texts.save.map : texts.save.relief);
    this.#noted();
    say(this.toggle, this.#map ? texts.relief : texts.map);
    this.toggle.title = this.#map ? texts.reliefHint : texts.mapHint;
  }
}
