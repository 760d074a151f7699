//! Compares probes with networks that the tests compute by plain loops, and checks what must hold for every probe.

use super::activations::{Activations, SATURATED};
use super::factors::Factors;
use super::gradients::Gradients;
use super::optimizer::OptimizerState;
use super::{ITEMS, Probe, readings};
use crate::datasets::own_csv;
use crate::math::norm;
use crate::objectives::Rows;
use crate::registry::Settings;
use crate::run::{AnyRun, Run, Status};
use crate::scenarios;

fn run(text: &str) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let file = scenarios::data_file(&settings).map_or(own_csv::EXAMPLE, |file| file.bytes);
    AnyRun::new(&settings, Some(file)).expect("the data file is whole")
}

/// A run in f64, over all rows.
fn exact(text: &str) -> Run<f64> {
    match run(&format!("{text}&precision=f64&batch=full")) {
        AnyRun::F64(run) => run,
        AnyRun::F32(_) => unreachable!("f64 was asked for"),
    }
}

fn close(got: f64, want: f64, what: &str) {
    assert!((got - want).abs() <= 1e-12 * want.abs().max(1e-3), "{what}: {got}, not {want}");
}

/// A tanh network with one logit, computed by plain loops: the outputs of every hidden layer for every row, and δ of
/// every layer, both indexed [layer][row][unit].
struct ByHand {
    outputs: Vec<Vec<Vec<f64>>>,
    deltas: Vec<Vec<Vec<f64>>>,
    /// Wᵀδ of the layer after, for every hidden layer.
    through_weights: Vec<Vec<Vec<f64>>>,
}

fn by_hand(run: &Run<f64>) -> ByHand {
    let examples = run.objective().examples().expect("there are data");
    let rows = run.objective().rows();
    let tensors = &run.objective().layout().tensors;
    let layers: Vec<(&[f64], &[f64])> = tensors
        .chunks(2)
        .map(|pair| (&run.params()[pair[0].range.clone()], &run.params()[pair[1].range.clone()]))
        .collect();
    let last = layers.len() - 1;
    let empty = || vec![Vec::new(); last];
    let mut hand = ByHand { outputs: empty(), deltas: vec![Vec::new(); last + 1], through_weights: empty() };
    for (x, target) in examples.input.chunks(examples.input.len() / rows).zip(&examples.target) {
        let mut signal = x.to_vec();
        for (l, (weight, bias)) in layers.iter().enumerate() {
            let sum = |o: usize| (0..signal.len()).map(|i| weight[o * signal.len() + i] * signal[i]).sum::<f64>();
            let sums: Vec<f64> = (0..bias.len()).map(|o| sum(o) + bias[o]).collect();
            signal = if l < last { sums.iter().map(|a| libm::tanh(*a)).collect() } else { sums };
            if l < last {
                hand.outputs[l].push(signal.clone());
            }
        }
        let mut delta = vec![(1.0 / (1.0 + libm::exp(-signal[0])) - target) / rows as f64];
        hand.deltas[last].push(delta.clone());
        for l in (0..last).rev() {
            let y = hand.outputs[l].last().expect("the row went forward");
            let weight = layers[l + 1].0;
            let back = |i: usize| (0..delta.len()).map(|o| weight[o * y.len() + i] * delta[o]).sum::<f64>();
            let through: Vec<f64> = (0..y.len()).map(back).collect();
            delta = through.iter().zip(y).map(|(d, y)| d * (1.0 - y * y)).collect();
            hand.through_weights[l].push(through);
            hand.deltas[l].push(delta.clone());
        }
    }
    hand
}

fn joined(signal: &[Vec<f64>]) -> f64 {
    norm(&signal.concat())
}

/// More rows than fit in one piece, so that counts have to add up across pieces.
const NETWORK: &str = "points=300&hidden_layers=3&width=5&activation=tanh&init=normal&init_std=2.5";

#[test]
fn the_backward_signals_factors_are_those_of_a_network_computed_by_hand() {
    let run = exact(NETWORK);
    let (hand, factors) = (by_hand(&run), Factors::measure(&run).expect("there are layers"));
    assert_eq!(factors.places.len(), 3);
    for (l, factor) in factors.places.iter().enumerate() {
        let through = joined(&hand.through_weights[l]);
        close(factor.weights, through / joined(&hand.deltas[l + 1]), "weights");
        close(factor.slope, joined(&hand.deltas[l]) / through, "slope");
        assert_eq!((factor.at, factor.name.as_str()), (l, format!("layers.{l}").as_str()));
    }
}

