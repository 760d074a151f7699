//! Lion (X. Chen and others, "Symbolic discovery of optimization algorithms", 2023, algorithm 2).

use super::parameters::{BETA1, BETA2, Decay, LR, WEIGHT_DECAY};
use super::{Optimizer, State, Step};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// θ ← (1 - lr λ) θ - lr · sign(β₁m + (1-β₁)g); m ← β₂m + (1-β₂)g
#[derive(Clone, Copy, Debug)]
pub struct Lion {
    /// β₁
    pub beta1: f64,
    /// β₂
    pub beta2: f64,
    /// λ
    pub weight_decay: f64,
}

impl Described for Lion {
    const ITEM: Item = Item {
        id: "lion",
        label: "Lion",
        formula: "θ ← (1 − lr λ) θ − lr · sign(β₁m + (1−β₁)g); m ← β₂m + (1−β₂)g",
        help: "Uses only signs: every element moves by lr in every step, whatever the size of its gradient.",
        params: &[LR.with(1e-4), BETA1.with(0.9), BETA2.with(0.99), WEIGHT_DECAY.with(0.0)],
        torch: || Torch {
            call: "Lion(parameters, lr={lr}, betas=({beta1}, {beta2}), weight_decay={weight_decay})",
            define: r#"
class Lion(torch.optim.Optimizer):
    def __init__(self, parameters, lr, betas, weight_decay):
        super().__init__(parameters, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for p in group["params"]:
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                p.mul_(1 - lr * group["weight_decay"])
                p.sub_(lr * torch.sign(b1 * m + (1 - b1) * p.grad))
                m.copy_(b2 * m + (1 - b2) * p.grad)"#,
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { beta1: settings.get(&BETA1), beta2: settings.get(&BETA2), weight_decay: settings.get(&WEIGHT_DECAY) }
    }
}

impl Optimizer for Lion {
    // By hand, sign by sign: β₁m + (1−β₁)g follows g while g keeps its sign. The fifth element changes sign at the
    // second step, the fourth never; weight decay of 1/2 multiplies by 0.95 before every step of 0.1.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "Lion(parameters, lr=0.0001, betas=(0.9, 0.99), weight_decay=0)",
            after: [0.4997, -0.9997, 1.9997, 0.2497, -0.1247, 2.9997],
        },
        super::Example {
            settings: "lr=0.1",
            torch: "Lion(parameters, lr=0.1, betas=(0.9, 0.99), weight_decay=0)",
            after: [0.2, -0.7, 1.7, -0.05, -0.025, 2.7],
        },
        super::Example {
            settings: "lr=0.1&weight_decay=0.5",
            torch: "Lion(parameters, lr=0.1, betas=(0.9, 0.99), weight_decay=0.5)",
            after: [0.1434375, -0.572125, 1.4295, -0.07090625, -0.021921875, 2.286875],
        },
    ];

    const STATE: &'static [&'static str] = &["exp_avg"];

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let decay = Decay::new(step.lr, self.weight_decay, true);
        let lr = R::of(step.lr);
        let (keep1, new1) = (R::of(self.beta1), R::of(1.0 - self.beta1));
        let (keep2, new2) = (R::of(self.beta2), R::of(1.0 - self.beta2));
        for ((p, g), m) in params.iter_mut().zip(gradient).zip(&mut state.vectors[0]) {
            let g = decay.apply(p, *g);
            *p -= lr * sign(keep1 * *m + new1 * g);
            *m = keep2 * *m + new2 * g;
        }
    }
}

/// -1, 0 or 1; NaN stays.
#[inline(always)]
fn sign<R: Real>(x: R) -> R {
    if x > R::ZERO {
        R::ONE
    } else if x < R::ZERO {
        -R::ONE
    } else {
        x
    }
}
