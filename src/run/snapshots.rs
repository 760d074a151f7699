//! Snapshots of parameters and optimizer state, in a budget of their own, so that any step can be reached again.

use crate::math::Real;
use crate::optimizers::State;

/// Bytes that snapshots may take.
pub const BUDGET: usize = 16 << 20;

/// Every `stride`-th step's parameters and state; when the budget is spent every other one is dropped.
#[derive(Clone, Debug)]
pub struct Snapshots<R> {
    /// (step, updates counted, parameters and state vectors one after the other)
    kept: Vec<(u64, u64, Box<[R]>)>,
    stride: u64,
    params: usize,
}

impl<R: Real> Snapshots<R> {
    /// For runs of `params` parameters.
    pub fn new(params: usize) -> Self {
        Self { kept: Vec::new(), stride: 1, params }
    }

    /// How many of a size fit the budget; at least two are kept, whatever their size.
    fn most(numbers: usize) -> usize {
        (BUDGET / (numbers * size_of::<R>()).max(1)).clamp(2, 256)
    }

    /// Keeps a step's state if it is its turn.
    pub fn offer(&mut self, step: u64, params: &[R], state: &State<R>) {
        while self.kept.last().is_some_and(|last| last.0 >= step) {
            self.kept.pop();
        }
        if !step.is_multiple_of(self.stride) {
            return;
        }
        let size = params.len() * (1 + state.vectors.len());
        if self.kept.len() >= Self::most(size) {
            self.stride *= 2;
            self.kept.retain(|snapshot| snapshot.0.is_multiple_of(self.stride));
            if !step.is_multiple_of(self.stride) {
                return;
            }
        }
        let mut numbers = Vec::with_capacity(size);
        numbers.extend_from_slice(params);
        state.vectors.iter().for_each(|vector| numbers.extend_from_slice(vector));
        self.kept.push((step, state.count, numbers.into_boxed_slice()));
    }

    /// The last snapshot at or before `step`: its step, parameters and optimizer state.
    pub fn nearest(&self, step: u64) -> (u64, &[R], State<R>) {
        let at = self.kept.partition_point(|snapshot| snapshot.0 <= step).saturating_sub(1);
        let (step, count, numbers) = &self.kept[at];
        let n = self.params;
        let (params, rest) = numbers.split_at(n);
        (*step, params, State { vectors: rest.chunks_exact(n).map(<[R]>::to_vec).collect(), count: *count })
    }

    /// Steps and parameters of the snapshots up to `step`, oldest first.
    pub fn way(&self, step: u64) -> impl Iterator<Item = (u64, &[R])> {
        let kept = self.kept.iter().take_while(move |snapshot| snapshot.0 <= step);
        kept.map(|(step, _, numbers)| (*step, &numbers[..self.params]))
    }
}
