//! Probes: what can be measured of a run's present step beyond its frame, one file each.
//!
//! A frame holds what every step measures: each layer's gradient norm before and after clipping, and how far its update
//! moves it. Probes cost up to another pass through the network, so they are taken when somebody looks (once for a
//! drawn picture) and never by a step itself.

pub mod activations;
pub mod decay;
pub mod dependence;
pub mod factors;
pub mod gates;
pub mod gradients;
pub mod optimizer;
pub mod recurrence;

use crate::math::Real;
use crate::registry::Item;
use crate::run::{Run, RunView, Typed};
use crate::texts::Text;

/// Something that can be measured of a run as it stands.
pub trait Probe: Sized {
    /// What it is.
    const ITEM: Item;

    /// Measures the present step.
    ///
    /// # Errors
    ///
    /// Says why there is nothing to measure.
    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text>;

    /// What was measured, as plain numbers.
    fn readings(&self) -> Readings;

    /// The same of a run in any precision.
    ///
    /// # Errors
    ///
    /// Says why there is nothing to measure.
    fn of(run: &dyn RunView) -> Result<Self, Text> {
        match run.typed() {
            Typed::F32(run) => Self::measure(run),
            Typed::F64(run) => Self::measure(run),
        }
    }
}

/// A probe's numbers: each quantity has one for every place.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings {
    /// Layers by name, or `t` and the time step.
    pub places: Vec<String>,
    /// Each quantity's id in snake case, and its numbers. NaN where nothing can be said, not finite where a run has
    /// diverged.
    pub quantities: Vec<(&'static str, Vec<f64>)>,
}

/// A probe as the registry holds it.
struct Entry {
    item: Item,
    readings: fn(&dyn RunView) -> Result<Readings, Text>,
}

const fn entry<P: Probe>() -> Entry {
    Entry { item: P::ITEM.for_build(), readings: |run| P::of(run).map(|probe| probe.readings()) }
}

const ALL: &[Entry] = &[
    entry::<activations::Activations>(),
    entry::<gradients::Gradients>(),
    entry::<factors::Factors>(),
    entry::<optimizer::OptimizerState>(),
    entry::<gates::Gates>(),
    entry::<decay::Decay>(),
    entry::<dependence::Dependence>(),
    entry::<recurrence::Recurrence>(),
];

/// Every probe's description.
pub const ITEMS: &[Item] = &{
    let mut items = [Item::BASE; ALL.len()];
    let mut k = 0;
    while k < ALL.len() {
        items[k] = ALL[k].item;
        k += 1;
    }
    items
};

/// What the probe `id` measures of a run as it stands, or why it measures nothing; `None` when there is no such probe.
pub fn readings(id: &str, run: &dyn RunView) -> Option<Result<Readings, Text>> {
    ALL.iter().find(|entry| entry.item.id == id).map(|entry| (entry.readings)(run))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod time_tests;
