//! The cause of a small gradient, if the activations show it: dead or saturated units.

use super::{Remedy, remedy};
use crate::activations::{ACTIVATION, AnyActivation};
use crate::charts::short;
use crate::initializers::INIT;
use crate::probes::activations::Activations;
use crate::run::RunView;
use crate::texts::{Text, remedies, story};

/// A cause is reported if at least this share of the units is dead or saturated.
const MOST: f64 = 0.5;
/// Limit on examples times parameters. This much work takes a millisecond or two, and the page asks for the sentence
/// several times a second.
const WORK: usize = 1 << 22;
/// At least this many examples are evaluated.
const FEWEST: usize = 16;

/// The cause that the activations show.
#[derive(Default)]
pub struct Cause {
    /// A sentence; `None` where the activations show no cause.
    pub sentence: Option<Text>,
    remedies: Vec<Remedy>,
}

impl Cause {
    /// Measures the activations' outputs at the run's present parameters.
    pub fn of(run: &dyn RunView, activation: &AnyActivation) -> Self {
        let rows = (WORK / run.parameter_count().max(1)).max(FEWEST);
        let Ok(seen) = Activations::over(run, rows) else { return Self::default() };
        let examples = if seen.all { story::examples_all(&seen.rows) } else { story::examples_some(&seen.rows) };
        let percent = |share: f64| format!("{:.0}", 100.0 * share);
        let label = activation.item().label;
        // The first layer with the largest share of dead units.
        let dead = seen.places.iter().reduce(|most, place| if place.dead > most.dead { place } else { most });
        if let Some(place) = dead.filter(|place| place.dead >= MOST && has_flat_side(activation)) {
            let layer = short(&place.name);
            let sentence = if place.dead == 1.0 {
                story::dead_units_all(&layer, &label, &examples)
            } else {
                story::dead_units_share(&layer, &percent(place.dead), &label, &examples)
            };
            let leaky = remedy(remedies::leaky_relu(), &[(ACTIVATION.id(), "leaky-relu"), (INIT.id(), "he-normal")]);
            return Self { sentence: Some(sentence), remedies: vec![leaky] };
        }
        let saturated = seen.places.iter().map(|place| place.saturated).sum::<f64>() / seen.places.len() as f64;
        if saturated >= MOST {
            let sentence = Some(story::saturated_units(&percent(saturated), &label, &examples));
            return Self { sentence, remedies: vec![remedy(remedies::xavier(), &[(INIT.id(), "xavier-normal")])] };
        }
        Self::default()
    }

    /// The remedies against the cause, followed by `others`.
    pub fn then(self, others: Vec<Remedy>) -> Vec<Remedy> {
        self.remedies.into_iter().chain(others).collect()
    }
}

/// Whether the slope is exactly 0 on part of the inputs. For other activations it only rounds to 0 for large inputs:
/// those units count as saturated, not dead.
fn has_flat_side(activation: &AnyActivation) -> bool {
    let x = [-8.0_f64, -4.0, 4.0, 8.0];
    let (mut y, mut slopes) = (x, [1.0; 4]);
    activation.forward(&x, &mut y);
    activation.backward(&x, &y, &mut slopes);
    slopes.contains(&0.0)
}
