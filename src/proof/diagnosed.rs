//! Candidates and verdicts, as the diagnosis has them.

use super::{Candidate, Judged, Judging, Proofs, Task, Trial};
use crate::diagnosis::{Diagnosis, Remedy, diagnose};
use crate::networks::DROPOUT;
use crate::objectives::{L1, L2};
use crate::registry::Settings;
use crate::run::RunView;

/// Keys that make the training loss higher and the test loss lower. If one of them is a remedy, the test loss decides.
const REGULARISERS: [&str; 3] = [DROPOUT.id(), L1.id(), L2.id()];
/// A remedy must not end here.
const STUCK: [&str; 8] = ["diverged", "thrown", "frozen", "unbounded", "dead", "saturated", "stifled", "stalled"];

/// An earlier step did the harm, so a remedy has to be in force from the start.
const PAST: [&str; 2] = ["thrown", "dead"];

/// An earlier step may have done the harm: a smaller step that comes too late here may help from the start.
const AGAIN: [&str; 4] = ["saturated", "exploding", "stalled", "undecided"];

/// The remedies of a run's verdict, to be tried; `None` if it has none.
pub fn task(settings: &Settings, run: &dyn RunView) -> Option<Task> {
    let Diagnosis { remedies, verdict, .. } = diagnose(settings, run);
    let regularises = |remedy: &Remedy| remedy.settings.keys().any(|key| REGULARISERS.contains(key));
    let judging = Judging {
        by_test_loss: remedies.iter().any(regularises),
        anew: PAST.contains(&verdict),
        again: AGAIN.contains(&verdict),
    };
    let candidate = |Remedy { label, settings }| Candidate {
        label,
        settings: settings.into_iter().map(|(key, value)| (key.to_string(), value)).collect(),
    };
    let candidates: Vec<Candidate> = remedies.into_iter().map(candidate).collect();
    (!candidates.is_empty()).then(|| Task::new(settings, run, candidates, judging))
}

/// The verdict on a branch at its end.
pub fn judge(settings: &Settings, run: &dyn RunView) -> Judged {
    let verdict = diagnose(settings, run).verdict;
    Judged { verdict: verdict.into(), stuck: STUCK.contains(&verdict) }
}

/// The remedies of a run's verdict, tried at once; `None` if it has none. `file` is the data file of the settings.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn prove(settings: &Settings, run: &dyn RunView, file: Option<&[u8]>) -> Result<Option<Proofs>, String> {
    let Some(task) = task(settings, run) else { return Ok(None) };
    let mut trial = Trial::new(task, file.map(<[u8]>::to_vec));
    while !trial.advance(u64::MAX, &judge)? {}
    Ok(Some(trial.proofs()))
}
