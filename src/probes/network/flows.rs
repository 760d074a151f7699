//! What flows through the weights in the forward and backward pass of the step's own batch.

use super::fold::{rest, shown};
use super::{Plan, Spot};
use crate::math::kernels::outer_product;
use crate::math::{Real, joined_norm, norm};
use crate::networks::recurrent::{HEAD, STATE, SUMS};
use crate::networks::{Observer, Place, Signal};
use std::collections::BTreeMap;

/// A target of links: column and group.
type Target = (usize, usize);

/// Sums over the batch.
pub struct Flows<'a, R> {
    plan: &'a Plan,
    /// For each link, by its target.
    sums: BTreeMap<Target, Sums<R>>,
    /// Norm of the backward signal at each column, over the batch.
    signals: Vec<Option<f64>>,
    /// For each column of a feed-forward network: the linear module before it.
    linear: Vec<usize>,
    /// Passes whose backward pass is still to come, the last one first to be taken.
    passes: Vec<Pass<R>>,
    /// The signal that was seen last.
    last: Held<R>,
    rows: usize,
}

struct Sums<R> {
    /// Σ a_j δ_i, [targets, sources], of the units that are shown.
    products: Vec<R>,
    /// Norms over the batch.
    incoming: Vec<f64>,
    signal: Vec<f64>,
}

/// Incoming signals of a pass, by the target of their link.
type Pass<R> = BTreeMap<Target, Held<R>>;

/// The rows of a signal that are shown, and the norms of all.
#[derive(Clone, Default)]
struct Held<R> {
    values: Vec<R>,
    norms: Vec<f64>,
}

impl<'a, R: Real> Flows<'a, R> {
    pub fn new(plan: &'a Plan) -> Self {
        let slots = |count: usize| shown(count) + usize::from(rest(count) > 0);
        let sums = plan.spots.iter().map(|spot| {
            let (incoming, signal) = (vec![0.0; slots(spot.sources)], vec![0.0; slots(spot.targets)]);
            let products = vec![R::ZERO; shown(spot.targets) * shown(spot.sources)];
            (spot.to, Sums { products, incoming, signal })
        });
        let columns = plan.sizes.len();
        Self {
            plan,
            sums: sums.collect(),
            signals: vec![None; columns],
            linear: vec![usize::MAX; columns],
            passes: Vec::new(),
            last: Held::default(),
            rows: 0,
        }
    }

    /// Examples in the batch.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The backward signal at each column, rms over the examples.
    pub fn signals(&self, _: &Plan) -> Vec<f64> {
        let whole = (self.rows as f64).sqrt();
        self.signals.iter().map(|signal| signal.map_or(f64::NAN, |signal| signal * whole)).collect()
    }

    /// A link's products, incoming signals and backward signals.
    pub fn of(&self, plan: &Plan, spot: &Spot) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let sums = &self.sums[&spot.to];
        let (sources, targets) = (shown(spot.sources), shown(spot.targets));
        let root = (self.rows as f64).sqrt();
        let is_head = plan.length.is_some_and(|length| spot.to.0 == length + 1);
        let unknown = plan.gated || is_head;
        let mut products = Vec::new();
        for i in 0..sums.signal.len() {
            for j in 0..sums.incoming.len() {
                let known = i < targets && j < sources && !unknown;
                products.push(if known { sums.products[i * sources + j].to_f64() } else { f64::NAN });
            }
        }
        let spread = |norms: &[f64], count: usize, by: f64| {
            let each = |(k, norm): (usize, &f64)| {
                let units = if k < shown(count) { 1 } else { rest(count) };
                norm * by / (units as f64).sqrt()
            };
            norms.iter().enumerate().map(each).collect::<Vec<f64>>()
        };
        let mut signal = spread(&sums.signal, spot.targets, root);
        if unknown {
            signal.fill(f64::NAN);
        }
        (products, spread(&sums.incoming, spot.sources, 1.0 / root), signal)
    }

    fn hold(&self, count: usize, signal: Signal<R>) -> Held<R> {
        let mut norms: Vec<f64> = signal.rows().map(norm).collect();
        if rest(count) > 0 {
            let folded = joined_norm(norms[shown(count)..].iter().copied());
            norms.truncate(shown(count));
            norms.push(folded);
        }
        Held { values: signal.values[..shown(count) * signal.stride].to_vec(), norms }
    }

    /// Adds what a backward signal makes of a link's incoming signal.
    fn meet(&mut self, to: Target, held: &Held<R>, delta: Signal<R>) {
        let count = self.plan.sizes[to.0][to.1];
        let arriving = self.hold(count, delta);
        let Some(sums) = self.sums.get_mut(&to) else { return };
        let (outer, inner) = (shown(count), held.values.len() / delta.stride);
        outer_product(&arriving.values, &held.values, &mut sums.products, outer, inner, delta.stride);
        let join = |all: &mut [f64], more: &[f64]| {
            all.iter_mut().zip(more).for_each(|(all, more)| *all = joined_norm([*all, *more].into_iter()));
        };
        join(&mut sums.incoming, &held.norms);
        join(&mut sums.signal, &arriving.norms);
    }

    fn pass_by(&mut self, column: usize, delta: Signal<R>) {
        let before = self.signals[column].unwrap_or(0.0);
        self.signals[column] = Some(joined_norm([before, delta.norm()].into_iter()));
    }
}

