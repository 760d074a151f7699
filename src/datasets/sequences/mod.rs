//! Sequence tasks, one file each.

mod jump_futures;
mod recall;

use super::score::Score;
use super::{Data, NOISE, POINTS, Targets};
use crate::registry::family;

/// Examples for a recurrent network.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceData {
    /// Sequences.
    pub rows: usize,
    /// x_1 … x_T, each [features, rows].
    pub inputs: Vec<Vec<f64>>,
    /// How many of the last steps' outputs are asked for: 1, or more up to all.
    pub reads: usize,
    /// What is asked for, of reads · rows rows: all sequences at the first of those steps, then at the next.
    pub asked: Targets,
    /// Whether rows are in the order of time, so that the last of them are set aside and none after one to train on.
    pub in_time: bool,
}

impl SequenceData {
    /// Sequences in no order.
    pub fn new(rows: usize, inputs: Vec<Vec<f64>>, reads: usize, asked: Targets) -> Self {
        Self { rows, inputs, reads, asked, in_time: false }
    }

    /// Features of a step.
    pub fn features(&self) -> usize {
        self.inputs[0].len() / self.rows
    }

    /// A fresh count of how well outputs fit, over reads · rows rows.
    pub fn score(&self) -> Score<'_> {
        Score::new(&self.asked, self.reads * self.rows)
    }

    /// Divides the sequences into those to train on and, if `share` asks for any, those to test on, as [`Data::split`]
    /// does; where rows are in the order of time, the last ones are set aside.
    pub fn split(self, share: f64, seed: u64) -> (Self, Option<Self>) {
        let numbers: Vec<f64> = (0..self.rows).map(|row| row as f64).collect();
        let whole = |numbers: &[f64]| numbers.iter().map(|row| *row as usize).collect::<Vec<_>>();
        let (train, test) = if self.in_time {
            let test = ((share * self.rows as f64 + 0.5).floor() as usize).min(self.rows - 1);
            let (train, test) = numbers.split_at(self.rows - test);
            (whole(train), whole(test))
        } else {
            // Classes that are asked for once divide the rows into strata.
            let strata = match &self.asked {
                Targets::Classes { count, of } if self.reads == 1 => Targets::Classes { count: *count, of: of.clone() },
                _ => Targets::Values { values: numbers.clone(), scale: 1.0, unit: "" },
            };
            let (train, test) = Data::new(self.rows, numbers, strata).split(share, seed);
            (whole(&train.inputs), test.map_or_else(Vec::new, |test| whole(&test.inputs)))
        };
        if test.is_empty() { (self, None) } else { (self.pick(&train), Some(self.pick(&test))) }
    }

    /// These sequences, in this order.
    fn pick(&self, rows: &[usize]) -> Self {
        let picked = |values: &[f64]| -> Vec<f64> {
            values.chunks_exact(self.rows).flat_map(|row| rows.iter().map(|k| row[*k])).collect()
        };
        let asked = match &self.asked {
            Targets::Classes { count, of } => {
                let of = of.chunks_exact(self.rows).flat_map(|row| rows.iter().map(|k| row[*k])).collect();
                Targets::Classes { count: *count, of }
            }
            Targets::Values { values, scale, unit } => Targets::Values { values: picked(values), scale: *scale, unit },
        };
        let inputs = self.inputs.iter().map(|step| picked(step)).collect();
        Self { rows: rows.len(), inputs, reads: self.reads, asked, in_time: self.in_time }
    }
}

/// A task on sequences.
pub trait SequenceTask {
    /// The sequences.
    fn draw(&self, seed: u64) -> SequenceData;
}

family! { ($)
    /// The sequence task chosen by the settings.
    pub enum AnySequence: "scenario" as each_sequence {
        recall::Recall,
        jump_futures::JumpFutures,
    }
}

impl AnySequence {
    /// [`SequenceTask::draw`].
    pub fn draw(&self, seed: u64) -> SequenceData {
        each_sequence!(self, task => task.draw(seed))
    }
}
