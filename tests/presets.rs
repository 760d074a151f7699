//! Checks the presets of sequence and market scenarios: their facts "Vanishing" (or "Slow"), "Exploding" (or
//! "Diverging") and "Cure" are settings, and runs with them behave as named.
//!
//! A fact is `SETTINGS: words`. The words may contain `loss above X after N steps` or `loss below …`, over all
//! examples, and `norms of N`, which the gradient norm exceeds. The default number of steps is [`STEPS`].

use gradscape::registry::{Item, Settings};
use gradscape::run::{AnyRun, Frame, Status};
use gradscape::scenarios;

const STEPS: u64 = 150;
/// Gradients below this share of the largest count as vanished, and above its inverse as exploded.
const LITTLE: f64 = 1e-3;
const MUCH: f64 = 1e3;

/// A scenario's claim about some settings.
#[derive(Debug)]
struct Fact {
    name: &'static str,
    settings: String,
    /// The loss is above (or below) this after a number of steps.
    loss: Option<(bool, f64)>,
    /// The gradient's norm is larger than this at some step.
    much: Option<f64>,
    steps: u64,
}

impl Fact {
    /// The fact, if its first word is a setting.
    fn of(item: &Item, (name, text): (&'static str, &'static str)) -> Option<Self> {
        let (settings, words) = text.split_once(": ").unwrap_or((text, ""));
        let settings = settings.trim_matches('`');
        if !settings.contains('=') || settings.contains(' ') {
            let held = ["Vanishing", "Slow", "Exploding", "Diverging", "Cure"].contains(&name);
            assert!(!held, "{}: the fact {name} is not `key=value&…: words`", item.id);
            return None;
        }
        let after = |mark: &str| words.split_once(mark)?.1.split([' ', ',']).next()?.parse::<f64>().ok();
        let loss = after("loss above ").map(|x| (true, x)).or(after("loss below ").map(|x| (false, x)));
        let steps = after(" after ").map_or(STEPS, |steps| steps as u64);
        let much = words.split_once("norms of ").map(|(_, rest)| {
            let number = rest.split(' ').next().unwrap_or_default().replace(',', "");
            number.parse::<f64>().unwrap_or_else(|_| panic!("{}: the fact {name} has norms of no number", item.id))
        });
        Some(Self { name, settings: format!("scenario={}&{settings}", item.id), loss, much, steps })
    }

    fn explodes(&self) -> bool {
        matches!(self.name, "Exploding" | "Diverging")
    }
}

/// Measurements of a run.
struct Seen {
    /// Norm at the first layer or time step over the largest, at the start and at the end.
    felt: [f64; 2],
    /// Largest gradient norm, before and after clipping.
    norm: f64,
    clipped: f64,
    lost: bool,
    /// Loss over all examples at the start and at the end.
    loss: [f64; 2],
}

fn see(fact: &Fact, seed: u64) -> Seen {
    let (settings, notices) = Settings::parse(&format!("{}&seed={seed}", fact.settings));
    assert_eq!(notices, [], "{fact:?}");
    let mut run = AnyRun::new(&settings, scenarios::data_file(&settings).map(|file| file.bytes)).expect("good data");
    let (felt, loss) = (felt(&run), evaluate(&mut run));
    let (mut norm, mut clipped) = (0.0_f64, 0.0_f64);
    let mut note = |frame: &Frame| {
        norm = norm.max(frame.grad_norm);
        clipped = clipped.max(frame.clipped_grad_norm);
        norm > fact.much.unwrap_or(MUCH)
    };
    // An explosion shows at once.
    let mut seen = note(run.frame()) && fact.explodes();
    while !seen && run.frame().step < fact.steps && run.frame().status == Status::Running {
        run.step(1);
        seen = note(run.frame()) && fact.explodes();
    }
    let lost = run.frame().status != Status::Running;
    Seen { felt: [felt, self::felt(&run)], norm, clipped, lost, loss: [loss, evaluate(&mut run)] }
}

/// Of the layer that reads the input, or the first time step.
fn felt(run: &AnyRun) -> f64 {
    let through_time = match run {
        AnyRun::F32(run) => run.through_time(),
        AnyRun::F64(run) => run.through_time(),
    };
    let layers = || run.frame().layers.iter().map(|layer| layer.grad_norm).collect();
    let norms: Vec<f64> = through_time.map_or_else(layers, |time| time.last()[1..].to_vec());
    norms[0] / norms.iter().copied().fold(0.0, f64::max)
}

fn evaluate(run: &mut AnyRun) -> f64 {
    match run {
        AnyRun::F32(run) => run.evaluate(1),
        AnyRun::F64(run) => run.evaluate(1),
    }
}

/// The scenarios to check.
fn presets() -> impl Iterator<Item = &'static Item> {
    scenarios::items().iter().filter(|item| matches!(item.group, "Sequences" | "Markets"))
}

fn hold(seed: u64) {
    for item in presets() {
        let facts: Vec<Fact> = item.facts.iter().filter_map(|fact| Fact::of(item, *fact)).collect();
        for names in [["Vanishing", "Slow"], ["Exploding", "Diverging"], ["Cure", "Cure"]] {
            let said = facts.iter().any(|fact| names.contains(&fact.name));
            assert!(said, "{} has no fact (\"{}\", \"key=value&…: words\")", item.id, names[0]);
        }
        for fact in &facts {
            let Seen { felt, norm, clipped, lost, loss } = see(fact, seed);
            let seen = format!("{fact:?}, seed {seed}: felt {felt:?}, norm {norm}, lost {lost}, loss {loss:?}");
            println!("{seen}");
            match fact.name {
                "Vanishing" => assert!(felt[0] < LITTLE && !lost, "{seen}"),
                "Slow" => assert!(fact.loss.is_some_and(|(above, _)| above) && !lost, "{seen}"),
                "Exploding" | "Diverging" => assert!(lost || norm > MUCH, "{seen}"),
                "Cure" => {
                    // Gates may have to open before gradients reach the first time steps.
                    let healthy = felt.iter().any(|felt| *felt >= LITTLE) && clipped < MUCH && !lost;
                    assert!(healthy && loss[1] < loss[0], "{seen}");
                }
                _ => {}
            }
            if let Some(much) = fact.much {
                assert!(norm > much, "{seen}");
            }
            match fact.loss {
                Some((true, least)) => assert!(loss[1] > least, "{seen}"),
                Some((false, most)) => assert!(loss[1] < most, "{seen}"),
                None => {}
            }
        }
    }
}

#[test]
fn what_a_scenario_says_vanishes_explodes_or_cures_does_so() {
    hold(1);
}

/// A separate test, so that the two run in parallel.
#[test]
fn what_a_scenario_says_holds_for_another_seed() {
    hold(2);
}

#[test]
fn a_scenario_says_in_three_sentences_what_to_watch() {
    for item in presets() {
        let ends = [". ", "? ", "! "].iter().map(|end| item.help.matches(end).count()).sum::<usize>();
        assert!(ends >= 2 && item.help.ends_with(['.', '?', '!']), "{}: {}", item.id, item.help);
    }
}
