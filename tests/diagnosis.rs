//! Verdicts: each has a link where it holds; runs that were once called healthy are not; and what became of the study's
//! settings does not contradict a healthy verdict.

use gradscape::diagnosis::{Diagnosis, Tone, VERDICTS, diagnose};
use gradscape::proof::diagnosed;
use gradscape::registry::Settings;
use gradscape::run::AnyRun;
use gradscape::scenarios;

fn run(text: &str, steps: u64) -> (Settings, AnyRun) {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    let mut run = AnyRun::new(&settings, file).expect("bundled data are good");
    run.step(steps);
    (settings, run)
}

fn diagnosis(text: &str, steps: u64) -> Diagnosis {
    let (settings, run) = run(text, steps);
    diagnose(&settings, run.view())
}

/// A link and a number of steps for each verdict.
const LINKS: &[(&str, &str, u64)] = &[
    ("diverged", "scenario=bowl&lr=0.25", 100),
    (
        "underflow",
        "scenario=moons&points=200&hidden_layers=10&width=8&activation=tanh&init=xavier-normal&gain=0.2&optimizer=adam\
         &lr=0.01&batch=full&precision=f16",
        50,
    ),
    ("thrown", "scenario=cliff", 50),
    ("frozen", "scenario=moons&lr=0", 50),
    ("unbounded", "scenario=saddle", 200),
    ("dead", "activation=relu&init=normal&init_std=0.05&hidden_layers=6&optimizer=sgd&lr=3", 60),
    ("saturated", "activation=tanh&init=normal&init_std=6", 20),
    ("stifled", "scenario=recall&clip=norm&threshold=0.001", 300),
    ("clip-bound", "scenario=cliff&clip=norm", 400),
    ("exploding", "activation=identity&init=normal&init_std=2", 0),
    ("vanishing", "", 20),
    ("truncated", "scenario=adding&length=20&tbptt=15&cell=lstm", 2),
    ("unstable", "scenario=bowl&lr=0.2&clip=norm", 200),
    (
        "overfitting",
        "scenario=moons&points=40&noise=0.4&test_share=0.5&hidden_layers=2&width=32&activation=relu&init=he-normal\
         &optimizer=adam&lr=0.01&batch=full",
        600,
    ),
    ("stalled", "scenario=plateau", 200),
    ("noisy", "activation=relu&init=he-normal", 400),
    (
        "slow",
        "scenario=iris&test_share=0&activation=tanh&hidden_layers=3&width=8&init=he-normal&lr=0.0003&batch=4&seed=991310",
        30,
    ),
    ("converged", "scenario=himmelblau", 300),
    ("learning", "activation=relu&init=he-normal", 200),
    ("starting", "activation=relu&init=he-normal", 0),
    ("undecided", "scenario=deep-hedge", 300),
];

#[test]
fn each_verdict_has_a_link_where_it_holds() {
    let found: Vec<(&str, &str, &str)> = LINKS
        .iter()
        .map(|(verdict, text, steps)| (*verdict, diagnosis(text, *steps).verdict, *text))
        .filter(|(wanted, found, _)| wanted != found)
        .collect();
    assert_eq!(found, []);
    for item in VERDICTS {
        assert!(LINKS.iter().any(|(verdict, ..)| *verdict == item.id), "{} has no link", item.id);
    }
}

#[test]
fn what_was_once_called_healthy_is_not() {
    let cases: [(&str, u64, &[&str]); 6] = [
        ("activation=tanh&init=normal&init_std=2", 0, &["saturated", "exploding"]),
        (
            "activation=tanh&init=normal&init_std=2&clip=norm&threshold=1&hidden_layers=12",
            200,
            &["saturated", "exploding"],
        ),
        ("hidden_layers=3", 300, &["vanishing", "stalled"]),
        ("scenario=cliff&clip=norm&threshold=100", 200, &["thrown"]),
        ("scenario=recall&clip=norm&threshold=0.001", 300, &["stifled"]),
        ("scenario=bowl&lr=0.2&clip=norm", 200, &["unstable"]),
    ];
    for (text, steps, right) in cases {
        let Diagnosis { verdict, tone, sentence, .. } = diagnosis(text, steps);
        assert!(right.contains(&verdict) && tone != Tone::Calm, "{text}: {verdict}, {sentence}");
    }
}

#[test]
fn a_verdict_does_not_depend_on_how_far_the_run_went_before_it_came_back() {
    for (verdict, text, steps) in LINKS {
        let (settings, mut run) = run(text, *steps);
        let then = diagnose(&settings, run.view());
        run.step(3 * steps + 5);
        run.seek(*steps);
        let again = diagnose(&settings, run.view());
        let told = |one: &Diagnosis| (one.verdict, one.also.clone(), one.sentence.to_string());
        assert_eq!(told(&then), told(&again), "{verdict}: {text}");
    }
}

