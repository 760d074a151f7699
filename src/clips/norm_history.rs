//! The history of a run's gradient norms, for clips that use it: recent norms sorted by size, and a log by step from
//! which the norms before any earlier step can be restored.
//!
//! A run that seeks backward keeps the log up to that step. So snapshots need not contain it, which a window of 10,000
//! numbers would fill.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::ops::Range;

/// Largest number of norms that a clip uses.
pub const WINDOW: usize = 10_000;
/// Largest length of the log, 8 MiB. Seeking further back replays the run.
const LOGGED: usize = 1 << 20;

/// Gradient norms of consecutive steps.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NormHistory {
    log: VecDeque<f64>,
    /// The step of the first one in the log.
    first: u64,
    /// The norms of `span`, smallest first.
    sorted: Vec<f64>,
    span: Range<u64>,
}

impl NormHistory {
    /// Whether the log is empty.
    pub fn is_empty(&self) -> bool {
        self.log.is_empty()
    }

    /// Logs the norm of a step. Drops earlier entries of this step and of later ones.
    pub fn note(&mut self, step: u64, norm: f64) {
        let known = step.checked_sub(self.first).filter(|count| *count <= self.log.len() as u64);
        match known {
            Some(count) => self.log.truncate(count as usize),
            None => {
                self.log.clear();
                self.first = step;
                self.span = 0..0;
            }
        }
        if self.log.len() == LOGGED {
            self.log.pop_front();
            self.first += 1;
        }
        self.log.push_back(norm);
        if self.span.end > step {
            self.span = 0..0;
        }
    }

    /// Sets the window of [`Self::percentile`]: the norms of steps `since` to the last one in the log, at most
    /// [`WINDOW`]. Moving on by one step costs a search and a shift; anything else sorts.
    pub fn gather(&mut self, since: u64) {
        let end = self.first + self.log.len() as u64;
        let start = since.max(end.saturating_sub(WINDOW as u64)).max(self.first);
        if self.span.end + 1 == end && self.span.start <= start && start < self.span.end {
            for step in self.span.start..start {
                let at = self.place(self.norm(step));
                self.sorted.remove(at);
            }
            let norm = self.norm(end - 1);
            self.sorted.insert(self.place(norm), norm);
        } else if self.span != (start..end) {
            self.sorted.clear();
            self.sorted.extend((start..end).map(|step| self.log[(step - self.first) as usize]));
            self.sorted.sort_unstable_by(f64::total_cmp);
        }
        self.span = start..end;
    }

    /// Number of norms in the window.
    pub fn gathered(&self) -> usize {
        self.sorted.len()
    }

    /// The `percent`-th percentile of the window, by linear interpolation (NumPy's default). NaN if empty.
    pub fn percentile(&self, percent: f64) -> f64 {
        let Some(last) = self.sorted.len().checked_sub(1) else { return f64::NAN };
        let place = last as f64 * (percent / 100.0).clamp(0.0, 1.0);
        let (below, share) = (place.floor() as usize, place - place.floor());
        let (a, b) = (self.sorted[below.min(last)], self.sorted[(below + 1).min(last)]);
        if share < 0.5 { a + (b - a) * share } else { b - (b - a) * (1.0 - share) }
    }

    /// Whether the log has all norms that a clip in force since step `since` needs at `step`.
    pub fn reaches(&self, since: u64, step: u64) -> bool {
        let start = since.max((step + 1).saturating_sub(WINDOW as u64));
        start >= step || (self.first <= start && step <= self.first + self.log.len() as u64)
    }

    fn norm(&self, step: u64) -> f64 {
        self.log[(step - self.first) as usize]
    }

    /// Index of a norm in the window, or where to insert it.
    fn place(&self, norm: f64) -> usize {
        self.sorted.partition_point(|other| other.total_cmp(&norm).is_lt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Irregular norms, some of them equal.
    fn norm(step: u64) -> f64 {
        (step * 7919 % 1009) as f64 / 8.0
    }

    fn filled(since: u64, end: u64) -> NormHistory {
        let mut norms = NormHistory::default();
        for step in 0..end {
            norms.note(step, norm(step));
            norms.gather(since);
        }
        norms
    }

    #[test]
    fn the_percentile_is_that_of_the_sorted_window() {
        for (since, end) in [(0, 1), (0, 2), (0, 999), (3, 700), (0, 12_345), (4000, 15_001)] {
            let norms = filled(since, end);
            let mut window: Vec<f64> = (since.max(end.saturating_sub(WINDOW as u64))..end).map(norm).collect();
            window.sort_by(f64::total_cmp);
            assert_eq!(norms.sorted, window);
            assert_eq!(norms.percentile(0.0), window[0]);
            assert_eq!(norms.percentile(100.0), window[window.len() - 1]);
        }
        let mut four = NormHistory::default();
        for (step, norm) in [4.0, 1.0, 3.0, 2.0].into_iter().enumerate() {
            four.note(step as u64, norm);
            four.gather(0);
        }
        assert_eq!((four.percentile(10.0), four.percentile(50.0), four.percentile(90.0)), (1.3, 2.5, 3.7));
    }

    #[test]
    fn going_back_and_on_gives_the_same_window() {
        let mut norms = filled(0, 11_000);
        for at in [10_999, 10_500, 10_998, 3] {
            for step in at..11_000 {
                norms.note(step, norm(step));
                norms.gather(0);
            }
            assert_eq!(norms.sorted, filled(0, 11_000).sorted, "from {at}");
        }
        assert!(norms.reaches(0, 500) && norms.reaches(20_000, 19_000) && !norms.reaches(0, 12_000));
    }

    #[test]
    fn the_log_is_bounded_and_knows_how_far_back_it_reaches() {
        let mut norms = NormHistory::default();
        let end = (LOGGED + 5000) as u64;
        for step in 0..end {
            norms.note(step, norm(step));
        }
        assert_eq!(norms.log.len(), LOGGED);
        assert!(norms.reaches(0, end) && norms.reaches(0, 16_000) && !norms.reaches(0, 14_000));
        assert!(norms.reaches(14_000, 14_000), "a clip that begins needs nothing");
    }

    #[test]
    fn nan_is_found_again() {
        let mut norms = NormHistory::default();
        for step in 0..30_000_u64 {
            norms.note(step, if step % 3 == 0 { f64::NAN } else { norm(step) });
            norms.gather(0);
        }
        assert_eq!(norms.gathered(), WINDOW);
        assert!(norms.percentile(99.0).is_nan() && !norms.percentile(10.0).is_nan());
    }
}
