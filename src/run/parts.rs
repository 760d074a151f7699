//! The parts of a run, built from settings and from files that override them.

use super::batches::{Batches, Order};
use super::rules::Rules;
use crate::datasets::Fold;
use crate::math::Real;
use crate::objectives::Objective;
use crate::registry::Settings;
use crate::scenarios;
use crate::tensors::Tensors;

/// The parts of a run.
pub struct Parts<R: Real> {
    /// What is minimised.
    pub objective: Objective<R>,
    /// θ₀
    pub start: Vec<R>,
    /// Optimizer, schedule and clip, by the step from which they apply.
    pub rules: Rules,
    /// Which examples a step sees.
    pub batches: Batches,
    /// Seed of the surface's directions and of the steps' noise.
    pub seed: u64,
}

/// Files that override the settings, with their names.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Weights to start from.
    pub weights: Option<(String, Tensors)>,
    /// Examples to train on.
    pub data: Option<(String, Tensors)>,
}

impl<R: Real> Parts<R> {
    /// What the settings describe.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn of(settings: &Settings, file: Option<&[u8]>) -> Result<Self, String> {
        let objective = scenarios::objective(settings, file)?;
        let start = objective.init(settings.seed());
        Ok(Self::started(objective, start, settings))
    }

    /// The same, with data or weights from files.
    ///
    /// # Errors
    ///
    /// Names the file and says what is wrong with it.
    pub fn with_overrides(settings: &Settings, file: Option<&[u8]>, overrides: &Overrides) -> Result<Self, String> {
        let called = |(name, _): &(String, Tensors), error: String| format!("{name} {error}");
        let outputs = overrides.weights.as_ref().and_then(|(_, weights)| weights.outputs());
        let objective = match &overrides.data {
            Some(data) => scenarios::objective_on(settings, &data.1, outputs).map_err(|error| called(data, error))?,
            None => scenarios::objective(settings, file)?,
        };
        let start = match &overrides.weights {
            Some(weights) => weights.1.weights(objective.layout()).map_err(|error| called(weights, error))?,
            None => objective.init(settings.seed()),
        };
        Ok(Self::started(objective, start, settings))
    }

    /// What the settings describe, trained and tested on the rows of a fold, with the weights and batches of `seed`.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file, or that there are no examples to divide.
    pub fn of_fold(settings: &Settings, file: Option<&[u8]>, fold: &Fold, seed: u64) -> Result<Self, String> {
        let objective = scenarios::objective_of_fold(settings, file, fold)?;
        let start = objective.init(seed);
        let batches = batches(&objective, settings, seed);
        Ok(Self { objective, start, rules: Rules::of(settings), batches, seed })
    }

    /// The same data, with the weights, batch order and noise of another seed.
    pub fn starting_from(self, settings: &Settings, seed: u64) -> Self {
        let batches = batches(&self.objective, settings, seed);
        Self { start: self.objective.init(seed), batches, seed, ..self }
    }

    fn started(objective: Objective<R>, start: Vec<R>, settings: &Settings) -> Self {
        let seed = settings.seed();
        let batches = batches(&objective, settings, seed);
        Self { objective, start, rules: Rules::of(settings), batches, seed }
    }
}

/// The batches of the settings: shuffled, or in order of time for streamed data.
fn batches<R: Real>(objective: &Objective<R>, settings: &Settings, seed: u64) -> Batches {
    let order = if objective.is_streamed() { Order::Sequential } else { Order::Shuffled { seed } };
    Batches::new(objective.rows(), settings.batch(), order)
}
