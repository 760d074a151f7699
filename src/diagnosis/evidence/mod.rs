//! What a run measured, in the form in which verdicts read it: trends over a window of steps, not one step.
//!
//! Everything here follows from the run's settings, its history and its present parameters. It does not depend on what
//! is drawn, so the page and the command line read the same.

mod clipping;
mod curvature;
mod held_out;
mod layers;
mod levels;
mod losses;
mod motion;
mod time;
mod units;
mod window;

pub use clipping::Clipping;
pub use curvature::Curvature;
pub use held_out::HeldOut;
pub use layers::Layers;
pub use levels::Levels;
pub use losses::Losses;
pub use motion::{Jump, Motion};
pub use time::Time;
pub use units::Units;
pub use window::Window;

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
    /// Whether the loss of a step has no noise: each step sees all examples.
    pub is_exact: bool,
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

/// How the run is getting on. The numbers are calibrated by `cargo xtask study verdicts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Too few steps to tell.
    Early,
    /// The loss is close to the least that it can be.
    Solved,
    /// The loss falls steadily, and a constant answer does worse.
    Good,
    /// The loss falls, but a constant answer still does as well.
    Starting,
    /// The loss stands still at the level of a constant answer, or where a function has no known minimum.
    Stuck,
    /// None of these.
    Unclear,
}

/// Fewer rows than this are too few for a trend.
const FEW: usize = 10;
/// A loss falls at a useful rate from this exponent on: ten times as many steps leave at most 87 % of it.
pub const USEFUL: f64 = 0.06;
/// Below this exponent, a loss with batch noise in its steps stands still.
pub const STILL: f64 = 0.03;
/// The same for a function, whose steps are exact: at the same pace, ten times as many steps take a tenth.
const STILL_FUNCTION: f64 = 0.008;
/// A loss above this share of the best constant answer's is at chance level.
pub const CHANCE: f64 = 0.97;
/// A loss above this share of it is worse than not to learn at all.
const FAR_ABOVE_CHANCE: f64 = 1.5;
/// At most this share of the distance from the best constant answer to the floor is left in a solved problem.
const SOLVED: f64 = 0.04;
/// A steady fall has fewer rising steps than this; with batch noise it has less scatter than this, or than its exponent.
const RISING: f64 = 0.4;
const SCATTERED: f64 = 0.35;
/// A loss that jumps now and then falls steadily if its exponent is this many times the scatter.
const SPIKES: f64 = 3.0;
/// A steady run moves no layer by more than this share of its size in a step; a function's point by no more than half.
const MOVES: f64 = 0.1;
const POINT_MOVES: f64 = 0.5;
/// A point counts as a minimum if Newton's step would take at most this share of its value over the floor.
const MINIMUM: f64 = 1e-3;
/// Or at most this share of the way that the run has come.
const REST: f64 = 1e-6;

