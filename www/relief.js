/**
 * The 3-D picture of the surface: the engine's WebGL2 view with its labels as an HTML overlay.
 *
 * Browsers allow 8 to 16 contexts a page, so that elements off screen give theirs back when others need it.
 */
import { Backpressure } from './backpressure.js';
import { h, say } from './dom.js';
import { listen } from './guard.js';

const MOST = 6;
const holders = new Set();

export class Relief3D {
  element = h('div', { class: 'relief' });
  #api;
  #on;
  #view = null;
  #canvas = null;
  #pressure = null;
  #labels = h('div', { class: 'labels', 'aria-hidden': 'true' });
  #state = {}; // the arguments that the view was last given, for when it has to be made anew

  /** Whether it is on the screen. */
  visible = true;

  /**
   * @param {object} api engine.js
   * @param {{lost: () => void, back: () => void}} on the context went away, or came back
   */
  constructor(api, on) {
    this.#api = api;
    this.#on = on;
  }

  /** Makes the context if there is none. @throws if WebGL2 is missing */
  wake() {
    if (this.#view) return;
    for (const other of holders) if (holders.size >= MOST && !other.visible) other.release();
    const canvas = h('canvas', {
      'aria-hidden': 'true',
      on: {
        webglcontextlost: (event) => {
          if (canvas !== this.#canvas) return; // given back on purpose
          event.preventDefault();
          this.#on.lost();
        },
        webglcontextrestored: () => {
          if (canvas !== this.#canvas) return;
          this.release();
          this.#on.back();
        },
      },
    });
    this.#canvas = canvas;
    this.#view = listen(() => new this.#api.SurfaceView(canvas));
    const gl = canvas.getContext('webgl2');
    this.#pressure = gl && new Backpressure(gl);
    this.element.replaceChildren(this.#canvas, this.#labels);
    holders.add(this);
    const { surface, path, axes } = this.#state;
    if (surface) this.surface(...surface);
    if (axes) this.axes(axes);
    if (path) this.path(path);
  }

  /** Gives the context back. */
  release() {
    holders.delete(this);
    const canvas = this.#canvas;
    this.#view?.free();
    this.#view = null;
    this.#canvas = null;
    this.#pressure = null;
    this.element.replaceChildren();
    canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  }

  surface(size, drawn) {
    this.#state.surface = [size, drawn];
    this.#view?.setSurface(size, drawn);
  }

  /** @param {string} axes the engine's own description of them, passed on */
  axes(axes) {
    this.#state.axes = axes;
    this.#view?.setAxes(axes);
  }

  path(path) {
    this.#state.path = path;
    this.#view?.setPath(path);
  }

  orbit(dx, dy) {
    this.#view?.orbit(dx, dy);
  }

  zoom(factor) {
    this.#view?.zoom(factor);
  }

  home() {
    this.#view?.home();
  }

  top() {
    this.#view?.top();
  }

  /** Whether the last picture is finished, so that the next may be drawn. */
  get ready() {
    return this.#pressure?.ready ?? true;
  }

  /** False if the context is lost. */
  draw(width, height, dark) {
    this.wake();
    if (this.#view.lost()) return false;
    listen(() => this.#view.draw(width, height, devicePixelRatio, dark));
    this.#pressure?.ordered();
    this.#label(JSON.parse(this.#view.labels()));
    return true;
  }

  #label(labels) {
    const spans = this.#labels.children;
    while (spans.length > labels.length) this.#labels.lastChild.remove();
    labels.forEach(({ text, x, y, anchor, kind }, index) => {
      const span = spans[index] ?? this.#labels.appendChild(h('span'));
      say(span, text);
      const name = `${kind} ${anchor}`;
      if (span.className !== name) span.className = name;
      const shift = anchor === 'start' ? '0%' : anchor === 'end' ? '-100%' : '-50%';
      span.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(${shift}, -50%)`;
    });
  }
}