impl<R: Real> Observer<R> for Flows<'_, R> {
    fn input(&mut self, time: Option<usize>, signal: Signal<R>) {
        match time {
            None => {
                self.passes.push(Pass::new());
                self.last = self.hold(self.plan.sizes[0][0], signal);
            }
            Some(1) => self.passes.push(Pass::new()),
            Some(_) => {}
        }
    }

    fn forward(&mut self, at: Place, signal: Signal<R>) {
        let Some(length) = self.plan.length else {
            let column = self.plan.column_of[at.layer];
            if column == 0 {
                return;
            }
            if self.linear[column] == usize::MAX {
                self.linear[column] = at.module;
            }
            let last = std::mem::take(&mut self.last);
            if self.linear[column] == at.module
                && self.sums.contains_key(&(column, 0))
                && let Some(pass) = self.passes.last_mut()
            {
                pass.insert((column, 0), last);
            }
            if self.plan.kept[column] {
                self.last = self.hold(self.plan.sizes[column][0], signal);
            }
            return;
        };
        // A state is what comes in at the next time step, and at the head.
        let Some(time) = at.time else { return };
        if at.module == STATE {
            let top = self.plan.sizes[0].len() - 1;
            let next = [(time + 1, at.layer), (length + 1, 0)];
            let reads = [time < length, time == length && at.layer == top];
            for (to, _) in next.into_iter().zip(reads).filter(|(_, reads)| *reads) {
                if !self.sums.contains_key(&to) {
                    continue;
                }
                let held = self.hold(self.plan.sizes[time][at.layer], signal);
                if let Some(sums) = self.sums.get_mut(&to).filter(|_| to.0 == length + 1 || self.plan.gated) {
                    let join = sums.incoming.iter_mut().zip(&held.norms);
                    join.for_each(|(all, more)| *all = joined_norm([*all, *more].into_iter()));
                }
                if let Some(pass) = self.passes.last_mut() {
                    pass.insert(to, held);
                }
            }
        } else if at.module == HEAD && time == length {
            self.rows += signal.columns;
        }
    }

    fn backward(&mut self, at: Place, delta: Signal<R>) {
        let Some(_) = self.plan.length else {
            let column = self.plan.column_of[at.layer];
            if column > 0 && self.linear[column] == at.module {
                self.pass_by(column, delta);
                if column + 1 == self.plan.sizes.len() {
                    self.rows += delta.columns;
                }
                if let Some(held) = self.passes.last_mut().and_then(|pass| pass.remove(&(column, 0))) {
                    self.meet((column, 0), &held, delta);
                }
            }
            if at.module == 0 {
                self.passes.pop();
            }
            return;
        };
        let Some(time) = at.time else { return };
        let top = self.plan.sizes[0].len() - 1;
        if at.module == STATE && at.layer == top {
            self.pass_by(time, delta);
        }
        if at.module == SUMS {
            let to = (time, at.layer);
            if let Some(held) = self.passes.last_mut().and_then(|pass| pass.remove(&to)) {
                self.meet(to, &held, delta);
            }
        }
        // The first layer's initial state is the last signal of a pass.
        if at.module == STATE && at.layer == 0 && time == 0 {
            self.passes.pop();
        }
    }
}
