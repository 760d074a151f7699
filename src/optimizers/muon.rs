//! Muon (K. Jordan and others, "Muon: an optimizer for hidden layers in neural networks", 2024; `torch.optim.Muon`): a
//! matrix moves along its momentum with all singular values brought near one. Parameters that are not matrices use
//! AdamW. PyTorch rounds the Newton-Schulz iteration to bfloat16; here it has the run's precision.

mod newton_schulz;

use super::adam::adam;
use super::parameters::{Decay, EPS, LR, MOMENTUM, Moments, WEIGHT_DECAY};
use super::{Optimizer, State, Step};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};
use newton_schulz::{orthogonalise, room};
use std::sync::Arc;

/// m ← m + (1-μ)(g - m); u = g + μ(m - g); θ ← (1 - lr λ) θ - lr r · NS(u), r = √max(1, rows / columns)
#[derive(Clone, Debug)]
pub struct Muon {
    /// μ
    pub momentum: f64,
    /// Whether the step uses u; otherwise it uses m.
    pub nesterov: bool,
    /// λ
    pub weight_decay: f64,
    /// Smallest norm by which the iteration divides.
    pub eps: f64,
    /// Coefficients of X, XXᵀX and (XXᵀ)²X.
    pub ns_coefficients: [f64; 3],
    /// Iterations.
    pub ns_steps: u64,
    /// Whether r = 0.2 √max(rows, columns), which matches the RMS of AdamW's updates.
    pub match_rms_adamw: bool,
    /// Names of the matrices to update by Muon; `None` for all.
    pub only: Option<Arc<[String]>>,
    /// The optimizer of all other parameters.
    pub companion: Companion,
}

/// AdamW for parameters that are not matrices.
#[derive(Clone, Copy, Debug)]
pub struct Companion {
    /// Its learning rate over Muon's.
    pub lr_ratio: f64,
    /// β₁
    pub beta1: f64,
    /// β₂
    pub beta2: f64,
    /// ε
    pub eps: f64,
    /// λ
    pub weight_decay: f64,
}

const NESTEROV: Key<bool> = Key::new(Param {
    key: "nesterov",
    seldom: true,
    label: "Nesterov",
    help: "Uses Nesterov momentum, which looks one step ahead.",
    default: Default::Value(1.0),
    range: Range::Switch,
    ..Param::BASE
});

const NS_STEPS: Key<u64> = Key::new(Param {
    key: "ns_steps",
    seldom: true,
    label: "Newton-Schulz steps",
    help: "Iterations that bring the singular values close to one.",
    default: Default::Value(5.0),
    range: Range::Integer(1, 20),
    ..Param::BASE
});

const MATCH_RMS_ADAMW: Key<bool> = Key::new(Param {
    key: "match_rms_adamw",
    seldom: true,
    label: "Match AdamW",
    help: "Makes the update of an element about as large as AdamW's: 0.2 √max(rows, columns) instead of √max(1, rows/columns).",
    range: Range::Switch,
    ..Param::BASE
});

const AUX_LR: Key<f64> = Key::new(Param {
    key: "aux_lr",
    seldom: true,
    label: "AdamW learning rate",
    help: "Learning rate of biases and everything else that is not a matrix. It follows the same schedule.",
    default: Default::Value(3e-4),
    range: Range::Log(0.0, 1000.0),
    ..Param::BASE
});

