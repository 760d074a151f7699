//! Why little of the gradient is left, where the activations show it: units that are dead, or saturated.

use super::{Remedy, remedy};
use crate::activations::AnyActivation;
use crate::charts::short;
use crate::probes::activations::Activations;
use crate::run::RunView;

/// A share of dead or saturated units from which on a layer is named.
const MOST: f64 = 0.5;
/// Examples times parameters that are looked at, at about the most: a millisecond or two, for the sentence is asked for
/// several times a second.
const WORK: usize = 1 << 22;
/// Examples that are looked at in any network.
const FEWEST: usize = 16;

/// What the activations show.
#[derive(Default)]
pub struct Cause {
    /// A sentence, with a space before it; empty where the activations show no cause.
    pub said: String,
    remedies: Vec<Remedy>,
}

impl Cause {
    /// Looks at what the activations put out at the run's present parameters.
    pub fn of(run: &dyn RunView, activation: &AnyActivation) -> Self {
        let rows = (WORK / run.parameter_count().max(1)).max(FEWEST);
        let Ok(seen) = Activations::over(run, rows) else { return Self::default() };
        let examples = format!("{}{} examples", if seen.all { "all " } else { "" }, seen.rows);
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let label = activation.item().label;
        // The first of the layers in which most is dead.
        let dead = seen.places.iter().reduce(|most, place| if place.dead > most.dead { place } else { most });
        if let Some(place) = dead.filter(|place| place.dead >= MOST && has_flat_side(activation)) {
            let layer = short(&place.name);
            let count = if place.dead == 1.0 { "all".into() } else { format!("{} of the", percent(place.dead)) };
            let said = format!(
                " In layer {layer}, {count} {label} units are dead: their slope is 0 for {examples}, so nothing goes \
                 back through them."
            );
            let leaky = remedy("Leaky ReLU and He weights", &[("activation", "leaky-relu"), ("init", "he-normal")]);
            return Self { said, remedies: vec![leaky] };
        }
        let saturated = seen.places.iter().map(|place| place.saturated).sum::<f64>() / seen.places.len() as f64;
        if saturated >= MOST {
            let said = format!(
                " {} of the {label} slopes are saturated: below 5 % of the largest, over {examples}.",
                percent(saturated)
            );
            return Self { said, remedies: vec![remedy("Smaller weights: Xavier", &[("init", "xavier-normal")])] };
        }
        Self::default()
    }

    /// Remedies against the cause, and those `others`.
    pub fn then(self, others: Vec<Remedy>) -> Vec<Remedy> {
        self.remedies.into_iter().chain(others).collect()
    }
}

/// Whether the slope is exactly 0 over a part of the inputs. Other activations only round to it, far out: those saturate.
fn has_flat_side(activation: &AnyActivation) -> bool {
    let x = [-8.0_f64, -4.0, 4.0, 8.0];
    let (mut y, mut slopes) = (x, [1.0; 4]);
    activation.forward(&x, &mut y);
    activation.backward(&x, &y, &mut slopes);
    slopes.contains(&0.0)
}
