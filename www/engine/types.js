/**
 * Types of what the engine says: its description of settings and views, and the JSON that its calls return. The types of
 * the calls themselves are wasm-bindgen's own, in `dist/engine.d.ts`.
 */

/** @import { Texts } from '../texts/en.js' */
/** @import { Language } from './languages.js' */

/** @typedef {typeof import('../engine.js')} Api what `engine.js` exports, initialised */
/** @typedef {import('../engine.js').Run} EngineRun */
/** @typedef {import('../gradscape.js').Frame} Frame */

/**
 * The engine on the main thread.
 * @typedef {object} Loaded
 * @property {Api} api
 * @property {WebAssembly.Module} module the compiled module, to be shared with the workers
 */

/**
 * The same as one element uses it, in the element's language.
 * @typedef {Loaded & {
 *   description: Description,
 *   texts: Texts,
 *   language: Language,
 *   call: <T>(work: (api: Api) => T) => T,
 * }} Engine `call` calls the engine, so that it speaks this language, and tells a panic from other errors
 */

/**
 * What there is to set and to see, in words: `description.json`.
 * @typedef {object} Description
 * @property {string} version
 * @property {{planes: Item[], cuts: Item[]}} families
 * @property {Setting[]} settings
 * @property {Record<string, Record<string, Record<string, Setting>>>} own what an item means by a key that it shares with
 *   others, by the key that chooses the item, the item, and the shared key
 * @property {{id: string, label: string}[]} groups
 * @property {ReadyRace[]} races
 * @property {ReadySweep[]} sweeps
 * @property {Item[]} quantities what the picture of a sweep can show
 * @property {{id: string, label: string, help: string}[]} studies the views that compute many runs
 * @property {View[]} views
 * @property {Item[]} verdicts
 */

/** @typedef {{speed: number, paused: boolean}} Opens steps a second, and whether it waits at step 0 until it is played */

/**
 * One choice of a setting.
 * @typedef {object} Item
 * @property {string} id
 * @property {string} label
 * @property {string} formula
 * @property {[string, string][]} facts name and fact
 * @property {string} help
 * @property {string} group
 * @property {Opens} [opens] how a scenario opens
 */

/**
 * @typedef {object} View
 * @property {string} id
 * @property {string} label
 * @property {string} help
 * @property {boolean} [studied] whether something has to be computed for it beside the run
 * @property {boolean} [surface] whether it is the loss surface, and not a chart
 * @property {string} [map] id of the chart that is the surface's map, and has no view of its own
 * @property {boolean} [strip] whether it needs little height
 * @property {string} [clip] the clip whose threshold can be dragged in it, and that this switches on where there is none
 * @property {boolean} [standings] whether the standings of a race are beside it
 * @property {boolean} [wide] whether it has a whole row where there are two to a row
 * @property {boolean} [yields] whether it gives its place to one that has a whole row
 * @property {boolean} [surveyed] whether the surfaces' worker computes it, not the run
 * @property {boolean} [point] whether the run is a point in it that can be dragged
 * @property {string} [choice] key of a setting that is chosen in its head; empty for none
 */

/** @typedef {{label: string, help: string, settings: string}} ReadyRace */
/** @typedef {Item & {settings: string, over: string[], steps: number, seeds: number, until: number | null}} ReadySweep */

/**
 * @typedef {object} Setting
 * @property {string} key
 * @property {string} label
 * @property {string} help
 * @property {string} unit
 * @property {string} group
 * @property {boolean} seldom
 * @property {string} beside id of the view that shows what it changes; empty where it is not on the first screen
 * @property {boolean} presented whether a presentation keeps it
 * @property {boolean} live whether it can change without a restart
 * @property {boolean} plot whether its choice has a picture
 * @property {string} default
 * @property {Control} control
 */

