/**
 * The messages between the page and its workers. Every message to a worker carries the number of the element that sent it
 * (`id`) and its language (`lang`), and the answers carry the number back; `epoch` is the number of the run that a message belongs to.
 */

/** @import { AutopsyTold, CheckFound, Diagnosis, Frame, ProofsTold, StandingsTold } from '../engine/types.js' */

/** @typedef {'run' | 'surface'} Role which of the two kinds of workers */
/** @typedef {{plane: number, bytes: Uint8Array}} Section a plane that a run has chosen through its parameters, with the plane's number */
/** @typedef {{chart: string, width: number}} WantedFigure */
/** @typedef {{chart: string, bytes: Uint8Array}} Figure */
/** @typedef {{ask: number, kind: string}} FirstPlane the plane that a run is looked at over from its first picture on, and its number */
/** @typedef {{kind: string, framing: string}} PlaneWish `framing` is `fit`, `centre`, `follow`, or empty for a new plane */
/** @typedef {{settings: string, width: number}} SurveyWish */

/**
 * @typedef {object} OpenRun
 * @property {'open'} do
 * @property {number} epoch
 * @property {string} settings
 * @property {ArrayBuffer | null} data
 * @property {Section | null} section the plane to look at the run over; null for none of before
 * @property {FirstPlane | null} plane the plane to begin with, where there is none of before
 * @property {boolean} playing
 * @property {number} rate steps a second, or Infinity
 * @property {boolean} asleep
 * @property {number | null} leader number of the element whose run this one follows step by step; null for none
 */

/**
 * Asks for what is new. News of a step that is `known` bring the rate alone.
 * @typedef {object} Ask
 * @property {'ask'} do
 * @property {number} epoch
 * @property {number | null} known
 * @property {WantedFigure[]} figures
 * @property {number} path points of the path that are wanted; 0 for none
 * @property {number} [plane] number of the plane that the path is wanted in
 * @property {boolean} diagnosis
 * @property {string[]} studies ids of charts that wait for a study
 * @property {boolean} trials whether remedies may be tried
 * @property {string} settings
 */

/** @typedef {{do: 'step', n: number, ask: number}} StepBy */
/** @typedef {{do: 'seek', step: number, ask: number}} SeekTo */
/** @typedef {{do: 'change', changes: [key: string, value: string][]}} ChangeLive */
/** @typedef {{do: 'pytorch', epoch: number, steps: number, name: string}} AskPyTorch */
/** @typedef {{do: 'plane', epoch: number, ask: number, settings: string} & PlaneWish} AskPlane */
/** @typedef {{do: 'finding', epoch: number, bytes: Uint8Array}} GiveFinding */

/**
 * What the run's worker is asked. A run off screen that gets `rest` is given back; it is made again, by the same steps,
 * for the first message that needs it, and later messages wait until then.
 * @typedef {OpenRun | Ask | StepBy | SeekTo | ChangeLive | AskPyTorch | AskPlane | GiveFinding |
 *   {do: 'play'} | {do: 'pause'} | {do: 'hold', held: boolean} | {do: 'rate', rate: number} | {do: 'look', settings: string} |
 *   {do: 'phases', epoch: number, width: number} | {do: 'check', epoch: number} | {do: 'uncheck'} |
 *   {do: 'sleep', asleep: boolean} | {do: 'rest'} | {do: 'close'}} RunRequest
 */

/**
 * @typedef {object} OpenSurface
 * @property {'open'} do
 * @property {number} epoch
 * @property {number} ask
 * @property {string} settings
 * @property {ArrayBuffer | null} data
 * @property {Section | null} section
 * @property {boolean} asleep
 */

/**
 * Has something computed that a run waits for.
 * @typedef {object} BeginStudy
 * @property {'study'} do
 * @property {number} epoch
 * @property {string} settings
 * @property {ArrayBuffer | null} data
 * @property {Uint8Array} task
 * @property {boolean} asleep
 */

/**
 * Has remedies tried, those of `key`. Without a task, those that are being tried are given up.
 * @typedef {object} BeginTrial
 * @property {'trial'} do
 * @property {number} epoch
 * @property {string} key
 * @property {Uint8Array | null} task
 * @property {ArrayBuffer | null} data
 * @property {boolean} asleep
 */

/**
 * Has a run examined over so many steps. Without steps, an examination is given up.
 * @typedef {object} BeginAutopsy
 * @property {'autopsy'} do
 * @property {number} ask
 * @property {string} settings
 * @property {number | null} steps
 * @property {ArrayBuffer | null} data
 * @property {boolean} asleep
 */

/**
 * Has a part of a surface computed that another worker computes as a whole: the points `from..to` of the finest grid, the
 * last ones first.
 * @typedef {Omit<OpenSurface, 'do'> & {do: 'help', from: number, to: number}} HelpSurface
 */

/** Losses of a surface that another worker has computed. @typedef {{do: 'part', ask: number, from: number, losses: Float32Array}} GivePart */

/**
 * Begins a job of many independent pieces, of which this worker gets some. `known` are results that the pieces need, in their
 * order, and `choice` is the candidate that the last pieces of a calibration test.
 * @typedef {object} BeginJob
 * @property {'job'} do
 * @property {JobKind} kind
 * @property {string} settings
 * @property {string} wish
 * @property {[name: string, content: ArrayBuffer][]} files
 * @property {Uint8Array[]} known
 * @property {number | null} choice
 */

/** @typedef {'sweep' | 'calibration'} JobKind */
/** Computes some pieces of the job. @typedef {{do: 'pieces', pieces: number[]}} GivePieces */

