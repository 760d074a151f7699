//! Snapshots of a run's parameters and memory, so that any step can be reached again. Their size is bounded.

use super::memory::Memory;
use crate::math::Real;
use crate::optimizers::State;
use crate::precisions::scaling::Scale;

/// Bytes that snapshots may take.
pub const BUDGET: usize = 16 << 20;

/// Largest number of snapshots, however small they are.
const MOST: usize = 256;

/// Parameters and memory of every `stride`-th step. When the budget is spent, every other snapshot is dropped.
#[derive(Clone, Debug)]
pub struct Snapshots<R> {
    list: Vec<Snapshot<R>>,
    stride: u64,
    params: usize,
    buffers: usize,
}

#[derive(Clone, Debug)]
struct Snapshot<R> {
    step: u64,
    /// Updates that the optimizer has counted.
    count: u64,
    /// [`Memory::searched`]
    searched: u64,
    /// Parameters, the objective's buffers and the optimizer's vectors, concatenated.
    numbers: Box<[R]>,
    /// The optimizer's scalars and the memory of clip and schedule, concatenated.
    scalars: Box<[f64]>,
    /// How many of `scalars` belong to the optimizer, and how many to the clip.
    lengths: (usize, usize),
    /// Steps so far whose gradient was clipped.
    clipped: u64,
    /// The loss scale.
    scale: Scale,
}

impl<R: Real> Snapshots<R> {
    /// No snapshots yet, for runs with this many parameters and buffers.
    pub fn new(params: usize, buffers: usize) -> Self {
        Self { list: Vec::new(), stride: 1, params, buffers }
    }

    /// How many snapshots of a size fit the budget; at least two.
    fn most(bytes: usize) -> usize {
        (BUDGET / bytes.max(1)).clamp(2, MOST)
    }

    /// Takes a snapshot if the step is a multiple of the stride and has none yet. Replayed steps give the same values,
    /// so later snapshots stay valid.
    #[inline]
    pub fn record_if_due(&mut self, step: u64, params: &[R], memory: &Memory<R>) {
        // The stride is a power of two: no division at every step.
        if step & (self.stride - 1) == 0 && self.list.last().is_none_or(|last| last.step < step) {
            self.keep(step, params, memory);
        }
    }

    #[inline(never)]
    fn keep(&mut self, step: u64, params: &[R], memory: &Memory<R>) {
        let Memory { optimizer, clip, schedule, buffers, searched, clipped, scale } = memory;
        let size = params.len() * (1 + optimizer.vectors.len()) + buffers.len();
        let scalars = optimizer.scalars.len() + clip.len() + schedule.len();
        if self.list.len() >= Self::most(size * size_of::<R>() + scalars * size_of::<f64>()) {
            self.stride *= 2;
            self.list.retain(|snapshot| snapshot.step.is_multiple_of(self.stride));
            if !step.is_multiple_of(self.stride) {
                return;
            }
        }
        let mut numbers = Vec::with_capacity(size);
        numbers.extend_from_slice(params);
        numbers.extend_from_slice(buffers);
        optimizer.vectors.iter().for_each(|vector| numbers.extend_from_slice(vector));
        self.list.push(Snapshot {
            step,
            count: optimizer.count,
            searched: *searched,
            numbers: numbers.into_boxed_slice(),
            scalars: [&optimizer.scalars[..], clip, schedule].concat().into_boxed_slice(),
            lengths: (optimizer.scalars.len(), clip.len()),
            clipped: *clipped,
            scale: *scale,
        });
    }

    /// Steps and their parameters, oldest first.
    pub fn all(&self) -> impl Iterator<Item = (u64, &[R])> {
        self.list.iter().map(|snapshot| (snapshot.step, &snapshot.numbers[..self.params]))
    }

    /// Steps with their parameters and the objective's buffers, oldest first.
    pub fn buffered(&self) -> impl Iterator<Item = (u64, &[R], &[R])> {
        let (params, end) = (self.params, self.params + self.buffers);
        self.list.iter().map(move |one| (one.step, &one.numbers[..params], &one.numbers[params..end]))
    }

    /// Drops snapshots after `step`, which a change of rules makes invalid.
    pub fn forget_after(&mut self, step: u64) {
        let len = self.list.partition_point(|snapshot| snapshot.step <= step);
        self.list.truncate(len);
    }

    /// Drops all snapshots.
    pub fn forget_all(&mut self) {
        self.list.clear();
        self.stride = 1;
    }

    /// The last snapshot at or before `step`: its step, parameters and memory.
    pub fn nearest(&self, step: u64) -> (u64, &[R], Memory<R>) {
        let at = self.place(step);
        let Snapshot { step, count, searched, clipped, scale, numbers, scalars, lengths } = &self.list[at];
        let (params, rest) = numbers.split_at(self.params);
        let (buffers, vectors) = rest.split_at(self.buffers);
        let (of_optimizer, of_rules) = scalars.split_at(lengths.0);
        let (clip, schedule) = of_rules.split_at(lengths.1);
        let optimizer = State {
            vectors: vectors.chunks_exact(self.params).map(<[R]>::to_vec).collect(),
            scalars: of_optimizer.to_vec(),
            count: *count,
            scratch: Vec::new(),
        };
        let (clip, schedule, buffers) = (clip.to_vec(), schedule.to_vec(), buffers.to_vec());
        let (searched, clipped, scale) = (*searched, *clipped, *scale);
        (*step, params, Memory { optimizer, clip, schedule, buffers, searched, clipped, scale })
    }

    /// The step of [`Self::nearest`].
    pub fn step_before(&self, step: u64) -> u64 {
        self.list[self.place(step)].step
    }

    fn place(&self, step: u64) -> usize {
        self.list.partition_point(|snapshot| snapshot.step <= step).saturating_sub(1)
    }

    /// A power of two: of the steps up to b, which is one too, the multiples of b over this number have snapshots until
    /// step 2b is reached.
    pub fn resolution(&self) -> u64 {
        let bytes = |last: &Snapshot<R>| last.numbers.len() * size_of::<R>() + last.scalars.len() * size_of::<f64>();
        // The stride t was doubled at step t · most / 2. So before step 2b it is below 4b / most.
        let quarter = Self::most(self.list.last().map_or(1, bytes)) / 4;
        quarter.checked_ilog2().map_or(1, |power| 1 << power)
    }

    /// Steps and parameters of the snapshots up to `step`, oldest first.
    pub fn up_to(&self, step: u64) -> impl Iterator<Item = (u64, &[R])> {
        let up_to = self.list.iter().take_while(move |snapshot| snapshot.step <= step);
        up_to.map(|snapshot| (snapshot.step, &snapshot.numbers[..self.params]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Settings;
    use crate::run::AnyRun;

    #[test]
    fn steps_made_again_leave_the_later_snapshots_where_they_are() {
        let AnyRun::F32(mut run) = AnyRun::new(&Settings::parse("hidden_layers=1").0, None).expect("data") else {
            panic!("f32 is the default")
        };
        run.step(3000);
        let steps =
            |run: &crate::run::Run<f32>| run.snapshots.list.iter().map(|snapshot| snapshot.step).collect::<Vec<_>>();
        let before = steps(&run);
        assert!(before.len() <= MOST && before.windows(2).all(|pair| pair[1] - pair[0] <= 16), "{before:?}");
        for step in [5, 2999, 100] {
            run.seek(step);
            assert_eq!(steps(&run), before);
        }
        run.snapshots.forget_after(100);
        assert!(steps(&run).iter().all(|step| *step <= 100));
    }
}
