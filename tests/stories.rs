//! Checks the page's stories in numbers: each scenario shows what it claims.

use gradscape::diagnosis::{Diagnosis, Remedy, Tone, diagnose};
use gradscape::probes::{Probe, activations::Activations};
use gradscape::registry::Settings;
use gradscape::run::{AnyRun, Frame, Status};
use gradscape::scenarios;

/// Frames of steps 0 to `steps`, fewer if the run diverges.
fn frames(text: &str, steps: u64) -> Vec<Frame> {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let mut run =
        AnyRun::new(&settings, scenarios::data_file(&settings).map(|file| file.bytes)).expect("the data are good");
    let mut frames = vec![run.frame().clone()];
    while (frames.len() as u64) <= steps && run.frame().status == Status::Running {
        run.step(1);
        frames.push(run.frame().clone());
    }
    frames
}

/// Gradient norm of the first layer over the last layer's.
fn first_to_last(frame: &Frame) -> f64 {
    frame.layers[0].grad_norm / frame.layers[frame.layers.len() - 1].grad_norm
}

#[test]
fn twelve_sigmoid_layers_let_the_gradient_vanish_and_relu_with_he_weights_cures_it() {
    for seed in 1..=10 {
        let sigmoid = format!("scenario=spiral&hidden_layers=12&activation=sigmoid&init=xavier-normal&seed={seed}");
        assert!(first_to_last(&frames(&sigmoid, 0)[0]) <= 1e-4, "seed {seed}");
        let relu = format!("scenario=spiral&hidden_layers=12&activation=relu&init=he-normal&seed={seed}");
        let ratio = first_to_last(&frames(&relu, 0)[0]);
        assert!((1.0 / 30.0..=30.0).contains(&ratio), "seed {seed}: {ratio}");
    }
}

#[test]
fn large_weights_explode_and_clipping_keeps_the_run_finite() {
    let wild = "activation=identity&init=normal&init_std=2";
    assert!(frames(wild, 0)[0].grad_norm > 1e3);
    assert!(matches!(frames(wild, 200).last().map(|f| f.status.clone()), Some(Status::Diverged(_))));
    let clipped = frames(&format!("{wild}&clip=norm&threshold=1"), 200);
    assert_eq!(clipped.len(), 201);
    for frame in clipped {
        assert!(frame.status == Status::Running && frame.loss.is_finite());
        assert!(frame.clipped_grad_norm as f32 <= 1.0, "step {}", frame.step);
    }
}

#[test]
fn the_dax_surface_is_learnt_to_below_a_tenth_of_its_first_loss() {
    let text = "scenario=dax-vol-surface&hidden_layers=2&width=16&activation=tanh&optimizer=adam&lr=0.01";
    let frames = frames(text, 3000);
    assert!(frames[3000].loss < 0.1 * frames[0].loss);
}

#[test]
fn the_cliff_throws_an_unclipped_run_off_for_good_and_a_clipped_one_comes_down() {
    let lost = frames("scenario=cliff", 400);
    let largest = lost.iter().map(|f| f.grad_norm).fold(0.0, f64::max);
    let end = &lost[400];
    assert!(largest > 50.0 && end.loss > 0.08 && end.grad_norm < 1e-3, "{largest} {}", end.loss);
    assert!(frames("scenario=cliff&clip=norm", 400)[400].loss < 1e-3);
}

#[test]
fn one_large_early_step_strands_the_recurrent_network_unless_it_is_clipped() {
    assert!(frames("scenario=recall", 600)[600].loss > 0.69);
    assert!(frames("scenario=recall&clip=norm", 200)[200].loss < 0.01);
}

#[test]
fn the_bowl_converges_below_two_over_kappa_and_diverges_above() {
    for (lr, shrinks) in [(0.95 * 2.0 / 25.0, true), (1.05 * 2.0 / 25.0, false)] {
        let frames = frames(&format!("scenario=bowl&kappa=25&lr={lr}"), 200);
        assert_eq!(frames[200].loss < frames[0].loss, shrinks, "lr {lr}");
    }
}

#[test]
fn batch_normalisation_or_residual_connections_carry_the_gradient_through_twenty_sigmoid_layers() {
    for seed in 1..=5 {
        let ratio = |more: &str| {
            let text = format!("hidden_layers=20&activation=sigmoid&init=xavier-normal&batch=full&seed={seed}{more}");
            first_to_last(&frames(&text, 0)[0])
        };
        let bare = ratio("");
        assert!(bare < 1e-8, "seed {seed}: {bare}");
        // Layer normalisation helps, but not enough: a sigmoid's outputs all have the same sign.
        let least = [("norm=batch", 1.0), ("norm=layer", 1e3 * bare), ("norm=rms", 1e3 * bare)];
        for (more, least) in least.into_iter().chain([("residual=plain", 1e-3), ("residual=scaled", 1e-3)]) {
            let ratio = ratio(&format!("&{more}"));
            assert!(ratio > least && ratio < 1e3, "seed {seed}, {more}: {ratio} against {bare}");
        }
    }
}