impl Described for Muon {
    const ITEM: Item = Item {
        id: "muon",
        label: "Muon",
        formula: "m ← m + (1−μ)(g − m); u = g + μ(m − g); θ ← (1 − lr λ) θ − lr √max(1, rows/columns) · UVᵀ, u = UΣVᵀ",
        help: "Gives every direction of a weight matrix a step of the same length, even where the gradient is tiny. Biases use AdamW.",
        params: &[
            LR.with(1e-3),
            MOMENTUM.with(0.95),
            NESTEROV.param,
            WEIGHT_DECAY.with(0.1),
            EPS.with(1e-7),
            NS_STEPS.param,
            MATCH_RMS_ADAMW.param,
            AUX_LR.param,
        ],
        torch: || Torch {
            call: "Muon(parameters, lr={lr}, aux_lr={aux_lr}, momentum={momentum}, nesterov=bool({nesterov}), weight_decay={weight_decay}, eps={eps}, ns_steps={ns_steps}, match_rms_adamw=bool({match_rms_adamw}))",
            define: r#"
class Muon(torch.optim.Optimizer):  # torch.optim.Muon iterates in bfloat16; AdamW moves what is no matrix
    def __init__(self, parameters, lr, aux_lr, **options):
        matrices, rest = [p for p in parameters if p.ndim == 2], [p for p in parameters if p.ndim != 2]
        groups = [dict(params=matrices)] + [dict(params=[p], lr=aux_lr) for p in rest]
        super().__init__(groups, dict(lr=lr, **options))
        adamw = lambda p: torch.optim.AdamW([p], lr=aux_lr, betas=(0.9, 0.95), eps=1e-10, weight_decay=0)
        self.companions = [adamw(p) for p in rest]

    @torch.no_grad()
    def step(self):
        matrices, *rest = self.param_groups
        lr, mu = matrices["lr"], matrices["momentum"]
        for p in matrices["params"]:
            m = self.state[p].setdefault("momentum_buffer", torch.zeros_like(p))
            m.add_((1 - mu) * (p.grad - m))
            x = p.grad + mu * (m - p.grad) if matrices["nesterov"] else m
            rows, columns = p.shape
            x = (x.T if rows > columns else x) / x.norm().clamp(min=matrices["eps"])
            for _ in range(matrices["ns_steps"]):
                a = x @ x.T
                x = 3.4445 * x + (-4.775 * a + 2.0315 * (a @ a)) @ x
            x = x.T if rows > columns else x
            ratio = 0.2 * max(p.shape) ** 0.5 if matrices["match_rms_adamw"] else max(1, rows / columns) ** 0.5
            p.mul_(1 - lr * matrices["weight_decay"])
            p.sub_(lr * ratio * x)
        for group, companion in zip(rest, self.companions):
            companion.param_groups[0]["lr"] = group["lr"]
            companion.step()"#,
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        let lr = settings.get(&LR);
        let lr_ratio = if lr > 0.0 { settings.get(&AUX_LR) / lr } else { 0.0 };
        Self {
            momentum: settings.get(&MOMENTUM),
            nesterov: settings.get(&NESTEROV),
            weight_decay: settings.get(&WEIGHT_DECAY),
            eps: settings.get(&EPS),
            ns_coefficients: [3.4445, -4.775, 2.0315],
            ns_steps: settings.get(&NS_STEPS),
            match_rms_adamw: settings.get(&MATCH_RMS_ADAMW),
            only: None,
            companion: Companion { lr_ratio, beta1: 0.9, beta2: 0.95, eps: 1e-10, weight_decay: 0.0 },
        }
    }
}

impl Optimizer for Muon {
    // Computed in float64 after the documentation of `torch.optim.Muon`: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "Muon(parameters, lr=0.001, aux_lr=0.0003, momentum=0.95, nesterov=bool(1), weight_decay=0.1, eps=0.0000001, ns_steps=5, match_rms_adamw=bool(0))",
            after: [0.499257495295, -0.996350571538, 1.99718576714, 0.249474307556, -0.124100036457, 2.99910000148],
        },
        super::Example {
            settings: "lr=0.1&aux_lr=0.02&momentum=0.8&nesterov=0&weight_decay=0.5&eps=0.01&ns_steps=3&match_rms_adamw=1",
            torch: "Muon(parameters, lr=0.1, aux_lr=0.02, momentum=0.8, nesterov=bool(0), weight_decay=0.5, eps=0.01, ns_steps=3, match_rms_adamw=bool(1))",
            after: [0.414088221802, -0.774613656584, 1.6608178041, 0.203302851927, -0.0654966597445, 2.94000704096],
        },
    ];

    /// The first belongs to matrices, the others to the rest.
    const STATE: &'static [&'static str] = &["momentum_buffer", "exp_avg", "exp_avg_sq"];

    fn set_momentum(&mut self, momentum: f64) {
        self.momentum = momentum;
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let State { vectors, scratch, count, .. } = state;
        let [buffer, m, v] = &mut vectors[..] else { return };
        let rest = &self.companion;
        let rest_lr = step.lr * rest.lr_ratio;
        for tensor in &step.layout.tensors {
            let at = tensor.range.clone();
            let (p, g) = (&mut params[at.clone()], &gradient[at.clone()]);
            match tensor.shape[..] {
                [rows, columns] if self.only.as_ref().is_none_or(|only| only.contains(&tensor.name)) => {
                    self.matrix(step.lr, [rows, columns], p, g, &mut buffer[at], scratch);
                }
                _ => {
                    let decay = Decay::new(rest_lr, rest.weight_decay, true);
                    let moments = Moments::new(rest.beta1, rest.beta2, *count);
                    adam(rest_lr, decay, moments, rest.eps, p, g, (&mut m[at.clone()], &mut v[at]));
                }
            }
        }
    }
}

impl Muon {
    fn matrix<R: Real>(
        &self,
        lr: f64,
        shape: [usize; 2],
        params: &mut [R],
        gradient: &[R],
        buffer: &mut [R],
        scratch: &mut Vec<R>,
    ) {
        if scratch.len() < room(shape) {
            scratch.resize(room(shape), R::ZERO);
        }
        let (u, spare) = scratch.split_at_mut(params.len());
        let (mu, new) = (R::of(self.momentum), R::of(1.0 - self.momentum));
        for ((u, g), m) in u.iter_mut().zip(gradient).zip(buffer) {
            *m += new * (*g - *m);
            *u = if self.nesterov { *g + mu * (*m - *g) } else { *m };
        }
        orthogonalise(u, shape, self.ns_coefficients, self.ns_steps, self.eps, spare);
        let [rows, columns] = shape.map(|n| n as f64);
        let ratio =
            if self.match_rms_adamw { 0.2 * rows.max(columns).sqrt() } else { (rows / columns).max(1.0).sqrt() };
        let decay = Decay::new(lr, self.weight_decay, true);
        let rate = R::of(lr * ratio);
        for (p, u) in params.iter_mut().zip(u) {
            decay.apply(p, R::ZERO);
            *p -= rate * *u;
        }
    }
}