#[test]
fn the_product_of_all_factors_is_what_central_differences_say() {
    // With a single row ∂L/∂b is δ itself.
    let (settings, _) = Settings::parse("points=37&batch=1&hidden_layers=4&width=3&activation=sigmoid&precision=f64");
    let Ok(AnyRun::F64(run)) = AnyRun::new(&settings, None) else { panic!("f64 was asked for") };
    let row = run.batch_rows(0);
    let factors = Factors::measure(&run).expect("there are layers");
    let objective = run.objective();
    let delta = |layer: usize| {
        let bias = &objective.layout().tensors[2 * layer + 1];
        let mut work = objective.workspace(1);
        let mut loss = |at: usize, by: f64| {
            let mut params = run.params().to_vec();
            params[at] += by;
            objective.loss(&params, Rows::These(&row).into(), &mut work)
        };
        let slopes: Vec<f64> = bias.range.clone().map(|at| (loss(at, 1e-4) - loss(at, -1e-4)) / 2e-4).collect();
        norm(&slopes)
    };
    let product: f64 = factors.places.iter().map(|factor| factor.product).product();
    let differences = delta(0) / delta(4);
    assert!((product / differences - 1.0).abs() < 1e-5, "{product} {differences}");
}

#[test]
fn through_time_the_factors_lead_from_the_last_state_to_the_first() {
    for cell in ["rnn-tanh", "rnn-relu"] {
        let run = exact(&format!("scenario=recall&delay=6&width=5&cell={cell}"));
        let factors = Factors::measure(&run).expect("there is time");
        let norms = run.through_time().expect("there is time").last();
        assert_eq!(factors.places.len(), norms.len() - 1);
        for (t, factor) in factors.places.iter().enumerate() {
            close(factor.product, norms[t] / norms[t + 1], cell);
            assert_eq!((factor.at, &factor.name), (t + 1, &format!("t{}", t + 1)));
            assert!(factor.slope <= 1.0 + 1e-12, "{factor:?}");
        }
    }
}

#[test]
fn mean_deviation_and_saturation_are_those_of_a_network_computed_by_hand() {
    let run = exact(NETWORK);
    let (hand, seen) = (by_hand(&run), Activations::measure(&run).expect("there are activations"));
    assert!(seen.all && seen.rows == 300 && seen.places.len() == 3);
    for (outputs, place) in hand.outputs.iter().map(|rows| rows.concat()).zip(&seen.places) {
        let n = outputs.len() as f64;
        let mean = outputs.iter().sum::<f64>() / n;
        close(place.mean, mean, "mean");
        close(place.std, (outputs.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / n).sqrt(), "deviation");
        let flat = outputs.iter().filter(|y| 1.0 - *y * *y < SATURATED).count() as f64;
        assert!(flat > 0.0 && place.saturated == flat / n, "{place:?}");
        assert_eq!(place.dead, 0.0);
    }
}

#[test]
fn large_weights_saturate_a_sigmoid_and_small_ones_leave_it_at_a_half() {
    let large =
        Activations::of(run("activation=sigmoid&init=normal&init_std=40").view()).expect("there are activations");
    assert!(large.places.iter().all(|place| place.saturated > 0.6), "{large:?}");
    let small =
        Activations::of(run("activation=sigmoid&init=normal&init_std=1e-9").view()).expect("there are activations");
    for place in &small.places {
        assert!((place.mean - 0.5).abs() < 1e-6 && place.std < 1e-6 && place.saturated == 0.0, "{place:?}");
    }
}

#[test]
fn a_unit_is_dead_where_no_example_gives_it_a_slope() {
    // If all weights are 0, every pre-activation is the bias, 0. ReLU has slope 0 there; a sigmoid has slope 0 nowhere.
    let with = |activation| {
        let run = run(&format!("activation={activation}&init=zeros&hidden_layers=2"));
        Activations::of(run.view())
            .expect("there are activations")
            .places
            .into_iter()
            .map(|p| p.dead)
            .collect::<Vec<_>>()
    };
    assert_eq!(with("relu"), [1.0, 1.0]);
    assert_eq!(with("sigmoid"), [0.0, 0.0]);
    assert_eq!(with("leaky-relu"), [0.0, 0.0]);
}