/**
 * What the surfaces' worker and its helpers are asked. A survey without a wish is given up.
 * @typedef {OpenSurface | HelpSurface | GivePart | BeginJob | GivePieces | BeginStudy | BeginTrial | BeginAutopsy | {do: 'survey', wish: SurveyWish | null} | {do: 'sleep', asleep: boolean} |
 *   {do: 'rest'} | {do: 'close'}} SurfaceRequest
 */

/**
 * To a worker itself: the module to start with, and later the rest of the engine.
 * @typedef {{do: 'start', role: Role, module: WebAssembly.Module} | {do: 'keep', module: WebAssembly.Module}} WorkerRequest
 */

/**
 * A request with the number of the element and its language.
 * @template Request
 * @typedef {Request & {id: number, lang: string}} From
 */

/** To both workers, before the first request in that language: its table. @typedef {{do: 'adopt', lang: string, table: string}} AdoptLanguage */

/**
 * What is new since the last answer. All but `rate` and `cost` is there only for a step that was not known, and `path` and
 * what follows it only if a path was asked for.
 * @typedef {object} NewsOfStep
 * @property {Frame} frame
 * @property {Figure[]} figures
 * @property {Diagnosis} [diagnosis] of the frame's step
 * @property {StandingsTold} [standings]
 * @property {Float32Array[]} [rivals] paths of the other racers
 * @property {Float32Array} [ghost] the path of the run that this one follows, in the same plane
 * @property {Float32Array} [path] a, b and loss, point after point, the present one last
 * @property {Float64Array} [steps] of the path's points
 * @property {number} [plane] number of the plane that the path is in
 * @property {number} [offPlane] distance of the run from that plane
 * @property {Float64Array | null} [arrows]
 * @property {Float64Array} [batches]
 * @property {Float64Array | null} [variance] shares of the path's variance that lie in the plane: all, along each axis
 * @property {number} cost how long it took to compute, in ms
 */

/** @typedef {{is: 'news', rate: number | null, cost: number} & Partial<NewsOfStep>} News */

/** @typedef {{is: 'plane', ask: number, section: Uint8Array | null, why: string} & PlaneWish} PlaneAnswer `section` is
 *   null where there is none yet, or where the last one still serves; `why` says why there is none */

/**
 * What a run answers. One that follows another has `moved` when that was brought to a step.
 * @typedef {News | PlaneAnswer | {is: 'opened', frame: Frame, section: Uint8Array | null} | {is: 'stopped', frame: Frame} |
 *   {is: 'moved', frame: Frame} | {is: 'learned'} |
 *   {is: 'done', ask: number, frame: Frame} | {is: 'changed', frame: Frame, settings: string, notices: string[]} |
 *   {is: 'phases', step: number, bytes: Uint8Array} | {is: 'pytorch', script: string, tensors: Uint8Array<ArrayBuffer>} |
 *   {is: 'check', found: CheckFound} | {is: 'task', settings: string, bytes: Uint8Array} |
 *   {is: 'trial', key: string, bytes: Uint8Array | null}} RunAnswer
 */

/**
 * Heights over a plane, or how far they are.
 * @typedef {object} Heights
 * @property {'surface'} is
 * @property {number} plane number of the section; 0 for that of the first picture
 * @property {number} done
 * @property {boolean} complete
 * @property {number} size side of the grid
 * @property {Float32Array} heights
 * @property {Uint8Array} info
 */

/** @typedef {{is: 'progress', plane: number, done: number, complete: boolean}} SurfaceProgress */
/** @typedef {{is: 'finding', bytes: Uint8Array}} Finding */
/** @typedef {{is: 'proofs', key: string, proofs: ProofsTold}} ProofsAnswer */
/** How far an autopsy is, and at its end what was found. */
/** @typedef {{is: 'autopsy', ask: number, done: number, found: {told: AutopsyTold, figure: Uint8Array} | null}} AutopsyAnswer */
/** @typedef {{is: 'part', ask: number, from: number, losses: Float32Array}} PartAnswer */
/** Pieces of a job with their results, and how long they took, in ms. */
/** @typedef {{is: 'pieces', pieces: number[], results: Uint8Array[], cost: number}} PiecesAnswer */
/** @typedef {{is: 'survey', wish: SurveyWish, bytes: Uint8Array, done: number}} SurveyAnswer */

/** An answer with the element's number and that of its run. @typedef {{id: number, epoch: number}} Address */
/** Something went wrong for one element, or a panic ended the engine's instance. */
/** @typedef {{id: number, is: 'error', message: string, epoch?: undefined}} Failure */
/** @typedef {{id?: number, is: 'panic', message: string, here?: boolean, epoch?: undefined}} PanicAnswer */

/** @typedef {((RunAnswer | Heights | SurfaceProgress | Finding | ProofsAnswer | PartAnswer) & Address) |
 *   ((SurveyAnswer | AutopsyAnswer | PiecesAnswer) & {id: number, epoch?: undefined}) |
 *   Failure | PanicAnswer} Answer */

/** What a worker says of itself. @typedef {{is: 'started'} | {is: 'unstartable'}} WorkerAnswer */

/** @typedef {(answer: Answer, transfer?: Transferable[]) => void} Emit */
/** @typedef {{budget: number, gentle: boolean}} Pace how long a slice of work is, in ms, and whether it leaves the thread free between slices */

/**
 * Runs work for one element and reports what goes wrong in it; undefined if something did.
 * @typedef {<T>(id: number, work: () => T) => T | undefined} Guard
 */

export {};
