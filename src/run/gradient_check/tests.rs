use super::*;
use crate::activations::AnyActivation;
use crate::layout::Layout;
use crate::losses::AnyLoss;
use crate::objectives::{Blueprint, Describe, Evaluate, Minimise, Observer, Train};

fn checked(text: &str) -> Vec<CheckedLayer> {
    checked_at(text, 3)
}

fn checked_at(text: &str, step: u64) -> Vec<CheckedLayer> {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    let mut run = AnyRun::new(&settings, file).expect("a run");
    run.step(step);
    let mut check = run.gradient_check(&settings, file).expect("a gradient that can be checked");
    while check.advance(7) {}
    assert_eq!(check.progress(), 1.0);
    check.layers().to_vec()
}

#[test]
fn back_propagation_agrees_with_differences() {
    for text in [
        "points=40&hidden_layers=3&width=5&activation=tanh&precision=f64",
        "points=40&hidden_layers=2&width=5&activation=mish&loss=huber&l2=0.01&batch=7",
        "scenario=recall&delay=6&width=5",
        "scenario=recall&delay=6&width=3&cell=lstm&hidden_layers=2",
        "scenario=recall&delay=6&width=3&cell=gru",
        "scenario=rosenbrock",
    ] {
        for layer in checked(text) {
            assert!(layer.agrees(), "{text}: {layer:?}");
            assert!(layer.compared == layer.parameters.min(PER_LAYER), "{text}: {layer:?}");
            assert!(2 * layer.resolved > layer.compared, "{text}: {layer:?}");
        }
    }
}

#[test]
fn a_truncated_gradient_disagrees_by_design_and_says_so() {
    let (settings, _) = Settings::parse("scenario=recall&delay=6&width=5&tbptt=2");
    let run = AnyRun::new(&settings, None).expect("no data file is needed");
    let mut check = run.gradient_check(&settings, None).expect("no data file is needed");
    while check.advance(100) {}
    assert!(check.is_truncated() && !check.layers()[0].agrees() && check.layers()[1].agrees());
}

/// Through twelve sigmoid layers, the gradient of the first layer vanishes.
#[test]
fn a_vanished_gradient_is_no_error() {
    let layers = checked("points=40");
    assert!(layers.iter().all(CheckedLayer::agrees), "{layers:?}");
    assert!(layers.last().is_some_and(|last| last.resolved > 0), "{layers:?}");
    // Sigmoid has no kinks.
    assert!(layers[0].small > 0 && layers.iter().all(|layer| layer.kinks == 0), "{layers:?}");
}

/// |x| at 0, beside y², which has a slope.
#[test]
fn on_a_kink_a_difference_decides_nothing() {
    let layers = checked_at("scenario=expression&expression=abs(x)%2By^2&start_x=0&start_y=1", 0);
    let CheckedLayer { compared, resolved, kinks, small, .. } = layers[0];
    assert_eq!((compared, resolved, kinks, small), (2, 1, 1, 0));
    assert!(layers[0].agrees());
    // All sums of all hidden units are 0, where ReLU bends.
    let layers = checked_at("points=40&hidden_layers=2&width=8&activation=relu&init=zeros", 0);
    assert!(layers[0].kinks > 0 && layers.iter().all(CheckedLayer::agrees), "{layers:?}");
    assert!(layers.iter().all(|l| l.resolved + l.kinks + l.small == l.compared), "{layers:?}");
}

/// Back-propagation is right here, but differences straddle kinks, one of them so that it seemed reliable.
#[test]
fn a_difference_across_a_kink_is_no_error() {
    let layers = checked_at("activation=relu&init=he-normal", 100);
    assert!(layers.iter().all(CheckedLayer::agrees), "{layers:?}");
    let resolved: usize = layers.iter().map(|layer| layer.resolved).sum();
    assert!(5 * resolved > 4 * 13 * PER_LAYER, "most have a smooth neighbourhood: {resolved}");
}

/// Layer normalisation of three nearly equal numbers curves fast.
#[test]
fn a_fast_curve_is_no_error() {
    let text = "points=300&hidden_layers=12&width=3&init=lecun-uniform&norm=layer&residual=scaled&loss=smooth-l1&seed=14&batch=32&l1=0.001&optimizer=lion";
    let layers = checked_at(text, 300);
    assert!(layers.iter().all(CheckedLayer::agrees), "{layers:?}");
}

/// Smooth and kinked activations and losses, with and without what else has kinks.
#[test]
fn every_activation_agrees_under_every_loss() {
    for (a, activation) in AnyActivation::ITEMS.iter().enumerate() {
        for (l, loss) in AnyLoss::ITEMS.iter().enumerate() {
            let more =
                ["", "&l1=0.01", "&norm=batch", "&residual=plain", "&dropout=0.2", "&elu_alpha=0.5"][(a + l) % 6];
            let seed = 1 + a + l;
            let text = format!(
                "points=40&hidden_layers=4&width=6&init=he-normal&activation={}&loss={}&seed={seed}{more}",
                activation.id, loss.id
            );
            for step in [0, 40] {
                for layer in checked_at(&text, step) {
                    assert!(layer.agrees(), "{text} at step {step}: {layer:?}");
                    assert!(layer.resolved + layer.kinks + layer.small == layer.compared, "{text}: {layer:?}");
                }
            }
        }
    }
}

