//! Adam (D. P. Kingma, J. Ba 2015, algorithm 1; `torch.optim.Adam`).

use super::parameters::{BETA1, BETA2, Decay, EPS, LR, Moments, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²; θ ← θ - lr · m̂ / (√v̂ + ε)
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// β₁
    pub beta1: f64,
    /// β₂
    pub beta2: f64,
    /// ε
    pub eps: f64,
    /// L2 penalty: added to the gradient, times the parameters.
    pub weight_decay: f64,
}

impl Described for Adam {
    const ITEM: Item = Item {
        id: "adam",
        label: "Adam",
        formula: "m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − lr · m̂ / (√v̂ + ε)",
        help: "Divides each gradient element by its own recent size. Layers with tiny gradients take steps as long as the others.",
        params: &[LR.with(1e-3), BETA1.with(0.9), BETA2.with(0.999), EPS.with(1e-8), WEIGHT_DECAY.with(0.0)],
        torch: || {
            Torch::call(
                "torch.optim.Adam(parameters, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
            )
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            beta1: settings.get(&BETA1),
            beta2: settings.get(&BETA2),
            eps: settings.get(&EPS),
            weight_decay: settings.get(&WEIGHT_DECAY),
        }
    }
}

impl Optimizer for Adam {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.Adam(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0)",
            after: [0.497000193245, -0.997000096065, 1.99700004789, 0.24700039076, -0.122000799106, 2.9970000319],
        },
        super::Example {
            settings: "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5",
            torch: "torch.optim.Adam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5)",
            after: [0.209422542766, -0.702963689692, 1.7011208188, -0.0259998978188, 0.0774759458172, 2.70057652499],
        },
    ];

    const STATE: &'static [&'static str] = &["exp_avg", "exp_avg_sq"];

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    fn stability(&self, _: u64) -> Option<Stability> {
        Some(Stability::of_adam(self.beta1, self.weight_decay, false))
    }

    fn divisor(&self, count: u64, state: &[Vec<f64>]) -> Vec<f64> {
        Moments::<f64>::new(self.beta1, self.beta2, count).divisor(&state[1], self.eps)
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let decay = Decay::new(step.lr, self.weight_decay, false);
        let moments = Moments::new(self.beta1, self.beta2, state.count);
        let [m, v] = &mut state.vectors[..] else { return };
        adam(step.lr, decay, moments, self.eps, params, gradient, (m, v));
    }
}

/// Adam's step, with either kind of weight decay.
pub(super) fn adam<R: Real>(
    lr: f64,
    decay: Decay<R>,
    moments: Moments<R>,
    eps: f64,
    params: &mut [R],
    gradient: &[R],
    (m, v): (&mut [R], &mut [R]),
) {
    let rate = R::of(lr / moments.correction1);
    let (root, eps) = (R::of(moments.correction2.sqrt()), R::of(eps));
    for (((p, g), m), v) in params.iter_mut().zip(gradient).zip(m).zip(v) {
        let g = decay.apply(p, *g);
        moments.update(g, m, v);
        *p -= rate * (*m / (v.sqrt() / root + eps));
    }
}