/// The diagnosis of a network after a number of steps, and statistics of its activations.
fn diagnosis_of(text: &str, steps: u64) -> (Diagnosis, Activations) {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let mut run = AnyRun::new(&settings, None).expect("generated data cannot be broken");
    run.step(steps);
    (diagnose(&settings, run.view()), Activations::of(run.view()).expect("a network with activations"))
}

/// The settings `text` with a remedy applied.
fn with(text: &str, remedy: &Remedy) -> String {
    let kept = text.split('&').filter(|pair| !remedy.settings.keys().any(|key| pair.starts_with(&format!("{key}="))));
    kept.map(String::from)
        .chain(remedy.settings.iter().map(|(key, value)| format!("{key}={value}")))
        .collect::<Vec<_>>()
        .join("&")
}

#[test]
fn dead_units_are_named_where_they_are_and_their_first_remedy_lets_the_gradient_through() {
    let text = "activation=relu&init=he-normal&hidden_layers=6&optimizer=adam&lr=0.3";
    let (now, seen) = diagnosis_of(text, 20);
    let layer = seen.places.iter().position(|place| place.dead == 1.0).expect("a layer without a living unit");
    assert!(now.sentence.starts_with("Dead"), "{}", now.sentence);
    assert!(now.sentence.contains(&format!("In layer {layer}, all ReLU units are dead")), "{}", now.sentence);
    let (cured, seen) = diagnosis_of(&with(text, &now.remedies[0]), 20);
    assert!(
        !cured.sentence.contains("dead") && seen.places.iter().all(|place| place.dead == 0.0),
        "{}",
        cured.sentence
    );
    assert!(!diagnosis_of("activation=relu&init=he-normal", 20).0.sentence.contains("dead"));
}

#[test]
fn saturation_is_named_with_its_share_and_its_first_remedy_ends_it() {
    let share = |seen: &Activations| seen.places.iter().map(|p| p.saturated).sum::<f64>() / seen.places.len() as f64;
    let text = "activation=tanh&init=normal&init_std=6";
    let (now, seen) = diagnosis_of(text, 20);
    let said = format!(" {:.0} % of the Tanh slopes are below", 100.0 * share(&seen));
    assert!(share(&seen) > 0.5 && now.sentence.contains(&said), "{}", now.sentence);
    let (cured, seen) = diagnosis_of(&with("activation=tanh", &now.remedies[0]), 20);
    assert!(cured.tone == Tone::Calm && share(&seen) < 0.25, "{} {}", cured.sentence, share(&seen));
    // In the opening story, gradients vanish because the sigmoid's slope is at most 1/4, not by saturation.
    assert!(!diagnosis_of("", 20).0.sentence.contains("Saturated"));
}

#[test]
fn half_precision_loses_a_deep_networks_gradient_unless_the_loss_is_scaled_and_bfloat16_keeps_it() {
    let text = "scenario=moons&points=200&hidden_layers=10&width=8&activation=tanh&init=xavier-normal&gain=0.2\
                &optimizer=adam&lr=0.01&batch=full&precision=";
    let least = |more: &str| frames(&format!("{text}{more}"), 300).iter().map(|f| f.loss).fold(f64::INFINITY, f64::min);
    let bare = frames(&format!("{text}f16"), 300);
    assert!(bare.iter().all(|frame| frame.grad_norm == 0.0 && frame.loss == bare[0].loss));
    for learns in ["f32", "f16&loss_scaling=static", "f16&loss_scaling=dynamic", "bf16"] {
        let loss = least(learns);
        assert!(loss < 0.5, "{learns}: {loss} from {}", bare[0].loss);
    }
}

/// Whether the run ends with a small loss over all its examples.
fn arrives(text: &str, steps: u64) -> bool {
    let run = AnyRun::new(&Settings::parse(text).0, None).expect("generated data cannot be broken");
    let AnyRun::F32(mut run) = run else { unreachable!("f32 is the default") };
    run.advance(steps);
    run.evaluate(1) < 0.1
}

/// One sine unit has to find the frequency of a sine. Between its initial value and the solution, the full-batch loss
/// has local minima.
#[test]
fn the_full_batch_is_caught_where_single_examples_escape() {
    let text = "scenario=sine&points=64&noise=0&hidden_layers=1&width=1&activation=sine&optimizer=sgd&lr=0.3&schedule=cosine&t_max=4000";
    let converged =
        |batch: &str| (1..=100).filter(|seed| arrives(&format!("{text}&batch={batch}&seed={seed}"), 4000)).count();
    let counts = ["full", "8", "2", "1"].map(|batch| (batch, converged(batch)));
    for (batch, count) in counts {
        println!("batch {batch}: {count} of 100 seeds arrive");
    }
    assert_eq!(counts[0].1, 0, "the full batch is caught from every seed");
    assert!(counts[3].1 >= 70, "{} of 100 escape", counts[3].1);
}
