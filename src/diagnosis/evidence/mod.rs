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

pub use crate::autopsy::{Jump, MOVED, TIMES};
pub use clipping::Clipping;
pub use curvature::Curvature;
pub use held_out::HeldOut;
pub use layers::Layers;
pub use levels::Levels;
pub use losses::Losses;
pub use motion::Motion;
pub use time::Time;
pub use units::Units;
pub use window::Window;

use crate::probes::endless;
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
    endless: OnceCell<bool>,
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
/// The same where batches blur each step, and for a function, which may end in a minimum above the least one.
const BLURRED: f64 = 0.1;
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
/// With this share, there is nothing left to learn.
const DONE: f64 = 1e-3;
/// Half as much as for a solved problem, if batches differ and a step still moves a layer by more than this share of its size.
const RESTLESS: f64 = 0.02;
/// From this share of the stability limit on, a run may leave a minimum again.
const NEARLY: f64 = 0.95;
/// A fall is clear if it is this many times the scatter about a straight line.
const CLEARLY: f64 = 2.0;
/// A steady fall has fewer rising steps than this; with batch noise it has less scatter than this, or than its exponent.
const RISING: f64 = 0.4;
const SCATTERED: f64 = 0.35;
/// A loss that jumps now and then falls steadily if its exponent is this many times the scatter.
const SPIKES: f64 = 3.0;
/// A steady run moves no layer by more than this share of its size in a step, with batch noise by no more than half of it; a
/// function's point by no more than half its size.
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
            endless: OnceCell::new(),
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

    /// Whether a function falls without end where the run goes.
    pub fn is_endless(&self) -> bool {
        *self.endless.get_or_init(|| endless::is_endless(self.run))
    }

    /// The step that took the parameters far away, if there is one and the loss has not come back.
    pub fn thrown_by(&self) -> Option<Jump> {
        self.motion.largest.filter(|jump| jump.is_large() && jump.is_worse(self.losses.said))
    }

    /// Whether the loss stands still since that step. Batch noise hides that.
    pub fn stands_since(&self, jump: &Jump) -> bool {
        self.is_exact && jump.stands(self.losses.said, self.losses.base())
    }

    /// Whether no step changes anything, though there is a gradient.
    pub fn is_frozen(&self) -> bool {
        self.motion.is_zero && (self.grad_norm > 0.0 || self.is_flat())
    }

    /// Whether a function has neither slope nor curvature at its point.
    pub fn is_flat(&self) -> bool {
        let is_straight = |curvature: Curvature| curvature.least == 0.0 && curvature.largest == 0.0;
        self.is_function() && self.grad_norm == 0.0 && self.curvature().is_some_and(is_straight)
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
        let will_stay = !self.will_bounce();
        if will_stay && self.is_low() {
            return Progress::Solved;
        }
        let (exponent, falls) = (losses.exponent(), losses.levels.fall());
        // With running statistics, the trained network is another one than the one in training. Both have to agree.
        let trained = losses.trained_exponent();
        if self.is_at_chance() {
            let least = trained.map_or(exponent, |trained| trained.min(exponent));
            return match trained.map_or(exponent, |trained| trained.max(exponent)) {
                most if most < STILL => Progress::Stuck,
                _ if self.falls_clearly() && (least >= USEFUL || (falls && least >= STILL)) => Progress::Starting,
                _ => Progress::Unclear,
            };
        }
        let is_away = self.is_exact && self.thrown_by().is_some();
        let is_blurred = !self.is_exact || self.is_function();
        let useful = if is_blurred { BLURRED } else { USEFUL };
        let was_below =
            self.is_exact || losses.constant.is_none_or(|constant| losses.levels.losses[1] < CHANCE * constant);
        let exponent_by_steps = if self.is_function() { self.exponent_between_steps() } else { exponent };
        let falls = exponent.min(exponent_by_steps) >= useful
            && falls
            && was_below
            && trained.is_none_or(|trained| trained >= STILL);
        if falls && self.is_steady() && !self.is_nearly_dead() && !is_away && will_stay {
            return Progress::Good;
        }
        match self.is_function() && exponent < STILL_FUNCTION && !self.is_low() {
            true => Progress::Stuck,
            false => Progress::Unclear,
        }
    }

    /// The exponent of the loss between two steps, without means over neighbours: these lag behind a fall that is over.
    fn exponent_between_steps(&self) -> f64 {
        let Some(first) = self.window.rows().next() else { return 0.0 };
        let (base, now) = (self.losses.base(), self.losses.said);
        libm::log((first.loss() - base) / (now - base)) / libm::log(self.frame.step as f64 / first.step().max(1) as f64)
    }

    /// Whether the loss is close to the least that it can be, whether or not it stays there.
    pub fn is_low(&self) -> bool {
        self.losses.share_left().is_some_and(|left| self.is_solved_by(left)) || self.is_down_to_nothing()
    }

    /// Whether next to nothing is left to learn.
    pub fn is_done(&self) -> bool {
        self.losses.share_left().is_some_and(|left| left <= DONE)
    }

    /// Whether this share of the loss is so small that the problem counts as solved.
    fn is_solved_by(&self, left: f64) -> bool {
        let is_restless = !self.is_exact && self.motion.now > RESTLESS;
        left <= if is_restless { SOLVED / 2.0 } else { SOLVED }
    }

    /// Whether a run on a function will leave the minimum again. An optimizer that divides the gradient by its size makes
    /// steps of about the learning rate, however small the gradient is. Near a minimum they bounce at the height of half the
    /// curvature times their square.
    fn will_bounce(&self) -> bool {
        let Some(curvature) = self.curvature() else { return false };
        let height = 0.5 * curvature.largest * self.frame.lr * self.frame.lr;
        let way = (self.losses.start - self.losses.floor.unwrap_or(self.losses.now())).abs();
        curvature.divided.is_some_and(|divided| divided > NEARLY)
            || (curvature.divided.is_some() && height > SOLVED * way)
    }

    /// Whether a fall of the loss is more than its scatter. Where each step sees all examples, scatter is bouncing.
    fn falls_clearly(&self) -> bool {
        let [half, _, now] = self.losses.levels.losses.map(|loss| loss - self.losses.base());
        !self.is_exact || half - now >= CLEARLY * self.losses.scatter * half.abs()
    }

    /// Whether the loss falls without wild steps.
    fn is_steady(&self) -> bool {
        let rises_often = self.losses.rises.is_some_and(|rises| rises >= RISING);
        self.is_in_order() && !(self.is_exact && (rises_often || self.has_spikes()))
    }

    /// Whether neither batch noise nor the size of the steps makes a fall doubtful.
    pub fn is_in_order(&self) -> bool {
        let most = match (self.is_function(), self.is_exact) {
            (true, _) => POINT_MOVES,
            (false, true) => MOVES,
            (false, false) => MOVES / 2.0,
        };
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
