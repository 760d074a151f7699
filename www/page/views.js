/** The views of one element: which are shown, how large they are, and painting what is new in them. */
import { Basins } from '../charts/basins.js';
import { ChartPainter } from '../charts/chart-painter.js';
import { Chart } from '../charts/chart.js';
import { Panels } from '../charts/panels.js';
import { Pointing } from '../charts/pointing.js';
import { SlowMotion } from '../charts/slow-motion.js';
import { Standings } from '../charts/standings.js';
import { RunPoint } from '../charts/run-point.js';
import { ThresholdHandle } from '../charts/threshold.js';
import { h } from '../common/dom.js';
import { ViewSizes } from '../common/view-sizes.js';
import { SurfaceFigure } from '../surface/surface.js';

/** @import { On as SlowOn } from '../charts/slow-motion.js' */
/** @import { Engine, Read, Setting, StandingsTold, View } from '../engine/types.js' */
/** @import { Figure, NewsOfStep, PlaneWish, WantedFigure } from '../workers/protocol.js' */
/** @import { Texts } from '../texts/en.js' */

/** So long after it was turned, in ms, the surface counts as being turned. */
const TURNING = 150;

/**
 * @typedef {object} On
 * @property {() => void} redraw
 * @property {() => void} refresh asks for news of the run
 * @property {() => void} measured sizes are known for the first time
 * @property {(wish: PlaneWish) => void} plane asks for another plane
 * @property {(changes: Record<string, string>) => void} threshold another clip threshold, and another clip where there was none
 * @property {(x: number, y: number) => void} point the run's point was moved
 * @property {(step: number) => void} seek
 * @property {(settings: Record<string, string>) => void} look other settings of the view
 * @property {Pick<SlowOn, 'ask' | 'step' | 'changed'>} slow
 */

export class Views {
  /** The surface's figure; null if it was not asked for. @type {SurfaceFigure | null} */
  surface = null;
  /** What is pointed at, in any of them. */
  pointing = new Pointing();
  #on;
  /** @type {ViewSizes<Chart | SurfaceFigure>} */
  #sizes = new ViewSizes((known) => this.#resized(known));
  #painter = new ChartPainter();
  #dpr = devicePixelRatio;
  /** Whether a chart was painted yet. */
  #begun = false;
  /** Whether everything has to be painted again. */
  #spoilt = false;
  /** What has not been said yet of the race; undefined for nothing new. @type {StandingsTold | null | undefined} */
  #news;
  /** Settings that are chosen in a chart's head, by key. @type {Map<string, HTMLSelectElement>} */
  #choices = new Map();
  /** What the engine says of each view, by id. @type {Map<string, View>} */
  #described;
  /** The handles on the clip threshold. @type {ThresholdHandle[]} */
  #handles = [];
  /** Whether the surfaces' worker computes a chart. */
  #surveys = false;
  /** Settings that the charts do not follow yet. @type {Read | null} */
  #waiting = null;

