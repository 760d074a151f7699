use super::*;
use crate::run::{AnyRun, Status};
use crate::scenarios;

/// Stands for the diagnosis, which is above this room: lost, or no better than a guess.
fn judge(settings: &Settings, run: &dyn RunView) -> Judged {
    let guesses = settings.text(&crate::registry::keys::SCENARIO) == "spiral" && run.frame().loss > 0.69;
    let verdict = match run.frame().status {
        Status::Diverged(_) => "diverged",
        Status::Running if guesses => "stalled",
        Status::Running => "learning",
    };
    Judged { verdict: verdict.into(), stuck: verdict != "learning" }
}

fn candidate(label: &str, settings: &[(&str, &str)]) -> Candidate {
    let settings = settings.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    Candidate { label: label.into(), settings }
}

fn tried(text: &str, steps: u64, candidates: &[Candidate]) -> Proofs {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, []);
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    let mut run = AnyRun::new(&settings, file).expect("the data file is whole");
    run.step(steps);
    prove(&settings, run.view(), candidates.to_vec(), Judging::default(), file, &judge).expect("the data file is whole")
}

fn labels(proofs: &Proofs) -> Vec<&str> {
    proofs.remedies.iter().map(|remedy| remedy.label.as_str()).collect()
}

fn usual() -> Vec<Candidate> {
    vec![
        candidate("clip", &[("clip", "norm"), ("threshold", "1")]),
        candidate("he", &[("init", "he-normal")]),
        candidate("relu", &[("activation", "relu"), ("init", "he-normal")]),
    ]
}

#[test]
fn the_opening_network_is_cured_by_relu_and_not_by_a_clip() {
    let proofs = tried("", 20, &usual());
    assert_eq!(labels(&proofs), ["relu"]);
    let [best] = &proofs.remedies[..] else { panic!("one remedy") };
    assert!(best.proof.from_start && best.proof.steps == 300, "{best:?}");
    assert!(best.sentence.starts_with("relu: loss 0.") && best.sentence.contains("from here"), "{}", best.sentence);
    assert!(best.proof.loss < proofs.baseline.loss);
}

#[test]
fn a_network_that_overflows_at_its_start_is_offered_what_cures_it() {
    // A clip keeps it finite, but worse than a guess.
    let proofs = tried("activation=relu&init=normal", 5, &usual());
    assert_eq!(labels(&proofs), ["he", "relu"], "{proofs:#?}");
}

#[test]
fn the_cliff_is_cured_by_a_clip_from_here_on() {
    let proofs = tried("scenario=cliff", 3, &[candidate("clip", &[("clip", "norm"), ("threshold", "1")])]);
    assert_eq!(labels(&proofs), ["clip"]);
    assert!(!proofs.remedies[0].proof.from_start);
    assert_eq!(proofs.sentence, "Tried one change over 300 steps: it helps.");
}

#[test]
fn remedies_are_ranked_by_outcome_and_what_does_not_help_is_not_offered() {
    let rates = ["0.1", "0.03", "0.2", "0.05"].map(|lr| candidate(lr, &[("lr", lr)]));
    // On a bowl of curvature 10 and 1, plain descent is stable below 0.2, and best at 2/11.
    let proofs = tried("scenario=bowl&lr=0.21", 2, &rates);
    let losses: Vec<f64> = proofs.remedies.iter().map(|remedy| remedy.proof.loss.expect("finite")).collect();
    assert!(losses.is_sorted() && !losses.is_empty(), "{proofs:#?}");
    let none = tried("scenario=sphere&lr=0.1", 200, &rates);
    assert_eq!(labels(&none), Vec::<&str>::new(), "{none:#?}");
    assert_eq!(none.sentence, "Tried 4 changes over 300 steps: none of them helps.");
}

#[test]
fn a_diverged_run_is_tried_beyond_the_step_where_it_diverged() {
    let slower = [candidate("slower", &[("lr", "0.0001")]), candidate("hardly", &[("lr", "0.9")])];
    let proofs = tried("scenario=rosenbrock&lr=1", 50, &slower);
    assert_eq!(proofs.baseline.loss, None);
    let step = proofs.baseline.diverged.expect("it diverges");
    assert_eq!(labels(&proofs), ["slower"]);
    assert!(proofs.remedies[0].sentence.ends_with(&format!("without, the run diverges at step {step}.")));
}

#[test]
fn slices_of_any_size_give_the_same_proofs() {
    let (settings, _) = Settings::parse("scenario=moons&hidden_layers=2&width=4&activation=sigmoid&batch=16");
    let mut run = AnyRun::new(&settings, None).expect("generated data");
    run.step(10);
    let whole = prove(&settings, run.view(), usual(), Judging::default(), None, &judge).expect("generated data");
    let task = Task::new(&settings, run.view(), usual(), Judging::default());
    let bytes = postcard::to_stdvec(&task).expect("plain data");
    let mut trial = Trial::new(postcard::from_bytes(&bytes).expect("a task"), None);
    let mut slices = 0;
    while !trial.advance(7, &judge).expect("generated data") {
        slices += 1;
        assert!((0.0..1.0).contains(&trial.done()));
    }
    assert!(slices > 100);
    assert_eq!(trial.proofs(), whole);
}

#[test]
fn the_number_of_steps_follows_from_the_run_and_is_bounded() {
    let steps = |text: &str, at: u64| {
        let (settings, _) = Settings::parse(text);
        let file = scenarios::data_file(&settings).map(|file| file.bytes);
        let mut run = AnyRun::new(&settings, file).expect("the data file is whole");
        run.step(at);
        Task::new(&settings, run.view(), usual(), Judging::default()).steps
    };
    assert_eq!(steps("scenario=rosenbrock", 10), 300);
    assert_eq!(steps("scenario=rosenbrock", 1000), 1000, "as old as the run");
    assert_eq!(steps("hidden_layers=64&width=256&batch=256", 0), 24, "a large network gets few");
}
