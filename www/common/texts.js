/**
 * Everything that people read and that does not come from the engine's registries, in one table.
 * A translation is another object with the same keys.
 */
import { count, quantity, signed } from './format.js';

export const texts = {
  wordmark: 'Gradscape',
  loading: 'Loading the engine…',

  // Header
  share: 'Copy link',
  shared: 'Link copied',
  more: 'More',
  range: (/** @type {number} */ min, /** @type {number} */ max, /** @type {string} */ unit) =>
    `From ${min} to ${max}${unit && ` ${unit}`}`,
  pytorchVerb: 'Copy as',
  pytorchHelp: 'The same experiment as a PyTorch script: same start, same data, same batches',
  pytorchCopied: 'The script is in the clipboard. It reads a file that lies beside it:',
  pytorchReady: 'The script and the file that it reads:',
  shareByHand: 'Copy this link:',
  present: 'Present',
  presentEnd: 'Leave presentation (Esc)',
  theme: { auto: 'Theme: auto', light: 'Theme: light', dark: 'Theme: dark' },

  // Keys
  close: 'Close',
  keys: {
    title: 'Keys',
    open: 'Keys (?)',
    single: 'Letters and signs work while nothing has the focus',
    names: {
      ' ': 'Space',
      Escape: 'Esc',
      ArrowLeft: '←',
      ArrowRight: '→',
      ArrowUp: '↑',
      ArrowDown: '↓',
      PageUp: 'Page ↑',
      PageDown: 'Page ↓',
      h: 'H',
      t: 'T',
      m: 'M',
      s: 'S',
      '-': '−',
    },
    places: {
      anywhere: 'Anywhere',
      timeline: 'On the timeline',
      chart: 'In a chart',
      threshold: 'On the clip threshold',
      start: 'While the start is chosen',
      surface: 'On the surface',
    },
    does: {
      toggle: 'Play or pause',
      slow: 'Open a step up in slow motion, or close it',
      help: 'This list',
      leave: 'Leave the presentation',
      seek: 'One step back or on',
      seekEnds: 'First or last step',
      mark: 'Mark the step or layer before or after; with Shift ten',
      markRow: 'Mark the layer below or above',
      markEnds: 'Mark the first or last',
      go: 'Go to the marked step',
      forget: 'Forget the mark',
      nudge: 'Move it by 5 %; with Shift ten times as far',
      push: 'Move it far',
      startMove: 'Move the start; with Shift ten times as far',
      startConfirm: 'Start there',
      startCancel: 'Leave it where it was',
      turn: 'Turn',
      zoom: 'Zoom',
      home: 'Restore the view',
      top: 'Look from above',
      flip: 'Map or 3-D',
    },
  },

  // Controls
  controls: 'Settings',
  exactValue: (/** @type {string} */ label) => `${label}, exact value`,

  // Views
  stage: 'Loss surface and descent',
  charts: 'Charts',
  surfaceKeys:
    'Arrow keys turn the surface, plus and minus zoom, Home restores the view, T looks from above, M switches to the map.',
  home: 'Reset view',
  top: 'From above',
  map: 'Map',
  relief: '3-D',
  mapHint: 'Show as a contour map',
  reliefHint: 'Show in three dimensions',
  computing: (/** @type {number} */ share) => `Computing surface ${Math.floor(share * 100)} %`,
  lossHere: 'loss',
  lossHereHint: 'Loss of the run at this step, not of its projection',
  offPlane: 'off the plane',
  offPlaneHint: 'Distance of the run’s parameters from the plane that is drawn',
  plane: 'Plane of the surface',
  fit: 'Fit',
  fitHint: 'Fit the drawn square to the descent so far',
  centre: 'Re-centre',
  centreHint: 'Lay the plane through the present point, in the middle of the square',
  follow: 'Follow',
  followHint: 'Lay the plane anew whenever the run has outgrown it',
  noPlane: 'Until there is one, the plane before it is shown.',
  /** Around a percentage. */
  held: { before: 'holds ', after: ' of the descent' },
  parts: (/** @type {string[]} */ shares) => `${shares.join(' + ')} of variance along its axes`,
  heldHint: 'How much of the descent’s variance lies in this plane: what is left out, a slice cannot show',
  legendMore: 'More about the picture',
  legendMoreFace: '…',
  legendHints:
    'Off the plane is the distance of the run’s parameters from the plane that is drawn; the loss is the run’s own, not its projection’s. What a plane does not hold of the descent’s variance, a slice cannot show.',
  /** What lies on the surface. */
  arrows: {
    gradient: 'downhill by the gradient',
    clipped: 'the same after clipping',
    batch: 'downhill by other batches',
    mean: 'downhill by their mean',
  },
  save: { relief: 'Save the picture as PNG', map: 'Save the map as SVG' },
  drawnFrom: 'Drawn from…',
  drawnFromHint: 'Grid, examples and height that the surface is drawn from',
  cutAt: (/** @type {string} */ loss) => `Striped: the loss is above ${loss} and cut off there.`,
  holes: 'Hatched on the floor: the loss is not finite there.',
  nothing: {
    heading: 'No surface here',
    plane: 'The loss is a finite number nowhere on this square of parameter space: its numbers overflow.',
    function: 'f(x, y) is a finite number nowhere on this square.',
    remedy: 'Smaller starting weights, another plane, or Re-centre at a step with a finite loss shows one.',
    domain: 'Another function, or another range of x and y, shows one.',
  },
  inPlane: (/** @type {string} */ name, /** @type {string} */ share) => `${name} (${share} of it lies in this plane)`,
  lost: (/** @type {string} */ name) => `${name}: diverged`,
  outside: 'The ball has left the drawn square; Fit or Re-centre brings it back.',
  noWebGl: 'This browser offers no WebGL2, so the surface is shown as a contour map.',
  contextLost: 'The graphics card took its context back; the surface is shown as a contour map.',

  start: {
    button: 'Start',
    hint: 'Choose where the descent begins: click on the surface, or press and use the arrow keys and Enter',
    at: (/** @type {number} */ x, /** @type {number} */ y) => `start at (${signed(String(x))}, ${signed(String(y))})`,
    keys: 'Arrow keys move it, Enter starts there, Escape leaves it.',
  },
  basins: {
    progress: 'Starts that have been followed',
    cancel: 'Cancel',
    again: 'Compute',
  },
  race: {
    ready: 'A race that is ready…',
    add: 'Add a racer',
    own: 'this run',
    remove: (/** @type {string} */ name) => `Remove ${name}`,
    asRun: (/** @type {string} */ label) => `as this run: ${label}`,
    standings: 'Standings of the race',
    head: ['', 'Racer', 'Loss', 'Step', 'Gradients', 'State'],
    runs: 'runs',
    lost: 'diverged',
  },

  swap: (/** @type {string} */ label) => `Chart in this panel, now: ${label}`,
  swapHint: 'Show another chart here',
  tableOf: (/** @type {string} */ label) => `Table: ${label}`,
  noTable: 'There are no numbers yet.',
  thinned: (/** @type {number} */ shown, /** @type {number} */ all) => `${count(shown)} of ${count(all)} rows`,
  copyOf: (/** @type {string} */ label) => `Copy the table: ${label}`,
  copied: 'Copied',
  pointer: (/** @type {string} */ label) => `Point at: ${label}`,
  /** Name of a place that is pointed at, by what its axis counts. */
  pointed: (/** @type {string | null | undefined} */ counts, /** @type {string} */ name) =>
    counts === 'steps' ? `step ${name}` : counts === 'layers' ? `layer ${name}` : '',

  // The gradient check
  check: {
    verb: 'Check',
    object: ' gradients',
    hint: 'Check gradients: compare back-propagation with differences of the loss, layer by layer',
    title: 'Gradient check',
    what: (
      /** @type {{step: number, planned: number, parameters: number, perLayer: number, fewer: boolean, examples: number}} */ {
        step,
        planned,
        parameters,
        perLayer,
        fewer,
        examples,
      },
    ) => {
      const which =
        planned === parameters
          ? `each of the ${count(parameters)} parameters`
          : `${count(planned)} of the ${count(parameters)} parameters (up to ${perLayer} a layer, evenly spread)`;
      const over = examples ? `, over ${count(examples)} ${examples === 1 ? 'example' : 'examples'}` : '';
      const size = fewer ? ' The network is large, so fewer are compared than usual.' : '';
      return (
        `At step ${count(step)}, for ${which}${over}: the slope from back-propagation against central differences ` +
        `of the loss, (L(θ + h) − L(θ − h)) / 2h for ever smaller h, all in f64.${size}`
      );
    },
    progress: 'Progress of the check',
    begun: 'The check begins…',
    running: (/** @type {number} */ share) => `${Math.floor(share * 100)} %`,
    head: ['Layer', 'Verdict', 'Largest relative error', 'Compared', 'At a kink', 'Too small'],
    compared: (/** @type {{compared: number, parameters: number}} */ { compared, parameters }) =>
      `${count(compared)} of ${count(parameters)}`,
    verdicts: { waiting: 'not yet compared', none: 'nothing to go by', agrees: 'agrees', wrong: 'disagrees' },
    right: (
      /** @type {{error: number, allowed: number, resolved: number, layers: number}} */ {
        error,
        allowed,
        resolved,
        layers,
      },
    ) => {
      const where = resolved < layers ? ` in the ${resolved} of ${layers} layers where they can be told` : '';
      return (
        `Back-propagation agrees with the differences${where}: they differ by ${quantity(error)} of the slope at most. ` +
        `Up to ${quantity(allowed)} counts as agreement; a wrong gradient is usually off by a hundredth or more.`
      );
    },
    wrong: (/** @type {{name: string, error: number}} */ { name, error }) =>
      `Back-propagation disagrees with the differences in ${name}: by ${quantity(error)} of the slope.`,
    truncated: (/** @type {{name: string, error: number}} */ { name, error }) =>
      'Truncated by design: no gradient comes back over a cut, so that it is not that of the loss. ' +
      `The largest difference is in ${name}, by ${quantity(error)} of the slope; without truncation both agree.`,
    unresolved:
      'No difference could be told from the rounding of the loss, so nothing speaks for or against back-propagation here.',
    nothing:
      'There is nothing to check: the loss is not a finite number here, and so it has no differences. Go back to an earlier step.',
    interrupted: 'Another run has begun, or its settings have changed, so the check was given up.',
    cancelled: 'The check was cancelled.',
    notes: [
      [
        'At a kink',
        'a step of h crosses a corner of the loss (as ReLU’s at 0) or a sharp bend: the difference is no slope there, and decides nothing.',
      ],
      [
        'Too small',
        'the slope has all but vanished: f64’s rounding of the loss hides the difference, so it decides nothing either.',
      ],
    ],
    cancel: 'Cancel',
    again: 'Check again',
  },

  // Transport
  transport: 'Run',
  play: 'Play',
  pause: 'Pause',
  replay: 'Play again from step 0',
  reset: 'Back to step 0',
  one: 'One step',
  slow: 'Slow motion',
  slowHelp: 'One step opened up: forward, backward layer by layer, clip, update (S)',
  slowEnd: 'Leave slow motion (S)',
  onePhase: 'One phase',
  phases: 'Phases of the step',
  speed: 'Speed',
  speedValue: (/** @type {number} */ steps) =>
    steps === Infinity ? 'as fast as possible' : `${count(steps)} steps per second`,
  wished: (/** @type {number} */ steps) => (steps === Infinity ? 'max' : `${count(steps)}/s`),
  threshold: 'Clip threshold',
  thresholdHelp: 'Drag to move the clip threshold, or use the arrow keys',
  timeline: 'Timeline',
  atStep: (/** @type {number} */ step) => `step ${count(step)}`,
  changed: (/** @type {{label?: string, value: string}} */ { label, value }) => `${label} ${value}`,
  measured: 'steps/s',
  measuredHint: 'measured',
  measuredHelp: 'Steps really made, over the last two seconds',
  step: 'step',
  loss: 'loss',
  status: {
    running: 'Running',
    paused: 'Paused',
    slow: 'Slow motion',
    finished: 'Finished',
    diverged: (/** @type {number} */ step) => `Diverged at step ${count(step)}`,
  },
  where: (/** @type {{layer: string, quantity: string}} */ { layer, quantity }) => ` in ${layer}: ${quantity}`,
  others: '; the others race on',

  // Things that go wrong
  dismiss: 'Dismiss',
  noWorker: 'No worker can be started here: training runs in short slices beside the drawing, somewhat slower.',
  noWebAssembly: 'This browser has no WebAssembly (or it is switched off), and Gradscape computes with it.',
  failed: 'Gradscape could not start',
  retry: 'Try again',
  crashed: 'The engine stopped and cannot go on',
  crashedHelp: 'Restart makes a new engine with the settings that you had. The message below helps to mend it:',
  restart: 'Restart',
  dataMissing: (/** @type {string} */ cause) => `The data of this scenario could not be loaded: ${cause}`,

  // The user's own file
  ownTitle: 'Learn from your own data',
  ownHelp: 'Drop a CSV file here, or choose one. It is read in this browser and sent nowhere.',
  ownMissing: (/** @type {string} */ name) => `This link was made with ${name}`,
  ownMissingHelp:
    'Links carry no data. Drop that file here, or choose it; it is read in this browser and sent nowhere.',
  ownOther: (/** @type {string} */ name) =>
    `${name} is another file: its content is not the one that the link was made with.`,
  ownChoose: 'Choose a file…',
  ownUseOther: 'Use it all the same',
  ownCancel: 'Cancel',
  ownHints: [
    'A line for each example; a first line with names is recognised.',
    'Columns of numbers are the inputs. The last column is the target, until you pick another one.',
    'A target of words, or of at most 20 different whole numbers, is a class; others are numbers.',
    'Up to 50,000 rows and 32 MB; commas, semicolons or tabs; UTF-8.',
  ],
  ownRead: (
    /** @type {{name: string, rows: number, inputs: number, target: string, classes: number | null, columns: {name: string, kind: string}[]}} */ {
      name,
      rows,
      inputs,
      target,
      classes,
      columns,
    },
  ) => {
    const unused = columns
      .filter((column) => column.kind !== 'numbers' && column.name !== target)
      .map((column) => column.name);
    const what = classes ? `${classes} classes of “${target}”` : `the number “${target}”`;
    const left = unused.length ? ` Not used, as they hold no numbers: ${unused.join(', ')}.` : '';
    return `${name}: ${count(rows)} rows, ${inputs} ${inputs === 1 ? 'input' : 'inputs'}, ${what}.${left}`;
  },
};
