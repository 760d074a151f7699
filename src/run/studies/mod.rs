//! Studies: expensive measurements of a run, computed outside of it. A run hands out a [`Task`] with a copy of all that
//! it needs, a [`Study`] computes it, in another worker for example, and the run stores the [`Finding`]. Training is
//! not affected.

mod bend;
mod cut;
mod solutions;
mod theory;

pub use cut::{CUT, CUTS, Cut};
pub use theory::{Prediction, THEORY};

use super::{AnyRun, Run};
use crate::landscape::Solutions;
use crate::landscape::curvature::Bend;
use crate::landscape::planes::{self, Framing, Needs, PLANE, SEED_X, SEED_Y};
use crate::math::Real;
use crate::registry::Settings;
use serde::{Deserialize, Serialize};

/// Number of steps at which the command line measures the sharpness.
const MEASURED: usize = 33;
/// Most measurements stored. Beyond it, every other one is dropped.
const MOST_MEASURED: usize = 1024;

/// What to study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudyKind {
    /// The largest curvatures at the present step.
    Sharpness,
    /// The loss along the line of the settings.
    Cut,
    /// The plane of the settings.
    Plane,
    /// What theory predicts for the start.
    Theory,
}

/// A computation, with everything that it needs from the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// The largest curvatures at a step.
    Bend {
        /// The step.
        step: u64,
        /// Its parameters.
        params: Vec<f64>,
        /// The optimizer's divisor there.
        divided: Option<Divided>,
    },
    /// The loss along a line.
    Cut(Box<cut::Line>),
    /// The gradient norms at the start.
    Theory {
        /// Rows of the first batch; empty for all.
        rows: Vec<u32>,
    },
    /// Solutions from two other starts.
    Solutions {
        /// Number of steps.
        step: u64,
        /// Seeds of this run and of the others.
        seeds: [u64; 3],
        /// This run's parameters.
        own: Vec<f64>,
    },
}

/// An optimizer's divisor of the gradient, element by element.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Divided {
    /// P, as long as the parameters.
    pub by: Vec<f64>,
    /// Weight decay that is divided, too.
    pub decay: f64,
}

/// The result of a study.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Finding {
    /// Of [`Task::Bend`].
    Bend(Bend),
    /// Of [`Task::Cut`].
    Cut(Cut),
    /// Of [`Task::Solutions`].
    Solutions(Solutions),
    /// Of [`Task::Theory`].
    Theory(Prediction),
}

/// A study in progress.
trait Work {
    /// Computes one more piece. Returns whether it is done.
    fn advance(&mut self) -> bool;
    /// The result.
    fn finding(&self) -> Finding;
}

/// A study, in progress.
pub struct Study(Box<dyn Work>);

impl Study {
    /// For a task of [`Run::task`].
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn new(settings: &Settings, file: Option<&[u8]>, task: Task) -> Result<Self, String> {
        Ok(Self(match task {
            Task::Bend { step, params, divided } => {
                Box::new(bend::Search::new(settings, file, step, &params, divided)?)
            }
            Task::Theory { rows } => Box::new(theory::Predicting::new(settings, file, &rows)?),
            Task::Cut(line) => Box::new(cut::Walk::new(settings, file, *line)?),
            Task::Solutions { step, seeds, own } => {
                Box::new(solutions::Others::new(settings, file, (step, seeds), own)?)
            }
        }))
    }

    /// Computes up to `pieces` more pieces. Returns whether it is done.
    pub fn advance(&mut self, pieces: usize) -> bool {
        (0..pieces).any(|_| self.0.advance())
    }

    /// The result, once it is done.
    pub fn finding(&self) -> Finding {
        self.0.finding()
    }
}

/// The sharpness at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The step.
    pub step: u64,
    /// The two largest eigenvalues of the Hessian; NaN if not finite, or if there is no second one.
    pub values: [f64; 2],
    /// Error bound of each.
    pub residuals: [f64; 2],
    /// The largest eigenvalue of P⁻¹H, if the optimizer divides by P, and its error bound; otherwise NaN.
    pub divided: [f64; 2],
    /// Number of examples in the loss, and whether they are the whole training set.
    pub rows: (usize, bool),
}

/// Results of studies that a run has stored.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// By step.
    pub measured: Vec<Measured>,
    /// The newest eigenvectors.
    pub bend: Option<Bend>,
    /// The newest other solutions.
    pub solutions: Option<Solutions>,
    /// The newest line, or why there is none.
    pub cut: Option<Result<Cut, String>>,
    /// What theory predicts for the start, or why it predicts nothing.
    pub theory: Option<Prediction>,
}

impl Findings {
    /// Adds one.
    pub fn add(&mut self, finding: Finding) {
        match finding {
            Finding::Bend(bend) => {
                let of = |k: usize| bend.pairs.get(k).map_or([f64::NAN; 2], |pair| [pair.value, pair.residual]);
                let [values, residuals] = [0, 1].map(|n| [of(0)[n], of(1)[n]]);
                let (divided, rows) = (bend.divided.unwrap_or([f64::NAN; 2]), (bend.rows, bend.all));
                let measured = Measured { step: bend.step, values, residuals, divided, rows };
                match self.measured.binary_search_by_key(&bend.step, |measured| measured.step) {
                    Ok(at) => self.measured[at] = measured,
                    Err(at) => self.measured.insert(at, measured),
                }
                if self.measured.len() > MOST_MEASURED {
                    let mut keep = false;
                    self.measured.retain(|_| {
                        keep = !keep;
                        keep
                    });
                }
                self.bend = Some(bend);
            }
            Finding::Cut(cut) => self.cut = Some(Ok(cut)),
            Finding::Theory(prediction) => self.theory = Some(prediction),
            Finding::Solutions(solutions) => self.solutions = Some(solutions),
        }
    }