impl<'a> Evidence<'a> {
    /// Of a run at its present step. `settings` are those in force there.
    pub fn of(settings: &'a Settings, run: &'a dyn RunView) -> Self {
        let window = Window::of(run);
        let is_exact = is_exact(run);
        let norms = run.history().sample(run.frame().step, 1024).map(|row| row.grad_norm()).filter(|n| n.is_finite());
        let largest_grad_norm = norms.fold(0.0, f64::max);
        Self {
            settings,
            run,
            frame: run.frame(),
            losses: Losses::of(run, &window, is_exact),
            motion: Motion::of(run, &window),
            layers: Layers::of(settings, run, &window),
            time: Time::of(run),
            clipping: Clipping::of(run, &window),
            grad_norm: window.median(|row| row.grad_norm()),
            largest_grad_norm,
            window,
            is_exact,
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
        self.held_out.get_or_init(|| HeldOut::of(self.run, self.losses.now())).as_ref()
    }

    /// Whether the run has diverged.
    pub fn is_diverged(&self) -> bool {
        self.frame.status != Status::Running
    }

    /// How the run is getting on.
    pub fn progress(&self) -> Progress {
        let losses = &self.losses;
        if self.window.len() < FEW {
            return Progress::Early;
        }
        if losses.share_left().is_some_and(|left| left <= SOLVED) || self.is_down_to_nothing() {
            return Progress::Solved;
        }
        let (exponent, falls) = (losses.exponent(), losses.levels.fall());
        if self.is_at_chance() {
            return match exponent {
                exponent if exponent < STILL => Progress::Stuck,
                exponent if exponent >= USEFUL || falls => Progress::Starting,
                _ => Progress::Unclear,
            };
        }
        if exponent >= USEFUL && falls && self.is_steady() && !self.is_nearly_dead() {
            return Progress::Good;
        }
        match self.is_function() && exponent < STILL_FUNCTION {
            true => Progress::Stuck,
            false => Progress::Unclear,
        }
    }

    /// Whether the loss falls without wild steps.
    fn is_steady(&self) -> bool {
        let rises_often = self.losses.rises.is_some_and(|rises| rises >= RISING);
        self.is_in_order() && !(self.is_exact && (rises_often || self.has_spikes()))
    }

    /// Whether neither batch noise nor the size of the steps makes a fall doubtful.
    pub fn is_in_order(&self) -> bool {
        let most = if self.is_function() { POINT_MOVES } else { MOVES };
        // With running statistics, the trained network lags behind the one in training.
        let strength = if self.losses.evaluated.is_none() { self.losses.exponent() } else { 0.0 };
        let is_clear = self.is_exact || self.losses.scatter < SCATTERED.max(strength);
        is_clear && self.motion.now <= most
    }

    /// Whether the loss of a network jumps now and then, though each step sees all examples.
    fn has_spikes(&self) -> bool {
        let (losses, is_network) = (&self.losses, !self.is_function());
        is_network && losses.rises.is_some_and(|rises| rises > 0.1) && losses.exponent() < SPIKES * losses.scatter
    }

    /// Whether nearly all units of a layer are dead. Such a run may stop at any step.
    fn is_nearly_dead(&self) -> bool {
        self.units().is_some_and(|units| units.can_die && units.dead.1 > 0.9)
    }

    /// Whether a function without known minima, whose values are not negative, has fallen to next to nothing, and not to a
    /// saddle.
    fn is_down_to_nothing(&self) -> bool {
        let (start, now) = (self.losses.start, self.losses.now());
        let is_small = self.is_function() && self.losses.floor.is_none() && now >= 0.0 && now <= SOLVED * start;
        is_small && self.curvature().is_some_and(|curvature| curvature.least > -1e-3 * curvature.largest)
    }

    /// Whether the run does what it should.
    pub fn is_fine(&self) -> bool {
        matches!(self.progress(), Progress::Solved | Progress::Good)
    }

    /// Whether what is wrong with the gradients holds the run back: it stands still, or has hardly begun.
    pub fn is_held_back(&self) -> bool {
        matches!(self.progress(), Progress::Stuck | Progress::Early)
    }

    /// The same, or the loss falls but is still no better than a constant answer.
    pub fn is_not_there_yet(&self) -> bool {
        self.is_held_back() || self.progress() == Progress::Starting
    }

    /// Whether the loss still falls.
    pub fn falls(&self) -> bool {
        self.losses.exponent() >= USEFUL && self.losses.levels.fall()
    }

    /// Whether the loss is no lower than that of a constant answer.
    pub fn is_at_chance(&self) -> bool {
        self.losses.of_constant().is_some_and(|share| share > CHANCE)
    }

    /// Whether a constant answer would do far better.
    pub fn is_far_above_chance(&self) -> bool {
        self.losses.of_constant().is_some_and(|share| share > FAR_ABOVE_CHANCE)
    }

    /// Whether a function's point is at a minimum: it curves upwards everywhere, and Newton's step would gain next to
    /// nothing.
    pub fn is_at_minimum(&self) -> bool {
        let Some(Curvature { least, .. }) = self.curvature() else { return false };
        let above = (self.losses.now() - self.losses.floor.unwrap_or(0.0)).abs().max(1e-12);
        let (gain, way) =
            (self.grad_norm * self.grad_norm / (2.0 * least), (self.losses.start - self.losses.now()).abs());
        least > 1e-3 && gain < (MINIMUM * above).max(REST * way)
    }

    /// Whether each step sees the same function of two variables.
    pub fn is_function(&self) -> bool {
        self.run.problem().domain().is_some()
    }
}

/// Whether each step sees all examples, without noise.
fn is_exact(run: &dyn RunView) -> bool {
    let problem = run.problem();
    run.batch_size() >= problem.rows() && !problem.is_noisy()
}
