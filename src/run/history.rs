//! A run's history in bounded memory.
//!
//! Three stores, all sized once: the last [`RECENT`] steps without a gap; every `stride`-th step since the start, at most
//! [`COARSE`] of them; and the steps that went further than any before them. When the second is full, every other row is
//! dropped and the stride doubles. A run of a million steps with 65 layers takes 8 MiB.

mod row;

pub use row::Row;

use super::frame::Frame;
use row::Rows;
use serde::{Deserialize, Serialize};

/// Recent steps, all of them stored.
pub const RECENT: usize = 1024;
/// Most rows of the thinned store.
pub const COARSE: usize = 4096;
/// Most steps that are kept because they went further than any before.
const FAR: usize = 64;
/// Such a step went this many times as far as the last one that was kept.
const FURTHER: f64 = 2.0;

/// The recorded steps of a run. Older ones are thinned.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct History {
    layers: usize,
    /// Every `stride`-th step.
    coarse: Rows,
    stride: u64,
    /// A ring: step s is in slot s mod [`RECENT`].
    recent: Rows,
    /// The oldest step in `recent` that is still valid.
    first_recent: u64,
    next: u64,
    /// Steps that went further than any before them.
    far: Rows,
}

impl History {
    /// An empty history for this many layers.
    pub fn new(layers: usize) -> Self {
        Self {
            layers,
            coarse: Rows::new(layers, COARSE),
            stride: 1,
            recent: Rows::zeros(layers, RECENT),
            first_recent: 0,
            next: 0,
            far: Rows::new(layers, FAR),
        }
    }

    /// Bytes of memory, which never change.
    pub fn bytes(&self) -> usize {
        self.coarse.bytes() + self.recent.bytes() + self.far.bytes()
    }

    /// The step that is recorded next.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Records the next step. Overwrites the step if it was recorded before, and drops those after it. `place` holds
    /// the coordinates in the initial plane.
    pub fn record(&mut self, frame: &Frame, place: [f64; 2]) {
        self.forget_from(frame.step);
        if frame.step != self.next {
            return;
        }
        let slot = slot(frame.step);
        self.recent.write(slot, frame, place);
        self.next += 1;
        self.first_recent = self.first_recent.max(self.next.saturating_sub(RECENT as u64));
        let moved = self.recent.get(slot).moved();
        let furthest = self.far.len().checked_sub(1).map_or(0.0, |last| self.far.get(last).moved());
        if moved.is_finite() && moved > FURTHER * furthest && self.far.len() < FAR {
            self.far.push(self.recent.get(slot));
        }
        if frame.step.is_multiple_of(self.stride) {
            if self.coarse.len() == COARSE {
                self.thin();
            }
            if frame.step.is_multiple_of(self.stride) {
                self.coarse.push(self.recent.get(slot));
            }
        }
    }

    /// Drops `step` and everything after it.
    pub fn forget_from(&mut self, step: u64) {
        if step >= self.next {
            return;
        }
        self.next = step;
        self.first_recent = self.first_recent.min(step);
        while let Some(last) = self.far.len().checked_sub(1)
            && self.far.get(last).step() >= step
        {
            self.far.truncate(last);
        }
        while let Some(last) = self.coarse.len().checked_sub(1)
            && self.coarse.get(last).step() >= step
        {
            self.coarse.truncate(last);
        }
    }

    /// Rows from the start to step `last`, oldest first: the thinned ones, then the recent ones.
    pub fn rows(&self, last: u64) -> impl Iterator<Item = Row<'_>> + Clone {
        let first = self.first_recent;
        let old = (0..self.coarse.len()).map(|slot| self.coarse.get(slot)).take_while(move |row| row.step() < first);
        let end = self.next.min(last.saturating_add(1));
        let new = (first.min(end)..end).map(|step| self.recent.get(slot(step)));
        old.take_while(move |row| row.step() <= last).chain(new)
    }

    /// The same, and the steps that went at least twice as far as all before them, which are never thinned away.
    pub fn rows_and_far(&self, last: u64) -> Vec<Row<'_>> {
        let mut all: Vec<Row> = self.rows(last).collect();
        let far = (0..self.far.len()).map(|slot| self.far.get(slot)).take_while(|row| row.step() <= last);
        for row in far {
            if let Err(at) = all.binary_search_by_key(&row.step(), Row::step) {
                all.insert(at, row);
            }
        }
        all
    }

    /// About `count` rows at most, evenly spaced up to `last`. Includes the newest.
    pub fn sample(&self, last: u64, count: usize) -> impl Iterator<Item = Row<'_>> + Clone {
        let total = self.next.min(last + 1);
        let stride = spacing(total, count);
        self.rows(last).filter(move |row| row.step().is_multiple_of(stride) || row.step() + 1 == total)
    }

    /// The recorded step, if it has not been thinned away.
    pub fn at(&self, step: u64) -> Option<Row<'_>> {
        self.rows(step).last().filter(|row| row.step() == step)
    }

    /// Number of layers.
    pub fn layers(&self) -> usize {
        self.layers
    }

    fn thin(&mut self) {
        self.stride *= 2;
        let mut kept = 0;
        for slot in 0..self.coarse.len() {
            if self.coarse.get(slot).step().is_multiple_of(self.stride) {
                self.coarse.copy_within(slot, kept);
                kept += 1;
            }
        }
        self.coarse.truncate(kept);
    }
}