#[test]
fn gradient_elements_are_counted_once_each() {
    let run = exact("hidden_layers=2&width=4&activation=relu&init=he-normal");
    let sizes = Gradients::measure(&run).expect("there is a gradient");
    for (layer, place) in sizes.layers.iter().zip(&run.objective().layout().layers) {
        let elements = &run.gradient()[place.range.clone()];
        let within = |low: f64, high: f64| elements.iter().filter(|g| (low..high).contains(&g.abs())).count() as u32;
        let zeros = elements.iter().filter(|g| **g == 0.0).count();
        assert_eq!((layer.count, layer.zeros, layer.not_finite), (elements.len(), zeros, 0));
        for (k, count) in (sizes.octaves[0]..sizes.octaves[1]).zip(&layer.octaves) {
            assert_eq!(*count, within(libm::exp2(f64::from(k)), libm::exp2(f64::from(k + 1))));
        }
        assert_eq!(layer.octaves.iter().sum::<u32>() as usize + zeros, elements.len());
        close(layer.rms * layer.rms * elements.len() as f64, elements.iter().map(|g| g * g).sum(), "rms");
    }
    let ends = |k: usize| sizes.layers.iter().any(|layer| layer.octaves[k] > 0);
    assert!(ends(0) && ends((sizes.octaves[1] - sizes.octaves[0]) as usize - 1), "the range has no empty ends");
}

#[test]
fn every_probe_of_every_scenario_has_finite_numbers_or_says_why_not() {
    for item in scenarios::items() {
        let uses = |key| scenarios::find(item.id).uses().contains(&key);
        let networks: &[&str] = match (uses("cell"), uses("hidden_layers")) {
            (true, _) => &["&cell=rnn-tanh&width=4", "&cell=lstm&hidden_layers=2&width=4", "&cell=gru"],
            (_, true) => &["&hidden_layers=2&width=4", "&hidden_layers=0"],
            _ => &[""],
        };
        for network in networks {
            let mut run = run(&format!("scenario={}{network}", item.id));
            run.step(5);
            assert_eq!(run.frame().status, Status::Running, "{}", item.id);
            for probe in ITEMS {
                match readings(probe.id, run.view()).expect("the probe is of the registry") {
                    Err(why) => assert!(why.starts_with("Nothing to show here: ") && why.ends_with('.'), "{why}"),
                    Ok(read) => {
                        assert!(!read.places.is_empty() && !read.quantities.is_empty(), "{}", probe.id);
                        for (quantity, numbers) in read.quantities {
                            assert_eq!(numbers.len(), read.places.len());
                            // Where the backward signal is exactly 0, the factor is NaN.
                            let known = |n: &f64| n.is_finite() || (probe.id == "factors" && n.is_nan());
                            assert!(numbers.iter().all(known), "{} {} {quantity}", item.id, probe.id);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn probes_of_a_diverged_run_are_numbers_that_are_not_finite() {
    for text in ["activation=identity&init=normal&init_std=2", "scenario=recall&cell=rnn-relu&lr=1000"] {
        let mut run = run(text);
        run.step(300);
        assert!(matches!(run.frame().status, Status::Diverged(_)), "{text}");
        let all = ITEMS.iter().filter_map(|probe| readings(probe.id, run.view())?.ok());
        let odd = all.flat_map(|read| read.quantities).flat_map(|q| q.1).filter(|n| !n.is_finite()).count();
        assert!(odd > 0, "{text}");
    }
}

#[test]
fn looking_changes_nothing() {
    let (mut looked, mut alone) = (run("batch=16&width=5"), run("batch=16&width=5"));
    for _ in 0..20 {
        for probe in ITEMS {
            let first = readings(probe.id, looked.view());
            assert_eq!(first, readings(probe.id, looked.view()), "{}", probe.id);
        }
        looked.step(1);
    }
    alone.step(20);
    assert_eq!(looked.frame(), alone.frame());
}

#[test]
fn the_optimizers_state_is_adams_own_and_its_first_step_the_learning_rate() {
    let run = exact("optimizer=adam&lr=0.003&hidden_layers=2&width=4&activation=tanh&init=he-normal");
    let read = OptimizerState::measure(&run).expect("it runs");
    let names: Vec<&str> = read.state.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["exp_avg", "exp_avg_sq"]);
    for (k, layer) in run.objective().layout().layers.iter().enumerate() {
        let (elements, count) = (&run.gradient()[layer.range.clone()], layer.range.len() as f64);
        let gradient = norm(elements) / count.sqrt();
        // Every parameter moves by lr, except those with zero gradient (biases, where the data are symmetric).
        let moved = elements.iter().filter(|g| g.abs() > 1e-12).count() as f64;
        let expected = 0.003 * (moved / count).sqrt();
        assert!((read.update[k] / expected - 1.0).abs() < 1e-3, "layer {k}: {}, not {expected}", read.update[k]);
        close(read.effective_lr[k], read.update[k] / gradient, "effective rate");
        close(read.state[0].1[k], 0.1 * gradient, "exp_avg after the first step is a tenth of the gradient");
    }
    let sgd = OptimizerState::measure(&exact("optimizer=sgd&lr=0.25&hidden_layers=1&width=4")).expect("it runs");
    assert!(sgd.state.is_empty() && sgd.effective_lr.iter().all(|lr| (lr / 0.25 - 1.0).abs() < 1e-9));
}
