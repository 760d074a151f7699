//! Basins of attraction: which minimum of a function each start reaches under the optimizer of the settings.
//!
//! Each point of a grid over the function's domain starts a [`Run`](crate::run::Run), with the same bits as on the
//! page. A minimum is a known one, or one in which a run has come to rest.

mod wells;

use crate::objectives::Domain;
use crate::registry::Settings;
use crate::run::{AnyRun, Status};
use crate::scenarios;
use wells::Wells;

/// Each run gets this many steps to reach a minimum.
pub const STEPS: u64 = 1000;
/// Number of steps between two checks of a run's position.
const STRIDE: u64 = 20;
/// A run has arrived if two checks in a row find it this close to a minimum, as a share of the drawn rectangle's
/// diagonal.
const ARRIVED: f64 = 0.005;
/// A run is at rest if it moves less than this share of the diagonal between two checks.
const RESTS: f64 = 1e-5;
/// A run has diverged if it is farther than this many diagonals from its start.
const GONE: f64 = 50.0;
/// Consecutive starts are this share of all starts apart, so that an unfinished picture covers the whole domain evenly.
const SPREAD: f64 = 0.618_033_988_749_895;

/// The outcome of a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The run reaches the minimum with this number.
    Well(u16),
    /// The run moves far away, or a value is no longer finite.
    Diverged,
    /// The run has reached no minimum, at the latest after [`STEPS`] steps.
    Underway,
}

/// A grid of starts, with the outcomes computed so far.
pub struct Basins {
    run: AnyRun,
    wells: Wells,
    /// The drawn rectangle.
    pub domain: Domain,
    /// Starts along one side.
    pub side: usize,
    /// Outcomes by start; the first row has the lowest y. `None` where not yet computed.
    pub ends: Vec<Option<End>>,
    /// Loss at every start whose outcome is computed.
    pub losses: Vec<f32>,
    order: Vec<u32>,
    followed: usize,
}

impl Basins {
    /// A grid of `side * side` starts. Settings that change during a run have their last values from the first step on.
    /// `None` if the scenario is not a function of two variables.
    pub fn new(settings: &Settings, side: usize) -> Option<Self> {
        let settings = settings.at(u64::MAX);
        if scenarios::of(&settings).has(&settings).layers {
            return None;
        }
        let objective = scenarios::objective::<f64>(&settings, None).ok()?;
        let domain = objective.domain()?;
        let run = AnyRun::new(&settings, None).ok()?;
        let side = side.max(2);
        let all = side * side;
        Some(Self {
            run,
            wells: Wells::new(objective, &domain),
            domain,
            side,
            ends: vec![None; all],
            losses: vec![f32::NAN; all],
            order: spread(all),
            followed: 0,
        })
    }

    /// Computes at most `count` more outcomes. Returns whether all are done.
    pub fn advance(&mut self, count: usize) -> bool {
        let until = self.order.len().min(self.followed + count);
        while self.followed < until {
            let start = self.order[self.followed] as usize;
            let (loss, end) = self.follow(self.place(start));
            self.losses[start] = loss as f32;
            self.ends[start] = Some(end);
            self.followed += 1;
        }
        self.followed == self.order.len()
    }

    /// Share of the starts whose outcome is computed.
    pub fn done(&self) -> f64 {
        self.followed as f64 / self.order.len() as f64
    }

    /// The minima, by number.
    pub fn wells(&self) -> &[[f64; 2]] {
        &self.wells.places
    }

    /// x and y of a start.
    pub fn place(&self, start: usize) -> [f64; 2] {
        let along = |[low, high]: [f64; 2], k: usize| low + (high - low) * k as f64 / (self.side - 1) as f64;
        [along(self.domain.x, start % self.side), along(self.domain.y, start / self.side)]
    }

    /// The loss at a start, and its outcome.
    fn follow(&mut self, start: [f64; 2]) -> (f64, End) {
        let diagonal = self.wells.diagonal;
        self.run.restart(&start);
        let loss = self.run.frame().loss;
        let mut before = start;
        let mut near = None;
        for _ in 0..STEPS / STRIDE {
            self.run.advance(STRIDE);
            let at = present(&self.run);
            let near_by = distance(at, start) < GONE * diagonal;
            if self.run.frame().status != Status::Running || !near_by {
                return (loss, End::Diverged);
            }
            let well = self.wells.nearest(at, ARRIVED);
            if let (Some(well), true) = (well, well == near) {
                return (loss, End::Well(well));
            }
            if distance(at, before) < RESTS * diagonal {
                break;
            }
            (before, near) = (at, well);
        }
        (loss, self.wells.settle(present(&self.run)).map_or(End::Underway, End::Well))
    }
}

/// The position of a run.
fn present(run: &AnyRun) -> [f64; 2] {
    let at = run.parameters();
    [at[0], at[1]]
}

/// All starts, each far from the one before.
fn spread(all: usize) -> Vec<u32> {
    let mut stride = ((all as f64 * SPREAD) as usize).max(1);
    while common_divisor(stride, all) != 1 {
        stride += 1;
    }
    (0..all).map(|k| (k * stride % all) as u32).collect()
}

fn common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    libm::hypot(a[0] - b[0], a[1] - b[1])
}

#[cfg(test)]
mod tests;
