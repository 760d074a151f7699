//! Losses over a square grid of a plane, coarse to fine, a slice of work at a time.

use super::Plane;
use crate::math::Real;
use crate::objectives::{Objective, Rows, Workspace};

/// Sides of the levels: each one has the points of the one before between its own.
pub const LEVELS: [usize; 4] = [9, 17, 33, 65];

/// A grid that is being filled.
pub struct Grid<R: Real> {
    plane: Plane<R>,
    point: Vec<R>,
    work: Workspace,
    level: usize,
    /// Next point of the present level, in reading order.
    next: usize,
    /// Losses of the present level, [side, side], lowest b first; NaN where not yet known.
    values: Vec<f32>,
    known: Vec<bool>,
    /// The last complete level.
    complete: Option<(usize, Vec<f32>)>,
    evaluated: usize,
}

impl<R: Real> Grid<R> {
    /// An empty grid over a plane.
    pub fn new(objective: &dyn Objective<R>, plane: Plane<R>) -> Self {
        let side = LEVELS[0];
        Self {
            point: vec![R::ZERO; plane.anchor.len()],
            plane,
            work: objective.workspace(objective.rows()),
            level: 0,
            next: 0,
            values: vec![f32::NAN; side * side],
            known: vec![false; side * side],
            complete: None,
            evaluated: 0,
        }
    }

    /// Evaluates at most `count` more points; true when the finest level is complete.
    pub fn refine(&mut self, objective: &dyn Objective<R>, count: usize) -> bool {
        let mut left = count;
        while left > 0 && !self.is_complete() {
            let side = LEVELS[self.level];
            if self.next == side * side {
                self.finish_level();
                continue;
            }
            if !self.known[self.next] {
                let step = 2.0 / (side - 1) as f64;
                let (column, row) = (self.next % side, self.next / side);
                self.plane.point(column as f64 * step - 1.0, row as f64 * step - 1.0, &mut self.point);
                let loss = objective.loss(&self.point, Rows::All.into(), &mut self.work);
                self.values[self.next] = loss.to_f64() as f32;
                self.evaluated += 1;
                left -= 1;
            }
            self.next += 1;
        }
        if !self.is_complete() && self.next == LEVELS[self.level] * LEVELS[self.level] {
            self.finish_level();
        }
        self.is_complete()
    }

    /// Whether the finest level is there.
    pub fn is_complete(&self) -> bool {
        self.level == LEVELS.len()
    }

    /// Share of the finest level's points that is there.
    pub fn done(&self) -> f64 {
        self.evaluated as f64 / (LEVELS[3] * LEVELS[3]) as f64
    }

    /// Side and losses of the finest complete level; `None` before the first.
    pub fn losses(&self) -> Option<(usize, &[f32])> {
        self.complete.as_ref().map(|(side, values)| (*side, values.as_slice()))
    }

    /// Keeps the level that has just been filled and spreads it over the next one.
    fn finish_level(&mut self) {
        let side = LEVELS[self.level];
        self.level += 1;
        self.next = 0;
        let done = std::mem::take(&mut self.values);
        if let Some(finer) = LEVELS.get(self.level).copied() {
            self.values = vec![f32::NAN; finer * finer];
            self.known = vec![false; finer * finer];
            for k in 0..side * side {
                let at = (k / side) * 2 * finer + (k % side) * 2;
                self.values[at] = done[k];
                self.known[at] = true;
            }
        }
        self.complete = Some((side, done));
    }
}
