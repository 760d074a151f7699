/** The views of one element: which are shown, how large they are, and painting what is new in them. */
import { Basins } from './basins.js';
import { Chart } from './charts.js';
import { h } from './dom.js';
import { Panels } from './panels.js';
import { Pointing } from './pointing.js';
import { SlowMotion } from './slow-motion.js';
import { Standings } from './standings.js';
import { SurfaceFigure } from './surface.js';
import { texts } from './texts.js';
import { ThresholdHandle } from './threshold.js';

/** Type size in CSS pixels for which the figures' own pixels are CSS pixels. */
const TYPE = 15;

/** Of a frame so many ms are for painting charts; what the browser makes of it takes about as long again. */
const PAINTING = 0.5;
/** Each chart moves so many times a second, whatever that takes, as long as it takes no more than two of them in a frame. */
const MOVES = 9;
const TOGETHER = 2;
/** While the surface is turned the hand comes first: so many times a second. */
const BESIDE = 6;
/** So long, in ms, it counts as being turned after it was. */
const TURNING = 150;
/** A chart that was painted so long ago, in ms, waits no longer: where frames are few, each has all of them. */
const LONGEST = 250;

export class Views {
  /** The surface's figure; null if it was not asked for. */
  surface = null;
  charts;
  /** Whether there are basins, which the surfaces' worker computes. */
  surveyed = false;
  /** What is pointed at, in any of them. */
  pointing = new Pointing();
  element = h('section', { class: 'charts', 'aria-label': texts.charts });
  #observer = new ResizeObserver((entries) => this.#resize(entries));
  #boxes = new Map();
  #redraw;
  #dpr = devicePixelRatio;
  #begun = false;
  #spoilt = false; // whether everything has to be painted again
  #last = 0; // when charts were painted last
  #owed = 0; // how many of them have to be painted, so that each moves often enough
  #described; // what the engine says of each view, by id
  #standings; // what has not been said yet
  #choices = new Map(); // by key, the settings that are chosen in a chart's head

