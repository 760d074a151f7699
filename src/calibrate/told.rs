//! The choice in words, and as a line of PyTorch.

use super::choice::{Choice, Score, scores};
use super::folds::Origin;
use super::{Last, Plan, Row};
use crate::charts::spoken;
use crate::clips::AnyClip;
use crate::export::filled;
use crate::texts::{self, calibrate as words, sentences};

/// What can be said of the choice: how far the folds can tell thresholds apart, and what happens beside the good ones.
pub fn confidence(plan: &Plan, rows: &[Row], choice: &Choice) -> String {
    let (scores, _) = scores(plan, rows);
    let of = plan.candidates[choice.ends[0]].clip;
    let clip = texts::label("clips", of.id, of.label);
    let good = match choice.as_good {
        [None, _] => words::told_none_best(),
        [Some(low), None] => words::told_from(&clip, &spoken(low)),
        [Some(low), Some(high)] if low == high => words::told_one(&clip, &spoken(low)),
        [Some(low), Some(high)] => words::told_range(&clip, &spoken(low), &spoken(high)),
    };
    let beside = Beside::of(plan, &scores, choice);
    let worse = |k: usize| {
        let share = scores[k].behind.zip(scores[choice.best].validation).map(|(behind, best)| 100.0 * behind / best);
        share.map_or_else(|| texts::numbers::not_finite().into(), spoken)
    };
    let threshold = |k: usize| plan.candidates[k].threshold.map(spoken);
    let lost = |k: usize| spoken(100.0 * scores[k].diverged);
    let stifled = beside.stifles.map(|k| words::told_below(&threshold(k).unwrap_or_default(), &worse(k)));
    let failed = beside.fails.map(|k| match (threshold(k), scores[k].diverged > 0.0) {
        (Some(threshold), true) => words::told_above_lost(&threshold, &lost(k)),
        (Some(threshold), false) => words::told_above(&threshold, &worse(k)),
        (None, true) => words::told_unclipped_lost(&lost(k)),
        (None, false) => words::told_unclipped(&worse(k)),
    });
    let is_flat = stifled.is_none() && failed.is_none();
    let most = scores.iter().filter_map(|score| score.behind).fold(0.0, f64::max);
    let close = scores[choice.best].validation.map(|best| words::told_close(&spoken(100.0 * most / best)));
    sentences([Some(good), stifled, failed, close.filter(|_| is_flat)])
}

/// A loss is clearly higher if it is higher by this share of the best one.
const CLEARLY: f64 = 0.05;

/// What happens beside the thresholds that are as good as the best one. A candidate is named where it is clearly worse.
pub(super) struct Beside {
    /// The largest lower threshold at which the network learns clearly less: training and validation loss are higher.
    pub stifles: Option<usize>,
    /// The least larger threshold, or no clip, at which runs diverge or the validation loss is clearly higher.
    pub fails: Option<usize>,
}

impl Beside {
    pub(super) fn of(plan: &Plan, scores: &[Score], choice: &Choice) -> Self {
        let best = &scores[choice.best];
        let is_of_clip = |k: &usize| plan.candidates[*k].clip.id == plan.candidates[choice.ends[0]].clip.id;
        let has_threshold = plan.candidates[choice.ends[0]].threshold.is_some();
        let clearly = |k: &usize| {
            let behind = scores[*k].behind.zip(best.validation);
            behind.is_some_and(|(behind, loss)| behind > CLEARLY * loss && !scores[*k].is_as_good)
        };
        let learns_less = |k: &usize| scores[*k].train.zip(best.train).is_none_or(|(one, other)| one > other);
        let stifles = (0..choice.ends[0]).rev().filter(is_of_clip).find(|k| clearly(k) && learns_less(k));
        let larger = (choice.ends[1] + 1..scores.len()).filter(is_of_clip);
        let unclipped = (0..scores.len()).filter(|k| plan.candidates[*k].threshold.is_none() && *k != choice.best);
        let fails = larger.chain(unclipped).find(|k| clearly(k) || scores[*k].diverged > best.diverged);
        Self { stifles: stifles.filter(|_| has_threshold), fails: fails.filter(|_| has_threshold) }
    }
}

/// The chosen clip as PyTorch code, with a comment on how it was found.
pub fn torch(plan: &Plan, choice: &Choice, last: &Last) -> String {
    let candidate = &plan.candidates[choice.chosen];
    let settings = candidate.settings(&plan.settings);
    let call = filled(AnyClip::build(&settings).item(), &settings);
    let how = match (plan.in_time, plan.origin) {
        (true, Origin::Expanding) => "rolling-origin cross-validation (expanding window)",
        (true, Origin::Sliding) => "rolling-origin cross-validation (sliding window)",
        (false, _) => "cross-validation",
    };
    let as_good = match last.as_good {
        [Some(low), Some(high)] if low < high => format!("# thresholds from {low} to {high} are as good\n"),
        [Some(low), None] => format!("# thresholds from {low} upwards are as good, and so is no clip\n"),
        _ => String::new(),
    };
    let gap = if plan.in_time { format!(", a gap of {} rows", plan.gap) } else { String::new() };
    let (folds, seeds) = (plan.folds.len(), plan.seeds.len());
    let call = if call.is_empty() { "pass  # no clip: none was better".to_string() } else { call };
    format!("# found by {how}: {folds} folds{gap}, {seeds} seeds, one-standard-error rule\n{as_good}{call}")
}
