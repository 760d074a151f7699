use super::*;
use crate::run::Frame;
use crate::scenarios;

/// The run of the settings.
fn run(settings: &Settings) -> AnyRun {
    AnyRun::new(settings, file(settings)).expect("the data file is whole")
}

fn file(settings: &Settings) -> Option<&'static [u8]> {
    scenarios::data_file(settings).map(|file| file.bytes)
}

fn parsed(text: &str) -> Settings {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    settings
}

/// A moment as another worker gets it.
fn sent(moment: &Moment) -> Moment {
    let bytes = postcard::to_stdvec(moment).expect("plain data");
    postcard::from_bytes(&bytes).expect("a moment")
}

fn bits(run: &dyn RunView) -> Vec<u64> {
    run.parameters().iter().map(|x| x.to_bits()).collect()
}

/// The frame's numbers as bits, so that NaN equals itself.
fn numbers(frame: &Frame) -> String {
    format!("{frame:?}")
}

/// Settings whose state besides the parameters differs in kind.
fn kinds() -> Vec<String> {
    use crate::clips::AnyClip;
    use crate::optimizers::AnyOptimizer;
    use crate::schedules::AnySchedule;
    let small = "scenario=moons&points=60&hidden_layers=2&width=5&activation=tanh&batch=16&lr=0.02";
    let mut all: Vec<String> = Vec::new();
    all.extend(AnyOptimizer::ITEMS.iter().map(|item| format!("{small}&optimizer={}", item.id)));
    all.extend(AnyClip::ITEMS.iter().map(|item| format!("{small}&optimizer=momentum&clip={}&threshold=0.3", item.id)));
    all.push(format!("{small}&clip=autoclip"));
    all.push(format!("{small}&clip=zclip"));
    all.push(format!("{small}&optimizer=lbfgs&batch=full"));
    all.extend(AnySchedule::ITEMS.iter().map(|item| format!("{small}&optimizer=adam&schedule={}", item.id)));
    all.push(format!("{small}&norm=batch"));
    all.push(format!("{small}&dropout=0.3&optimizer=adam"));
    all.push(format!("{small}&precision=f16&loss_scaling=dynamic&optimizer=adam"));
    all.push(format!("{small}&precision=bf16"));
    all.push(format!("{small}&precision=f64&optimizer=adam"));
    all.push(format!("{small}&grad_noise=0.1"));
    all.push(format!("{small}&changes=lr~0.1@9,clip~norm@15,optimizer~adam@21"));
    for id in ["cliff", "rosenbrock", "recall", "svi-smile", "deep-hedge", "regime-switch", "mean-reversion-agent"] {
        all.push(format!("scenario={id}"));
    }
    all.push("scenario=spx-volatility&cell=lstm&optimizer=adam&lr=0.01".into());
    all.push("scenario=jump-futures&clip=norm".into());
    all.push("scenario=recall&cell=gru&hidden_layers=2&tbptt=5".into());
    all
}

#[test]
fn a_branch_without_changes_has_the_bits_of_the_run() {
    for text in kinds() {
        let (settings, _) = Settings::parse(&text);
        let mut own = run(&settings);
        own.step(17);
        let moment = sent(&own.moment());
        let mut branch = Branch::new(settings.clone(), file(&settings), Some(&moment), 14).expect("the same data");
        assert_eq!(numbers(branch.run().frame()), numbers(own.frame()), "{text}: at the moment itself");
        while !branch.advance(3) {}
        own.step(14);
        assert_eq!(bits(branch.run()), bits(own.view()), "{text}");
        assert_eq!(numbers(branch.run().frame()), numbers(own.frame()), "{text}");
        let rows =
            |run: &dyn RunView| run.history().rows(u64::MAX - 1).map(|row| numbers(&row.frame())).collect::<Vec<_>>();
        assert_eq!(rows(branch.run()), rows(own.view()), "{text}: the history, too");
    }
}

