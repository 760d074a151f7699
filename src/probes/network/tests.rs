//! The chain of factors against the run's own gradient and against finite differences of the loss.

use super::{Link, Network};
use crate::activations::AnyActivation;
use crate::layout::Role;
use crate::math::Real;
use crate::objectives::Rows;
use crate::probes::Probe;
use crate::probes::activations::Activations;
use crate::registry::Settings;
use crate::run::{AnyRun, Run, RunView};
use crate::scenarios;

fn run(text: &str, steps: u64) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    let mut run = AnyRun::new(&settings, file).expect("the data file is whole");
    run.step(steps);
    run
}

fn exact(text: &str, steps: u64) -> Run<f64> {
    match run(&format!("{text}&precision=f64"), steps) {
        AnyRun::F64(run) => run,
        AnyRun::F32(_) => unreachable!("f64 was asked for"),
    }
}

/// The gradient that the chain of factors gives for a weight.
fn chained(network: &Network, link: &Link, target: usize, source: usize) -> f64 {
    let to = link.to.0;
    let last = (to..network.signals.len()).rfind(|k| !network.signals[*k].is_nan()).expect("there is a loss");
    // Where no signal arrives, every factor after it is 0.
    let share = if link.signal[target] == 0.0 { 0.0 } else { link.signal[target] / network.signals[to] };
    let factors: f64 = (to..last).map(|k| network.factor(k).expect("signals are known up to the loss")).product();
    link.incoming[source] * link.agreement(target, source) * share * factors * network.signals[last]
}

/// Compares the chain of every weight that is shown by itself with the run's gradient.
fn compare<R: Real>(run: &Run<R>, what: &str, within: f64) -> usize {
    let network = Network::measured(run, 40).expect("there is a network");
    let mut compared = 0;
    for link in &network.links {
        let largest = link.gradient.iter().fold(0.0_f64, |largest, g| largest.max(g.abs()));
        for target in 0..link.signal.len() {
            for source in 0..link.sources() {
                let got = link.gradient[target * link.sources() + source];
                if link.product[target * link.sources() + source].is_nan() {
                    continue;
                }
                let chain = chained(&network, link, target, source);
                assert!((chain - got).abs() <= within * largest, "{what}: {chain}, not {got}, of {largest}");
                compared += 1;
            }
        }
    }
    compared
}

#[test]
fn the_factors_of_every_weight_multiply_to_its_gradient_for_every_activation() {
    for item in AnyActivation::ITEMS {
        let text = format!("activation={}&hidden_layers=3&width=5&init=he-normal&lr=0.01", item.id);
        assert_eq!(compare(&exact(&text, 3), item.id, 1e-11), 2 * 5 + 2 * 25 + 5, "{}", item.id);
        let AnyRun::F32(single) = run(&text, 3) else { panic!("f32 is the default") };
        compare(&single, item.id, 3e-5);
    }
}

#[test]
fn they_do_so_for_one_example_for_many_and_for_more_than_one_pass() {
    for batch in ["1", "7", "full"] {
        let text = format!("points=700&hidden_layers=2&width=4&activation=tanh&init=he-normal&batch={batch}");
        compare(&exact(&text, 2), batch, 1e-11);
    }
}

#[test]
fn they_do_so_through_normalisations_residual_connections_and_dropout() {
    for part in ["norm=batch", "norm=layer", "norm=rms", "residual=plain", "residual=scaled", "dropout=0.3"] {
        let text = format!("hidden_layers=4&width=6&activation=relu&init=he-normal&{part}");
        assert!(compare(&exact(&text, 3), part, 1e-11) > 30, "{part}");
    }
}

#[test]
fn they_do_so_for_networks_that_run_many_times_in_a_step() {
    for scenario in ["deep-hedge", "mean-reversion-agent"] {
        assert!(compare(&exact(&format!("scenario={scenario}"), 2), scenario, 1e-9) > 10, "{scenario}");
    }
}

#[test]
fn a_penalty_is_what_is_left_of_the_gradient() {
    let run = exact("hidden_layers=2&width=4&activation=tanh&init=he-normal&l2=0.1", 2);
    let network = Network::measured(&run, 40).expect("there is a network");
    for link in &network.links {
        for (k, product) in link.product.iter().enumerate() {
            assert!((product + 0.1 * link.weight[k] - link.gradient[k]).abs() < 1e-12);
        }
    }
}

#[test]
fn the_factors_multiply_to_the_finite_difference_of_the_loss() {
    let run = exact("hidden_layers=2&width=3&activation=tanh&init=he-normal&batch=full", 4);
    let network = Network::measured(&run, 40).expect("there is a network");
    let objective = run.objective();
    let mut work = objective.workspace(objective.rows());
    let weights: Vec<_> = objective.layout().tensors.iter().filter(|tensor| tensor.role == Role::Weight).collect();
    for (link, tensor) in network.links.iter().zip(weights) {
        for edge in [0, link.weight.len() - 1] {
            let mut at = |by: f64| {
                let mut params = run.params().to_vec();
                params[tensor.range.start + edge] += by;
                objective.loss(&params, Rows::All.into(), &mut work)
            };
            let difference = (8.0 * (at(1e-3) - at(-1e-3)) - (at(2e-3) - at(-2e-3))) / 12e-3;
            let chain = chained(&network, link, edge / link.sources(), edge % link.sources());
            assert!((chain - difference).abs() < 1e-9, "{chain}, not {difference}");
        }
    }
}

