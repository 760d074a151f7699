//! Losses over a square grid of a plane, from coarse to fine. The work is split into slices.

use super::{Plane, Sample};
use crate::math::Real;
use crate::objectives::{Objective, Workspace};
use crate::registry::{Item, Key, Param, Range, Settings, default_choice};

/// Points along a side, by level. Each level adds the points halfway between those of the level before.
pub const LEVELS: [usize; 6] = [9, 17, 33, 65, 129, 257];
/// Default number of points along a side.
pub const USUAL: usize = 65;

/// Points along a side of the surface's grid: those of [`LEVELS`].
const GRIDS: &[Item] = &Item::all_for_build([
    Item { id: "17", label: "17 × 17", help: "Coarse and fast.", ..Item::BASE },
    Item { id: "33", label: "33 × 33", help: "", ..Item::BASE },
    Item { id: "65", label: "65 × 65", help: "", ..Item::BASE },
    Item { id: "129", label: "129 × 129", help: "Four times the work of 65 × 65.", ..Item::BASE },
    Item { id: "257", label: "257 × 257", help: "Sixteen times the work of 65 × 65.", ..Item::BASE },
]);

/// The setting that chooses the finest level.
pub const GRID: Key<&'static Item> = Key::new(Param {
    key: "grid",
    label: "Grid",
    help: "Points at which the loss of the surface is computed. Values in between are interpolated.",
    default: default_choice(GRIDS, "65"),
    range: Range::Choice(GRIDS),
    ..Param::BASE
});

/// Points along a side of the finest level that the settings ask for.
pub fn finest(settings: &Settings) -> usize {
    settings.get(&GRID).id.parse().unwrap_or(USUAL)
}

/// A grid in progress.
pub struct Grid<R: Real> {
    plane: Plane<R>,
    sample: Sample,
    /// Number of levels to compute.
    levels: usize,
    point: Vec<R>,
    work: Workspace,
    level: usize,
    /// Next point of the present level, in reading order.
    next: usize,
    /// Losses of the present level, [side, side], lowest b first; NaN where not yet computed.
    values: Vec<f32>,
    known: Vec<bool>,
    /// The last complete level.
    complete: Option<(usize, Vec<f32>)>,
    evaluated: usize,
    /// Losses of points of the finest level that others have computed, each with the index of its first point.
    given: Vec<(usize, Vec<f32>)>,
}

impl<R: Real> Grid<R> {
    /// An empty grid over a plane, up to the finest level with at most `finest` points a side.
    pub fn new(objective: &Objective<R>, plane: Plane<R>, mut sample: Sample, finest: usize) -> Self {
        let side = LEVELS[0];
        let mut work = sample.workspace(objective);
        sample.measure(objective, &plane.anchor, &mut work);
        Self {
            levels: LEVELS.iter().filter(|side| **side <= finest).count().max(1),
            point: vec![R::ZERO; plane.anchor.len()],
            plane,
            work,
            sample,
            level: 0,
            next: 0,
            values: vec![f32::NAN; side * side],
            known: vec![false; side * side],
            complete: None,
            evaluated: 0,
            given: Vec::new(),
        }
    }

    /// Points along a side of the finest level.
    pub fn finest(&self) -> usize {
        LEVELS[self.levels - 1]
    }

    /// The losses of the points `from..to` of the finest level, in reading order, for [`Self::learn`] of another grid over the
    /// same plane; NaN for points that a coarser level has.
    pub fn part(&mut self, objective: &Objective<R>, from: usize, to: usize) -> Vec<f32> {
        let side = self.finest();
        let points = from..to.min(side * side);
        points.map(|k| if self.is_new(k) { self.loss(objective, k, side) } else { f32::NAN }).collect()
    }

    /// Takes losses of the finest level that another grid has computed, so that this one need not.
    pub fn learn(&mut self, from: usize, losses: Vec<f32>) {
        self.given.push((from, losses));
        if self.level + 1 == self.levels {
            self.take_given();
        }
    }

    #[inline(never)]
    fn take_given(&mut self) {
        for (from, losses) in std::mem::take(&mut self.given) {
            for (k, loss) in (from..).zip(losses) {
                if self.is_new(k) && self.known.get(k) == Some(&false) {
                    self.values[k] = loss;
                    self.known[k] = true;
                    self.evaluated += 1;
                }
            }
        }
    }

    /// Whether a point of the finest level is on no coarser one.
    fn is_new(&self, k: usize) -> bool {
        let side = self.finest();
        self.levels == 1 || !(k % side).is_multiple_of(2) || !(k / side).is_multiple_of(2)
    }

    #[inline(always)]
    fn loss(&mut self, objective: &Objective<R>, k: usize, side: usize) -> f32 {
        let step = 2.0 / (side - 1) as f64;
        let (column, row) = (k % side, k / side);
        self.plane.point(column as f64 * step - 1.0, row as f64 * step - 1.0, &mut self.point);
        self.sample.loss(objective, &self.point, &mut self.work).to_f64() as f32
    }