/// A step's slot in the ring.
fn slot(step: u64) -> usize {
    (step % RECENT as u64) as usize
}

/// Steps between rows in a sample of about `count` out of `total`. It is a power of two, so that a longer run's sample
/// is a subset of a shorter one's.
pub fn spacing(total: u64, count: usize) -> u64 {
    total.div_ceil(count.max(1) as u64).next_power_of_two().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{LayerFrame, Status};

    fn frame(step: u64) -> Frame {
        let layer = LayerFrame { grad_norm: step as f64, clipped_grad_norm: 0.5, update_ratio: None };
        Frame {
            step,
            loss: 1.0 / (step + 1) as f64,
            test_loss: None,
            lr: 0.1,
            grad_norm: 2.0,
            clipped_grad_norm: 1.0,
            threshold: Some(1.0),
            clip_angle: 0.0,
            clipped_steps: step + 1,
            evaluations: step + 1,
            status: Status::Running,
            layers: vec![layer; 65],
        }
    }

    #[test]
    fn a_million_steps_stay_within_32_mib() {
        let mut history = History::new(65);
        let before = history.bytes();
        for step in 0..1_000_000 {
            history.record(&frame(step), [0.0; 2]);
        }
        assert_eq!(history.bytes(), before, "nothing is allocated after the start");
        assert!(before <= 32 << 20, "{before}");
        let steps: Vec<u64> = history.rows(u64::MAX - 1).map(|r| r.step()).collect();
        assert!(steps.is_sorted() && steps[0] == 0 && *steps.last().expect("rows") == 999_999);
        assert!(steps.windows(2).all(|w| w[1] - w[0] <= 512));
        assert_eq!(steps.iter().filter(|s| **s >= 1_000_000 - RECENT as u64).count(), RECENT);
    }

    fn made(step: u64) -> Frame {
        let mut frame = frame(step);
        for (k, layer) in frame.layers.iter_mut().enumerate() {
            layer.update_ratio = Some(k as f64);
        }
        frame
    }

    #[test]
    fn a_recorded_step_reads_back_as_it_was() {
        let mut history = History::new(65);
        for step in 0..5000 {
            history.record(&made(step), [0.25, -0.5]);
        }
        let row = history.at(4999).expect("the last step is there");
        assert_eq!(row.place(), [0.25, -0.5]);
        assert_eq!(row.layers().nth(7).expect("a layer").update_ratio, Some(7.0));
        let old = history.at(8).expect("a step at every stride is there");
        assert_eq!(old.layers().nth(7).expect("a layer").update_ratio, Some(7.0));
        assert_eq!(old.loss(), frame(8).loss);
    }

    #[test]
    fn going_back_and_on_writes_over_what_was() {
        let mut history = History::new(65);
        for step in 0..3000 {
            history.record(&frame(step), [0.0; 2]);
        }
        history.record(&Frame { loss: 7.0, ..frame(100) }, [0.0; 2]);
        assert_eq!(history.next(), 101);
        assert_eq!(history.rows(u64::MAX - 1).last().map(|r| (r.step(), r.loss())), Some((100, 7.0)));
    }

    #[test]
    fn a_sample_is_small_and_ends_with_the_newest_step() {
        let mut history = History::new(65);
        for step in 0..20_001 {
            history.record(&frame(step), [0.0; 2]);
        }
        let steps: Vec<u64> = history.sample(u64::MAX - 1, 200).map(|r| r.step()).collect();
        assert!(steps.len() <= 202 && steps.len() >= 90, "{}", steps.len());
        assert_eq!(steps.last(), Some(&20_000));
    }
}