#[test]
fn every_scenario_agrees() {
    for scenario in scenarios::items() {
        let text = format!("scenario={}&points=24", scenario.id);
        if ["csv", "mean-reversion-agent"].contains(&scenario.id) {
            continue; // No file; and its gradient is an estimate.
        }
        let mut resolved = 0;
        for step in [0, 25] {
            for layer in checked_at(&text, step) {
                assert!(layer.agrees(), "{text} at step {step}: {layer:?}");
                resolved += layer.resolved;
            }
        }
        assert!(resolved > 0, "{text}");
    }
}

#[test]
fn of_a_large_network_fewer_parameters_are_compared_over_fewer_examples() {
    let (settings, _) = Settings::parse("hidden_layers=64&width=64");
    let run = AnyRun::new(&settings, None).expect("no data file is needed");
    let check = run.gradient_check(&settings, None).expect("no data file is needed");
    assert_eq!(check.extent(), [65 * 3, 3, ROWS[1]]);
}

/// The loss of one objective with the gradient of another of the same shape, wrong by `factor` in its last layer.
struct Wrong {
    loss: Objective<f64>,
    gradient: Objective<f64>,
    factor: f64,
}

impl Wrong {
    /// What the check finds at the start of the settings `loss`.
    fn checked(loss: &str, gradient: &str, factor: f64) -> Vec<CheckedLayer> {
        let [loss, gradient] = [loss, gradient].map(|text| {
            let (settings, notices) = Settings::parse(text);
            assert_eq!(notices, [], "{text}");
            scenarios::objective::<f64>(&settings, None).expect("no data file is needed")
        });
        let params: Vec<f64> = loss.init(1);
        let mut check = GradientCheck::new(Objective::new(Wrong { loss, gradient, factor }), params, Vec::new(), None);
        while check.advance(100) {}
        check.layers().to_vec()
    }
}

impl Describe for Wrong {
    fn layout(&self) -> &Layout {
        self.loss.layout()
    }

    fn rows(&self) -> usize {
        self.loss.rows()
    }

    fn blueprint(&self) -> Blueprint {
        self.loss.blueprint()
    }
}

impl Train<f64> for Wrong {
    fn init(&self, seed: u64) -> Vec<f64> {
        self.loss.init(seed)
    }

    fn workspace(&self, rows: usize) -> Workspace {
        self.loss.workspace(rows)
    }
}

impl Minimise<f64> for Wrong {
    fn forward(&self, params: &[f64], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<f64>) -> f64 {
        self.loss.forward(params, batch, work, observer)
    }

    fn gradient(
        &self,
        params: &[f64],
        batch: Batch,
        gradient: &mut [f64],
        work: &mut Workspace,
        observer: &mut dyn Observer<f64>,
    ) -> f64 {
        let loss = self.gradient.gradient(params, batch, gradient, work, observer);
        let last = self.layout().layers.last().expect("there is a layer").range.clone();
        gradient[last].iter_mut().for_each(|g| *g *= self.factor);
        loss
    }
}

impl Evaluate<f64> for Wrong {}

#[test]
fn a_gradient_that_is_wrong_by_a_thousandth_is_found_in_its_layer() {
    let tanh = "points=40&hidden_layers=2&width=4&activation=tanh";
    let layers = Wrong::checked(tanh, tanh, 1.001);
    let agree: Vec<bool> = layers.iter().map(CheckedLayer::agrees).collect();
    assert_eq!(agree, [true, true, false]);
    assert!((layers[2].error - 1e-3).abs() < 2e-5, "{:?}", layers[2]);
}

/// The first has the loss, the second the wrong slope.
#[test]
fn a_wrong_slope_is_found_among_kinks() {
    let wrong = [
        ["activation=relu", "activation=leaky-relu&negative_slope=0.01"],
        ["activation=leaky-relu", "activation=leaky-relu&negative_slope=0.02"],
        ["activation=elu&elu_alpha=0.5", "activation=elu&elu_alpha=0.51"],
        ["activation=selu", "activation=elu"],
        ["activation=hardtanh", "activation=tanh"],
        ["activation=softsign", "activation=tanh"],
        ["activation=relu&loss=mae", "activation=relu&loss=smooth-l1"],
        ["activation=relu&loss=huber&delta=0.5", "activation=relu&loss=huber&delta=0.6"],
        ["activation=relu&l1=0.01", "activation=relu&l1=0.011"],
    ];
    for [loss, gradient] in wrong {
        let [loss, gradient] =
            [loss, gradient].map(|text| format!("points=40&hidden_layers=4&width=8&init=he-normal&{text}"));
        assert!(Wrong::checked(&loss, &loss, 1.0).iter().all(CheckedLayer::agrees), "{loss}");
        let layers = Wrong::checked(&loss, &gradient, 1.0);
        assert!(layers.iter().any(|layer| !layer.agrees()), "{loss}: {layers:?}");
        let layers = Wrong::checked(&loss, &loss, 1.001);
        assert!(!layers[4].agrees() && layers[..4].iter().all(CheckedLayer::agrees), "{loss}: {layers:?}");
    }
}
