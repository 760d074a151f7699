//! L-BFGS (D. C. Liu, J. Nocedal, "On the limited memory BFGS method for large scale optimization", 1989; J. Nocedal,
//! S. Wright, "Numerical optimization", 2006, algorithms 7.4 and 7.5; `torch.optim.LBFGS`).

mod strong_wolfe;

use super::parameters::LR;
use super::{Optimizer, State, Step};
use crate::clips::{CLIP, Unclipped};
use crate::math::{Real, dot};
use crate::registry::keys::BATCH;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};
use crate::texts::translated;
use strong_wolfe::{Point, search};

/// Most numbers in all pairs. For large networks, fewer than `history_size` pairs are stored.
const ROOM: usize = 1 << 22;

/// θ ← θ - t · H g, with H ≈ (∇²L)⁻¹ from the last s = θ - θ⁻ and y = g - g⁻
#[derive(Clone, Copy, Debug)]
pub struct Lbfgs {
    /// Iterations in one step.
    pub max_iter: u64,
    /// Gradient evaluations after which a step begins no further iteration.
    pub max_eval: u64,
    /// A gradient whose largest element is no larger counts as zero.
    pub tolerance_grad: f64,
    /// Change of loss or parameters below which a step ends.
    pub tolerance_change: f64,
    /// Number of pairs (s, y) stored.
    pub history_size: usize,
    /// Whether a line search finds t by the strong Wolfe conditions; otherwise t is the learning rate.
    pub strong_wolfe: bool,
}

const MAX_ITER: Key<u64> = Key::new(Param {
    key: "max_iter",
    seldom: true,
    label: "Iterations",
    help: "Iterations per step, as in torch.optim.LBFGS.step().",
    default: Default::Value(20.0),
    range: Range::Integer(1, 100),
    ..Param::BASE
});

const HISTORY_SIZE: Key<u64> = Key::new(Param {
    key: "history_size",
    seldom: true,
    label: "History",
    help: "Number of stored pairs of steps and gradient differences. Fewer are stored if the network is too large for the memory.",
    default: Default::Value(100.0),
    range: Range::Integer(1, 100),
    ..Param::BASE
});

const STRONG_WOLFE: Key<bool> = Key::new(Param {
    key: "strong_wolfe",
    seldom: true,
    label: "Line search",
    help: "Searches for a step length that satisfies the strong Wolfe conditions. Without the search, every step has the learning rate as its length.",
    default: Default::Value(1.0),
    range: Range::Switch,
    ..Param::BASE
});

const TOLERANCE_GRAD: Key<f64> = Key::new(Param {
    key: "tolerance_grad",
    seldom: true,
    label: "Gradient tolerance",
    help: "No step is made if no element of the gradient is larger than this.",
    default: Default::Value(1e-7),
    range: Range::Log(0.0, 1.0),
    ..Param::BASE
});

const TOLERANCE_CHANGE: Key<f64> = Key::new(Param {
    key: "tolerance_change",
    seldom: true,
    label: "Change tolerance",
    help: "A step ends when the loss or the parameters change by less than this.",
    default: Default::Value(1e-9),
    range: Range::Log(0.0, 1.0),
    ..Param::BASE
});

