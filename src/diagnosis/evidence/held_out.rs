//! Evidence: test loss against training loss.

use crate::run::RunView;

/// Recorded steps that are read at most.
const ROWS: usize = 512;

/// The standard deviation of a normal variable over the median distance of two draws.
const DEVIATIONS: f64 = 1.048;

/// The test losses of a run.
pub struct HeldOut {
    /// The step of the lowest test loss, smoothed over neighbours.
    pub best_step: u64,
    /// The lowest test loss, smoothed.
    pub best: f64,
    /// The present one, smoothed.
    pub now: f64,
    /// The least of the last quarter, smoothed.
    pub least_lately: f64,
    /// The scatter from one measurement to the next: the standard deviation of one of them, estimated from the median
    /// difference of neighbours.
    pub noise: f64,
    /// The training loss at the step of the lowest test loss.
    pub train_then: f64,
    /// The present training loss.
    pub train_now: f64,
}

impl HeldOut {
    /// Reads the run; `None` without a test set, or with fewer than 8 measurements.
    pub fn of(run: &dyn RunView, train_now: f64) -> Option<Self> {
        let rows = run.history().sample(run.frame().step, ROWS);
        let tested: Vec<(u64, f64, f64)> =
            rows.filter_map(|row| Some((row.step(), row.test_loss()?, row.loss()))).collect();
        let wide = (tested.len() / 16).max(1);
        if tested.len() < 8 {
            return None;
        }
        let mean =
            |k: &[(u64, f64, f64)], of: fn(&(u64, f64, f64)) -> f64| k.iter().map(of).sum::<f64>() / k.len() as f64;
        let mut apart: Vec<f64> = tested.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs()).collect();
        apart.sort_by(f64::total_cmp);
        let noise = DEVIATIONS * apart[apart.len() / 2];
        let mut smooth = tested.windows(wide).map(|k| (k[k.len() / 2].0, mean(k, |k| k.1), mean(k, |k| k.2)));
        let (best_step, best, train_then) = smooth.clone().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let late = smooth.clone().skip(3 * smooth.clone().count() / 4);
        let least_lately = late.map(|(_, loss, _)| loss).fold(f64::INFINITY, f64::min);
        let (_, now, _) = smooth.next_back()?;
        Some(Self { best_step, best, now, least_lately, noise, train_then, train_now })
    }
}
