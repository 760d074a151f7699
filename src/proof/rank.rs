//! Which candidates help, and which helps most.

use super::ended::{Ended, measure};
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
    // A change that was tried from here and from the start is offered once, as it does best.
    let mut seen = Vec::new();
    good.retain(|(_, proven)| {
        let is_new = !seen.contains(&proven.settings);
        seen.push(proven.settings.clone());
        is_new
    });
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

/// The mean loss over the end of the branch. A run that bounces may be low at its last step by chance.
fn lasting(task: &Task, end: &Ended) -> Option<f64> {
    if task.by_test_loss { end.outcome.test_loss } else { end.outcome.mean }
}

/// Whether a branch ends clearly better than the run as it is, at its last step and on the mean before it, and neither dead
/// nor stuck.
fn helps(task: &Task, baseline: &Ended, end: &Ended) -> bool {
    let (Some(loss), Some(first)) = (measure(task, end), end.outcome.first_loss) else { return false };
    if end.dead || end.judged.stuck || end.outcome.grad_norm.is_none() {
        return false;
    }
    let floor = ROUNDING * (1.0 + first.abs());
    let clearly = |loss: f64, without: f64| loss < without - (CLEARLY * without.abs()).max(floor);
    match (measure(task, baseline), lasting(task, baseline)) {
        (Some(without), Some(mean)) => {
            clearly(loss, without) && lasting(task, end).is_some_and(|loss| clearly(loss, mean))
        }
        // The run as it is diverges: this one goes on past that step, and has not only stood still meanwhile.
        _ => {
            let past =
                baseline.outcome.diverged.as_ref().is_none_or(|what| end.outcome.from + end.outcome.steps > what.step);
            let is_better_than_guessing = end.constant.is_none_or(|constant| loss < constant);
            past && is_better_than_guessing && clearly(loss, first)
        }
    }
}
