/**
 * Types of Gradscape's element, for hosts that are checked by TypeScript: importing `gradscape.js` defines
 * `<gradscape-lab>`.
 */

/** One layer at one step. A number that is not finite is null. */
export interface LayerFrame {
  /** For example `layers.3`. */
  readonly name: string;
  /** Norm of the gradient of weights and bias together, before clipping. */
  readonly gradNorm: number | null;
  readonly clippedGradNorm: number | null;
  /** Norm of the update over the norm of the parameters. */
  readonly updateRatio: number | null;
}

/** What one step shows. A number that is not finite is null. */
export interface Frame {
  readonly step: number;
  readonly loss: number | null;
  /** Loss over the examples set aside to test on; only of steps at which it was measured. */
  readonly testLoss?: number | null;
  /** The learning rate. */
  readonly lr: number | null;
  /** Norm of the whole gradient, before clipping. */
  readonly gradNorm: number | null;
  readonly clippedGradNorm: number | null;
  /** The clip's threshold; null without one. */
  readonly threshold: number | null;
  /** What the run shows, for example `vanishing`; see `gradscape list verdicts`. */
  readonly verdict?: string;
  /** The step that the verdict is of. It is the frame's own step unless the run plays. */
  readonly verdictStep?: number;
  readonly status: 'running' | 'diverged' | 'finished';
  /** Where the first number was that is not finite; only of a run that diverged. */
  readonly diverged?: { readonly step: number; readonly layer: string; readonly quantity: string };
  /** Only of a run that diverged in a race: others still run, and `play()` goes on with them. */
  readonly racing?: true;
  readonly layers: readonly LayerFrame[];
}

export type Theme = 'auto' | 'light' | 'dark';

/** The events of `<gradscape-lab>`. `frame` and `settingschange` bubble and leave shadow roots, the others do not. */
export interface GradscapeLabEventMap {
  /** It stands at step 0 and can be played. */
  ready: CustomEvent<null>;
  /** Another step is on show. */
  frame: CustomEvent<Frame>;
  /** The settings have changed, by a control, the link or the host. */
  settingschange: CustomEvent<{ readonly settings: string }>;
  /** It cannot start or go on; `error` is the cause. */
  error: ErrorEvent;
}

/**
 * `<gradscape-lab settings views controls autoplay theme lang loading poster>`. Its children, or the picture `poster`, are shown
 * until it is ready, or for ever without scripts. With `loading="lazy"`, the default, it is loaded when it is near the window.
 */
export class GradscapeLab extends HTMLElement {
  /** The settings string, `key=value&key=value`. Setting it starts anew; what is wrong in it becomes a notice. */
  settings: string;
  /** The newest frame; null before it is ready. */
  readonly frame: Frame | null;
  /** The newest frames of all runs side by side, the first one's first; empty before it is ready. */
  readonly frames: readonly Frame[];
  play(): void;
  pause(): void;
  /** Makes `n` steps (default 1), and pauses; the frame reached. */
  step(n?: number): Promise<Frame>;
  /** Goes to a step exactly, back or on, and pauses; the frame reached. */
  seek(step: number): Promise<Frame>;
  /** Back to step 0, with the same weights; its frame. */
  reset(): Promise<Frame>;

  addEventListener<K extends keyof GradscapeLabEventMap>(
    type: K,
    listener: (this: GradscapeLab, event: GradscapeLabEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends Exclude<keyof HTMLElementEventMap, keyof GradscapeLabEventMap>>(
    type: K,
    listener: (this: GradscapeLab, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof GradscapeLabEventMap>(
    type: K,
    listener: (this: GradscapeLab, event: GradscapeLabEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends Exclude<keyof HTMLElementEventMap, keyof GradscapeLabEventMap>>(
    type: K,
    listener: (this: GradscapeLab, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'gradscape-lab': GradscapeLab;
  }
}
