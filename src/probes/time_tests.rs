//! The probes through time, against closed forms.

use super::Probe;
use super::decay::Decay;
use super::dependence::Dependence;
use super::gates::Gates;
use super::recurrence::Recurrence;
use crate::registry::Settings;
use crate::run::AnyRun;

fn run(text: &str) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    AnyRun::new(&settings, None).expect("no data file is needed")
}

fn close(got: f64, want: f64, what: &str) {
    assert!((got - want).abs() < 2e-3 * want.abs(), "{what}: {got}, not {want}");
}

/// With a tiny signal every slope of tanh is 1. An orthogonal matrix then scales the gradient by its gain and nothing
/// else.
#[test]
fn the_gradient_of_an_orthogonal_network_at_rest_decays_by_its_gain() {
    for gain in ["0.7", "0.95"] {
        let text = format!(
            "scenario=recall&delay=30&init=normal&init_std=1e-5&recurrent_init=orthogonal&recurrent_gain={gain}&precision=f64"
        );
        let (decay, want) = (Decay::of(run(&text).view()).expect("there is time"), gain.parse().expect("a number"));
        close(decay.measured, want, "measured");
        close(decay.expected, want, "expected");
        close(decay.largest_singular, want, "largest singular value");
        close(decay.slope, 1.0, "slope");
    }
}

#[test]
fn gates_without_weights_are_as_open_as_their_biases_say() {
    let seen =
        Gates::of(run("scenario=recall&delay=5&cell=lstm&init=zeros&forget_bias=2").view()).expect("there are gates");
    assert_eq!(seen.names, ["input", "forget", "output"]);
    for (gate, want) in [0.5, 1.0 / (1.0 + libm::exp(-2.0)), 0.5].into_iter().enumerate() {
        assert_eq!(seen.layers[0][gate].len(), 6);
        seen.layers[0][gate].iter().for_each(|open| close(*open, want, seen.names[gate]));
    }
    let seen =
        Gates::of(run("scenario=recall&delay=5&cell=gru&hidden_layers=2&init=zeros").view()).expect("there are gates");
    assert!(seen.layers.len() == 2 && seen.layers.iter().flatten().flatten().all(|open| *open == 0.5));
    assert!(Gates::of(run("scenario=recall").view()).is_err_and(|why| why.contains("Elman")));
}

#[test]
fn a_recurrent_matrix_starts_with_the_gain_it_was_given_and_is_seen_over_the_run() {
    for (cell, way) in [("rnn-tanh", "orthogonal"), ("gru", "identity"), ("lstm&hidden_layers=2", "orthogonal")] {
        let mut run = run(&format!("scenario=recall&delay=5&cell={cell}&recurrent_init={way}&recurrent_gain=1.3"));
        let start = Recurrence::of(run.view()).expect("there is a matrix");
        start.radius.iter().chain(&start.singular).for_each(|size| close(*size, 1.3, way));
        run.step(300);
        let AnyRun::F32(inner) = &run else { panic!("the default is f32") };
        let looks = Recurrence::over(inner).expect("there is a matrix");
        assert_eq!((looks[0].clone(), looks.last().map(|look| look.step)), (start, Some(300)));
        assert!(looks.len() <= 42 && looks.is_sorted_by(|a, b| a.step < b.step));
    }
}

#[test]
fn a_network_at_rest_depends_on_an_input_by_the_gain_for_each_step_of_its_lag() {
    let text =
        "scenario=recall&delay=12&init=normal&init_std=1e-5&recurrent_init=identity&recurrent_gain=0.8&precision=f64";
    let seen = Dependence::of(run(text).view()).expect("there is time").by_time;
    assert_eq!(seen.len(), 13);
    seen.windows(2).for_each(|pair| close(pair[0] / pair[1], 0.8, "a lag more"));
    assert!(Dependence::of(run("scenario=spiral").view()).is_err());
}
