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

/// A thirtieth of the study: the whole is `cargo xtask study verdicts`.
#[test]
fn no_healthy_verdict_is_contradicted_by_what_becomes_of_the_run() {
    let mut healthy = 0;
    for (text, steps, numbers) in rows().into_iter().step_by(30) {
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

/// Remedies of a fiftieth of the study's settings. `cargo xtask study verdicts` tries more.
#[test]
fn remedies_that_are_offered_help_and_come_best_first() {
    let mut offered = 0;
    for (text, steps, _) in rows().into_iter().step_by(50) {
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
            offered += 1;
        }
    }
    assert!(offered >= 20, "{offered} remedies");
}
