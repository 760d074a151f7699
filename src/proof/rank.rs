//! Which candidates help, and which helps most.

use super::trial::Ended;
use super::{Proof, Proofs, Proven, Task, told};
use crate::branch::Kind;

/// A loss is clearly lower if it is lower by this share of the baseline's.
const CLEARLY: f64 = 0.05;
/// Below this share of the loss at the beginning, differences are rounding.
const ROUNDING: f64 = 1e-9;

/// The result of all branches.
pub(super) fn proofs(task: &Task, baseline: &Ended, ended: &[Ended]) -> Proofs {
    let mut good: Vec<(f64, Proven)> = Vec::new();
    for ((candidate, kind), end) in task.candidates.iter().zip(ended) {
        let Some(loss) = measure(task, end).filter(|_| helps(task, baseline, end)) else { continue };
        let effect = told::effect(task, *kind, baseline, end);
        let proven = Proven {
            label: candidate.label.clone(),
            settings: candidate.settings.clone(),
            sentence: told::sentence(&candidate.label, &effect),
            effect,
            proof: proof(end, *kind),
        };
        // As good as another: the first one of the candidates stays first.
        let at = good.partition_point(|(other, _)| *other <= loss);
        good.insert(at, (loss, proven));
    }
    let base = if task.moment.is_some() { Kind::Here } else { Kind::Start };
    let tried = ended.len();
    Proofs {
        step: task.step,
        steps: task.steps,
        baseline: proof(baseline, base),
        sentence: told::result(task, tried, good.len()),
        remedies: good.into_iter().map(|(_, proven)| proven).collect(),
        tried,
    }
}

fn proof(Ended { outcome, judged, .. }: &Ended, kind: Kind) -> Proof {
    Proof {
        steps: outcome.steps,
        loss: outcome.loss,
        test_loss: outcome.test_loss,
        verdict: judged.verdict.clone(),
        from_start: kind == Kind::Start,
        diverged: outcome.diverged.as_ref().map(|what| what.step),
    }
}

/// The loss that decides.
pub(super) fn measure(task: &Task, end: &Ended) -> Option<f64> {
    if task.by_test_loss { end.outcome.test_loss } else { end.outcome.loss }
}

/// Whether a branch ends clearly better than the run as it is, and neither dead nor stuck.
fn helps(task: &Task, baseline: &Ended, end: &Ended) -> bool {
    let (Some(loss), Some(first)) = (measure(task, end), end.outcome.first_loss) else { return false };
    if end.dead || end.judged.stuck || end.outcome.grad_norm.is_none() {
        return false;
    }
    let floor = ROUNDING * (1.0 + first.abs());
    match measure(task, baseline) {
        Some(without) => loss < without - (CLEARLY * without.abs()).max(floor),
        // The run as it is diverges: this one goes on past that step, and has not only stood still meanwhile.
        None => {
            let past =
                baseline.outcome.diverged.as_ref().is_none_or(|what| end.outcome.from + end.outcome.steps > what.step);
            let is_better_than_guessing = end.constant.is_none_or(|constant| loss < constant);
            past && is_better_than_guessing && loss < first - (CLEARLY * first.abs()).max(floor)
        }
    }
}