#[test]
fn through_time_the_steps_of_a_recurrent_weight_add_up_to_its_gradient() {
    for text in ["scenario=recall&delay=6&width=5", "scenario=recall&delay=4&width=4&hidden_layers=2&batch=3"] {
        let run = exact(text, 2);
        let network = Network::measured(&run, 40).expect("there is a network");
        for layer in 0..network.columns[0].groups.len() {
            let steps: Vec<&Link> =
                network.links.iter().filter(|link| link.layer == layer && !link.product[0].is_nan()).collect();
            assert_eq!(steps.len(), network.columns.len() - 2);
            for edge in 0..steps[0].weight.len() {
                let sum: f64 = steps.iter().map(|link| link.product[edge]).sum();
                assert!(
                    (sum - steps[0].gradient[edge]).abs() < 1e-12,
                    "{text}: {sum}, not {}",
                    steps[0].gradient[edge]
                );
            }
        }
        // The top layer's chain gives what one time step contributes.
        let top = network.columns[0].groups.len() - 1;
        for link in network.links.iter().filter(|link| link.layer == top && !link.product[0].is_nan()) {
            let (chain, product) = (chained(&network, link, 1, 2), link.product[link.sources() + 2]);
            assert!((chain - product).abs() < 1e-12, "{text}: {chain}, not {product}");
        }
    }
}

#[test]
fn a_gated_cell_has_weights_and_gradients_but_no_chain() {
    let run = exact("scenario=recall&cell=gru&delay=5&width=4", 2);
    let network = Network::measured(&run, 40).expect("there is a network");
    let layout = run.objective().layout();
    let tensor = layout.tensors.iter().find(|tensor| tensor.role == Role::Recurrent).expect("it is recurrent");
    // The last of three blocks is the new content.
    let block = tensor.range.start + 2 * 4 * 4;
    let link = &network.links[0];
    assert_eq!(link.weight, run.params()[block..block + 16]);
    assert_eq!(link.gradient, run.gradient()[block..block + 16]);
    assert!(link.product.iter().all(|product| product.is_nan()));
    assert!(link.incoming.iter().all(|incoming| incoming.is_finite()));
}

#[test]
fn dead_units_are_those_of_the_activations() {
    for text in ["activation=relu&init=normal&init_std=1.5&lr=0.5", "activation=sigmoid&init=normal&init_std=30"] {
        let run = run(&format!("{text}&hidden_layers=3&width=12"), 20);
        let (network, seen) = (Network::of(run.view()).unwrap(), Activations::of(run.view()).unwrap());
        for (column, place) in network.columns[1..].iter().zip(&seen.places) {
            let units = &column.groups[0].units;
            let mean = |of: &dyn Fn(&super::Unit) -> f64| units.iter().map(of).sum::<f64>() / units.len() as f64;
            assert!((mean(&|unit| unit.dead) - place.dead).abs() < 1e-12, "{text}");
            assert!((mean(&|unit| unit.saturated) - place.saturated).abs() < 1e-12, "{text}");
            assert!((mean(&|unit| unit.mean) - place.mean).abs() < 1e-5 * place.mean.abs().max(1.0), "{text}");
        }
    }
}

#[test]
fn a_map_shows_what_the_network_predicts() {
    let run = exact("scenario=xor&hidden_layers=2&width=4&activation=tanh&init=he-normal&loss=mse", 5);
    let network = Network::measured(&run, 40).expect("there is a network");
    let inputs = super::values::plane(&run).expect("there are two inputs");
    let predicted = run.predict(&inputs);
    let map = &network.columns[3].groups[0].units[0].map;
    assert_eq!(map.len(), predicted.len() / (predicted.len() / map.len()));
    // Cells in which the logit is larger are those of a larger answer.
    let of = |k: usize| predicted[predicted.len() - map.len() + k];
    let (most, least) = (0..map.len()).fold((0, 0), |(most, least), k| {
        (if map[k] > map[most] { k } else { most }, if map[k] < map[least] { k } else { least })
    });
    assert!(map[most] > map[least] && of(most) > of(least));
}

#[test]
fn many_units_and_layers_fold_and_what_is_folded_is_the_root_mean_square() {
    let run = exact("scenario=digits&hidden_layers=30&width=64&activation=tanh", 1);
    let network = Network::measured(&run, 12).expect("there is a network");
    assert_eq!(network.columns.len(), 32);
    assert_eq!(network.columns.iter().filter(|column| column.kept).count(), 12 - super::fold::STRIP);
    let units = &network.columns[1].groups[0].units;
    assert_eq!((units.len(), units[16].stands_for), (17, 48));
    let tensor = &run.objective().layout().tensors[0];
    let row = &run.params()[tensor.range.clone()][..64];
    let rms = (row[16..].iter().map(|w| w * w).sum::<f64>() / 48.0).sqrt();
    assert!((network.links[0].weight[16] - rms).abs() < 1e-15);
    let view: &dyn RunView = &run;
    assert_eq!(Network::columns_of(view), 32);
}