impl Described for Lbfgs {
    const ITEM: Item = Item {
        id: "lbfgs",
        label: "L-BFGS",
        formula: "H ≈ (∇²L)⁻¹ from the last s = θ − θ⁻ and y = g − g⁻; θ ← θ − t · H g",
        help: "Estimates the curvature from its own steps and evaluates several gradients per step. It needs few steps on a smooth loss, if every gradient is over the same data.",
        params: &[
            LR.with(1.0),
            MAX_ITER.param,
            HISTORY_SIZE.param,
            STRONG_WOLFE.param,
            TOLERANCE_GRAD.param,
            TOLERANCE_CHANGE.param,
        ],
        advice,
        torch: || Torch {
            call: r#"LBFGS(parameters, lr={lr}, max_iter={max_iter}, tolerance_grad={tolerance_grad}, tolerance_change={tolerance_change}, history_size={history_size}, line_search_fn="strong_wolfe" if {strong_wolfe} else None)"#,
            define: "
class LBFGS(torch.optim.LBFGS):
    def step(self):  # asks for gradients elsewhere, over the batch of the step; they are not clipped here
        def closure():
            self.zero_grad()
            loss = loss_at(step)
            loss.backward()
            return loss

        return super().step(closure)",
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        let max_iter = settings.get(&MAX_ITER);
        Self {
            max_iter,
            max_eval: max_iter * 5 / 4,
            tolerance_grad: settings.get(&TOLERANCE_GRAD),
            tolerance_change: settings.get(&TOLERANCE_CHANGE),
            history_size: settings.get(&HISTORY_SIZE) as usize,
            strong_wolfe: settings.get(&STRONG_WOLFE),
        }
    }
}

fn advice(settings: &Settings) -> Option<&'static str> {
    let batches = settings.batch().is_some() && settings.uses(&BATCH);
    if batches {
        Some(translated(
            "items.optimizers.lbfgs.advice.batch",
            "L-BFGS estimates the curvature from the difference of two gradients. Between two batches, that difference is mostly noise. Use the full batch.",
        ))
    } else if settings.get(&CLIP).id != Unclipped::ITEM.id {
        Some(translated(
            "items.optimizers.lbfgs.advice.clip",
            "L-BFGS estimates the curvature from gradients, and clipped gradients give a wrong estimate. Its line search already bounds the step.",
        ))
    } else {
        None
    }
}

impl Optimizer for Lbfgs {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.5&max_iter=2",
            torch: r#"LBFGS(parameters, lr=0.5, max_iter=2, tolerance_grad=0.0000001, tolerance_change=0.000000001, history_size=100, line_search_fn="strong_wolfe" if 1 else None)"#,
            after: [0.344348581122, -0.471118065155, 0.661273940506, 0.0626570347642, -0.0268082291357, 0.616572941578],
        },
        super::Example {
            settings: "lr=0.1&max_iter=1&strong_wolfe=0&history_size=2",
            torch: r#"LBFGS(parameters, lr=0.1, max_iter=1, tolerance_grad=0.0000001, tolerance_change=0.000000001, history_size=2, line_search_fn="strong_wolfe" if 0 else None)"#,
            after: [0.461458391005, -0.86693886202, 1.65752707779, 0.201272027877, -0.0990762348397, 2.36407841819],
        },
    ];

    /// Followed by y and s of the pairs, oldest first.
    const STATE: &'static [&'static str] = &["d", "prev_flat_grad"];
    /// The last t, the scale of the initial H, the number of iterations; followed by 1 / (s·y) of every pair.
    const SCALARS: usize = 3;

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let n = params.len();
        let most = self.history_size.min(ROOM / (2 * n).max(1)).max(1);
        state.scratch.resize(5 * n + most, R::ZERO);
        let State { vectors, scalars, scratch, .. } = state;
        let (g, rest) = scratch.split_at_mut(n);
        let (elsewhere, rest) = rest.split_at_mut(n);
        let (new, rest) = rest.split_at_mut(n);
        let (end0, rest) = rest.split_at_mut(n);
        let (end1, alpha) = rest.split_at_mut(n);
        g.copy_from_slice(gradient);
        let (mut loss, mut evaluations) = (step.loss, 1);
        if largest(g) <= self.tolerance_grad {
            return;
        }
        for iteration in 1..=self.max_iter {
            scalars[2] += 1.0;
            let first = scalars[2] == 1.0;
            if first {
                scalars[1] = 1.0;
            } else {
                remember(most, g, (&mut *elsewhere, &mut *new), vectors, scalars);
            }
            direction(first, g, alpha, vectors, scalars);
            vectors[1].copy_from_slice(g);
            let before = loss;
            let d = &vectors[0];
            let size: f64 = g.iter().map(|g| g.to_f64().abs()).sum();
            let mut t = if first { (1.0 / size).min(1.0) * step.lr } else { step.lr };
            scalars[0] = t;
            let slope = dot(g, d);
            if slope > -self.tolerance_change {
                break;
            }
            if self.strong_wolfe {
                let mut along = |t: f64, gradient: &mut [R]| {
                    elsewhere.copy_from_slice(params);
                    advance(elsewhere, t, d);
                    let f = (step.evaluate)(elsewhere, gradient);
                    Point { t, f, slope: dot(gradient, d) }
                };
                let from = Point { t: 0.0, f: loss, slope };
                let smallest = self.tolerance_change / largest(d);
                let (found, asked) = search(&mut along, from, t, smallest, g, [&mut *new, &mut *end0, &mut *end1]);
                (t, loss) = (found.t, found.f);
                evaluations += asked;
                scalars[0] = t;
                advance(params, t, d);
            } else {
                advance(params, t, d);
                if iteration < self.max_iter {
                    loss = (step.evaluate)(params, g);
                    evaluations += 1;
                }
            }
            if evaluations >= self.max_eval
                || largest(g) <= self.tolerance_grad
                || largest(d) * t.abs() <= self.tolerance_change
                || (loss - before).abs() < self.tolerance_change
            {
                break;
            }
        }
    }
}