  /**
   * @param {Engine} engine
   * @param {string[] | null} chosen ids; null for all
   * @param {On} on
   */
  constructor(engine, chosen, on) {
    this.#on = on;
    const { description, texts } = engine;
    this.element = h('section', { class: 'charts', 'aria-label': texts.charts });
    this.#described = new Map(description.views.map((view) => [view.id, view]));
    const offered = description.views.filter(({ id }) => chosen === null || chosen.includes(id));
    const surface = description.views.find((view) => view.surface);
    // The map is the surface's other face: it is shown first where it was asked for without the surface.
    const map = surface && !offered.includes(surface);
    if (surface && (!map || chosen?.includes(surface.map ?? ''))) {
      this.surface = new SurfaceFigure(engine, surface, { map: Boolean(map), pointing: this.pointing, ...on });
      this.#sizes.add(this.surface);
    }
    this.charts = offered.filter((view) => !view.surface).map((view) => new Chart(engine, view, this.pointing, on));
    for (const chart of this.charts) this.#sizes.add(chart);
    this.standings = this.#addStandings(engine);
    this.#offerChoices(description.settings);
    const basins = this.charts.find(({ id }) => this.#is(id, 'surveyed'));
    this.basins = basins ? new Basins(texts, basins, on.redraw) : null;
    for (const chart of this.charts) {
      const clip = this.#described.get(chart.id)?.clip;
      if (!clip) continue;
      const handle = new ThresholdHandle(texts, chart.box, clip, on.threshold);
      chart.handle = handle;
      this.#handles.push(handle);
    }
    for (const chart of this.charts.filter(({ id }) => this.#is(id, 'point'))) {
      chart.handle = new RunPoint(texts, chart.box, on.point);
    }
    // Where the views were chosen, only those are shown.
    const places = {
      wide: (/** @type {string} */ id) => this.#is(id, 'wide'),
      yields: (/** @type {string} */ id) => this.#is(id, 'yields'),
    };
    this.panels = chosen ? null : new Panels(texts, this.charts, places, () => this.#arrange());
    this.slow = new SlowMotion(engine, { ...on.slow, redraw: on.redraw, seek: on.seek }, this.pointing);
    this.#sizes.add(this.slow.chart);
    this.#sizes.add(this.slow.network);
    this.element.append(...this.charts.map((chart) => chart.element), this.slow.element);
    /** Whether the sizes are known, without which there is no figure to ask for. */
    this.measured = !this.surface && this.charts.length === 0;
  }

  /** Measures what is laid out already, before the browser reports it in its next frame. */
  measure() {
    if (!this.measured) this.#sizes.measure();
  }

  /**
   * Takes what the settings say of the views.
   * @param {Record<string, string>} values
   * @param {boolean} anew whether another run is about to begin
   * @param {boolean} data whether there are examples
   */
  look(values, anew, data) {
    this.surface?.look(values, anew, data);
    for (const [key, choice] of this.#choices) choice.value = values[key];
  }

  /** The visible charts for which something has to be computed beside the run. */
  get studies() {
    return this.charts.filter(({ studied, size, element }) => studied && size && !element.hidden).map(({ id }) => id);
  }

  /**
   * Shows the views that these settings can feed.
   * @param {Read} read
   * @param {boolean} [held] whether something is being dragged: until {@link settle} no chart comes or goes
   */
  suit(read, held = false) {
    const { planes, values } = read;
    for (const handle of this.#handles) handle.suit(values);
    this.surface?.planes.suit(planes);
    this.standings?.look(values.race_axis);
    this.#waiting = read;
    if (!held) this.settle();
  }

  /** Nothing is dragged any more. */
  settle() {
    if (!this.#waiting) return;
    const { views, shown } = this.#waiting;
    this.#waiting = null;
    this.#surveys = views.some((id) => this.#is(id, 'surveyed'));
    if (this.basins && !this.#surveys) this.basins.element.hidden = true;
    this.panels?.suit(views, shown);
    // A view that was asked for stays, and says why it has nothing to show.
    this.#arrange();
  }

  /** What the charts show is no longer this run's. */
  restart() {
    this.element.classList.add('stale');
  }

  /** An opened step takes the charts' place. */
  open() {
    this.element.classList.toggle('slow', this.slow.active);
    this.element.hidden = this.element.dataset.count === '0' && !this.slow.active;
  }

  /**
   * The figures to ask the run for. Basins are not the run's.
   * @param {boolean} all also of charts whose last figure waits to be painted
   * @returns {WantedFigure[]}
   */
  wishes(all) {
    return this.charts.flatMap(({ id, size, element, due }) => {
      const wanted = !element.hidden && !(this.#surveys && this.#is(id, 'surveyed')) && (all || !due);
      return size && wanted ? { chart: id, width: size.width } : [];
    });
  }

  /** Takes what the run shows. @param {Figure[]} figures */
  take(figures) {
    if (figures.length > 0) this.element.classList.remove('stale');
    for (const { chart, bytes } of figures) this.#chart(chart)?.take(bytes);
  }

  /**
   * Takes where the others of a race are, or the first of several runs.
   * @param {NewsOfStep} news
   * @param {string} first what the first run is called
   */
  race({ ghost, standings, rivals, plane }, first) {
    this.#news = standings ?? null;
    if (ghost) {
      this.surface?.beside(ghost.length ? [{ style: 7, name: first, path: ghost }] : [], plane);
      return;
    }
    this.surface?.race(standings?.racers, rivals ?? [], plane);
  }

  /** What is to be surveyed; null for nothing. @param {string} settings those of the run */
  survey(settings) {
    return this.#surveys && this.basins ? this.basins.wish(settings) : null;
  }

  /** Everything has to be painted again. */
  spoil() {
    this.#spoilt = true;
    for (const view of this.#sizes.views) view.spoil();
    this.#on.redraw();
  }

  /** Brings a view into sight, or the surface where that view is not shown. @param {string} id */
  reveal(id) {
    const view = this.#chart(id)?.element;
    const shown = view && !view.hidden && !this.element.hidden ? view : this.surface?.element;
    shown?.scrollIntoView({ block: 'nearest' });
  }

  /** Gives back what the pictures take. */
  rest() {
    for (const view of this.#sizes.views) view.rest();
  }

  /**
   * Paints what is new, all canvases before anything else in the page changes: to draw text on a canvas after a change,
   * the browser first brings styles and layout up to date.
   * @param {boolean} dark
   * @param {boolean} still whether the run stands
   * @param {boolean} words whether words and marks may change as well
   */
  paint(dark, still, words) {
    if (devicePixelRatio !== this.#dpr) {
      this.#dpr = devicePixelRatio;
      this.spoil();
    }
    const own = [this.slow.chart, this.slow.network];
    const charts = [...this.charts, ...own];
    const painted = this.#paintCharts(charts, dark, still);
    // The first picture of the surface waits for the first chart: compiling its shaders can take a while.
    if (!this.#begun && painted) this.#on.redraw();
    if (this.#begun || this.element.hidden) this.surface?.paint(dark, still);
    this.#begun ||= painted > 0;
    for (const chart of charts) {
      const slow = own.includes(chart);
      if (words || chart.pointed || slow) chart.tell(still || slow);
    }
    if (words) this.#say();
  }

  close() {
    this.#sizes.close();
    this.slow.free();
    this.surface?.close();
  }

  /** @param {Chart[]} charts @param {boolean} dark @param {boolean} still @returns {number} how many were painted */
  #paintCharts(charts, dark, still) {
    // At rest, and in another theme or size, all are painted at once.
    const all = still || this.#spoilt || !this.#begun;
    this.#spoilt = false;
    const due = charts.filter((chart) => chart.due);
    const turning = this.surface !== null && performance.now() - this.surface.turned < TURNING;
    const painted = this.#painter.paint(due, dark, { all, turning });
    if (painted < due.length) this.#on.redraw();
    return painted;
  }

  #say() {
    if (this.#news !== undefined) this.standings?.show(this.#news);
    this.#news = undefined;
    this.surface?.speak();
  }

  /** @param {string} id */
  #chart(id) {
    return this.charts.find((chart) => chart.id === id);
  }

  /** The race has its standings beside its chart. @param {Engine} engine */
  #addStandings({ description, texts }) {
    const chart = this.charts.find(({ id }) => this.#is(id, 'standings'));
    const axis = description.settings.find(({ key }) => key === 'race_axis');
    if (!chart || !axis) return null;
    const standings = new Standings(texts, axis, (id) => this.#on.look({ race_axis: id }));
    chart.tools.before(standings.axes);
    const body = h('div', { class: 'race-body' });
    chart.box.replaceWith(body);
    body.append(chart.box, standings.element);
    return standings;
  }

  /** Charts in whose head a setting is chosen. @param {Setting[]} settings */
  #offerChoices(settings) {
    for (const chart of this.charts) {
      const setting = settings.find(({ key }) => key === this.#described.get(chart.id)?.choice);
      if (!setting || !('choices' in setting.control)) continue;
      const { key, label, help, control } = setting;
      const options = control.choices.map((item) => h('option', { value: item.id, title: item.help }, item.label));
      const choice = h('select', { class: `of-${key}`, 'aria-label': label, title: help }, ...options);
      choice.addEventListener('change', () => this.#on.look({ [key]: choice.value }));
      chart.tools.prepend(choice);
      this.#choices.set(key, choice);
    }
  }

  /** Whether the engine says so of a view. @param {string} id @param {'strip' | 'standings' | 'surveyed' | 'point' | 'wide' | 'yields'} what */
  #is(id, what) {
    return Boolean(this.#described.get(id)?.[what]);
  }

  #arrange() {
    const ids = this.panels?.ids ?? this.charts.map(({ id }) => id);
    for (const chart of this.charts) chart.element.hidden = !ids.includes(chart.id);
    const order = ids.flatMap((id) => this.#chart(id)?.element ?? []);
    // Moved only where they have to be: an element that is moved loses the focus.
    order.forEach((element, k) => {
      if (this.element.children[k] !== element) this.element.insertBefore(element, this.element.children[k]);
    });
    this.panels?.offer();
    const strips = ids.filter((id) => this.#is(id, 'strip')).length;
    // Wide charts have a whole row, and the race has one where there are two to a row.
    const wide = ids.filter((id) => this.#is(id, 'wide')).length;
    const races = ids.filter((id) => this.#is(id, 'standings')).length;
    const places = ids.length - strips + wide + (ids.length + strips > 3 ? races : 0);
    Object.assign(this.element.dataset, { count: ids.length, strips, rest: places % 2 });
    this.open();
  }

  /** @param {boolean} known whether there are sizes yet */
  #resized(known) {
    const first = known && !this.measured;
    this.measured ||= first;
    this.#spoilt = true;
    this.#on.refresh();
    if (first) this.#on.measured();
  }
}
