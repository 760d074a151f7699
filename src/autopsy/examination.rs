//! An autopsy in progress, in slices: the run is made again, then measured where its gradient grew most, then every
//! counterfactual is tried.

use super::causes::{self, Candidate, Scene, halvings};
use super::reading::median;
use super::tried::{Level, Trial};
use super::{Autopsy, Event, EventKind, Growth, Limit, Reading, Tried, Trigger};
use crate::probes::endless;
use crate::registry::Settings;
use crate::run::studies::{Finding, Study, StudyKind, Task};
use crate::run::{AnyRun, Status};

/// A counterfactual goes on for this share of the event's step, and for at least and at most so many steps.
const BEYOND: (u64, u64) = (30, 300);
/// A run with a learning rate halved so many times gets twice as many steps for each, up to this many.
const MOST_LONGER: u32 = 5;
/// A point this many times as far from the origin as the start has overflowed, not left the domain.
const FAR: f64 = 1e6;
/// Steps that are drawn before the growth and after the event, at most.
const DRAWN: u64 = 60;
/// Pieces of a curvature's search in the time of a step.
const PIECES: u64 = 1;

/// What comes next.
enum Phase {
    /// The run is made again.
    Replay,
    /// The curvature is searched for.
    Curvature(Box<Study>),
    /// Counterfactuals are tried, the last one of the list first.
    Trials(Vec<Candidate>, Option<Box<Trial>>),
    Done,
}

/// An autopsy in progress.
pub struct Examination {
    settings: Settings,
    file: Option<Vec<u8>>,
    run: AnyRun,
    to: u64,
    phase: Phase,
    /// One for each step from 0.
    readings: Vec<Reading>,
    event: Option<Event>,
    growth: Option<Growth>,
    is_endless: bool,
    trigger: Option<Trigger>,
    limit: Option<Limit>,
    tried: Vec<Tried>,
    proof: Option<usize>,
    beside: Vec<Reading>,
    planned: usize,
}

