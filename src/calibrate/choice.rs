//! The choice: of the thresholds that are not worse than the best one, the largest.
//!
//! All candidates of a fold and seed have the same data, start and batches, so they are compared in pairs. A candidate is
//! not worse if its mean difference from the best one is at most one standard error of that difference, with the folds as
//! independent units (the one-standard-error rule of L. Breiman et al. 1984, for paired losses). A candidate with more
//! diverged runs than another is worse, whatever its other runs reach. Not to clip counts as the largest threshold.

use super::{Plan, Row};

/// The name of the rule.
pub const RULE: &str = "one-standard-error";
/// Losses that differ by less than this share are equal.
const EQUAL: f64 = 1e-6;

/// A candidate's results.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Mean validation loss of the runs that did not diverge.
    pub validation: Option<f64>,
    /// Its standard error over the folds.
    pub error: Option<f64>,
    /// Mean training loss.
    pub train: Option<f64>,
    /// Mean share of steps whose gradient was clipped.
    pub clipped: f64,
    /// Share of the runs that diverged.
    pub diverged: f64,
    /// Mean difference to the best candidate's validation loss.
    pub behind: Option<f64>,
    /// The standard error of that difference.
    pub behind_error: Option<f64>,
    /// Whether it is not worse than the best one.
    pub is_as_good: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The index of the chosen candidate.
    pub chosen: usize,
    /// The index of the candidate with the least validation loss.
    pub best: usize,
    /// The least and the largest threshold of the best candidate's clip that are as good (of the first clip, if not to clip
    /// is best); `None` upwards if not to clip is as good, and `None` twice if no threshold is.
    pub as_good: [Option<f64>; 2],
    /// The indices of the candidates at the two ends of that range.
    pub ends: [usize; 2],
}

/// The results of each candidate, from the rows of the first runs; and the index of the best one, if any run is there.
pub fn scores(plan: &Plan, rows: &[Row]) -> (Vec<Score>, Option<usize>) {
    let count = plan.candidates.len();
    // Only seeds and folds that all candidates have.
    let rounds = rows.len() / count;
    let rounds = if rounds == 0 { return (Vec::new(), None) } else { rounds };
    let folds = plan.folds.len();
    let losses = |c: usize| (0..rounds).map(move |round| (round % folds, &rows[round * count + c]));
    let by_fold = |pairs: &mut dyn Iterator<Item = (usize, Option<f64>)>| -> Vec<f64> {
        let mut sums = vec![(0.0, 0_u32); folds];
        for (fold, value) in pairs {
            if let Some(value) = value {
                sums[fold] = (sums[fold].0 + value, sums[fold].1 + 1);
            }
        }
        sums.into_iter().filter(|(_, n)| *n > 0).map(|(sum, n)| sum / f64::from(n)).collect()
    };
    let mut all: Vec<Score> = (0..count)
        .map(|c| {
            let validation = by_fold(&mut losses(c).map(|(fold, row)| (fold, row.validation_loss)));
            let train = by_fold(&mut losses(c).map(|(fold, row)| (fold, row.train_loss)));
            let share = |of: &dyn Fn(&Row) -> f64| losses(c).map(|(_, row)| of(row)).sum::<f64>() / rounds as f64;
            let lost = |row: &Row| f64::from(u8::from(row.validation_loss.is_none()));
            Score {
                validation: mean(&validation),
                error: error(&validation),
                train: mean(&train),
                clipped: share(&|row| row.clipped_share),
                diverged: share(&lost),
                behind: None,
                behind_error: None,
                is_as_good: false,
            }
        })
        .collect();
    let least = all.iter().map(|score| score.diverged).fold(f64::INFINITY, f64::min);
    let mut best: Option<usize> = None;
    for (c, score) in all.iter().enumerate().filter(|(_, score)| score.diverged <= least) {
        let Some(loss) = score.validation else { continue };
        if best.and_then(|best| all[best].validation).is_none_or(|than| loss < than) {
            best = Some(c);
        }
    }
    let Some(first) = best else { return (all, None) };
    for c in 0..count {
        let pairs = losses(c).zip(losses(first));
        let apart = by_fold(&mut pairs.map(|((fold, one), (_, other))| {
            (fold, one.validation_loss.zip(other.validation_loss).map(|(one, other)| one - other))
        }));
        let (behind, behind_error) = (mean(&apart), error(&apart));
        let equal = EQUAL * all[first].validation.unwrap_or(0.0).abs();
        let is_close = behind.is_some_and(|behind| behind <= behind_error.unwrap_or(0.0).max(equal));
        let score = &mut all[c];
        (score.behind, score.behind_error) = (behind, behind_error);
        score.is_as_good = c == first || (score.diverged <= least && is_close);
    }
    (all, Some(first))
}

/// The choice; `None` if every run diverged, or there are none.
pub fn choose(plan: &Plan, rows: &[Row]) -> Option<Choice> {
    let (scores, best) = scores(plan, rows);
    let best = best?;
    let has_threshold = |k: usize| plan.candidates[k].threshold.is_some();
    let is_of = |k: usize, other: usize| plan.candidates[k].clip.id == plan.candidates[other].clip.id;
    let unclipped = plan.candidates.iter().position(|candidate| candidate.threshold.is_none());
    let free = unclipped.filter(|k| scores[*k].is_as_good);
    // From the best threshold, both ways as far as thresholds are as good. Where not to clip is best, from the largest one.
    let first = (0..scores.len()).find(|k| has_threshold(*k)).filter(|_| !has_threshold(best));
    let largest = first.and_then(|first| (0..scores.len()).rfind(|k| is_of(*k, first)));
    let from = largest.filter(|k| scores[*k].is_as_good).unwrap_or(best);
    let same: Vec<usize> = (0..scores.len()).filter(|k| is_of(*k, from)).collect();
    let at = same.iter().position(|k| *k == from).unwrap_or(0);
    let upwards = same[at..].iter().take_while(|k| scores[**k].is_as_good).last().copied().unwrap_or(from);
    let downwards = same[..=at].iter().rev().take_while(|k| scores[**k].is_as_good).last().copied().unwrap_or(from);
    let threshold = |k: usize| plan.candidates[k].threshold;
    let high = if free.is_some() { None } else { threshold(upwards) };
    Some(Choice {
        chosen: free.unwrap_or(upwards),
        best,
        as_good: [threshold(downwards), high],
        ends: [downwards, upwards],
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The standard error of the mean.
fn error(values: &[f64]) -> Option<f64> {
    let middle = mean(values).filter(|_| values.len() > 1)?;
    let n = values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
    Some((squares / (n - 1.0) / n).sqrt())
}
