/**
 * English: everything on the page that people read and that the engine does not say.
 * A translation is another object of the same shape (`Texts`); the type check fails if a text is missing.
 */
import { count, duration, quantity, signed } from '../common/format.js';

/** @typedef {typeof en} Texts */

export const en = {
  wordmark: 'Gradscape',
  loading: 'Loading the engine…',

  // Header
  share: 'Copy link',
  shareShort: 'Link',
  shared: 'Link copied',
  shareHelp: 'Copy a link with all settings. While the run is paused, the link opens paused at this step.',
  sharedAt: (/** @type {number} */ step) => `Link copied: opens paused at step ${count(step)}`,
  moreSettings: 'More settings',
  fewerSettings: 'Fewer settings',
  searchSettings: 'Search all settings',
  noSetting: 'No setting matches.',
  range: (/** @type {number} */ min, /** @type {number} */ max, /** @type {string} */ unit) =>
    `From ${min} to ${max}${unit && ` ${unit}`}`,
  pytorch: 'Copy as PyTorch',
  pytorchShort: 'PyTorch',
  pytorchHelp: 'The same experiment as a PyTorch script: same start, same data, same batches',
  pytorchCopied: 'The script is in the clipboard. It reads this file, which has to be in the same folder:',
  pytorchReady: 'The script and the file it reads:',
  shareByHand: 'Copy this link:',
  ofStep: (/** @type {number} */ step) => `Step ${count(step)}:`,
  also: 'Also:',
  present: 'Present',
  presentShort: 'Present',
  presentEnd: 'Leave presentation (Esc)',
  presentEndShort: 'Leave',
  theme: { auto: 'Theme: auto', light: 'Theme: light', dark: 'Theme: dark' },

  // Runs side by side
  columns: {
    add: 'Compare',
    addHelp:
      'Keep this run and put a copy beside it. What you change then changes the copy alone. Up to four runs; each keeps at most 16 MB to go back in time.',
    full: 'At most four runs stand side by side.',
    branch: 'Branch from this step: put a copy beside the run, which can go another way from here on',
    list: 'Runs side by side',
    whose: 'Whose settings to change',
    same: 'no difference yet',
    first: 'Change the settings of A, and of all runs that do not differ there',
    select: (/** @type {string} */ letter) => `Change the settings of ${letter}`,
    rename: (/** @type {string} */ letter) => `Name ${letter}`,
    nameOf: (/** @type {string} */ letter) => `Name of ${letter}`,
    promote: (/** @type {string} */ letter) => `Make ${letter} the first run`,
    remove: (/** @type {string} */ letter) => `Remove ${letter}`,
    from: (/** @type {number} */ step) => `from step ${count(step)}`,
    at: (/** @type {number} */ step, /** @type {string} */ loss) => `step ${count(step)} · loss ${loss}`,
    diverged: (/** @type {number} */ step) => `diverged at step ${count(step)}`,
    fork: (/** @type {string} */ letter, /** @type {string} */ name, /** @type {number} */ step) =>
      `${letter} branches off at step ${count(step)}: ${name}`,
    difference: '÷ A',
    differenceHelp: 'Show how many times the values of A the values are',
    pytorch: 'The scripts of all runs, and the file that each of them reads:',
    beside: 'Compare with before: apply it in a copy beside this run',
  },

  // Keys
  close: 'Close',
  keys: {
    title: 'Keys',
    open: 'Keys (?)',
    single: 'Allow single-letter keys (while no field has the focus)',
    names: {
      ' ': 'Space',
      Escape: 'Esc',
      ArrowLeft: '←',
      ArrowRight: '→',
      ArrowUp: '↑',
      ArrowDown: '↓',
      PageUp: 'Page ↑',
      PageDown: 'Page ↓',
      Home: 'Home',
      End: 'End',
      Enter: 'Enter',
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
      runPoint: 'On the run’s point in the edge of chaos',
      start: 'While choosing the starting point',
      surface: 'On the surface',
    },
    does: {
      toggle: 'Play or pause',
      slow: 'Enter or leave slow motion',
      help: 'Show this list',
      leave: 'Leave the presentation',
      seek: 'Previous or next step',
      seekEnds: 'First or last step',
      mark: 'Mark the previous or next step or layer; with Shift, ten at a time',
      markRow: 'Mark the layer below or above',
      markEnds: 'Mark the first or last',
      go: 'Go to the marked step',
      forget: 'Remove the mark',
      nudge: 'Move it by 5 %; with Shift, by 50 %',
      push: 'Move it far',
      pointMove: 'Move the start on the map; with Shift, five times as far',
      startMove: 'Move the starting point; with Shift, ten times as far',
      startConfirm: 'Start there',
      startCancel: 'Cancel',
      turn: 'Turn',
      zoom: 'Zoom',
      home: 'Reset the view',
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
    'Arrow keys turn the surface, plus and minus zoom, Home resets the view, T looks from above, M switches to the map.',
  home: 'Reset view',
  top: 'From above',
  map: 'Map',
  relief: '3-D',
  mapHint: 'Show as a contour map',
  reliefHint: 'Show in three dimensions',
  computing: (/** @type {number} */ share) => `Computing surface ${Math.floor(share * 100)} %`,
  lossHere: 'loss',
  lossHereHint: 'The run’s loss at this step, not the loss of its projection onto the plane',
  offPlane: 'off the plane',
  offPlaneHint: 'Distance of the run’s parameters from the plane shown',
  plane: 'Plane of the surface',
  fit: 'Fit',
  fitHint: 'Fit the square to the path so far',
  centre: 'Re-centre',
  centreHint: 'Move the plane through the present parameters and centre the square on them',
  follow: 'Follow',
  followHint: 'Choose a new plane whenever the run leaves this one',
  noPlane: 'Until then the previous plane is shown.',
  /** Around a percentage. */
  held: { before: 'this plane shows ', after: ' of the path' },
  parts: (/** @type {string[]} */ shares) => `${shares.join(' + ')} of the variance along its axes`,
  heldHint: 'The share of the path’s variance that lies in this plane. A plane cannot show the rest.',
  moreTools: 'More about the surface: plane, settings, picture, table',
  legendMore: 'More about the picture',
  legendMoreFace: '…',
  legendHints:
    'Along the axes stand distances in parameter space. “Off the plane” is the distance of the run’s parameters from the plane shown. The loss is the run’s own, not the loss of its projection. The percentage is the share of the path’s variance that lies in this plane; a plane cannot show the rest.',
  /** What lies on the surface. */
  arrows: {
    gradient: 'negative gradient',
    clipped: 'negative gradient, clipped',
    batch: 'negative gradients of other batches',
    mean: 'their mean',
  },
  save: { relief: 'Save the picture as PNG', map: 'Save the map as SVG' },
  drawnFrom: 'Surface settings',
  drawnFromHint: 'Grid, examples and height scale of the surface',
  cutAt: (/** @type {string} */ loss) => `Striped: the loss is above ${loss}, where the picture is cut off.`,
  holes: 'Hatched: the loss is not finite there.',
  nothing: {
    heading: 'No surface here',
    plane: 'The loss overflows everywhere on this square of parameter space.',
    function: 'f(x, y) is not finite anywhere on this square.',
    remedy: 'Try smaller initial weights or another plane, or press Re-centre at a step with a finite loss.',
    domain: 'Try another function or another range of x and y.',
  },
  inPlane: (/** @type {string} */ name, /** @type {string} */ share) => `${name} (${share} of it lies in this plane)`,
  lost: (/** @type {string} */ name) => `${name}: diverged`,
  outside: 'The run has left the square. Fit or Re-centre brings it back.',
  noWebGl: 'This browser offers no WebGL2, so the surface is shown as a contour map.',
  contextLost: 'The browser lost its WebGL2 context, so the surface is shown as a contour map.',

  start: {
    button: 'Start',
    hint: 'Choose the starting point: click on the surface, or press this and use the arrow keys and Enter',
    at: (/** @type {number} */ x, /** @type {number} */ y) => `start at (${signed(String(x))}, ${signed(String(y))})`,
    keys: 'Arrow keys move the starting point, Enter starts there, Escape cancels.',
  },
  basins: {
    progress: 'Starting points done',
    cancel: 'Cancel',
    again: 'Compute',
  },
  race: {
    ready: 'Ready-made race…',
    add: 'Add a racer',
    own: 'this run',
    remove: (/** @type {string} */ name) => `Remove ${name}`,
    asRun: (/** @type {string} */ label) => `same as this run: ${label}`,
    standings: 'Standings of the race',
    head: ['', 'Racer', 'Loss', 'Step', 'Gradients', 'State'],
    chosen: (/** @type {string} */ name, /** @type {string | null} */ threshold) =>
      `${name}, ${threshold === null ? 'no threshold yet' : `threshold ${threshold}`}`,
    runs: 'running',
    lost: 'diverged',
  },

  swap: (/** @type {string} */ label) => `Chart in this panel, now: ${label}`,
  swapHint: 'Show another chart in this panel',
  tableOf: (/** @type {string} */ label) => `Table: ${label}`,
  noTable: 'No numbers yet.',
  thinned: (/** @type {number} */ shown, /** @type {number} */ all) => `${count(shown)} of ${count(all)} rows`,
  copyOf: (/** @type {string} */ label) => `Copy the table: ${label}`,
  copied: 'Copied',
  pointer: (/** @type {string} */ label) => `Point at: ${label}`,
  /** Name of a place that is pointed at, by what its axis counts. */
  pointed: (/** @type {string | null | undefined} */ counts, /** @type {string} */ name) =>
    counts === 'steps' ? `step ${name}` : counts === 'layers' ? `layer ${name}` : counts === 'named' ? name : '',

  // Remedies and the autopsy
  remedies: {
    trying: (/** @type {number} */ count) => (count === 1 ? 'Trying one remedy…' : `Trying ${count} remedies…`),
    anew: (/** @type {string} */ label) => `Started again from step 0: ${label}.`,
    fromHere: (/** @type {string} */ label) => `Changed from here on: ${label}.`,
    autopsy: 'Autopsy',
    autopsyHint: 'Why this run was lost: what grew, what set it off, and the one change that would have kept it near',
  },
  autopsy: {
    title: 'Autopsy: why this run was lost',
    progress: 'Progress of the autopsy',
    begun: 'Making the run again, and trying what would have kept it near…',
    step: (/** @type {number} */ step) => `Step ${count(step)}`,
    lines: (/** @type {string} */ change) => `Solid lines: this run. Dashed lines: the same run with ${change}.`,
    link: 'Copy link',
    chain: 'What happened',
    tried: 'What was tried',
    triedHelp:
      'Each is the same run with one change. Of the changes that keep the run near, the smallest one names the cause. ' +
      'Sizes are in doublings: a learning rate of a quarter has size 2.',
    head: ['Change', 'Cause', 'Outcome', 'Size'],
    size: (/** @type {number} */ size) => quantity(size),
    open: 'Open the run that stays near',
    save: 'Save as SVG',
    pytorch: 'This run as PyTorch',
    pytorchOther: 'The other run as PyTorch',
  },

  // Sweeps and calibrations
  studies: {
    button: 'Sweep',
    short: 'Sweep',
    hint: 'Sweep settings, or calibrate the clip threshold: many runs at once',
    title: 'Many runs',
    ready: 'Sweep',
    ownSweep: 'Of this run',
    ownSweepHelp: 'The settings of the present run, with every combination of the values below.',
    key: (/** @type {number} */ number) => `Setting ${number}`,
    values: (/** @type {number} */ number) => `Values of setting ${number}`,
    over: (/** @type {number} */ number) => `Over ${number}`,
    chooseKey: 'Choose a setting…',
    noKey: 'No second setting',
    grammar:
      'Values: a list such as 0.01,0.1 or a range low..high:count, with :log for even steps on a logarithmic scale.',
    steps: 'Steps',
    seeds: 'Seeds',
    until: 'Until loss',
    start: 'Start',
    goOn: 'Go on',
    cancel: 'Cancel',
    progress: 'Runs done',
    runs: (/** @type {number} */ runs) => (runs === 1 ? 'One run.' : `${count(runs)} runs.`),
    done: (/** @type {number} */ done, /** @type {number} */ all, /** @type {number | null} */ seconds) =>
      `${count(done)} of ${count(all)}${seconds === null ? '' : ` · about ${duration(seconds)} left`}`,
    complete: (/** @type {number} */ runs) => (runs === 1 ? 'The run is done.' : `All ${count(runs)} runs are done.`),
    partial: (/** @type {number} */ done, /** @type {number} */ all) =>
      `Stopped after ${count(done)} of ${count(all)} runs. These are kept.`,
    empty: 'Choose what to sweep over, and press Start.',
    shows: 'What the picture shows',
    pick: 'Click on a cell, or mark it with the arrow keys and press Enter, to open its run.',
    csv: 'Save as CSV',
    jsonl: 'Save as JSON lines',
    link: 'Copy link',
    saveAs: (/** @type {string} */ label, /** @type {string} */ format) => `Save as ${format}: ${label}`,
    // Calibration
    calibrates: (/** @type {string} */ title) => `Finds the clip threshold for this run: ${title}.`,
    clips: 'Clips',
    clipsHelp: (/** @type {string} */ ids) => `A list of ${ids}; or all.`,
    thresholds: 'Thresholds',
    thresholdsHelp: 'Empty: chosen by the gradient norms. Else a list or a range.',
    folds: 'Folds',
    ofTime: 'Order of time',
    origin: 'Training part',
    expanding: 'Expanding',
    sliding: 'Sliding',
    gap: 'Gap in rows',
    gapHelp: 'Rows left out between training and validation. Empty: the window and the horizon of the forecast.',
    norms: 'Gradient norms before clipping',
    normsHelp: 'The distribution of gradient norms without a clip, with the thresholds that are tried',
    clipShown: 'Clip whose thresholds are shown',
    bestClip: 'Best clip',
    emptyCalibration:
      'Each threshold is tried on parts of the data that the training did not see: too low stifles, too high fails. Press Start.',
    soFar: 'So far:',
    chosen: (/** @type {string} */ clip, /** @type {number} */ threshold) => `Chosen: ${clip}, threshold ${threshold}.`,
    chosenNone: 'Chosen: no clip.',
    tested: (/** @type {number | null} */ loss) =>
      loss === null ? 'On the test part: no loss.' : `On the test part, looked at once: loss ${quantity(loss)}.`,
    allLost: 'Every run diverged, with every candidate. Take a lower learning rate.',
    use: 'Use this threshold',
    useNone: 'Use no clip',
    torch: 'The chosen clip in PyTorch',
  },

  // The gradient check
  check: {
    name: 'Check gradients',
    short: 'Check',
    hint: 'Check gradients: compare back-propagation with finite differences of the loss, layer by layer',
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
          : `${count(planned)} of the ${count(parameters)} parameters (at most ${perLayer} per layer, evenly spaced)`;
      const over = examples ? `, over ${count(examples)} ${examples === 1 ? 'example' : 'examples'}` : '';
      const size = fewer ? ' The network is large, so the check compares fewer than usual.' : '';
      return (
        `At step ${count(step)}, for ${which}${over}: the derivative from back-propagation against central differences ` +
        `of the loss, (L(θ + h) − L(θ − h)) / 2h for smaller and smaller h, all in f64.${size}`
      );
    },
    progress: 'Progress of the check',
    begun: 'Starting the check…',
    running: (/** @type {number} */ share) => `${Math.floor(share * 100)} %`,
    head: ['Layer', 'Verdict', 'Largest relative error', 'Compared', 'At a kink', 'Too small'],
    compared: (/** @type {{compared: number, parameters: number}} */ { compared, parameters }) =>
      `${count(compared)} of ${count(parameters)}`,
    verdicts: { waiting: 'not yet compared', none: 'undecided', agrees: 'agrees', wrong: 'disagrees' },
    right: (
      /** @type {{error: number, allowed: number, resolved: number, layers: number}} */ {
        error,
        allowed,
        resolved,
        layers,
      },
    ) => {
      const where = resolved < layers ? ` in the ${resolved} of ${layers} layers where they can be compared` : '';
      return (
        `Back-propagation agrees with finite differences${where}. The largest relative error is ${quantity(error)}. ` +
        `Up to ${quantity(allowed)} counts as agreement; a wrong gradient is usually off by 0.01 or more.`
      );
    },
    wrong: (/** @type {{name: string, error: number}} */ { name, error }) =>
      `Back-propagation disagrees with finite differences in ${name}: the relative error is ${quantity(error)}.`,
    truncated: (/** @type {{name: string, error: number}} */ { name, error }) =>
      'Truncated by design: back-propagation stops at each cut, so its gradient is not the gradient of the loss. ' +
      `The largest relative error is ${quantity(error)}, in ${name}. Without truncation both agree.`,
    unresolved: 'Every difference is smaller than the rounding error of the loss, so the check cannot decide here.',
    nothing: 'There is nothing to check: the loss is not finite here. Go back to an earlier step.',
    interrupted: 'The run or its settings have changed, so the check was stopped.',
    cancelled: 'The check was cancelled.',
    notes: [
      [
        'At a kink',
        'between θ − h and θ + h the loss has a kink (as ReLU has at 0), so the difference is not the derivative and decides nothing.',
      ],
      [
        'Too small',
        'the derivative is so small that rounding in f64 hides the difference, which therefore decides nothing.',
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
  slowNetwork: 'Network in slow motion',
  slowNetworkHelp: 'The signals on their way through the network: forward from the left, backward from the right',
  slowHelp: 'One step in slow motion: forward, backward layer by layer, clip, update (S)',
  onePhase: 'One phase',
  phases: 'Phases of the step',
  speed: 'Speed',
  speedValue: (/** @type {number} */ steps) =>
    steps === Infinity ? 'as fast as possible' : `${count(steps)} steps per second`,
  wished: (/** @type {number} */ steps) => (steps === Infinity ? 'max' : `${count(steps)}/s`),
  threshold: 'Clip threshold',
  thresholdOff: 'Clip threshold; nothing is clipped yet',
  thresholdPale: 'Nothing is clipped. Moving this switches the clip on.',
  /** @param {string} clip @returns {string} */
  dragToClip: (clip) => (clip === 'layer-norm' ? 'drag to clip each layer' : 'drag to clip'),
  dragToClipHelp: 'Nothing is clipped yet. Drag this line, or use the arrow keys, to clip gradients that are longer',
  thresholdHelp: 'Drag to move the clip threshold, or use the arrow keys',
  runPoint: 'The start of the run',
  runPointHelp: 'Drag the run to another start, or use the arrow keys',
  /** @param {string} x @param {string} y */
  runPointAt: (x, y) => `σ_w ${x}, vertical ${y}`,
  timeline: 'Timeline',
  atStep: (/** @type {number} */ step) => `step ${count(step)}`,
  changed: (/** @type {{label?: string, value: string}} */ { label, value }) => `${label} ${value}`,
  measured: 'steps/s',
  measuredHint: 'measured',
  measuredHelp: 'Steps made per second, measured over the last two seconds',
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
  others: '; the other racers go on',

  // Things that go wrong
  dismiss: 'Dismiss',
  noWorker: 'No worker can be started here. Training runs in short slices on the main thread and is somewhat slower.',
  noWebAssembly: 'Gradscape needs WebAssembly, which this browser lacks or has switched off.',
  wasmForbidden:
    "This page's Content-Security-Policy forbids WebAssembly. It allows it with: script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'",
  printedSettings: 'Settings:',
  printedNotYet: 'This view was still being computed when the page was printed.',
  failed: 'Gradscape could not start',
  retry: 'Try again',
  crashed: 'The engine has stopped',
  crashedHelp: 'Restart starts it again with your settings. Please include this message if you report the problem:',
  restart: 'Restart',
  dataMissing: (/** @type {string} */ cause) => `The data of this scenario could not be loaded: ${cause}`,

  // The user's own file
  ownTitle: 'Learn from your own data',
  ownHelp: 'Drop a CSV file here, or choose one. It is read in this browser and sent nowhere.',
  ownMissing: (/** @type {string} */ name) => `This link was made with the file ${name}`,
  ownMissingHelp:
    'Links carry no data. Drop that file here, or choose it. It is read in this browser and sent nowhere.',
  ownOther: (/** @type {string} */ name) => `${name} is a different file: the link was made with other content.`,
  ownChoose: 'Choose a file…',
  ownUseOther: 'Use it anyway',
  ownCancel: 'Cancel',
  ownHints: [
    'One line for each example. A first line with names is recognised.',
    'Columns of numbers are the inputs. The last column is the target until you choose another one.',
    'A target of words, or of at most 20 different whole numbers, is a class. Other targets are numbers.',
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
    const left = unused.length ? ` Not used, because they contain no numbers: ${unused.join(', ')}.` : '';
    return `${name}: ${count(rows)} rows, ${inputs} ${inputs === 1 ? 'input' : 'inputs'}, ${what}.${left}`;
  },
};