impl Examination {
    /// Of the run that the settings describe, over `to` steps.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn new(settings: &Settings, file: Option<&[u8]>, to: u64) -> Result<Self, String> {
        let run = AnyRun::new(settings, file)?;
        let readings = vec![Reading::of(run.view())];
        Ok(Self {
            settings: settings.clone(),
            file: file.map(<[u8]>::to_vec),
            run,
            to,
            phase: Phase::Replay,
            readings,
            event: None,
            growth: None,
            is_endless: false,
            trigger: None,
            limit: None,
            tried: Vec::new(),
            proof: None,
            beside: Vec::new(),
            planned: 0,
        })
    }

    /// Does work for up to about `steps` steps. Returns whether it is done.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn advance(&mut self, steps: u64) -> Result<bool, String> {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Replay => self.replay(steps)?,
            Phase::Curvature(study) => self.curve(study, steps),
            Phase::Trials(left, trial) => self.attempt(left, trial, steps)?,
            Phase::Done => {}
        }
        Ok(matches!(self.phase, Phase::Done))
    }

    /// Share of the work that is done, about.
    pub fn done(&self) -> f64 {
        match &self.phase {
            Phase::Replay => 0.3 * self.run.frame().step as f64 / self.to.max(1) as f64,
            Phase::Curvature(_) => 0.35,
            Phase::Trials(left, trial) => {
                let now = trial.as_ref().map_or(0.0, |trial| trial.done() - 1.0);
                let tried = self.planned as f64 - left.len() as f64 + now;
                0.4 + 0.6 * tried / self.planned.max(1) as f64
            }
            Phase::Done => 1.0,
        }
    }

    /// What was found.
    pub fn autopsy(&self) -> Autopsy {
        let (from, to) = self.window();
        let within = |readings: &[Reading], to: u64| -> Vec<Reading> {
            readings.iter().filter(|reading| (from..=to).contains(&reading.step)).copied().collect()
        };
        Autopsy {
            settings: self.settings.canonical(),
            last: self.run.frame().step.max(self.readings.last().map_or(0, |reading| reading.step)),
            event: self.event.clone(),
            growth: self.growth.clone(),
            trigger: self.trigger.clone(),
            limit: self.limit.clone(),
            tried: self.tried.clone(),
            proof: self.proof,
            is_endless: self.is_endless,
            readings: within(&self.readings, to),
            beside: within(&self.beside, to),
        }
    }

    /// The steps that are drawn.
    fn window(&self) -> (u64, u64) {
        let Some(event) = &self.event else { return (0, self.to) };
        let from = self.growth.as_ref().map_or(0, |growth| growth.from);
        let span = (event.step - from.min(event.step)).clamp(8, DRAWN);
        (from.saturating_sub(span), event.step + span)
    }

    fn replay(&mut self, steps: u64) -> Result<(), String> {
        for _ in 0..steps {
            if self.run.frame().status != Status::Running || self.run.frame().step >= self.to {
                break;
            }
            self.run.step(1);
            self.readings.push(Reading::of(self.run.view()));
        }
        if self.run.frame().status == Status::Running && self.run.frame().step < self.to {
            self.phase = Phase::Replay;
            return Ok(());
        }
        self.event = Event::of(&self.readings, &self.run.frame().status);
        let Some(event) = &self.event else { return Ok(()) };
        self.growth = Growth::of(&self.readings, event);
        self.measure()
    }

    /// Measures the run at the steps that the growth names, and begins the search for the curvature.
    fn measure(&mut self) -> Result<(), String> {
        let Some(mut growth) = self.growth.clone() else {
            self.plan();
            return Ok(());
        };
        let mut layers = |step: u64| -> Vec<f64> {
            self.run.seek(step);
            self.run.frame().layers.iter().map(|layer| layer.grad_norm).collect()
        };
        let [before, after] = [growth.from, growth.to].map(&mut layers);
        let ratios = before.iter().zip(&after).map(|(before, after)| after / before.max(f64::MIN_POSITIVE));
        let most = ratios.enumerate().filter(|(_, ratio)| ratio.is_finite()).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((k, _)) = most.filter(|_| before.len() > 1) {
            growth.layer = Some((self.run.layer_names()[k].clone(), [before[k], after[k]]));
        }
        // The last finite step shows where the run goes.
        self.run.seek(growth.to);
        self.is_endless = endless::is_endless(self.run.view());
        self.run.seek(growth.set_in);
        self.trigger = Some(Trigger::of(self.run.view()));
        self.growth = Some(growth);
        match self.run.task(StudyKind::Sharpness) {
            Some(task @ Task::Bend { .. }) => {
                let at = self.settings.at(self.run.frame().step);
                self.phase = Phase::Curvature(Box::new(Study::new(&at, self.file.as_deref(), task)?));
            }
            _ => self.plan(),
        }
        Ok(())
    }

    fn curve(&mut self, mut study: Box<Study>, steps: u64) {
        if !study.advance(usize::try_from(steps.saturating_mul(PIECES)).unwrap_or(usize::MAX)) {
            self.phase = Phase::Curvature(study);
            return;
        }
        let step = self.run.frame().step;
        if let (Finding::Bend(bend), Some(stability)) = (study.finding(), self.run.stability_at(step)) {
            let own = bend.pairs.first().map(|pair| pair.value);
            let curvature = if stability.divided.is_some() { bend.divided.map(|[value, _]| value) } else { own };
            let stable = stability.largest(self.run.frame().lr);
            self.limit = curvature
                .filter(|curvature| curvature.is_finite() && stable.is_finite())
                .map(|curvature| Limit { step, curvature, stable, formula: stability.formula.into() });
        }
        self.plan();
    }

    /// Whether a step led to a point at which a function has no value, though nothing overflows.
    fn leaves_domain(&self, event: &Event) -> bool {
        let is_function = self.run.view().problem().domain().is_some();
        let at = |step: u64| self.readings.iter().find(|reading| reading.step == step);
        let (here, before) = (at(event.step), event.step.checked_sub(1).and_then(at));
        let is_near = |reading: &Reading| reading.parameters < FAR * (1.0 + self.readings[0].parameters);
        let has_no_value = here.is_some_and(|reading| reading.loss.is_nan() && is_near(reading));
        is_function && event.kind == EventKind::Diverged && has_no_value && before.is_some_and(Reading::is_finite)
    }

    /// Lists the counterfactuals.
    fn plan(&mut self) {
        let Some(event) = self.event.as_ref().filter(|_| !self.is_endless) else { return };
        let scene = Scene {
            settings: &self.settings,
            event,
            growth: self.growth.as_ref(),
            trigger: self.trigger.as_ref(),
            leaves_domain: self.leaves_domain(event),
        };
        let mut left = causes::candidates(&scene);
        left.reverse();
        self.planned = left.len();
        self.phase = Phase::Trials(left, None);
    }

    fn attempt(&mut self, mut left: Vec<Candidate>, trial: Option<Box<Trial>>, steps: u64) -> Result<(), String> {
        let Some(event) = &self.event else { return Ok(()) };
        let mut trial = match (trial, left.pop()) {
            (Some(trial), next) => {
                left.extend(next);
                trial
            }
            (None, Some(candidate)) => {
                // With a smaller learning rate the same way takes more steps.
                let times = Some(halvings(&candidate.1)).filter(|count| count.is_finite()).unwrap_or(0.0);
                let times = 1 << (times as u32).min(MOST_LONGER);
                let to = (event.step + (event.step / 2).clamp(BEYOND.0, BEYOND.1)) * times;
                Box::new(Trial::new(candidate, self.file.as_deref(), to)?)
            }
            (None, None) => return Ok(()),
        };
        if !trial.advance(steps) {
            self.phase = Phase::Trials(left, Some(trial));
            return Ok(());
        }
        let mut level = self.level();
        // Without a live change the run has to keep what it had before the change.
        let change = trial.changes.iter().find(|(key, _)| key == causes::AT);
        if let Some(reading) = change.and_then(|(_, step)| self.readings.get(step.parse::<usize>().ok()?)) {
            level.before = level.before.max(reading.loss);
        }
        let tried = trial.tried(&self.readings[0], level);
        if tried.holds {
            // A larger change of the same key proves no more.
            left.retain(|(cause, changes, _)| {
                let alike = changes.first().map(|(key, _)| key) == tried.changes.first().map(|(key, _)| key);
                *cause != tried.cause || !alike
            });
            let smaller = self.proof.is_none_or(|proof| tried.size < self.tried[proof].size);
            if smaller {
                self.proof = Some(self.tried.len());
                self.beside = trial.readings;
            }
        }
        self.tried.push(tried);
        self.phase = if left.is_empty() { Phase::Done } else { Phase::Trials(left, None) };
        Ok(())
    }

    /// The loss that a counterfactual has to keep.
    fn level(&self) -> Level {
        let event = self.event.as_ref().map_or(0, |event| event.step);
        let from = self.growth.as_ref().map_or(0, |growth| growth.from);
        let losses = |range: std::ops::RangeInclusive<u64>| {
            median(
                self.readings.iter().filter(move |reading| range.contains(&reading.step)).map(|reading| reading.loss),
            )
        };
        let thrown = self.event.as_ref().is_some_and(|event| event.kind == EventKind::Thrown);
        let before = losses(from.saturating_sub(5)..=from);
        Level {
            // A run that is not finite at its start has no loss to keep: any finite one will do.
            before: if before.is_nan() { f64::MAX } else { before },
            after: if thrown { losses(event + 1..=event + 30) } else { f64::INFINITY },
            event,
        }
    }
}
