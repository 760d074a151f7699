//! Compares every optimizer with its known values.

use super::*;
use crate::layout::Role;
use crate::oracles::{all_close, chosen, learning_rate, named, required, written};

/// Known parameters after three steps.
#[derive(Debug)]
pub struct Example {
    /// The optimizer's own settings, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings.
    pub torch: &'static str,
    /// The parameters after three steps from [`START`] on the loss Σ k θ_k² / 2, k = 1 to 6.
    pub after: [f64; 6],
}

/// A matrix of 2 x 2, and a bias of 2.
const START: [f64; 6] = [0.5, -1.0, 2.0, 0.25, -0.125, 3.0];

fn examples<O: Optimizer>(_: &O) -> &'static [Example] {
    O::EXAMPLES
}

#[test]
fn every_optimizer_meets_its_examples() {
    let mut layout = Layout::default();
    layout.begin_layer("layers.0".into());
    layout.add("layers.0.weight".into(), &[2, 2], Role::Weight);
    layout.add("layers.0.bias".into(), &[2], Role::Bias);
    let mut evaluate = |x: &[f64], g: &mut [f64]| {
        (0..6).for_each(|k| g[k] = (k + 1) as f64 * x[k]);
        x.iter().zip(&*g).map(|(x, g)| 0.5 * x * g).sum()
    };
    for item in AnyOptimizer::ITEMS {
        let default = AnyOptimizer::named(item.id, &chosen("optimizer", item.id, ""));
        for example in required(item, each_optimizer!(&default, optimizer => examples(optimizer))) {
            let settings = chosen("optimizer", item.id, example.settings);
            let optimizer = AnyOptimizer::build(&settings);
            let (mut params, mut state) = (START, optimizer.state(START.len()));
            for _ in 0..3 {
                let mut gradient = [0.0; 6];
                let loss = evaluate(&params, &mut gradient);
                let step = Step { lr: learning_rate(&settings), loss, layout: &layout, evaluate: &mut evaluate };
                optimizer.update(step, &mut params, &gradient, &mut state);
            }
            all_close(&format!("{}: after three steps", named(item, example.settings)), &params, &example.after);
            written(item, &settings, example.torch);
        }
    }
}

/// Setting the momentum, as schedules do, has the same effect as the setting.
#[test]
fn a_momentum_that_is_set_takes_the_place_of_the_optimizers_own() {
    for item in AnyOptimizer::ITEMS {
        let has = |key: &str| item.params.iter().any(|param| param.key == key);
        let Some(key) = ["momentum", "beta1"].into_iter().find(|key| has(key)) else {
            let mut optimizer = AnyOptimizer::build(&chosen("optimizer", item.id, ""));
            let before = format!("{optimizer:?}");
            optimizer.set_momentum(0.5);
            assert_eq!(format!("{optimizer:?}"), before, "{} has no momentum", item.id);
            continue;
        };
        let with = |momentum: f64| AnyOptimizer::build(&chosen("optimizer", item.id, &format!("{key}={momentum}")));
        let mut optimizer = with(0.25);
        optimizer.set_momentum(0.5);
        assert_eq!(format!("{optimizer:?}"), format!("{:?}", with(0.5)), "{}", item.id);
    }
    let mut without = AnyOptimizer::build(&chosen("optimizer", "rmsprop", ""));
    without.set_momentum(0.5);
    let is_still = matches!(&without, AnyOptimizer::RmsProp(RmsProp { momentum: 0.0, .. }));
    assert!(is_still, "no momentum stays none");
}