#[test]
fn a_step_that_throws_a_run_is_told_soon_and_is_never_forgotten() {
    let text = "scenario=cliff&clip=norm&threshold=100";
    for step in [13, 14] {
        let verdict = diagnosis(text, step).verdict;
        assert!(!["learning", "converged", "clip-bound"].contains(&verdict), "step {step}: {verdict}");
    }
    // Step 12 throws it. After 6,000 steps, it is not among the last 1,024, and a thinned history may lack it.
    for step in [15, 16, 20, 24, 30, 200, 6_000, 20_001] {
        let found = diagnosis(text, step);
        assert_eq!(found.verdict, "thrown", "step {step}: {}", found.sentence);
        assert!(found.sentence.starts_with("Thrown off at step 12:"), "{}", found.sentence);
    }
    assert_eq!(diagnosis("scenario=cliff", 16).verdict, "thrown");
}

#[test]
fn a_function_that_falls_without_end_is_not_learned() {
    for (text, steps) in [
        ("scenario=saddle", 200),
        ("scenario=monkey-saddle", 75),
        ("scenario=expression&expression=-x^2-y^2", 20),
        ("scenario=expression&expression=x-y", 20),
        ("scenario=expression&expression=x^3", 26),
    ] {
        let found = diagnosis(text, steps);
        assert_eq!(found.verdict, "unbounded", "{text}: {}", found.sentence);
    }
    // These fall for a while, and have a least value.
    for (text, steps) in [("scenario=cliff&clip=norm", 8), ("scenario=sphere", 10), ("scenario=easom&lr=1", 10)] {
        assert_ne!(diagnosis(text, steps).verdict, "unbounded", "{text}");
    }
}

#[test]
fn a_run_whose_steps_change_nothing_has_not_converged() {
    for text in
        ["scenario=moons&lr=0", "scenario=iris&lr=0&optimizer=adam", "scenario=rosenbrock&lr=0", "scenario=sine&lr=0"]
    {
        let found = diagnosis(text, 60);
        assert_eq!(found.verdict, "frozen", "{text}: {}", found.sentence);
        assert!(!found.remedies.is_empty(), "{text}");
    }
}

#[test]
fn a_clip_carries_no_run_that_is_stable_without_it() {
    // The curvature is 25, so plain descent is stable below 0.08.
    for (lr, carried) in [("0.02", false), ("0.05", false), ("0.3", true)] {
        let text = format!("scenario=bowl&start_x=-0.23&start_y=1.56&lr={lr}&clip=norm&threshold=0.1");
        let (settings, run) = run(&text, 30);
        let evidence = gradscape::diagnosis::evidence::Evidence::of(&settings, run.view());
        let clipping = evidence.clipping.as_ref().expect("a clip");
        assert_eq!(clipping.saves(evidence.losses.base()), carried, "{text}");
        assert!(carried || diagnosis(&text, 30).verdict != "clip-bound", "{text}");
    }
}

#[test]
fn a_run_that_will_leave_its_minimum_again_is_not_called_healthy() {
    // RMSprop divides the gradient by its size. Near a minimum its steps stay as long as the learning rate.
    for (text, steps, later) in [
        ("scenario=matyas&start_x=1.66&start_y=0.51&optimizer=rmsprop&lr=0.3&clip=norm&threshold=1", 60, 600),
        ("scenario=sphere&start_x=0.60&start_y=0.81&optimizer=rmsprop&lr=0.3&clip=norm&threshold=10", 60, 600),
        ("scenario=bowl&optimizer=rmsprop&lr=1", 30, 300),
    ] {
        let (_, mut run) = run(text, steps);
        let then = run.frame().loss;
        run.step(later - steps);
        assert!(run.frame().loss > 1e3 * then, "{text}: it does leave");
        let verdict = diagnosis(text, steps).verdict;
        assert!(!["learning", "converged"].contains(&verdict), "{text}: {verdict}");
    }
}

#[test]
fn a_test_loss_that_rises_within_its_scatter_is_not_overfitting() {
    for (text, steps) in [
        (
            "scenario=adding&points=64&length=20&cell=gru&width=8&recurrent_init=orthogonal&recurrent_gain=1\
             &optimizer=adam&lr=0.1&batch=32&seed=77174",
            30,
        ),
        (
            "scenario=iris&test_share=0.25&activation=elu&hidden_layers=8&width=8&init=he-normal&norm=batch\
             &optimizer=rmsprop&lr=0.01&batch=full&seed=267710",
            60,
        ),
    ] {
        let found = diagnosis(text, steps);
        assert!(found.verdict != "overfitting" && !found.also.contains(&"overfitting"), "{text}: {}", found.sentence);
    }
}

