//! Probes: measurements of a run's present step beyond its frame, one file each.
//!
//! A frame holds what every step measures: each layer's gradient norm before and after clipping, and the size of its
//! update. A probe costs up to another pass through the network. It therefore runs only on demand (once for a drawn
//! picture), never as part of a step.

pub mod activations;
pub mod decay;
pub mod dependence;
pub mod edges;
pub mod endless;
pub mod factors;
pub mod gates;
pub mod gradients;
pub mod network;
pub mod optimizer;
pub mod recurrence;

use crate::math::Real;
use crate::registry::Item;
use crate::run::{Run, RunView, Typed};
use crate::texts::Text;

/// A measurement of a run at its present step.
pub trait Probe: Sized {
    /// Its id and its words.
    const ITEM: Item;

    /// Measures the present step.
    ///
    /// # Errors
    ///
    /// Says why there is nothing to measure.
    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text>;

    /// The result as plain numbers.
    fn readings(&self) -> Readings;

    /// Measures a run of any precision.
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

/// A probe's numbers: for each quantity, one number per place.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings {
    /// Layers by name, or `t` and the time step.
    pub places: Vec<String>,
    /// Each quantity's id in snake case, and its numbers. NaN where a quantity is undefined; infinite or NaN where a
    /// run has diverged.
    pub quantities: Vec<(&'static str, Vec<f64>)>,
}

/// A probe in the registry.
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
    entry::<network::Network>(),
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

/// Measures a run with the probe `id`. An error says why there is nothing to measure; `None` means no such probe.
pub fn readings(id: &str, run: &dyn RunView) -> Option<Result<Readings, Text>> {
    ALL.iter().find(|entry| entry.item.id == id).map(|entry| (entry.readings)(run))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod time_tests;