    /// Drops results of later steps, which a change of rules makes invalid.
    pub fn forget_after(&mut self, step: u64) {
        self.measured.retain(|measured| measured.step <= step);
        self.bend = self.bend.take().filter(|bend| bend.step <= step);
        self.solutions = self.solutions.take().filter(|solutions| solutions.step <= step);
        self.cut = self.cut.take().filter(|cut| cut.as_ref().is_ok_and(|cut| cut.step <= step));
    }
}

impl<R: Real> Run<R> {
    /// Sets plane and line from these settings.
    pub fn set_view(&mut self, settings: &Settings) {
        let seeds = [&self.view_settings, settings].map(|settings| [&SEED_X, &SEED_Y].map(|key| settings.get(key)));
        if seeds[0] != seeds[1] {
            self.findings.solutions = None;
            self.findings.cut =
                self.findings.cut.take().filter(|cut| cut.as_ref().is_ok_and(|cut| cut.kind != "solutions"));
        }
        if settings.get(&THEORY).id == "hidden" {
            self.findings.theory = None;
        }
        self.view_settings = settings.clone();
    }

    /// The next task of a study; `None` if everything is known or cannot be computed.
    pub fn task(&mut self, study_kind: StudyKind) -> Option<Task> {
        let known = |findings: &Findings, step| findings.measured.iter().any(|measured| measured.step == step);
        match study_kind {
            StudyKind::Sharpness if known(&self.findings, self.frame.step) => None,
            StudyKind::Sharpness => self.bend_task(self.divided()),
            StudyKind::Cut => self.cut_task(),
            StudyKind::Theory if self.findings.theory.is_some() => None,
            StudyKind::Theory if self.view_settings.get(&THEORY).id == "hidden" => None,
            StudyKind::Theory => self.objective.sets().map(|_| Task::Theory { rows: self.batch_rows(0) }),
            StudyKind::Plane if self.objective.domain().is_some() => None,
            StudyKind::Plane => match planes::needs(self.view_settings.get(&PLANE).id) {
                Needs::Nothing => None,
                Needs::Bend => self.bend_wanted(),
                Needs::Solutions => self.solutions_wanted(),
            },
        }
    }

    /// Up to [`MEASURED`] steps, evenly spread over the run, at which the sharpness can be measured.
    pub(super) fn sharpness_steps(&self) -> Vec<u64> {
        if !self.objective.has_hessian() {
            return Vec::new();
        }
        let finite = |params: &[R]| params.iter().all(|x| x.is_finite());
        let trajectory: Vec<u64> =
            self.trajectory().filter(|(_, params)| finite(params)).map(|(step, _)| step).collect();
        let count = trajectory.len().min(MEASURED);
        let spread = |k: usize| k * (trajectory.len() - 1) / (count - 1).max(1);
        (0..count).map(|k| trajectory[if count == 1 { 0 } else { spread(k) }]).collect()
    }

    /// The task for the eigenvectors of the present step, unless they are known.
    fn bend_wanted(&self) -> Option<Task> {
        let known = self.findings.bend.as_ref().is_some_and(|bend| bend.step == self.frame.step);
        if known { None } else { self.bend_task(None) }
    }

    fn bend_task(&self, divided: Option<Divided>) -> Option<Task> {
        let params = wide(&self.params);
        let known = self.objective.has_hessian() && params.iter().all(|x| x.is_finite());
        known.then_some(Task::Bend { step: self.frame.step, params, divided })
    }

    /// The optimizer's divisor at the present step.
    fn divided(&self) -> Option<Divided> {
        let decay = self.stability_at(self.frame.step)?.divided?;
        Some(Divided { by: self.divisor(), decay }).filter(|divided| !divided.by.is_empty())
    }

    /// The task for the other solutions at the present step, unless they are known.
    fn solutions_wanted(&self) -> Option<Task> {
        let known = self.findings.solutions.as_ref().is_some_and(|found| found.step == self.frame.step);
        let own = wide(&self.params);
        let seeds = planes::seeds(&self.view_settings).ok().filter(|_| !known && own.iter().all(|x| x.is_finite()))?;
        Some(Task::Solutions { step: self.frame.step, seeds, own })
    }
}

impl AnyRun {
    /// Runs all tasks of a study at once.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file, or why there is no such plane.
    pub fn study(&mut self, study_kind: StudyKind, settings: &Settings, file: Option<&[u8]>) -> Result<(), String> {
        let complete = |run: &mut Self, task| -> Result<(), String> {
            let mut study = Study::new(settings, file, task)?;
            study.advance(usize::MAX);
            run.add_finding(study.finding());
            Ok(())
        };
        self.set_view(settings);
        if study_kind == StudyKind::Sharpness {
            // The optimizer's divisor is known at the present step only.
            let (here, steps) = (self.frame().step, self.sharpness_steps());
            for step in steps {
                self.seek(step);
                if let Some(task) = self.task(study_kind) {
                    complete(self, task)?;
                }
            }
            self.seek(here);
            return Ok(());
        }
        while let Some(task) = self.task(study_kind) {
            complete(self, task)?;
        }
        if study_kind == StudyKind::Plane {
            let plane = self.lay_plane(1, settings.get(&PLANE).id, Framing::Anew);
            if plane.is_none() && !self.no_plane_reason().is_empty() {
                return Err(self.no_plane_reason().into());
            }
        }
        Ok(())
    }
}

/// In f64.
fn wide<R: Real>(values: &[R]) -> Vec<f64> {
    values.iter().map(|x| x.to_f64()).collect()
}

#[cfg(test)]
mod tests;
