//! The minima of a function: the known ones, and those in which runs come to rest.

use super::distance;
use crate::objectives::{Domain, Objective, Rows, Workspace};

/// Two minima closer than this share of the diagonal are the same.
const SAME: f64 = 0.01;
/// A run at rest belongs to a minimum within this share of the diagonal.
const REACH: f64 = 0.02;
/// A point is a minimum if it is lower than all points around it, at a distance of this share of the diagonal.
const AROUND: f64 = 0.005;
/// Largest number of minima.
const MOST: usize = 1024;
/// The compass search ends when its steps are as short as this share of the diagonal.
const FINEST: f64 = 1e-7;

/// Minima of a function.
pub struct Wells {
    objective: Objective<f64>,
    work: Workspace,
    /// Length of the drawn rectangle's diagonal.
    pub diagonal: f64,
    /// Positions of the minima.
    pub places: Vec<[f64; 2]>,
}

impl Wells {
    /// The known minima of a function over its domain.
    pub fn new(objective: Objective<f64>, domain: &Domain) -> Self {
        let diagonal = distance([domain.x[0], domain.y[0]], [domain.x[1], domain.y[1]]);
        Self { work: objective.workspace(1), objective, diagonal, places: domain.minima.clone() }
    }

    /// The nearest minimum, if it is within this share of the diagonal.
    pub fn nearest(&self, at: [f64; 2], within: f64) -> Option<u16> {
        let gap = |k: &usize| distance(at, self.places[*k]);
        let best = (0..self.places.len()).min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
        (gap(&best) <= within * self.diagonal).then_some(best as u16)
    }

    /// The minimum to which a run at rest here belongs: a known one, or a new one.
    pub fn settle(&mut self, at: [f64; 2]) -> Option<u16> {
        let bottom = self.descend(at);
        if distance(bottom, at) > REACH * self.diagonal || !self.is_minimum(bottom) {
            return None;
        }
        if let Some(known) = self.nearest(bottom, SAME) {
            return Some(known);
        }
        if self.places.len() == MOST {
            return None;
        }
        self.places.push(bottom);
        Some(self.places.len() as u16 - 1)
    }

    fn value(&mut self, at: [f64; 2]) -> f64 {
        self.objective.loss(&at, Rows::All.into(), &mut self.work)
    }

    /// The lowest of the eight points at distance `by`, if it is lower than `at`.
    fn lower(&mut self, at: [f64; 2], by: f64) -> Option<[f64; 2]> {
        let mut best = (self.value(at), None);
        for [x, y] in
            [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]
        {
            let there = [at[0] + by * x, at[1] + by * y];
            let value = self.value(there);
            if value < best.0 {
                best = (value, Some(there));
            }
        }
        best.1
    }

    /// Compass search: moves to the lowest neighbour, in ever shorter steps. It needs no gradient, so it also works at
    /// kinks.
    fn descend(&mut self, mut at: [f64; 2]) -> [f64; 2] {
        let mut step = AROUND * self.diagonal;
        let mut left = 300;
        while step > FINEST * self.diagonal && left > 0 {
            left -= 1;
            match self.lower(at, step) {
                Some(there) => at = there,
                None => step *= 0.5,
            }
        }
        at
    }

    /// Whether all points around are higher. On a plateau none are.
    fn is_minimum(&mut self, at: [f64; 2]) -> bool {
        let by = AROUND * self.diagonal;
        let value = self.value(at);
        let higher = |there: [f64; 2], wells: &mut Self| wells.value(there) > value;
        [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [0.7, 0.7], [0.7, -0.7], [-0.7, 0.7], [-0.7, -0.7]]
            .iter()
            .all(|[x, y]| higher([at[0] + by * x, at[1] + by * y], self))
    }
}