#[test]
fn a_branch_from_an_earlier_step_follows_the_run_as_it_was() {
    let settings = parsed("scenario=moons&points=60&hidden_layers=1&batch=16&clip=autoclip&changes=lr~0.2@20");
    let mut own = run(&settings);
    own.step(40);
    own.seek(12);
    let mut branch = Branch::new(settings.clone(), None, Some(&own.moment()), 28).expect("generated data");
    branch.advance(u64::MAX);
    own.seek(40);
    assert_eq!(bits(branch.run()), bits(own.view()));
}

#[test]
fn a_changed_rule_acts_as_it_does_on_the_run_itself() {
    let settings = parsed("scenario=cliff");
    let mut own = run(&settings);
    own.step(4);
    let kind = Kind::of(["clip", "threshold"].into_iter(), own.view());
    assert_eq!(kind, Kind::Here);
    let changed = kind.settings(&settings, 4, &[("clip", "norm"), ("threshold", "1")]);
    let mut branch = Branch::new(changed.clone(), None, Some(&own.moment()), 30).expect("a function");
    branch.advance(u64::MAX);
    own.change(&changed);
    own.step(30);
    assert_eq!(bits(branch.run()), bits(own.view()));
    assert_eq!(branch.settings().changes().len(), 1, "the threshold is 1 by default");
}

#[test]
fn the_kind_follows_from_the_keys_and_from_where_the_run_stands() {
    let settings = parsed("scenario=moons&hidden_layers=1&lr=0.3&changes=lr~0.1@3");
    let mut own = run(&settings);
    let of = |keys: &[&str], run: &AnyRun| Kind::of(keys.iter().copied(), run.view());
    assert_eq!(of(&["lr"], &own), Kind::Start, "a run at step 0 starts again");
    own.step(5);
    assert_eq!(of(&["lr", "clip", "schedule", "optimizer"], &own), Kind::Here);
    for key in ["activation", "init", "hidden_layers", "norm", "residual", "precision", "seed", "batch"] {
        assert_eq!(of(&["lr", key], &own), Kind::Start, "{key}");
    }
    // What was changed live is in force from the beginning.
    let started = Kind::Start.settings(&settings, 5, &[("activation", "relu")]);
    assert_eq!((started.canonical().contains("lr=0.1"), started.changes().len()), (true, 0), "{}", started.canonical());
    let mut lost = run(&parsed("scenario=rosenbrock&lr=1"));
    lost.step(50);
    assert_eq!(of(&["lr"], &lost), Kind::Start, "a diverged run starts again");
}

#[test]
fn the_outcome_is_a_loss_over_all_rows_and_names_a_divergence() {
    let settings = parsed("scenario=moons&points=60&hidden_layers=1&batch=4&lr=0.1&test_share=0.3");
    let mut branch = Branch::new(settings.clone(), None, None, 40).expect("generated data");
    assert!(branch.advance(u64::MAX));
    let outcome = branch.outcome();
    // Eight evaluations, spread over the last quarter: 33 to 40.
    let mut own = run(&settings);
    own.step(32);
    let losses = (0..8).map(|_| {
        own.step(1);
        own.evaluate(1)
    });
    let losses: Vec<f64> = losses.collect();
    let mean = losses.iter().sum::<f64>() / 8.0;
    assert_eq!(outcome.how, How { evaluations: 8, rows: 42 });
    assert!((outcome.mean.expect("finite") - mean).abs() < 1e-9, "{outcome:?} {mean}");
    assert_eq!(outcome.loss, losses.last().copied(), "the loss of step 40 itself");
    assert_eq!((outcome.steps, outcome.diverged.clone()), (40, None));
    assert!(outcome.test_loss.is_some_and(f64::is_finite));
    let mut lost = Branch::new(parsed("scenario=rosenbrock&lr=1"), None, None, 40).expect("a function");
    lost.advance(u64::MAX);
    let lost = lost.outcome();
    assert_eq!(lost.loss, None);
    assert_eq!(lost.steps, lost.diverged.expect("it diverges").step);
}