    /// Evaluates at most `count` more points. Returns true when the finest level is complete.
    pub fn refine(&mut self, objective: &Objective<R>, count: usize) -> bool {
        let mut left = count;
        while left > 0 && !self.is_complete() {
            let side = LEVELS[self.level];
            if self.next == side * side {
                self.finish_level();
                continue;
            }
            if !self.known[self.next] {
                self.values[self.next] = self.loss(objective, self.next, side);
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

    /// Whether the finest level is complete.
    pub fn is_complete(&self) -> bool {
        self.level == self.levels
    }

    /// Share of the finest level's points that have been evaluated.
    pub fn done(&self) -> f64 {
        let finest = LEVELS[self.levels - 1];
        self.evaluated as f64 / (finest * finest) as f64
    }

    /// The examples that the losses are over.
    pub fn sample(&self) -> &Sample {
        &self.sample
    }

    /// Side and losses of the finest complete level; `None` before the first.
    pub fn losses(&self) -> Option<(usize, &[f32])> {
        self.complete.as_ref().map(|(side, values)| (*side, values.as_slice()))
    }

    /// Stores the level just completed and copies its losses into the next level.
    fn finish_level(&mut self) {
        let side = LEVELS[self.level];
        self.level += 1;
        self.next = 0;
        let done = std::mem::take(&mut self.values);
        if let Some(finer) = LEVELS[..self.levels].get(self.level).copied() {
            self.values = vec![f32::NAN; finer * finer];
            self.known = vec![false; finer * finer];
            for k in 0..side * side {
                let at = (k / side) * 2 * finer + (k % side) * 2;
                self.values[at] = done[k];
                self.known[at] = true;
            }
        }
        self.complete = Some((side, done));
        if self.level + 1 == self.levels && !self.given.is_empty() {
            self.take_given();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::planes;
    use crate::registry::Settings;
    use crate::scenarios;

    #[test]
    fn parts_that_others_have_computed_give_the_same_surface_and_are_not_computed_again() {
        for text in ["scenario=spiral&points=30&hidden_layers=1&width=4", "scenario=cliff"] {
            let (settings, _) = Settings::parse(text);
            let objective = scenarios::objective::<f32>(&settings, None).expect("no data file");
            let plane = planes::first(&objective, &objective.init(1), 1).plane;
            let grid = || Grid::new(&objective, plane.clone(), Sample::of(&settings, &objective), 33);
            let (mut alone, mut helper, mut helped) = (grid(), grid(), grid());
            assert!(alone.refine(&objective, usize::MAX));
            // Before the finest level, in it, and twice.
            helped.learn(900, helper.part(&objective, 900, 2000));
            assert!(!helped.refine(&objective, 17 * 17 + 20));
            for from in [500, 600, 500] {
                helped.learn(from, helper.part(&objective, from, from + 100));
            }
            let before = helped.evaluated;
            assert!(helped.refine(&objective, usize::MAX) && helped.done() == 1.0);
            assert!(helped.evaluated - before < 33 * 33 - 17 * 17 - 300, "{text}");
            let bits = |grid: &Grid<f32>| -> Vec<u32> {
                grid.losses().expect("complete").1.iter().map(|loss| loss.to_bits()).collect()
            };
            assert_eq!(bits(&alone), bits(&helped), "{text}");
        }
    }

    #[test]
    fn every_level_has_the_losses_of_its_own_places_whatever_slices_they_were_computed_in() {
        let (settings, _) = Settings::parse("scenario=spiral&points=30&hidden_layers=1&width=4");
        let objective = scenarios::objective::<f64>(&settings, None).expect("no data file");
        let plane = planes::first(&objective, &objective.init(1), 1).plane;
        let whole = Sample::whole(&objective);
        let mut grid = Grid::new(&objective, plane.clone(), whole.clone(), 129);
        let mut sides = Vec::new();
        let mut work = objective.workspace(30);
        let mut at = plane.anchor.clone();
        for slice in 1.. {
            let complete = grid.refine(&objective, 37 * slice);
            let Some((side, losses)) = grid.losses() else { continue };
            if sides.last() != Some(&side) {
                sides.push(side);
                for k in [0, side / 2, side * side - 1, side * (side / 3) + 2] {
                    let step = 2.0 / (side - 1) as f64;
                    plane.point((k % side) as f64 * step - 1.0, (k / side) as f64 * step - 1.0, &mut at);
                    assert_eq!(losses[k], whole.loss(&objective, &at, &mut work) as f32, "{side} {k}");
                }
            }
            if complete {
                break;
            }
        }
        assert!(sides.ends_with(&[65, 129]) && grid.done() == 1.0, "{sides:?}");
        assert_eq!(Grid::new(&objective, plane, whole, 3).levels, 1);
    }
}