  /**
   * @param {import('./runtime.js').Engine} engine
   * @param {string[] | null} chosen ids; null for all
   * @param {{redraw: () => void, refresh: () => void, measured: () => void, plane: (wish: object) => void, threshold: (text: string) => void, seek: (step: number) => void, slow: object}} on
   */
  constructor({ api, description }, chosen, on) {
    this.on = on;
    this.#redraw = on.redraw;
    this.#described = new Map(description.views.map((view) => [view.id, view]));
    const offered = description.views.filter(({ id }) => (chosen ? chosen.includes(id) : true));
    // The contour map is the surface's other face: alone only where it was asked for alone.
    const view = description.views.find(({ surface }) => surface);
    const solid = offered.includes(view);
    if (solid || chosen?.includes(view.map)) {
      this.surface = new SurfaceFigure(api, view, description.families.planes, description.settings, { map: !solid, pointing: this.pointing, ...on });
      this.#observe(this.surface);
    }
    this.charts = offered.filter(({ surface }) => !surface).map((view) => new Chart(api, view, this.pointing, on));
    for (const chart of this.charts) this.#observe(chart);
    this.#stand(description.settings.find(({ key }) => key === 'race_axis'));
    this.#offerChoices(description.settings, on.look);
    const basins = this.charts.find(({ id }) => this.#is(id, 'surveyed'));
    this.basins = basins ? new Basins(basins, on.redraw) : null;
    // The threshold lies among the norms of the whole gradient or of the layers, whichever it bounds.
    for (const chart of this.charts.filter(({ id }) => this.#is(id, 'threshold'))) {
      chart.handle = new ThresholdHandle(chart.box, on.threshold);
    }
    // Who has chosen the views gets those, and no others.
    this.panels = chosen ? null : new Panels(this.charts, () => this.#arrange(this.panels.ids));
    this.slow = new SlowMotion(api, { ...on.slow, redraw: on.redraw, seek: on.seek }, this.pointing);
    this.#observe(this.slow.chart);
    this.element.append(...this.charts.map((chart) => chart.element), this.slow.element);
    /** Whether the sizes are known, without which there is no figure to ask for. */
    this.measured = !this.surface && this.charts.length === 0;
  }

  /** Measures what is laid out already, before the browser tells of it in its next frame. */
  measure() {
    if (this.measured) return;
    const sizes = [...this.#boxes.keys()].map((target) => {
      const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(target);
      const [across, down] = [[paddingLeft, paddingRight], [paddingTop, paddingBottom]].map((paddings) => paddings.reduce((sum, one) => sum + (parseFloat(one) || 0), 0));
      return { target, contentRect: { width: target.clientWidth - across, height: target.clientHeight - down } };
    });
    this.#resize(sizes);
  }

  /** What the settings say of the views. @param {Record<string, string>} values @param {boolean} anew whether another run is about to begin @param {boolean} data whether there are examples */
  look(values, anew, data) {
    this.surface?.look(values, anew, data);
    for (const [key, select] of this.#choices) select.value = values[key];
  }

  /** The charts in sight for which something has to be computed beside the run. */
  get studies() {
    return this.charts.filter(({ studied, size, element }) => studied && size && !element.hidden).map(({ id }) => id);
  }

  /** Shows the views that these settings can feed. @param {{views: string[], shown: string[], planes: string[], values: object}} read ids */
  suit({ views, shown, planes, values }) {
    this.surface?.planes.suit(planes);
    this.standings?.look(values.race_axis);
    this.surveyed = views.some((id) => this.#is(id, 'surveyed'));
    if (this.basins && !this.surveyed) this.basins.element.hidden = true;
    this.panels?.suit(views, shown);
    // A view that was asked for stays, and says why it has nothing to show.
    this.#arrange(this.panels?.ids ?? this.charts.map(({ id }) => id));
  }

  /** The race has its standings beside its chart. */
  #stand(axis) {
    const chart = this.charts.find(({ id }) => this.#is(id, 'standings'));
    this.standings = chart ? new Standings(axis, (id) => this.on.look({ race_axis: id })) : null;
    if (!chart) return;
    chart.tools.before(this.standings.axes);
    const body = h('div', { class: 'race-body' });
    chart.box.replaceWith(body);
    body.append(chart.box, this.standings.element);
  }

  /** Charts in whose head a setting is chosen. */
  #offerChoices(settings, look) {
    for (const chart of this.charts) {
      const { choice } = this.#described.get(chart.id);
      if (!choice) continue;
      const { label, help, control } = settings.find(({ key }) => key === choice);
      const options = control.choices.map((item) => h('option', { value: item.id, title: item.help }, item.label));
      const select = h('select', { 'aria-label': label, title: help, on: { change: ({ target }) => look({ [choice]: target.value }) } }, ...options);
      this.#choices.set(choice, select);
      chart.tools.prepend(select);
    }
  }

  /** Whether the engine says so of a view. @param {string} id @param {'strip' | 'threshold' | 'standings' | 'surveyed'} what */
  #is(id, what) {
    return Boolean(this.#described.get(id)?.[what]);
  }

  #arrange(ids) {
    for (const chart of this.charts) chart.element.hidden = !ids.includes(chart.id);
    const order = ids.map((id) => this.charts.find((chart) => chart.id === id).element);
    // Moved only where they have to be: an element that is moved loses the focus.
    order.forEach((element, k) => {
      if (this.element.children[k] !== element) this.element.insertBefore(element, this.element.children[k]);
    });
    this.panels?.offer();
    const strips = ids.filter((id) => this.#is(id, 'strip')).length;
    // The race has a whole row where there are two to a row.
    const places = ids.length - strips + (ids.length + strips > 3 && ids.some((id) => this.#is(id, 'standings')) ? 1 : 0);
    Object.assign(this.element.dataset, { count: ids.length, strips, rest: places % 2 });
    this.open();
  }

  /** An opened step takes the charts' place. */
  open() {
    this.element.classList.toggle('slow', this.slow.active);
    this.element.hidden = this.element.dataset.count === '0' && !this.slow.active;
  }

  /**
   * The figures to ask the run for; where there are basins, it is not the run that knows them.
   * @param {boolean} all also of charts whose last figure waits to be painted
   */
  wishes(all) {
    return this.charts
      .filter((chart) => chart.size && !chart.element.hidden && !(this.surveyed && this.#is(chart.id, 'surveyed')) && (all || !chart.due))
      .map(({ id, size }) => ({ chart: id, width: size.width }));
  }

  /** @param {{chart: string, bytes: Uint8Array}[]} figures */
  take(figures) {
    for (const { chart, bytes } of figures) this.charts.find(({ id }) => id === chart)?.take(bytes);
  }

  /** What the others of a race have come to; nothing where nobody else runs. */
  race({ standings, rivals, plane }) {
    this.#standings = standings ?? null;
    this.surface?.race(standings, rivals ?? [], plane);
  }

  /** What is to be surveyed; null for nothing. @param {string} settings those of the run */
  survey(settings) {
    return (this.surveyed && this.basins?.wish(settings)) || null;
  }

  /** Everything has to be painted again. */
  spoil() {
    this.#spoilt = true;
    for (const view of this.#boxes.values()) view.spoil();
    this.#redraw();
  }

  /** Gives back what the pictures take. */
  rest() {
    for (const view of this.#boxes.values()) view.rest();
  }

  /**
   * Paints what is new, all canvases before anything else changes in the page: to draw text on one after a change, the
   * browser would first bring styles and layout up to date.
   * @param {boolean} dark
   * @param {boolean} still whether the run stands
   * @param {boolean} words whether words and marks may change as well
   */
  paint(dark, still, words) {
    if (devicePixelRatio !== this.#dpr) {
      this.#dpr = devicePixelRatio;
      this.spoil();
    }
    const charts = [...this.charts, this.slow.chart];
    const painted = this.#paintCharts(charts.filter(({ due }) => due), dark, still);
    // The first picture of the surface waits for the charts' first one: compiling its shaders can take a while.
    if (!this.#begun && painted) this.#redraw();
    if (this.#begun || this.element.hidden) this.surface?.paint(dark, still);
    this.#begun ||= painted > 0;
    for (const chart of charts) {
      if (words || chart.pointed || chart === this.slow.chart) chart.tell(still || chart === this.slow.chart);
    }
    if (words) this.#tell();
  }

  /**
   * The one that was painted longest ago comes first, and what there is no time for waits for the next frame: so each of
   * them moves, and the page answers. At rest, in another theme or size all are painted at once.
   * @returns {number} how many were painted
   */
  #paintCharts(due, dark, still) {
    const start = performance.now();
    const all = still || this.#spoilt || !this.#begun;
    this.#spoilt = false;
    const turning = this.surface !== null && start - this.surface.turned < TURNING;
    const moves = turning ? BESIDE : MOVES;
    this.#owed = Math.min(TOGETHER, this.#owed + ((start - this.#last) / 1000) * moves * due.length);
    this.#last = start;
    due.sort((one, other) => other.pointed - one.pointed || one.painted - other.painted);
    let painted = 0;
    for (const chart of due) {
      const next = !turning && (!painted || performance.now() + chart.cost <= start + PAINTING);
      const late = this.#owed >= 1 || start - chart.painted >= LONGEST;
      if (!(all || next || late || chart.pointed)) break;
      chart.paint(dark);
      painted += 1;
      this.#owed = Math.max(0, this.#owed - 1);
    }
    if (painted < due.length) this.#redraw();
    return painted;
  }

  #tell() {
    if (this.#standings !== undefined) this.standings?.show(this.#standings);
    this.#standings = undefined;
    this.surface?.speak();
  }

  close() {
    this.#observer.disconnect();
    this.slow.free();
    this.surface?.close();
  }

  #observe(view) {
    this.#boxes.set(view.box, view);
    this.#observer.observe(view.box);
  }

  #resize(entries) {
    // While styles are on their way everything is without extent.
    const first = !this.measured && entries.some(({ contentRect }) => contentRect.width > 0);
    this.measured ||= first;
    for (const { target, contentRect } of entries) {
      const zoom = parseFloat(getComputedStyle(target).fontSize) / TYPE;
      this.#boxes.get(target)?.resize(contentRect.width, contentRect.height, zoom);
    }
    this.#spoilt = true;
    this.on.refresh();
    if (first) this.on.measured();
  }
}