/** @typedef {{kind: 'choice', choices: Item[]}} ChoiceControl */
/** @typedef {{kind: 'integer', min: number, max: number}} IntegerControl */
/** @typedef {{kind: 'number', min: number, max: number, scale: 'linear' | 'log', step?: number}} NumberControl */
/** @typedef {{kind: 'text', pattern: string, example: string}} TextControl */
/** @typedef {{kind: 'switch' | 'file' | 'column' | 'race' | 'expression'}} OtherControl */
/** @typedef {ChoiceControl | IntegerControl | NumberControl | TextControl | OtherControl} Control */

/**
 * What the engine made of a settings string: `readSettings`.
 * @typedef {object} Read
 * @property {string} canonical the settings string of the first run
 * @property {string} run the same without what only concerns the view
 * @property {Record<string, string>} values in force
 * @property {Record<string, boolean>} applies
 * @property {string[]} explicit keys that were chosen
 * @property {string | null} dataFile
 * @property {OwnFile | null} ownFile
 * @property {string} title
 * @property {string[]} views ids of what has something to show
 * @property {string[]} shown ids of what is shown at first
 * @property {Change[]} changes
 * @property {string[]} planes ids of the planes that these settings can have
 * @property {Opening} opening
 * @property {Notice[]} notices
 * @property {{key: string, message: string}[]} advice
 * @property {Record<string, [key: string, item: string, usual: string]>} meant whose parameter each key stands for
 * @property {Racer[]} racers the page's own run first; empty without a race
 * @property {string} beside the keys of the runs beside it, which `canonical` leaves out; empty where there are none
 * @property {ColumnTold[]} columns all runs side by side, the first among them; empty where there is only one
 */

/**
 * One of several runs side by side.
 * @typedef {object} ColumnTold
 * @property {string} name that the reader gave it; empty for none
 * @property {string} differs the values in which it differs from the others, in words
 * @property {number | null} from for a branch of the first, the first step that may differ
 * @property {string} canonical its settings string
 */

/** @typedef {{step: number, key: string, value: string, label?: string}} Change */
/** @typedef {{key: string, value: string, message: string, at?: number}} Notice */
/** @typedef {{name: string, hash: string, target: string}} OwnFile */
/** @typedef {{name: string, own: Record<string, string>, inForce: Record<string, string>}} Racer */

/**
 * What `readCsv` found in a file.
 * @typedef {object} CsvFile
 * @property {string} hash
 * @property {number} rows
 * @property {{name: string, kind: string}[]} columns
 * @property {number} inputs
 * @property {string} target
 * @property {number | null} classes null where numbers are to be predicted
 * @property {string} [error] only where the file cannot be read; then nothing else is there
 */

/**
 * What `paint` says of a figure. Lengths are in the figure's own pixels.
 * @typedef {object} Layout
 * @property {string} title
 * @property {string} summary
 * @property {string | null} empty why there is nothing, where there is nothing
 * @property {Box | null} plot
 * @property {Axis | null} x
 * @property {Axis | null} y
 * @property {Axis | null} right
 * @property {number | null} threshold
 * @property {[number, number] | null} point a point that can be dragged
 */

/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {{range: [number, number], scale: string, counts?: 'steps' | 'layers' | 'named' | 'nothing' | null, places?: number[]}} Axis */

/**
 * What a figure says at a place: `reading`.
 * @typedef {object} Reading
 * @property {Place | null} x
 * @property {Place | null} y
 * @property {{name: string, value: string}[]} values
 * @property {[x0: number, y0: number, x1: number, y1: number][]} [lines] what is pointed at, if that is a line
 */

/**
 * @typedef {object} Place
 * @property {number} at
 * @property {string} name
 * @property {[number, number]} span
 * @property {number} before
 * @property {number} after
 * @property {[number, number]} ends
 * @property {number} [counted] the step or layer that it stands for, if that is not its coordinate
 */

/** @typedef {{name: string, head: string[], rows: string[][], all: number}} Table one table of a figure: `tables` */

