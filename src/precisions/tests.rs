use super::*;
use crate::math::Real;
use crate::networks::{Observer, Place, Signal};
use crate::objectives::{Batch, Rows};
use crate::run::{AnyRun, Run, RunView, Status};

const NARROW: [&str; 4] = ["f16", "bf16", "e4m3", "e5m2"];

fn run(text: &str) -> Run<f32> {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    match AnyRun::new(&settings, None).expect("generated data cannot be broken") {
        AnyRun::F32(run) => run,
        AnyRun::F64(_) => panic!("narrow formats are emulated in f32"),
    }
}

fn all_stored(format: Format, values: &[f32]) -> bool {
    values.iter().all(|x| x.is_nan() || format.round(*x).to_bits() == x.to_bits())
}

struct Signals(Format, [usize; 2]);

impl Observer<f32> for Signals {
    fn forward(&mut self, at: Place, signal: Signal<f32>) {
        assert!(signal.rows().all(|row| all_stored(self.0, row)), "{:?} forward {at:?}", self.0);
        self.1[0] += 1;
    }

    fn backward(&mut self, at: Place, signal: Signal<f32>) {
        assert!(signal.rows().all(|row| all_stored(self.0, row)), "{:?} backward {at:?}", self.0);
        self.1[1] += 1;
    }
}

#[test]
fn every_stored_tensor_holds_numbers_of_its_format() {
    for (precision, norm) in NARROW.iter().zip(["none", "layer", "batch", "rms"]) {
        let text = format!(
            "points=301&hidden_layers=3&width=5&activation=tanh&residual=scaled&norm={norm}&dropout=0.2&batch=full\
             &optimizer=momentum&precision={precision}"
        );
        let run_of = |more: &str| {
            let mut run = run(&format!("{text}{more}"));
            run.step(5);
            assert_eq!(run.frame().status, Status::Running, "{precision}");
            run
        };
        let run = run_of("&master_weights=0");
        let format = run.storage().format.expect("a narrow format");
        assert!(all_stored(format, run.params()) && all_stored(format, run.next_params()), "{precision}");
        assert!(all_stored(format, run.gradient()) && run.gradient().iter().any(|g| *g != 0.0), "{precision}");
        assert!(run.optimizer_state().vectors.iter().all(|vector| all_stored(format, vector)), "{precision}");
        let mut observer = Signals(format, [0; 2]);
        let (objective, mut gradient) = (run.objective(), run.gradient().to_vec());
        let mut work = objective.workspace(301);
        objective.gradient(run.params(), Rows::All.into(), &mut gradient, &mut work, &mut observer);
        assert!(observer.1[0] > 8 && observer.1[0] == observer.1[1], "{:?}", observer.1);
        // With master weights, parameters are f32, but the network computes with rounded ones.
        let run = run_of("&loss_scaling=static&loss_scale=8");
        assert!(!all_stored(format, run.params()), "{precision}");
        let scaled: Vec<f32> = run.gradient().iter().map(|g| 8.0 * g).collect();
        assert!(all_stored(format, &scaled), "{precision}");
    }
}

#[test]
fn the_loss_with_master_weights_is_that_of_the_rounded_parameters() {
    for precision in NARROW {
        let run = run(&format!("points=40&hidden_layers=2&batch=full&precision={precision}"));
        let format = run.storage().format.expect("a narrow format");
        let mut rounded = run.params().to_vec();
        f32::store(format, &mut rounded);
        assert_ne!(rounded, run.params());
        let mut work = run.objective().workspace(40);
        let mut loss = |params: &[f32]| run.objective().loss(params, Rows::All.into(), &mut work).to_bits();
        assert_eq!(loss(&rounded), loss(run.params()), "{precision}");
    }
}