/// Stores the pair y = g - g⁻, s = t d if its curvature is positive. Replaces the oldest one if necessary.
fn remember<R: Real>(
    most: usize,
    g: &[R],
    (y, s): (&mut [R], &mut [R]),
    vectors: &mut Vec<Vec<R>>,
    scalars: &mut Vec<f64>,
) {
    let t = R::of(scalars[0]);
    for ((y, s), ((g, old), d)) in y.iter_mut().zip(&mut *s).zip(g.iter().zip(&vectors[1]).zip(&vectors[0])) {
        *y = *g - *old;
        *s = t * *d;
    }
    let curvature = dot(y, s);
    if curvature > 1e-10 {
        let spare = (scalars.len() - 3).saturating_sub(most - 1);
        if spare > 0 {
            // Reuses the vectors of the oldest pair; allocates nothing.
            vectors[2..].rotate_left(2 * spare);
            vectors.truncate(2 + 2 * most);
            scalars[3..].rotate_left(spare);
            scalars.truncate(3 + most - 1);
        } else {
            vectors.extend([y.to_vec(), s.to_vec()]);
        }
        let end = 2 + 2 * (scalars.len() - 3);
        vectors[end].copy_from_slice(y);
        vectors[end + 1].copy_from_slice(s);
        scalars.push(1.0 / curvature);
        scalars[1] = curvature / dot(y, y);
    }
}

/// d ← -H g by the two-loop recursion; -g at first.
fn direction<R: Real>(first: bool, g: &[R], alpha: &mut [R], vectors: &mut [Vec<R>], scalars: &[f64]) {
    let (own, pairs) = vectors.split_at_mut(2);
    let d = &mut own[0];
    for (d, g) in d.iter_mut().zip(g) {
        *d = -*g;
    }
    if first {
        return;
    }
    let pairs = || pairs.chunks_exact(2).zip(&scalars[3..]).enumerate();
    for (i, (pair, ro)) in pairs().rev() {
        let along = dot(&pair[1], d) * ro;
        alpha[i] = R::of(along);
        advance(d, -along, &pair[0]);
    }
    let scale = R::of(scalars[1]);
    d.iter_mut().for_each(|d| *d *= scale);
    for (i, (pair, ro)) in pairs() {
        let back = dot(&pair[0], d) * ro;
        advance(d, alpha[i].to_f64() - back, &pair[1]);
    }
}

/// x ← x + t d
fn advance<R: Real>(x: &mut [R], t: f64, d: &[R]) {
    let t = R::of(t);
    x.iter_mut().zip(d).for_each(|(x, d)| *x += t * *d);
}

/// Largest absolute value; NaN if any element is NaN.
fn largest<R: Real>(values: &[R]) -> f64 {
    values.iter().fold(R::ZERO, |largest, v| v.abs().max(largest)).to_f64()
}
