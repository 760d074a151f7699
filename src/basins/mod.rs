//! Basins of attraction: which minimum of a function each start reaches under the optimizer of the settings.
//!
//! A grid of starts over the function's domain; each is a [`Run`](crate::run::Run) with the bits that it has on the page.
//! A minimum is one that is known, or one that a run has come to rest in.

mod wells;

use crate::objectives::Domain;
use crate::registry::Settings;
use crate::run::{AnyRun, Status};
use crate::scenarios;
use wells::Wells;

/// A run has so many steps to arrive.
pub const STEPS: u64 = 1000;
/// Steps between two looks at where it is.
const STRIDE: u64 = 20;
/// Shares of the drawn rectangle's diagonal: nearer than this to a minimum, twice in a row, it has arrived; …
const ARRIVED: f64 = 0.005;
/// … moving less than this between two looks, it rests; …
const RESTS: f64 = 1e-5;
/// … farther away than so many of them, it has diverged.
const GONE: f64 = 50.0;
/// Consecutive starts are this share of all starts apart, so that an unfinished picture is thin everywhere.
const SPREAD: f64 = 0.618_033_988_749_895;

/// What becomes of a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It reaches the minimum of this number.
    Well(u16),
    /// It leaves for ever, or a number is no longer finite.
    Diverged,
    /// After [`STEPS`] steps it has not arrived anywhere.
    Underway,
}

/// A grid of starts, some of them already followed to their ends.
pub struct Basins {
    run: AnyRun,
    wells: Wells,
    /// What is drawn.
    pub domain: Domain,
    /// Starts along one side.
    pub side: usize,
    /// By start, first row at the lowest y; `None` where it has not been followed yet.
    pub ends: Vec<Option<End>>,
    /// Loss at every start that has been followed.
    pub losses: Vec<f32>,
    order: Vec<u32>,
    followed: usize,
}

impl Basins {
    /// A grid of `side * side` starts, with whatever the settings change while a run goes on in force from the beginning;
    /// `None` where there is no function of two numbers.
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

    /// Follows at most `count` more starts; whether that was all.
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

    /// Share of the starts that have been followed.
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

    /// The loss at a start, and its end.
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

/// Where a run is.
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
