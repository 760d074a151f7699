//! Stochastic gradient descent (`torch.optim.SGD`).

use super::parameters::{LR, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// θ ← θ - lr · g
#[derive(Clone, Copy, Debug)]
pub struct Sgd {
    /// L2 penalty: added to the gradient, times the parameters.
    pub weight_decay: f64,
}

impl Described for Sgd {
    const ITEM: Item = Item {
        id: "sgd",
        label: "Gradient descent (SGD)",
        formula: "θ ← θ − lr · g",
        help: "Moves along the negative gradient. Where the gradient vanishes, nothing moves; where it explodes, so do the parameters.",
        params: &[LR.with(1e-3), WEIGHT_DECAY.with(0.0)],
        torch: || Torch::call("torch.optim.SGD(parameters, lr={lr}, weight_decay={weight_decay})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { weight_decay: settings.get(&WEIGHT_DECAY) }
    }
}

impl Optimizer for Sgd {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "lr=0.1&weight_decay=0.5",
        torch: "torch.optim.SGD(parameters, lr=0.1, weight_decay=0.5)",
        after: [0.3070625, -0.421875, 0.54925, 0.04159375, -0.011390625, 0.128625],
    }];

    const STATE: &'static [&'static str] = &[];

    fn stability(&self, _: u64) -> Option<Stability> {
        Some(Stability { product: 2.0, formula: "2 / lr", decay: self.weight_decay, divided: None })
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], _: &mut State<R>) {
        let (lr, weight_decay) = (R::of(step.lr), R::of(self.weight_decay));
        for (p, g) in params.iter_mut().zip(gradient) {
            *p -= lr * (*g + weight_decay * *p);
        }
    }
}
