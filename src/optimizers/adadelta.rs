//! Adadelta (M. D. Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1; `torch.optim.Adadelta`).

use super::parameters::{Decay, EPS, LR, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// v ← ρv + (1-ρ)g²; Δ = √(u + ε) / √(v + ε) · g; u ← ρu + (1-ρ)Δ²; θ ← θ - lr · Δ
#[derive(Clone, Copy, Debug)]
pub struct Adadelta {
    /// ρ
    pub rho: f64,
    /// ε
    pub eps: f64,
    /// L2 penalty: added to the gradient, times the parameters.
    pub weight_decay: f64,
}

const RHO: Key<f64> = Key::new(Param {
    key: "rho",
    seldom: true,
    label: "ρ",
    help: "Decay of the running means of squared gradients and squared steps.",
    default: Default::Value(0.9),
    range: Range::Linear(0.0, 0.999_999),
    ..Param::BASE
});

impl Described for Adadelta {
    const ITEM: Item = Item {
        id: "adadelta",
        label: "Adadelta",
        formula: "v ← ρv + (1−ρ)g²; Δ = √(u + ε) / √(v + ε) · g; u ← ρu + (1−ρ)Δ²; θ ← θ − lr · Δ",
        help: "Derives the step length from its past steps instead of a learning rate. It starts very slowly.",
        params: &[LR.with(1.0), RHO.param, EPS.with(1e-6), WEIGHT_DECAY.with(0.0)],
        torch: || {
            Torch::call("torch.optim.Adadelta(parameters, lr={lr}, rho={rho}, eps={eps}, weight_decay={weight_decay})")
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { rho: settings.get(&RHO), eps: settings.get(&EPS), weight_decay: settings.get(&WEIGHT_DECAY) }
    }
}

impl Optimizer for Adadelta {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.Adadelta(parameters, lr=1, rho=0.9, eps=0.000001, weight_decay=0)",
            after: [0.490325867065, -0.990309045658, 1.9903007507, 0.240359264636, -0.115427537091, 2.9902979932],
        },
        super::Example {
            settings: "lr=0.5&rho=0.8&eps=0.01&weight_decay=0.5",
            torch: "torch.optim.Adadelta(parameters, lr=0.5, rho=0.8, eps=0.01, weight_decay=0.5)",
            after: [0.210437994325, -0.67212923795, 1.65909137117, 0.0185158782511, -0.00189016209612, 2.65524453857],
        },
    ];

    const STATE: &'static [&'static str] = &["square_avg", "acc_delta"];

    fn stability(&self, _: u64) -> Option<Stability> {
        Some(Stability { product: 2.0, formula: "2 / lr", decay: 0.0, divided: Some(self.weight_decay) })
    }

    /// With the present mean of squared steps, by which the next update multiplies.
    fn divisor(&self, _: u64, state: &[Vec<f64>]) -> Vec<f64> {
        state[0].iter().zip(&state[1]).map(|(v, u)| ((v + self.eps) / (u + self.eps)).sqrt()).collect()
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let decay = Decay::new(step.lr, self.weight_decay, false);
        let (lr, eps) = (R::of(step.lr), R::of(self.eps));
        let (keep, new) = (R::of(self.rho), R::of(1.0 - self.rho));
        let [v, u] = &mut state.vectors[..] else { return };
        for (((p, g), v), u) in params.iter_mut().zip(gradient).zip(v).zip(u) {
            let g = decay.apply(p, *g);
            *v = keep * *v + new * g * g;
            let delta = (*u + eps).sqrt() / (*v + eps).sqrt() * g;
            *u = keep * *u + new * delta * delta;
            *p -= lr * delta;
        }
    }
}
