//! What a run measured, in the form in which verdicts read it: trends over a window of steps, not one step.
//!
//! Everything here follows from the run's settings, its history and its present parameters. It does not depend on what
//! is drawn, so the page and the command line read the same.

mod clipping;
mod curvature;
mod held_out;
mod layers;
mod losses;
mod motion;
mod time;
mod units;
mod window;

pub use clipping::Clipping;
pub use curvature::Curvature;
pub use held_out::HeldOut;
pub use layers::Layers;
pub use losses::Losses;
pub use motion::{Jump, Motion};
pub use time::Time;
pub use units::Units;
pub use window::Window;

use crate::objectives::GradientKind;
use crate::registry::Settings;
use crate::run::{Frame, RunView, Status};
use std::cell::OnceCell;

/// The evidence of one step.
pub struct Evidence<'a> {
    /// The settings in force at the step.
    pub settings: &'a Settings,
    /// The run.
    pub run: &'a dyn RunView,
    /// The present step.
    pub frame: &'a Frame,
    /// The steps that trends are over.
    pub window: Window<'a>,
    /// How the loss moves.
    pub losses: Losses,
    /// How far steps move the parameters.
    pub motion: Motion,
    /// From layer to layer; `None` without at least two layers of weights.
    pub layers: Option<Layers>,
    /// From time step to time step; `None` unless the network is recurrent.
    pub time: Option<Time>,
    /// What the clip leaves; `None` without one.
    pub clipping: Option<Clipping>,
    /// Median gradient norm of the window, before clipping.
    pub grad_norm: f64,
    /// The largest finite gradient norm of the run.
    pub largest_grad_norm: f64,
    units: OnceCell<Option<Units>>,
    curvature: OnceCell<Option<Curvature>>,
    held_out: OnceCell<Option<HeldOut>>,
}

/// How the run is getting on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Too few steps to tell.
    Early,
    /// The loss is close to the least that it can be.
    Solved,
    /// The loss falls at a useful rate.
    Good,
    /// The loss falls, but ten times as many steps would leave most of it.
    Slow,
    /// The loss does not move, apart from noise.
    Flat,
    /// The loss rises.
    Worse,
}

/// Fewer rows than this are too few for a trend.
const FEW: usize = 10;
/// A trend counts from this many standard errors of its slope on.
const SURE: f64 = 4.0;
/// A loss falls at a useful rate from this exponent on: ten times as many steps leave at most 89 % of it.
pub const USEFUL: f64 = 0.05;
/// At most this share of the distance from the best constant answer to the floor is left in a solved problem.
const SOLVED: f64 = 0.05;

impl<'a> Evidence<'a> {
    /// Of a run at its present step. `settings` are those in force there.
    pub fn of(settings: &'a Settings, run: &'a dyn RunView) -> Self {
        let window = Window::of(run);
        let norms = run.history().sample(run.frame().step, 1024).map(|row| row.grad_norm()).filter(|n| n.is_finite());
        let largest_grad_norm = norms.fold(0.0, f64::max);
        Self {
            settings,
            run,
            frame: run.frame(),
            losses: Losses::of(run, &window),
            motion: Motion::of(run, &window),
            layers: Layers::of(settings, run, &window),
            time: Time::of(run),
            clipping: Clipping::of(run, &window),
            grad_norm: window.median(|row| row.grad_norm()),
            largest_grad_norm,
            window,
            units: OnceCell::new(),
            curvature: OnceCell::new(),
            held_out: OnceCell::new(),
        }
    }

    /// Dead, inactive and saturated units; `None` without activations.
    pub fn units(&self) -> Option<&Units> {
        self.units.get_or_init(|| Units::of(self.settings, self.run)).as_ref()
    }

    /// The curvature; `None` where it is not known.
    pub fn curvature(&self) -> Option<Curvature> {
        *self.curvature.get_or_init(|| Curvature::of(self.settings, self.run))
    }

    /// Test loss against training loss; `None` without a test set.
    pub fn held_out(&self) -> Option<&HeldOut> {
        self.held_out.get_or_init(|| HeldOut::of(self.run, self.losses.now)).as_ref()
    }

    /// Whether the run has diverged.
    pub fn is_diverged(&self) -> bool {
        self.frame.status != Status::Running
    }

    /// Whether a step sees all examples, so that its loss has no batch noise.
    pub fn is_exact(&self) -> bool {
        let problem = self.run.problem();
        self.run.batch_size() >= problem.rows() && problem.gradient_kind() != GradientKind::Estimate
    }

    /// How the run is getting on.
    pub fn progress(&self) -> Progress {
        let losses = &self.losses;
        if self.window.len() < FEW {
            return Progress::Early;
        }
        if self.share_left().is_some_and(|left| left <= SOLVED) {
            return Progress::Solved;
        }
        let [first, second] = losses.halves;
        let moves = (first - second).abs() > 1e-4 * first.abs().max(second.abs());
        match losses.slope_in_errors {
            slope if slope < -SURE && second < first => match losses.exponent(&self.window) >= USEFUL {
                true => Progress::Good,
                false => Progress::Slow,
            },
            slope if slope > SURE && second > first && moves => Progress::Worse,
            _ => Progress::Flat,
        }
    }

    /// Whether the run does what it should.
    pub fn is_fine(&self) -> bool {
        matches!(self.progress(), Progress::Solved | Progress::Good)
    }

    /// The loss above the floor, as a share of what a constant answer (or the start) has; `None` without a floor.
    pub fn share_left(&self) -> Option<f64> {
        let (floor, losses) = (self.losses.floor?, &self.losses);
        let from = losses.constant.unwrap_or(losses.start).max(floor);
        let left = (losses.evaluated(self.run) - floor) / (from - floor);
        (from > floor).then_some(left)
    }

    /// Whether the loss is no lower than that of a constant answer.
    pub fn is_at_chance(&self) -> bool {
        self.losses.of_constant(self.run).is_some_and(|share| share > CHANCE)
    }

    /// Whether each step sees the same function of two variables.
    pub fn is_function(&self) -> bool {
        self.run.problem().domain().is_some()
    }
}

/// A loss above this share of the best constant answer's is at chance level.
pub const CHANCE: f64 = 0.97;
