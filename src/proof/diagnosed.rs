//! Candidates and verdicts, as the sentence under the surface has them.

use super::{Candidate, Judged, Task};
use crate::networks::DROPOUT;
use crate::objectives::{L1, L2};
use crate::registry::Settings;
use crate::run::{RunView, Status};
use crate::story::{self, Remedy, Tone};

/// Keys that make the training loss higher and the test loss lower. If one of them is a remedy, the test loss decides.
const REGULARISERS: [&str; 3] = [DROPOUT.id(), L1.id(), L2.id()];

/// The remedies of a run's verdict, to be tried; `None` if it has none.
pub fn task(settings: &Settings, run: &dyn RunView) -> Option<Task> {
    let remedies = story::tell(settings, run).remedies;
    let regularises = |remedy: &Remedy| remedy.settings.keys().any(|key| REGULARISERS.contains(key));
    let by_test_loss = remedies.iter().any(regularises);
    let candidate = |Remedy { label, settings }| Candidate {
        label,
        settings: settings.into_iter().map(|(key, value)| (key.to_string(), value)).collect(),
    };
    let candidates: Vec<Candidate> = remedies.into_iter().map(candidate).collect();
    (!candidates.is_empty()).then(|| Task::new(settings, run, candidates, by_test_loss))
}

/// The verdict on a branch at its end.
pub fn judge(settings: &Settings, run: &dyn RunView) -> Judged {
    let tone = story::tell(settings, run).tone;
    let lost = run.frame().status != Status::Running;
    let verdict = match tone {
        Tone::Alarm => "alarm",
        Tone::Warn => "warn",
        Tone::Calm => "calm",
    };
    Judged { verdict: verdict.into(), stuck: lost }
}
