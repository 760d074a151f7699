//! Which examples a step sees. This depends on seed and step alone, so any step's batch can be drawn again.

use crate::math::random::{Purpose, Stream, extended_seed};
use crate::objectives::Rows;
use std::ops::Range;

/// The order in which rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// A new permutation every epoch; the last batch may be smaller (PyTorch's `DataLoader(shuffle=True)`).
    Shuffled {
        /// Seed of the permutations.
        seed: u64,
    },
    /// In the order of the data; the last batch may be smaller (PyTorch's `DataLoader(shuffle=False)`).
    Sequential,
    /// Rows k, k + 1, … with k = s·B modulo the number of rows: B of them, or as many as there are up to the last row
    /// (a slice of the data in PyTorch).
    Cyclic,
}

/// Draws batches.
#[derive(Clone, Debug)]
pub struct Batches {
    rows: usize,
    size: usize,
    per_epoch: u64,
    order: Order,
    /// The epoch whose permutation is in `permutation`.
    epoch: Option<u64>,
    /// All rows in the order of the epoch; empty for the full batch.
    permutation: Vec<u32>,
    /// The step that was drawn last.
    step: Option<u64>,
    /// The range of its rows in `permutation`.
    batch: Range<usize>,
}

impl Batches {
    /// Batches of `size` out of `rows`; `None`, or as many as there are, is the full batch.
    pub fn new(rows: usize, size: Option<usize>, order: Order) -> Self {
        let size = size.unwrap_or(rows).min(rows);
        let len = if size == rows { 0 } else { rows as u32 };
        Self {
            rows,
            size,
            per_epoch: if size == 0 { 1 } else { rows.div_ceil(size) as u64 },
            order,
            epoch: None,
            permutation: (0..len).collect(),
            step: None,
            batch: 0..0,
        }
    }

    /// Rows in the largest batch.
    pub fn largest(&self) -> usize {
        self.size
    }

    /// Steps in an epoch.
    pub fn per_epoch(&self) -> u64 {
        self.per_epoch
    }

    /// The rows of a step.
    #[inline(always)]
    pub fn draw(&mut self, step: u64) -> Rows<'_> {
        if self.size < self.rows && self.step != Some(step) {
            self.select(step);
        }
        self.drawn()
    }

    /// The rows of the step that was drawn last.
    #[inline(always)]
    pub fn drawn(&self) -> Rows<'_> {
        if self.size == self.rows { Rows::All } else { Rows::These(&self.permutation[self.batch.clone()]) }
    }

    #[inline(never)]
    fn select(&mut self, step: u64) {
        let first = match self.order {
            Order::Cyclic => (step % self.rows as u64) as usize * self.size % self.rows,
            Order::Sequential | Order::Shuffled { .. } => {
                // Only one division, which takes as long as a layer of two units.
                let epoch = step / self.per_epoch;
                if let Order::Shuffled { seed } = self.order {
                    self.shuffle(seed, epoch);
                }
                (step - epoch * self.per_epoch) as usize * self.size
            }
        };
        self.batch = first..(first + self.size).min(self.rows);
        self.step = Some(step);
    }

    /// A new order, once an epoch.
    fn shuffle(&mut self, seed: u64, epoch: u64) {
        if self.epoch == Some(epoch) {
            return;
        }
        self.epoch = Some(epoch);
        for (k, row) in self.permutation.iter_mut().enumerate() {
            *row = k as u32;
        }
        Stream::new(extended_seed(seed, epoch), Purpose::Shuffle, epoch as u32).shuffle(&mut self.permutation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(batches: &mut Batches, step: u64) -> Vec<u32> {
        match batches.draw(step) {
            Rows::All => Vec::new(),
            Rows::These(rows) => rows.to_vec(),
        }
    }

    #[test]
    fn an_epoch_sees_every_row_once() {
        let mut batches = Batches::new(23, Some(5), Order::Shuffled { seed: 4 });
        assert_eq!(batches.per_epoch(), 5);
        for epoch in 0..3 {
            let mut seen: Vec<u32> = (0..5).flat_map(|k| rows(&mut batches, epoch * 5 + k)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..23).collect::<Vec<_>>());
        }
    }

    #[test]
    fn cyclic_batches_go_round_and_never_wrap_within_one() {
        let mut batches = Batches::new(10, Some(4), Order::Cyclic);
        let drawn: Vec<_> = (0..6).map(|s| rows(&mut batches, s)).collect();
        assert_eq!(drawn[..3], [vec![0, 1, 2, 3], vec![4, 5, 6, 7], vec![8, 9]]);
        assert_eq!(drawn[3..], [vec![2, 3, 4, 5], vec![6, 7, 8, 9], vec![0, 1, 2, 3]]);
    }

    #[test]
    fn in_turn_every_epoch_goes_through_the_rows_as_they_are() {
        let mut batches = Batches::new(10, Some(4), Order::Sequential);
        let drawn: Vec<_> = (0..4).map(|s| rows(&mut batches, s)).collect();
        assert_eq!(drawn, [vec![0, 1, 2, 3], vec![4, 5, 6, 7], vec![8, 9], vec![0, 1, 2, 3]]);
    }

    #[test]
    fn a_batch_depends_on_seed_and_step_alone() {
        let mut forwards = Batches::new(100, Some(7), Order::Shuffled { seed: 4 });
        let mut backwards = forwards.clone();
        let ahead: Vec<_> = (0..60).map(|s| rows(&mut forwards, s)).collect();
        let back: Vec<_> = (0..60).rev().map(|s| rows(&mut backwards, s)).collect();
        assert!(ahead.iter().eq(back.iter().rev()));
        let mut other = Batches::new(100, Some(7), Order::Shuffled { seed: 5 });
        assert_ne!(rows(&mut other, 0), ahead[0]);
        assert_ne!(ahead[0], ahead[15], "a new epoch has a new order");
    }
}
