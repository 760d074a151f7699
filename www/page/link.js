/**
 * The state in the link: only the page's own element reads and writes `location.hash`.
 */

/** Changes within this time, in ms, share one entry of the browser's history. */
const BREATH = 1000;
/** The link is written at most once in so many ms: browsers ignore pages that write it too often. */
const PAUSE = 200;

export class Link {
  #changed;
  #last = -Infinity;
  #wrote = -Infinity;
  #later = 0;
  /** @type {string | null} */
  #written = null;
  #reading = false;
  #listen = () => {
    const now = this.read();
    if (now === this.#written) return;
    this.#written = now;
    this.#reading = true;
    this.#changed(now);
    this.#reading = false;
  };

  /** @param {(settings: string) => void} changed called when the hash is edited or the reader goes back */
  constructor(changed) {
    this.#changed = changed;
    addEventListener('hashchange', this.#listen);
  }

  /** The settings string in the link; empty when there is none. */
  read() {
    return location.hash.slice(1);
  }

  /**
   * @param {string} settings
   * @param {boolean} changed by the reader here; else the link is only put right, which is no step in its history
   */
  write(settings, changed) {
    clearTimeout(this.#later);
    if (settings === this.read()) return;
    const now = performance.now();
    if (now - this.#wrote < PAUSE) {
      this.#later = setTimeout(() => this.write(settings, changed), PAUSE);
      return;
    }
    this.#wrote = now;
    const own = changed && !this.#reading && now - this.#last > BREATH;
    if (changed) this.#last = now;
    this.#written = settings;
    try {
      const url = settings ? `#${settings}` : location.pathname + location.search;
      if (own) history.pushState(null, '', url);
      else history.replaceState(null, '', url);
    } catch {
      // A sandboxed frame has no history to write to, and some browsers limit how often; the settings hold all the same.
    }
  }

  /** The whole link, to be shared. @param {string} settings */
  address(settings) {
    const url = new URL(location.href);
    url.hash = settings;
    return url.href;
  }

  close() {
    clearTimeout(this.#later);
    removeEventListener('hashchange', this.#listen);
  }
}
