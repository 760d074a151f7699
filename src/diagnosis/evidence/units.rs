//! Evidence: dead, inactive and saturated units.

use crate::activations::AnyActivation;
use crate::charts::short;
use crate::probes::activations::Activations;
use crate::registry::Settings;
use crate::run::RunView;
use crate::texts::{Text, diagnosis};

/// Limit on examples times parameters. This much work takes a millisecond or two, and the page asks for the verdict
/// several times a second.
const WORK: usize = 1 << 22;
/// At least this many examples are evaluated.
const FEWEST: usize = 16;

/// The units of all hidden layers.
pub struct Units {
    /// The layer with the largest share of dead units, and that share.
    pub dead: (String, f64),
    /// Mean share of saturated slopes, over layers.
    pub saturated: f64,
    /// Whether the activation has a flat side on which its slope is exactly 0, and grows on the other: ReLU and its
    /// relatives. Units on that side are inactive, not saturated.
    pub is_rectifier: bool,
    /// Whether the slope can be exactly 0 at all.
    pub can_die: bool,
    /// The examples that were evaluated, in words.
    pub examples: Text,
    /// The activation's name.
    pub activation: &'static str,
}

impl Units {
    /// Evaluates the activations at the run's present parameters; `None` without activations.
    pub fn of(settings: &Settings, run: &dyn RunView) -> Option<Self> {
        let rows = (WORK / run.parameter_count().max(1)).max(FEWEST);
        let seen = Activations::over(run, rows).ok()?;
        let activation = AnyActivation::build(settings);
        let examples =
            if seen.all { diagnosis::examples_all(&seen.rows) } else { diagnosis::examples_some(&seen.rows) };
        // The first layer with the largest share.
        let dead = seen.places.iter().reduce(|most, place| if place.dead > most.dead { place } else { most })?;
        let (can_die, is_bounded) = shape(&activation);
        Some(Self {
            dead: (short(&dead.name).into(), dead.dead),
            saturated: seen.places.iter().map(|place| place.saturated).sum::<f64>() / seen.places.len() as f64,
            is_rectifier: can_die && !is_bounded,
            can_die,
            examples,
            activation: activation.item().label,
        })
    }
}

/// Whether the slope is exactly 0 on part of the inputs, and whether the outputs are bounded. For other activations the
/// slope only rounds to 0 for large inputs: those units count as saturated, not dead.
fn shape(activation: &AnyActivation) -> (bool, bool) {
    let x = [-8.0_f64, -4.0, 4.0, 8.0];
    let (mut y, mut slopes) = (x, [1.0; 4]);
    activation.forward(&x, &mut y);
    activation.backward(&x, &y, &mut slopes);
    (slopes.contains(&0.0), (y[3] - y[0]).abs() < 4.0)
}