#[test]
fn verdict_and_autopsy_agree_on_whether_a_step_threw_the_run() {
    for (text, steps) in [
        ("scenario=moons&activation=relu&lr=10", 100),
        ("scenario=cliff", 40),
        ("scenario=cliff&clip=norm&threshold=100", 30),
        ("scenario=moons", 100),
        ("scenario=svi-smile&lr=1", 200),
    ] {
        let found = diagnosis(text, steps);
        let (settings, _) = Settings::parse(text);
        let file = scenarios::data_file(&settings).map(|file| file.bytes);
        let autopsy = gradscape::autopsy::examine(&settings, file, steps).expect("bundled data are good");
        let thrown = found.verdict == "thrown" || found.also.contains(&"thrown");
        let event = autopsy.event.map(|event| event.kind);
        assert_eq!(
            thrown,
            event == Some(gradscape::autopsy::EventKind::Thrown),
            "{text}: {} {event:?}",
            found.sentence
        );
    }
}

#[test]
fn what_held_a_run_up_before_is_mended_from_its_start() {
    for (text, steps, keys) in [
        ("scenario=svi-smile&lr=1", 200, &["lr"][..]),
        ("batch=1&norm=batch&hidden_layers=2&activation=relu", 50, &["batch", "norm", "activation"][..]),
    ] {
        let (settings, run) = run(text, steps);
        let file = scenarios::data_file(&settings).map(|file| file.bytes);
        let proofs = diagnosed::prove(&settings, run.view(), file).expect("bundled data are good");
        let remedies = proofs.map(|proofs| proofs.remedies).unwrap_or_default();
        let helps = remedies.iter().any(|one| keys.iter().any(|key| one.settings.contains_key(*key)));
        assert!(helps, "{text}: {remedies:?}");
    }
}

/// A row of the study: settings, steps, and numbers by the name of their column.
type Row = (String, u64, Vec<(String, f64)>);

fn rows() -> Vec<Row> {
    let text = include_str!("../benches/studies/verdicts.csv");
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let numbers = head.iter().zip(&cells).skip(2);
        let numbers = numbers.map(|(name, cell)| (name.to_string(), cell.parse().unwrap_or(f64::NAN))).collect();
        (cells[0].to_string(), cells[1].parse().expect("steps"), numbers)
    };
    lines.map(row).collect()
}

/// One in 45 settings of the study: the whole is `cargo xtask study verdicts`.
#[test]
fn no_healthy_verdict_is_contradicted_by_what_becomes_of_the_run() {
    let mut healthy = 0;
    for (text, steps, numbers) in rows().into_iter().step_by(45) {
        let number = |name: &str| numbers.iter().find(|(known, _)| known == name).expect("a column").1;
        let (now, lowest, constant) = (number("now"), number("lowest"), number("constant"));
        let verdict = diagnosis(&text, steps).verdict;
        assert_eq!(verdict == "diverged", now.is_nan(), "{text}");
        if ["learning", "converged", "clip-bound"].contains(&verdict) {
            healthy += 1;
            let solved = constant.is_nan() || now < 0.05 * constant;
            assert!(lowest <= 1.05 * now.abs() + 1e-9 || solved, "{text}: {verdict}, {now} and later {lowest}");
            assert!(constant.is_nan() || now < 0.97 * constant, "{text}: {verdict} at chance level");
        }
    }
    assert!(healthy >= 10, "{healthy} healthy runs among the settings");
}

/// Remedies of one in 75 of the study's settings. `cargo xtask study remedies` tries all.
#[test]
fn remedies_that_are_offered_help_and_come_best_first() {
    let mut offered = 0;
    for (text, steps, _) in rows().into_iter().step_by(75) {
        let (settings, run) = run(&text, steps);
        let file = scenarios::data_file(&settings).map(|file| file.bytes);
        let Some(proofs) = diagnosed::prove(&settings, run.view(), file).expect("bundled data are good") else {
            continue;
        };
        for remedy in &proofs.remedies {
            let given: Vec<String> = remedy.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
            assert_eq!(Settings::parse(&given.join("&")).1, [], "{text}: {}", remedy.label);
            assert!(remedy.proof.diverged.is_none(), "{text}: {}", remedy.label);
            let better = match (remedy.proof.loss, proofs.baseline.loss) {
                (Some(loss), Some(without)) => loss < without || remedy.proof.test_loss < proofs.baseline.test_loss,
                (Some(_), None) => true,
                (None, _) => false,
            };
            assert!(better, "{text}: {}: {:?} against {:?}", remedy.label, remedy.proof, proofs.baseline);
            // The number that is promised is the loss at that very step.
            let changes: Vec<(&str, &str)> = remedy.settings.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let (mut changed, from) =
                if remedy.proof.from_start { (settings.with(&changes), 0) } else { (settings.clone(), steps) };
            if !remedy.proof.from_start {
                changes.iter().for_each(|(key, value)| changed.change(steps, key, value).expect("a live key"));
            }
            let mut again = AnyRun::new(&changed, file).expect("bundled data are good");
            again.step(from + remedy.proof.steps);
            assert_eq!(Some(again.evaluate(1)), remedy.proof.loss, "{text}: {}", remedy.label);
            offered += 1;
        }
    }
    assert!(offered >= 20, "{offered} remedies");
}
