use super::*;
use crate::layout::Layout;
use crate::objectives::{Blueprint, Describe, Evaluate, Minimise, Observer, Train};

fn checked(text: &str) -> Vec<CheckedLayer> {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let mut run = AnyRun::new(&settings, None).expect("no data file is needed");
    run.step(3);
    let mut check = run.gradient_check(&settings, None).expect("no data file is needed");
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

#[test]
fn beside_a_kink_of_relu_a_difference_decides_nothing() {
    let layers = checked("points=40&hidden_layers=2&width=8&activation=relu&init=he-normal");
    assert!(layers.iter().all(CheckedLayer::agrees), "{layers:?}");
    assert!(layers.iter().any(|layer| layer.kinks > 0), "{layers:?}");
    assert!(layers.iter().all(|l| l.resolved + l.kinks + l.small == l.compared), "{layers:?}");
}

#[test]
fn of_a_large_network_fewer_parameters_are_compared_over_fewer_examples() {
    let (settings, _) = Settings::parse("hidden_layers=64&width=64");
    let run = AnyRun::new(&settings, None).expect("no data file is needed");
    let check = run.gradient_check(&settings, None).expect("no data file is needed");
    assert_eq!(check.extent(), [65 * 3, 3, ROWS[1]]);
}

/// An objective whose gradient is wrong by a thousandth in its last layer.
struct Wrong(Objective<f64>);

impl Describe for Wrong {
    fn layout(&self) -> &Layout {
        self.0.layout()
    }

    fn rows(&self) -> usize {
        self.0.rows()
    }

    fn blueprint(&self) -> Blueprint {
        self.0.blueprint()
    }
}

impl Train<f64> for Wrong {
    fn init(&self, seed: u64) -> Vec<f64> {
        self.0.init(seed)
    }

    fn workspace(&self, rows: usize) -> Workspace {
        self.0.workspace(rows)
    }
}

impl Minimise<f64> for Wrong {
    fn forward(&self, params: &[f64], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<f64>) -> f64 {
        self.0.forward(params, batch, work, observer)
    }

    fn gradient(
        &self,
        params: &[f64],
        batch: Batch,
        gradient: &mut [f64],
        work: &mut Workspace,
        observer: &mut dyn Observer<f64>,
    ) -> f64 {
        let loss = self.0.gradient(params, batch, gradient, work, observer);
        let last = self.layout().layers.last().expect("there is a layer").range.clone();
        gradient[last].iter_mut().for_each(|g| *g *= 1.001);
        loss
    }
}

impl Evaluate<f64> for Wrong {}

#[test]
fn a_gradient_that_is_wrong_by_a_thousandth_is_found_in_its_layer() {
    let (settings, _) = Settings::parse("points=40&hidden_layers=2&width=4&activation=tanh");
    let inner = scenarios::objective(&settings, None).expect("no data file is needed");
    let params: Vec<f64> = inner.init(1);
    let mut check = GradientCheck::new(Objective::new(Wrong(inner)), params, Vec::new(), None);
    while check.advance(100) {}
    let agree: Vec<bool> = check.layers().iter().map(CheckedLayer::agrees).collect();
    assert_eq!(agree, [true, true, false]);
    assert!((check.layers()[2].error - 1e-3).abs() < 2e-5, "{:?}", check.layers()[2]);
}
