/** While a control is being moved the run waits at its step, and no chart comes or goes. */

/** What may end a drag or the press of a key. */
const ENDS = ['pointerup', 'pointercancel', 'keyup', 'blur'];

/**
 * @typedef {object} Held
 * @property {boolean} playing whether the run plays
 * @property {(held: boolean) => void} hold has the run wait, or go on
 * @property {() => void} settle nothing is moved any more
 */

export class Hold {
  /** Lets go; null where nothing is held. @type {(() => void) | null} */
  #end = null;

  /** Whether something is being moved. */
  get active() {
    return this.#end !== null;
  }

  /** Begins, unless it has begun; ends when the pointer or the key is let go. @param {Held} held */
  begin({ playing, hold, settle }) {
    if (this.#end) return;
    const release = () => setTimeout(() => this.end()); // After the control's own last event.
    if (playing) hold(true);
    this.#end = () => {
      for (const end of ENDS) removeEventListener(end, release, true);
      this.#end = null;
      if (playing) hold(false);
      settle();
    };
    for (const end of ENDS) addEventListener(end, release, true);
  }

  end() {
    this.#end?.();
  }
}