#[test]
fn a_power_of_two_as_loss_scale_changes_no_bit_where_nothing_under_or_overflows() {
    let text = "points=300&hidden_layers=3&activation=tanh&residual=plain&norm=layer&batch=64&precision=bf16";
    let (mut plain, mut scaled) = (run(text), run(&format!("{text}&loss_scaling=static&loss_scale=1024")));
    for _ in 0..10 {
        plain.step(1);
        scaled.step(1);
        assert_eq!(plain.params(), scaled.params());
        assert!(plain.rounding().iter().all(|layer| layer.gradient.underflowed == 0));
    }
    // Observed signals do not include the loss scale.
    let norms = |run: &Run<f32>, loss_scale| {
        let mut norms = Norms(Vec::new());
        let (mut work, mut gradient) = (run.objective().workspace(300), run.gradient().to_vec());
        let batch = Batch { rows: Rows::All, noise: None, loss_scale };
        run.objective().gradient(run.params(), batch, &mut gradient, &mut work, &mut norms);
        norms.0
    };
    assert_eq!(norms(&plain, 1.0), norms(&plain, 1024.0));
}

struct Norms(Vec<f64>);

impl Observer<f32> for Norms {
    fn backward(&mut self, _: Place, signal: Signal<f32>) {
        self.0.extend(signal.rows().map(crate::math::norm));
    }
}

#[test]
fn a_dynamic_scale_skips_steps_that_overflow_and_the_run_can_be_sought_through_them() {
    let text = "points=300&hidden_layers=2&activation=tanh&optimizer=adam&clip=zclip&precision=f16&loss_scaling=dynamic&loss_scale=16777216&growth_interval=5";
    let mut run = run(text);
    assert!(run.is_skipped() && run.scale().factor == 16_777_216.0);
    let start = run.params().to_vec();
    run.step(1);
    assert_eq!((run.params(), run.scale().factor, run.scale().skipped), (&start[..], 8_388_608.0, 1));
    assert_eq!(run.optimizer_state().vectors.iter().flatten().filter(|m| !m.is_finite()).count(), 0);
    let mut seen = Vec::new();
    for _ in 0..60 {
        run.step(1);
        seen.push((run.params().to_vec(), run.scale(), run.frame().grad_norm.to_bits(), run.is_skipped()));
    }
    assert_eq!(run.frame().status, Status::Running);
    assert!(run.params() != start && seen.iter().any(|step| !step.3));
    // It grows until it overflows again, and backs off.
    assert!(seen.iter().skip_while(|step| step.3).any(|step| step.3));
    for step in [3, 41, 12, 60] {
        run.seek(step);
        let now = (run.params().to_vec(), run.scale(), run.frame().grad_norm.to_bits(), run.is_skipped());
        assert_eq!(now, seen[step as usize - 2], "step {step}");
    }
}

#[test]
fn without_a_dynamic_scale_an_overflow_ends_the_run() {
    let text = "points=300&hidden_layers=2&activation=tanh&precision=f16&loss_scaling=static&loss_scale=16777216";
    assert!(matches!(run(text).frame().status, Status::Diverged(_)));
}

#[test]
fn updates_that_leave_no_trace_are_counted_where_there_are_no_master_weights() {
    let text = "points=100&hidden_layers=2&activation=tanh&lr=0.001&precision=bf16&batch=full";
    let lost =
        |more: &str| -> u64 { run(&format!("{text}{more}")).rounding().iter().map(|l| l.update.underflowed).sum() };
    assert_eq!(lost(""), 0);
    assert!(lost("&master_weights=0") > 100);
}

#[test]
fn single_and_double_precision_round_nothing() {
    assert!(run("points=20&hidden_layers=1&loss_scaling=static").rounding().is_empty());
    let (settings, _) = Settings::parse("precision=f64&loss_scaling=dynamic");
    assert_eq!(Storage::of(&settings), Storage::FULL);
}

#[test]
fn where_a_narrow_format_or_lsuv_does_nothing_the_settings_say_so() {
    for (scenario, said) in [("spiral", 0), ("recall", 2), ("bowl", 1)] {
        let (settings, _) = Settings::parse(&format!("scenario={scenario}&precision=f16&init=lsuv"));
        assert_eq!(settings.advice().len(), said, "{scenario}: {:?}", settings.advice());
    }
}