/**
 * What a surface says of itself: `Relief.info`.
 * @typedef {object} SurfaceInfo
 * @property {'plane' | 'function'} kind
 * @property {string} plane
 * @property {{label: string, unit: string, range: [number, number]}} x
 * @property {{label: string, unit: string, range: [number, number]}} y
 * @property {string} note
 */

/**
 * What a run shows at a step: `Run.diagnosis`.
 * @typedef {object} Diagnosis
 * @property {number} step
 * @property {string} verdict an id of `description.verdicts`
 * @property {string[]} also ids of the other verdicts that hold
 * @property {'calm' | 'warn' | 'alarm'} tone
 * @property {string} sentence
 * @property {string | null} about id of a scenario whose help comes first
 * @property {{quantity: string, value: number | null, bound: number | null}[]} evidence
 * @property {{label: string, settings: Record<string, string>}[]} remedies
 * @property {{label: string, value: string, unit: string}[]} readouts
 * @property {string} [verdict] its id
 * @property {string} [trial] a name for the remedies that are tried; empty for none
 */

/**
 * What trying the remedies of a verdict has shown: `Trial.proofs`.
 * @typedef {object} ProofsTold
 * @property {number} step of the run at which they were tried
 * @property {number} steps
 * @property {Proof} baseline the run as it is
 * @property {{label: string, settings: Record<string, string>, sentence: string, effect: string, proof: Proof}[]} remedies
 *   those that help, best first
 * @property {number} tried
 * @property {string} sentence
 */

/**
 * @typedef {object} Proof
 * @property {number} steps
 * @property {number | null} loss
 * @property {number | null} test_loss
 * @property {string} verdict
 * @property {boolean} from_start
 * @property {number | null} diverged
 */

/**
 * Why a run was lost: `Autopsy.told`.
 * @typedef {object} AutopsyTold
 * @property {string} settings
 * @property {number} step
 * @property {'diverged' | 'thrown' | null} event
 * @property {{step: number, text: string}[]} chain
 * @property {string | null} cause
 * @property {string} sentence
 * @property {Counterfactual | null} counterfactual
 * @property {Counterfactual[]} tried
 */

/**
 * @typedef {object} Counterfactual
 * @property {string} name of the cause
 * @property {string} change
 * @property {string} outcome
 * @property {string} settings
 * @property {number} size
 * @property {number} step
 * @property {boolean} holds
 */

/**
 * What a calibration has chosen: `Calibration.told`.
 * @typedef {object} CalibrationTold
 * @property {string} clip
 * @property {number | null} threshold
 * @property {string} sentence
 * @property {string} torch
 * @property {number | null} test_loss
 * @property {boolean} tested
 */

/**
 * Where a link opens: at which step, whether the run stands there, whether its autopsy is open, and the sweep or calibration
 * that is shown.
 * @typedef {{step: number | null, paused: boolean, autopsy: boolean, sweep: string | null, calibrate: string | null}} Opening
 */

/** @typedef {{at: number, racers: Standing[]}} StandingsTold who leads in a race, the best first: `Run.standings` */

/**
 * @typedef {object} Standing
 * @property {number} style
 * @property {string} name
 * @property {number | null} loss
 * @property {number} step
 * @property {number} evaluations
 * @property {number | null} lost the step at which it diverged
 * @property {boolean} adaptive whether its clip chooses the threshold itself
 * @property {number | null} threshold in force at its present step
 */

/**
 * How far a gradient check is and what it has found: `Check.found`.
 * @typedef {object} CheckFound
 * @property {number} step
 * @property {number} done
 * @property {number} planned
 * @property {number} parameters
 * @property {number} perLayer
 * @property {boolean} fewer
 * @property {number} examples
 * @property {number} allowed
 * @property {boolean} truncated
 * @property {CheckedLayer[]} layers
 */

/**
 * @typedef {object} CheckedLayer
 * @property {string} name
 * @property {number} parameters
 * @property {number} compared
 * @property {boolean} resolved
 * @property {number} kinks
 * @property {number} small
 * @property {number} error
 * @property {boolean} agrees
 */

export {};
