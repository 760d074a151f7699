//! The trials in progress: branch after branch, the baseline first.

use super::ended::Ended;
use super::{Candidate, Judge, Proof, Proofs, Task, rank};
use crate::branch::{Branch, Kind};
use crate::registry::Settings;

/// Trials in progress.
pub struct Trial {
    task: Task,
    settings: Settings,
    file: Option<Vec<u8>>,
    branch: Option<Branch>,
    pub(super) baseline: Option<Ended>,
    pub(super) ended: Vec<Ended>,
}

impl Trial {
    /// For a task, with the data file of its settings.
    pub fn new(task: Task, file: Option<Vec<u8>>) -> Self {
        let settings = Settings::parse(&task.settings).0;
        Self { task, settings, file, branch: None, baseline: None, ended: Vec::new() }
    }

    /// Makes up to `steps` more steps of one branch. Returns whether all branches are done.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn advance(&mut self, steps: u64, judge: &Judge) -> Result<bool, String> {
        if self.is_done() {
            return Ok(true);
        }
        let branch = match &mut self.branch {
            Some(branch) => branch,
            None => {
                let begun = self.begin()?;
                self.branch.insert(begun)
            }
        };
        if branch.advance(steps) {
            let run = branch.run();
            let dead = run.frame().layers.first().is_some_and(|layer| layer.grad_norm == 0.0);
            let judged = judge(branch.settings(), run);
            let constant = run.problem().constant_loss();
            let ended = Ended { outcome: branch.outcome(), judged, dead, constant };
            self.branch = None;
            match &self.baseline {
                None => self.baseline = Some(ended),
                Some(_) => self.ended.push(ended),
            }
        }
        Ok(self.is_done())
    }

    /// Share of the work that is done.
    pub fn done(&self) -> f64 {
        let branches = self.task.candidates.len() + 1;
        let now = self.branch.as_ref().map_or(0.0, |branch| {
            let (made, all) = branch.made();
            made as f64 / all.max(1) as f64
        });
        (usize::from(self.baseline.is_some()) as f64 + self.ended.len() as f64 + now) / branches as f64
    }

    /// The result, once all branches are done.
    pub fn proofs(&self) -> Proofs {
        let Some(baseline) = &self.baseline else { return self.nothing() };
        rank::proofs(&self.task, baseline, &self.ended)
    }

    fn is_done(&self) -> bool {
        self.task.candidates.is_empty() || (self.baseline.is_some() && self.ended.len() == self.task.candidates.len())
    }

    /// The next branch. The baseline of a run that has diverged is the run again, up to that step.
    fn begin(&self) -> Result<Branch, String> {
        let Task { moment, steps, step, .. } = &self.task;
        if self.baseline.is_none() {
            let steps = self.task.diverged.map_or(*steps, |diverged| diverged.max(1));
            return Branch::new(self.settings.clone(), self.file.as_deref(), moment.as_ref(), steps);
        }
        let (Candidate { settings, .. }, kind) = &self.task.candidates[self.ended.len()];
        let changes: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let changed = kind.settings(&self.settings, *step, &changes);
        let from = if *kind == Kind::Here { moment.as_ref() } else { None };
        Branch::new(changed, self.file.as_deref(), from, *steps)
    }

    fn nothing(&self) -> Proofs {
        let baseline = Proof {
            steps: 0,
            loss: None,
            test_loss: None,
            verdict: String::new(),
            from_start: false,
            diverged: self.task.diverged,
        };
        let sentence = String::new();
        Proofs { step: self.task.step, steps: 0, baseline, remedies: Vec::new(), tried: 0, sentence }
    }
}
