/** German. */
import { count, duration, quantity, signed } from '../common/format.js';

/** @type {import('./en.js').Texts} */
export const de = {
  wordmark: 'Gradscape',
  loading: 'Die Engine wird geladen …',

  // Header
  share: 'Link kopieren',
  shareShort: 'Link',
  shared: 'Link kopiert',
  shareHelp:
    'Einen Link mit allen Einstellungen kopieren. Steht der Lauf, öffnet der Link ihn angehalten bei diesem Schritt.',
  sharedAt: (step) => `Link kopiert: öffnet angehalten bei Schritt ${count(step)}`,
  moreSettings: 'Weitere Einstellungen',
  fewerSettings: 'Weniger Einstellungen',
  searchSettings: 'Alle Einstellungen durchsuchen',
  noSetting: 'Keine Einstellung passt dazu.',
  range: (min, max, unit) => `Von ${min} bis ${max}${unit && ` ${unit}`}`,
  pytorch: 'Als PyTorch kopieren',
  pytorchShort: 'PyTorch',
  pytorchHelp: 'Dasselbe Experiment als PyTorch-Skript: gleicher Start, gleiche Daten, gleiche Batches',
  pytorchCopied: 'Das Skript ist in der Zwischenablage. Es liest diese Datei, die im selben Ordner liegen muss:',
  pytorchReady: 'Das Skript und die Datei, die es liest:',
  shareByHand: 'Diesen Link kopieren:',
  ofStep: (step) => `Schritt ${count(step)}:`,
  also: 'Außerdem:',
  present: 'Präsentieren',
  presentShort: 'Zeigen',
  presentEnd: 'Präsentation beenden (Esc)',
  presentEndShort: 'Beenden',
  theme: { auto: 'Farbschema: automatisch', light: 'Farbschema: hell', dark: 'Farbschema: dunkel' },

  // Runs side by side
  columns: {
    add: 'Vergleichen',
    addHelp:
      'Diesen Lauf behalten und eine Kopie danebenstellen. Was du dann änderst, ändert nur die Kopie. Bis zu vier Läufe; jeder behält höchstens 16 MB, um zurückzugehen.',
    full: 'Höchstens vier Läufe stehen nebeneinander.',
    branch: 'Ab diesem Schritt verzweigen: eine Kopie danebenstellen, die von hier an einen anderen Weg gehen kann',
    list: 'Läufe nebeneinander',
    whose: 'Wessen Einstellungen zu ändern sind',
    same: 'noch kein Unterschied',
    first: 'Einstellungen von A ändern und von allen Läufen, die sich dort nicht unterscheiden',
    select: (letter) => `Einstellungen von ${letter} ändern`,
    rename: (letter) => `${letter} benennen`,
    nameOf: (letter) => `Name von ${letter}`,
    promote: (letter) => `${letter} zum ersten Lauf machen`,
    remove: (letter) => `${letter} entfernen`,
    from: (step) => `ab Schritt ${count(step)}`,
    at: (step, loss) => `Schritt ${count(step)} · Verlust ${loss}`,
    diverged: (step) => `divergiert bei Schritt ${count(step)}`,
    fork: (letter, name, step) => `${letter} zweigt bei Schritt ${count(step)} ab: ${name}`,
    difference: '÷ A',
    differenceHelp: 'Zeigen, um welchen Faktor die Werte über denen von A liegen',
    pytorch: 'Die Skripte aller Läufe und die Datei, die jedes von ihnen liest:',
    beside: 'Mit vorher vergleichen: in einer Kopie neben diesem Lauf anwenden',
  },

  // Keys
  close: 'Schließen',
  keys: {
    title: 'Tasten',
    open: 'Tasten (?)',
    single: 'Einzelne Buchstabentasten erlauben (solange kein Feld den Fokus hat)',
    names: {
      ' ': 'Leertaste',
      Escape: 'Esc',
      ArrowLeft: '←',
      ArrowRight: '→',
      ArrowUp: '↑',
      ArrowDown: '↓',
      PageUp: 'Bild ↑',
      PageDown: 'Bild ↓',
      Home: 'Pos1',
      End: 'Ende',
      Enter: 'Eingabe',
      h: 'H',
      t: 'T',
      m: 'M',
      s: 'S',
      '-': '−',
    },
    places: {
      anywhere: 'Überall',
      timeline: 'Auf der Zeitleiste',
      chart: 'In einem Diagramm',
      threshold: 'Auf der Clipping-Schwelle',
      runPoint: 'Auf dem Punkt des Laufs am Rand des Chaos',
      start: 'Beim Wählen des Startpunkts',
      surface: 'Auf der Verlustfläche',
    },
    does: {
      toggle: 'Abspielen oder anhalten',
      slow: 'Zeitlupe beginnen oder beenden',
      help: 'Diese Liste zeigen',
      leave: 'Präsentation beenden',
      seek: 'Voriger oder nächster Schritt',
      seekEnds: 'Erster oder letzter Schritt',
      mark: 'Vorigen oder nächsten Schritt oder vorige oder nächste Schicht markieren; mit Umschalt zehn auf einmal',
      markRow: 'Schicht darunter oder darüber markieren',
      markEnds: 'Erste oder letzte markieren',
      go: 'Zum markierten Schritt gehen',
      forget: 'Markierung entfernen',
      nudge: 'Um 5 % verschieben; mit Umschalt um 50 %',
      push: 'Weit verschieben',
      pointMove: 'Start auf der Karte verschieben; mit Umschalt fünfmal so weit',
      startMove: 'Startpunkt verschieben; mit Umschalt zehnmal so weit',
      startConfirm: 'Dort starten',
      startCancel: 'Abbrechen',
      turn: 'Drehen',
      zoom: 'Zoomen',
      home: 'Ansicht zurücksetzen',
      top: 'Von oben ansehen',
      flip: 'Karte oder 3-D',
    },
  },

  // Controls
  controls: 'Einstellungen',
  exactValue: (label) => `${label}, genauer Wert`,

  // Views
  stage: 'Verlustfläche und Abstieg',
  charts: 'Diagramme',
  surfaceKeys:
    'Pfeiltasten drehen die Fläche, Plus und Minus zoomen, Pos1 setzt die Ansicht zurück, T zeigt sie von oben, M wechselt zur Karte.',
  home: 'Ansicht zurücksetzen',
  top: 'Von oben',
  map: 'Karte',
  relief: '3-D',
  mapHint: 'Als Höhenlinienkarte zeigen',
  reliefHint: 'Dreidimensional zeigen',
  computing: (share) => `Fläche wird berechnet: ${Math.floor(share * 100)} %`,
  lossHere: 'Verlust',
  lossHereHint: 'Verlust des Laufs bei diesem Schritt, nicht der Verlust seiner Projektion auf die Ebene',
  offPlane: 'neben der Ebene',
  offPlaneHint: 'Abstand der Parameter des Laufs von der gezeigten Ebene',
  plane: 'Ebene der Verlustfläche',
  fit: 'Einpassen',
  fitHint: 'Das Quadrat an den bisherigen Weg anpassen',
  centre: 'Zentrieren',
  centreHint: 'Die Ebene durch die jetzigen Parameter legen und das Quadrat auf sie zentrieren',
  follow: 'Folgen',
  followHint: 'Eine neue Ebene wählen, sobald der Lauf diese verlässt',
  noPlane: 'Bis dahin wird die vorige Ebene gezeigt.',
  held: { before: 'diese Ebene zeigt ', after: ' des Weges' },
  parts: (shares) => `${shares.join(' + ')} der Varianz entlang ihrer Achsen`,
  heldHint: 'Der Anteil an der Varianz des Weges, der in dieser Ebene liegt. Den Rest kann eine Ebene nicht zeigen.',
  moreTools: 'Mehr zur Fläche: Ebene, Einstellungen, Bild, Tabelle',
  legendMore: 'Mehr über das Bild',
  legendMoreFace: '…',
  legendHints:
    'An den Achsen stehen Abstände im Raum der Parameter. „Neben der Ebene“ ist der Abstand der Parameter des Laufs von der gezeigten Ebene. Der Verlust ist der des Laufs, nicht der seiner Projektion. Der Prozentwert ist der Anteil an der Varianz des Weges, der in dieser Ebene liegt; den Rest kann eine Ebene nicht zeigen.',
  arrows: {
    gradient: 'negativer Gradient',
    clipped: 'negativer Gradient, gekappt',
    batch: 'negative Gradienten anderer Batches',
    mean: 'ihr Mittel',
  },
  save: { relief: 'Bild als PNG speichern', map: 'Karte als SVG speichern' },
  drawnFrom: 'Einstellungen der Fläche',
  drawnFromHint: 'Gitter, Beispiele und Höhenskala der Fläche',
  cutAt: (loss) => `Gestreift: Dort ist der Verlust größer als ${loss}, und das Bild ist abgeschnitten.`,
  holes: 'Schraffiert: Dort ist der Verlust nicht endlich.',
  nothing: {
    heading: 'Hier gibt es keine Fläche',
    plane: 'Der Verlust läuft auf diesem ganzen Quadrat des Parameterraums über.',
    function: 'f(x, y) ist auf diesem Quadrat nirgends endlich.',
    remedy:
      'Versuche kleinere Anfangsgewichte oder eine andere Ebene, oder drücke „Zentrieren“ bei einem Schritt mit endlichem Verlust.',
    domain: 'Versuche eine andere Funktion oder einen anderen Bereich von x und y.',
  },
  inPlane: (name, share) => `${name} (davon liegen ${share} in dieser Ebene)`,
  lost: (name) => `${name}: divergiert`,
  outside: 'Der Lauf hat das Quadrat verlassen. „Einpassen“ oder „Zentrieren“ holt ihn zurück.',
  noWebGl: 'Dieser Browser bietet kein WebGL2, deshalb ist die Fläche als Höhenlinienkarte gezeichnet.',
  contextLost:
    'Der Browser hat seinen WebGL2-Kontext verloren, deshalb ist die Fläche als Höhenlinienkarte gezeichnet.',

  start: {
    button: 'Start',
    hint: 'Startpunkt wählen: auf die Fläche klicken, oder hier drücken und Pfeiltasten und Eingabe benutzen',
    at: (x, y) => `Start bei (${signed(String(x))}, ${signed(String(y))})`,
    keys: 'Pfeiltasten verschieben den Startpunkt, Eingabe startet dort, Esc bricht ab.',
  },
  basins: {
    progress: 'Fertige Startpunkte',
    cancel: 'Abbrechen',
    again: 'Berechnen',
  },
  race: {
    ready: 'Fertiges Rennen …',
    add: 'Teilnehmer hinzufügen',
    own: 'dieser Lauf',
    remove: (name) => `${name} entfernen`,
    asRun: (label) => `wie dieser Lauf: ${label}`,
    standings: 'Stand des Rennens',
    head: ['', 'Teilnehmer', 'Verlust', 'Schritt', 'Gradienten', 'Zustand'],
    chosen: (name, threshold) => `${name}, ${threshold === null ? 'noch keine Schwelle' : `Schwelle ${threshold}`}`,
    runs: 'läuft',
    lost: 'divergiert',
  },

  swap: (label) => `Diagramm in diesem Feld, jetzt: ${label}`,
  swapHint: 'Ein anderes Diagramm in diesem Feld zeigen',
  tableOf: (label) => `Tabelle: ${label}`,
  noTable: 'Noch keine Zahlen.',
  thinned: (shown, all) => `${count(shown)} von ${count(all)} Zeilen`,
  copyOf: (label) => `Tabelle kopieren: ${label}`,
  copied: 'Kopiert',
  pointer: (label) => `Zeigen auf: ${label}`,
  pointed: (counts, name) =>
    counts === 'steps' ? `Schritt ${name}` : counts === 'layers' ? `Schicht ${name}` : counts === 'named' ? name : '',

  // Abhilfen und die Autopsie
  remedies: {
    trying: (count) => (count === 1 ? 'Eine Abhilfe wird versucht …' : `${count} Abhilfen werden versucht …`),
    anew: (label) => `Neu begonnen bei Schritt 0: ${label}.`,
    fromHere: (label) => `Von hier an geändert: ${label}.`,
    autopsy: 'Autopsie',
    autopsyHint:
      'Warum dieser Lauf verloren ging: was wuchs, was es auslöste, und die eine Änderung, die ihn in der Nähe gehalten hätte',
  },
  autopsy: {
    title: 'Autopsie: warum dieser Lauf verloren ging',
    progress: 'Fortschritt der Autopsie',
    begun: 'Der Lauf wird wiederholt, und es wird versucht, was ihn in der Nähe gehalten hätte …',
    step: (step) => `Schritt ${count(step)}`,
    lines: (change) => `Durchgezogen: dieser Lauf. Gestrichelt: derselbe Lauf mit ${change}.`,
    link: 'Link kopieren',
    chain: 'Was geschah',
    tried: 'Was versucht wurde',
    triedHelp:
      'Jede Zeile ist derselbe Lauf mit einer Änderung. Von denen, die den Lauf in der Nähe halten, nennt die kleinste die ' +
      'Ursache. Größen zählen Verdopplungen: Ein Viertel der Lernrate hat die Größe 2.',
    head: ['Änderung', 'Ursache', 'Ergebnis', 'Größe'],
    size: (size) => quantity(size),
    open: 'Den Lauf öffnen, der in der Nähe bleibt',
    save: 'Als SVG speichern',
    pytorch: 'Dieser Lauf als PyTorch',
    pytorchOther: 'Der andere Lauf als PyTorch',
  },

  // Sweeps and calibrations
  studies: {
    button: 'Reihe',
    short: 'Reihe',
    hint: 'Einstellungen variieren oder die Clip-Schwelle kalibrieren: viele Läufe auf einmal',
    title: 'Viele Läufe',
    ready: 'Reihe',
    ownSweep: 'Von diesem Lauf',
    ownSweepHelp: 'Die Einstellungen des jetzigen Laufs, mit jeder Kombination der Werte unten.',
    key: (number) => `Einstellung ${number}`,
    values: (number) => `Werte von Einstellung ${number}`,
    over: (number) => `Über ${number}`,
    chooseKey: 'Einstellung wählen …',
    noKey: 'Keine zweite Einstellung',
    grammar:
      'Werte: eine Liste wie 0.01,0.1 oder ein Bereich low..high:count, mit :log für gleiche Abstände auf einer logarithmischen Skala.',
    steps: 'Schritte',
    seeds: 'Seeds',
    until: 'Bis Verlust',
    start: 'Starten',
    goOn: 'Weiter',
    cancel: 'Abbrechen',
    progress: 'Fertige Läufe',
    runs: (runs) => (runs === 1 ? 'Ein Lauf.' : `${count(runs)} Läufe.`),
    done: (done, all, seconds) =>
      `${count(done)} von ${count(all)}${seconds === null ? '' : ` · noch etwa ${duration(seconds)}`}`,
    complete: (runs) => (runs === 1 ? 'Der Lauf ist fertig.' : `Alle ${count(runs)} Läufe sind fertig.`),
    partial: (done, all) => `Nach ${count(done)} von ${count(all)} Läufen angehalten. Diese bleiben.`,
    empty: 'Wähle, was variiert werden soll, und drücke Starten.',
    shows: 'Was das Bild zeigt',
    pick: 'Ein Klick auf eine Zelle öffnet ihren Lauf; ebenso Enter, nachdem die Pfeiltasten sie markiert haben.',
    csv: 'Als CSV speichern',
    jsonl: 'Als JSON-Zeilen speichern',
    link: 'Link kopieren',
    saveAs: (label, format) => `Als ${format} speichern: ${label}`,
    // Calibration
    calibrates: (title) => `Findet die Clip-Schwelle für diesen Lauf: ${title}.`,
    clips: 'Clips',
    clipsHelp: (ids) => `Eine Liste aus ${ids}; oder all für alle.`,
    thresholds: 'Schwellen',
    thresholdsHelp: 'Leer: nach den Gradientennormen gewählt. Sonst eine Liste oder ein Bereich.',
    folds: 'Folds',
    ofTime: 'Zeitliche Ordnung',
    origin: 'Trainingsteil',
    expanding: 'Wächst',
    sliding: 'Gleitet',
    gap: 'Lücke in Zeilen',
    gapHelp:
      'Zeilen, die zwischen Training und Validierung ausgelassen werden. Leer: Fenster und Horizont der Vorhersage.',
    norms: 'Gradientennormen vor dem Clipping',
    normsHelp: 'Die Verteilung der Gradientennormen ohne Clip, mit den Schwellen, die versucht werden',
    clipShown: 'Clip, dessen Schwellen zu sehen sind',
    bestClip: 'Bester Clip',
    emptyCalibration:
      'Jede Schwelle wird auf Teilen der Daten geprüft, die das Training nicht gesehen hat: Zu niedrig erstickt, zu hoch scheitert. Drücke Starten.',
    soFar: 'Bisher:',
    chosen: (clip, threshold) => `Gewählt: ${clip}, Schwelle ${threshold}.`,
    chosenNone: 'Gewählt: kein Clip.',
    tested: (loss) =>
      loss === null
        ? 'Auf dem Testteil: kein Verlust.'
        : `Auf dem Testteil, einmal angesehen: Verlust ${quantity(loss)}.`,
    allLost: 'Alle Läufe divergieren, mit jedem Kandidaten. Nimm eine kleinere Lernrate.',
    use: 'Diese Schwelle verwenden',
    useNone: 'Ohne Clip weitermachen',
    torch: 'Der gewählte Clip in PyTorch',
  },

  // The gradient check
  check: {
    name: 'Gradienten prüfen',
    short: 'Prüfen',
    hint: 'Gradienten prüfen: Rückpropagation mit Differenzenquotienten des Verlusts vergleichen, Schicht für Schicht',
    title: 'Gradientenprüfung',
    what: ({ step, planned, parameters, perLayer, fewer, examples }) => {
      const which =
        planned === parameters
          ? `jeden der ${count(parameters)} Parameter`
          : `${count(planned)} der ${count(parameters)} Parameter (höchstens ${perLayer} je Schicht, gleichmäßig verteilt)`;
      const over = examples ? `, über ${count(examples)} ${examples === 1 ? 'Beispiel' : 'Beispiele'}` : '';
      const size = fewer ? ' Das Netz ist groß, deshalb vergleicht die Prüfung weniger als sonst.' : '';
      return (
        `Bei Schritt ${count(step)}, für ${which}${over}: die Ableitung aus der Rückpropagation gegen zentrale ` +
        `Differenzen des Verlusts, (L(θ + h) − L(θ − h)) / 2h für immer kleinere h, alles in f64.${size}`
      );
    },
    progress: 'Fortschritt der Prüfung',
    begun: 'Die Prüfung beginnt …',
    running: (share) => `${Math.floor(share * 100)} %`,
    head: ['Schicht', 'Urteil', 'Größter relativer Fehler', 'Verglichen', 'An einem Knick', 'Zu klein'],
    compared: ({ compared, parameters }) => `${count(compared)} von ${count(parameters)}`,
    verdicts: { waiting: 'noch nicht verglichen', none: 'unentschieden', agrees: 'stimmt überein', wrong: 'weicht ab' },
    right: ({ error, allowed, resolved, layers }) => {
      const where = resolved < layers ? ` in den ${resolved} von ${layers} Schichten, die sich vergleichen lassen` : '';
      return (
        `Die Rückpropagation stimmt mit den Differenzenquotienten überein${where}. Der größte relative Fehler ist ` +
        `${quantity(error)}. Bis ${quantity(allowed)} gilt als Übereinstimmung; ein falscher Gradient liegt meist um 0.01 oder mehr daneben.`
      );
    },
    wrong: ({ name, error }) =>
      `Die Rückpropagation weicht in ${name} von den Differenzenquotienten ab: Der relative Fehler ist ${quantity(error)}.`,
    truncated: ({ name, error }) =>
      'Mit Absicht abgeschnitten: Die Rückpropagation endet an jedem Schnitt, also ist ihr Gradient nicht der des Verlusts. ' +
      `Der größte relative Fehler ist ${quantity(error)}, in ${name}. Ohne Abschneiden stimmen beide überein.`,
    unresolved:
      'Jede Differenz ist kleiner als der Rundungsfehler des Verlusts, deshalb kann die Prüfung hier nicht entscheiden.',
    nothing: 'Es gibt nichts zu prüfen: Der Verlust ist hier nicht endlich. Gehe zu einem früheren Schritt zurück.',
    interrupted: 'Der Lauf oder seine Einstellungen haben sich geändert, deshalb wurde die Prüfung beendet.',
    cancelled: 'Die Prüfung wurde abgebrochen.',
    notes: [
      [
        'An einem Knick',
        'Zwischen θ − h und θ + h hat der Verlust einen Knick (wie ReLU bei 0), also ist die Differenz nicht die Ableitung und entscheidet nichts.',
      ],
      [
        'Zu klein',
        'Die Ableitung ist so klein, dass die Rundung in f64 die Differenz verdeckt; auch sie entscheidet nichts.',
      ],
    ],
    cancel: 'Abbrechen',
    again: 'Erneut prüfen',
  },

  // Transport
  transport: 'Lauf',
  play: 'Abspielen',
  pause: 'Anhalten',
  replay: 'Erneut abspielen ab Schritt 0',
  reset: 'Zurück zu Schritt 0',
  one: 'Ein Schritt',
  slow: 'Zeitlupe',
  slowNetwork: 'Netz in Zeitlupe',
  slowNetworkHelp: 'Die Signale auf ihrem Weg durch das Netz: vorwärts von links, rückwärts von rechts',
  slowHelp: 'Ein Schritt in Zeitlupe: vorwärts, Schicht für Schicht rückwärts, Clipping, Aktualisierung (S)',
  onePhase: 'Eine Phase',
  phases: 'Phasen des Schritts',
  speed: 'Tempo',
  speedValue: (steps) => (steps === Infinity ? 'so schnell wie möglich' : `${count(steps)} Schritte pro Sekunde`),
  wished: (steps) => (steps === Infinity ? 'max' : `${count(steps)}/s`),
  threshold: 'Clipping-Schwelle',
  thresholdOff: 'Clipping-Schwelle; noch wird nichts begrenzt',
  thresholdPale: 'Nichts wird geclippt. Wer hier zieht, schaltet das Clipping ein.',
  dragToClip: (clip) => (clip === 'layer-norm' ? 'ziehen, um jede Schicht zu clippen' : 'ziehen, um zu clippen'),
  dragToClipHelp:
    'Noch wird nichts begrenzt. Diese Linie ziehen, oder die Pfeiltasten benutzen, um längere Gradienten zu begrenzen',
  thresholdHelp: 'Ziehen verschiebt die Clipping-Schwelle, ebenso die Pfeiltasten',
  runPoint: 'Der Start des Laufs',
  runPointHelp: 'Ziehen gibt dem Lauf einen anderen Start, ebenso die Pfeiltasten',
  runPointAt: (x, y) => `σ_w ${x}, senkrecht ${y}`,
  timeline: 'Zeitleiste',
  atStep: (step) => `Schritt ${count(step)}`,
  changed: ({ label, value }) => `${label} ${value}`,
  measured: 'Schritte/s',
  measuredHint: 'gemessen',
  measuredHelp: 'Schritte pro Sekunde, gemessen über die letzten zwei Sekunden',
  step: 'Schritt',
  loss: 'Verlust',
  status: {
    running: 'Läuft',
    paused: 'Angehalten',
    slow: 'Zeitlupe',
    finished: 'Fertig',
    diverged: (step) => `Divergiert bei Schritt ${count(step)}`,
  },
  where: ({ layer, quantity }) => ` in ${layer}: ${quantity}`,
  others: '; die anderen laufen weiter',

  // Things that go wrong
  dismiss: 'Ausblenden',
  noWorker:
    'Hier lässt sich kein Worker starten. Das Training läuft in kurzen Abschnitten im Hauptthread und ist etwas langsamer.',
  noWebAssembly: 'Gradscape braucht WebAssembly, das diesem Browser fehlt oder abgeschaltet ist.',
  wasmForbidden:
    "Die Content-Security-Policy dieser Seite verbietet WebAssembly. Sie erlaubt es mit: script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'",
  printedSettings: 'Einstellungen:',
  printedNotYet: 'Diese Ansicht wurde beim Drucken noch berechnet.',
  failed: 'Gradscape konnte nicht starten',
  retry: 'Erneut versuchen',
  crashed: 'Die Engine ist stehen geblieben',
  crashedHelp: '„Neu starten“ startet sie wieder mit deinen Einstellungen. Bitte melde das Problem mit dieser Meldung:',
  restart: 'Neu starten',
  dataMissing: (cause) => `Die Daten dieses Szenarios konnten nicht geladen werden: ${cause}`,

  // The user's own file
  ownTitle: 'Aus eigenen Daten lernen',
  ownHelp: 'Lege eine CSV-Datei hier ab oder wähle eine. Sie wird in diesem Browser gelesen und nirgends hin gesendet.',
  ownMissing: (name) => `Dieser Link wurde mit der Datei ${name} erstellt`,
  ownMissingHelp:
    'Links enthalten keine Daten. Lege die Datei hier ab oder wähle sie. Sie wird in diesem Browser gelesen und nirgends hin gesendet.',
  ownOther: (name) => `${name} ist eine andere Datei: Der Link wurde mit anderem Inhalt erstellt.`,
  ownChoose: 'Datei wählen …',
  ownUseOther: 'Trotzdem benutzen',
  ownCancel: 'Abbrechen',
  ownHints: [
    'Eine Zeile je Beispiel. Eine erste Zeile mit Namen wird erkannt.',
    'Spalten mit Zahlen sind die Eingaben. Die letzte Spalte ist das Ziel, bis du eine andere wählst.',
    'Ein Ziel aus Wörtern oder aus höchstens 20 verschiedenen ganzen Zahlen ist eine Klasse. Andere Ziele sind Zahlen.',
    'Bis zu 50.000 Zeilen und 32 MB; Kommas, Semikolons oder Tabulatoren; UTF-8.',
  ],
  ownRead: ({ name, rows, inputs, target, classes, columns }) => {
    const unused = columns
      .filter((column) => column.kind !== 'numbers' && column.name !== target)
      .map((column) => column.name);
    const what = classes ? `${classes} Klassen von „${target}“` : `die Zahl „${target}“`;
    const left = unused.length ? ` Nicht benutzt, weil ohne Zahlen: ${unused.join(', ')}.` : '';
    return `${name}: ${count(rows)} Zeilen, ${inputs} ${inputs === 1 ? 'Eingabe' : 'Eingaben'}, ${what}.${left}`;
  },
};
