//! Studies: what is computed beside a run, wherever there is time for it, from a copy of what it needs. The run says
//! what is to be done ([`Task`]), somebody does it ([`Study`]), and the run is told what was found ([`Finding`]): it draws
//! it, and goes on as if nobody had looked.

mod bend;
mod cut;
mod solutions;

pub use cut::{CUT, CUTS, Cut};

use super::{AnyRun, Run};
use crate::landscape::Solutions;
use crate::landscape::curvature::Bend;
use crate::landscape::planes::{self, Framing, Needs, PLANE, SEED_X, SEED_Y};
use crate::math::Real;
use crate::registry::Settings;
use serde::{Deserialize, Serialize};

/// Points of a run at which the command line measures its sharpness.
const MEASURED: usize = 33;
/// Measurements that are kept; of more, every other one is dropped.
const MOST_MEASURED: usize = 1024;

/// What somebody wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudyKind {
    /// How the loss bends at the present step.
    Sharpness,
    /// The loss along the line of the settings.
    Cut,
    /// The plane of the settings.
    Plane,
}

/// What is to be computed, and all that it needs of the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// The largest curvatures at these parameters, of this step.
    Bend {
        /// The step.
        step: u64,
        /// Its parameters.
        params: Vec<f64>,
        /// What the optimizer divides by there.
        divided: Option<Divided>,
    },
    /// The loss along a line.
    Cut(Box<cut::Line>),
    /// Where two other starts come to in as many steps.
    Solutions {
        /// How many.
        step: u64,
        /// This run's seed, and those of the others.
        seeds: [u64; 3],
        /// This run's parameters.
        own: Vec<f64>,
    },
}

/// What an optimizer divides each element of the gradient by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Divided {
    /// P, as long as the parameters.
    pub by: Vec<f64>,
    /// The weight decay that is divided with the gradient.
    pub decay: f64,
}

/// What a study has found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Finding {
    /// Of [`Task::Bend`].
    Bend(Bend),
    /// Of [`Task::Cut`].
    Cut(Cut),
    /// Of [`Task::Solutions`].
    Solutions(Solutions),
}

/// A study in progress.
trait Work {
    /// Goes on by one piece; true when it is over.
    fn advance(&mut self) -> bool;
    /// What it has found.
    fn finding(&self) -> Finding;
}

/// A study of the run that some settings describe.
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
            Task::Cut(line) => Box::new(cut::Walk::new(settings, file, *line)?),
            Task::Solutions { step, seeds, own } => {
                Box::new(solutions::Others::new(settings, file, (step, seeds), own)?)
            }
        }))
    }

    /// Goes on by at most so many pieces; true when it is over.
    pub fn advance(&mut self, pieces: usize) -> bool {
        (0..pieces).any(|_| self.0.advance())
    }

    /// What it has found, once it is over.
    pub fn finding(&self) -> Finding {
        self.0.finding()
    }
}

/// The sharpness at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The step.
    pub step: u64,
    /// The two largest eigenvalues of the loss's Hessian; NaN where it is not finite, or there is no second one.
    pub values: [f64; 2],
    /// How far each may be off.
    pub residuals: [f64; 2],
    /// The largest eigenvalue of P⁻¹H where the optimizer divides by P, and how far it may be off; NaN elsewhere.
    pub divided: [f64; 2],
    /// Examples that the loss is over, and whether these are all to train on.
    pub rows: (usize, bool),
}

/// What a run has been told.
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
}

impl Findings {
    /// Takes one in.
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
            Finding::Solutions(solutions) => self.solutions = Some(solutions),
        }
    }

    /// Forgets what comes after a step: it will be otherwise.
    pub fn forget_after(&mut self, step: u64) {
        self.measured.retain(|measured| measured.step <= step);
        self.bend = self.bend.take().filter(|bend| bend.step <= step);
        self.solutions = self.solutions.take().filter(|solutions| solutions.step <= step);
        self.cut = self.cut.take().filter(|cut| cut.as_ref().is_ok_and(|cut| cut.step <= step));
    }
}

impl<R: Real> Run<R> {
    /// How it is looked at from here on: the plane and the line of these settings.
    pub fn set_view(&mut self, settings: &Settings) {
        let seeds = [&self.view_settings, settings].map(|settings| [&SEED_X, &SEED_Y].map(|key| settings.get(key)));
        if seeds[0] != seeds[1] {
            self.findings.solutions = None;
            self.findings.cut =
                self.findings.cut.take().filter(|cut| cut.as_ref().is_ok_and(|cut| cut.kind != "solutions"));
        }
        self.view_settings = settings.clone();
    }

    /// The next thing to compute for a wish; `None` when everything is known, or cannot be.
    pub fn task(&mut self, study_kind: StudyKind) -> Option<Task> {
        let known = |findings: &Findings, step| findings.measured.iter().any(|measured| measured.step == step);
        match study_kind {
            StudyKind::Sharpness if known(&self.findings, self.frame.step) => None,
            StudyKind::Sharpness => self.bend_task(self.divided()),
            StudyKind::Cut => self.cut_task(),
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

    /// The eigenvectors of the present step, where they are not known.
    fn bend_wanted(&self) -> Option<Task> {
        let known = self.findings.bend.as_ref().is_some_and(|bend| bend.step == self.frame.step);
        if known { None } else { self.bend_task(None) }
    }

    fn bend_task(&self, divided: Option<Divided>) -> Option<Task> {
        let params = wide(&self.params);
        let known = self.objective.has_hessian() && params.iter().all(|x| x.is_finite());
        known.then_some(Task::Bend { step: self.frame.step, params, divided })
    }

    /// What the optimizer divides by at the present step.
    fn divided(&self) -> Option<Divided> {
        let decay = self.stability_at(self.frame.step)?.divided?;
        Some(Divided { by: self.divisor(), decay }).filter(|divided| !divided.by.is_empty())
    }

    /// The other solutions of the present step, where they are not known.
    fn solutions_wanted(&self) -> Option<Task> {
        let known = self.findings.solutions.as_ref().is_some_and(|found| found.step == self.frame.step);
        let own = wide(&self.params);
        let seeds = planes::seeds(&self.view_settings).ok().filter(|_| !known && own.iter().all(|x| x.is_finite()))?;
        Some(Task::Solutions { step: self.frame.step, seeds, own })
    }
}

impl AnyRun {
    /// Does all that a wish needs at once.
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
            // What the optimizer divides by is known only where the run stands.
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
