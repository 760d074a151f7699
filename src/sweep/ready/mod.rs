//! Sweeps that are worth a look, one file each, in order of difficulty.

mod depth_activation;
mod edge_of_chaos;
mod forget_delay;
mod heavy_ball;
mod jump_threshold;

use super::{Axis, Plan, Quantity};
use crate::registry::Item;
use crate::schema::Family;

/// A sweep to choose by name.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    /// Its name, and what it teaches.
    pub item: Item,
    /// The settings that all runs share.
    pub settings: &'static str,
    /// The swept settings, as `KEY=VALUES`.
    pub over: &'static [&'static str],
    /// Steps of each run.
    pub steps: u64,
    /// Runs of each cell.
    pub seeds: u64,
    /// The loss whose first step is recorded.
    pub until: Option<f64>,
    /// What its picture shows first.
    pub shows: Quantity,
}

/// Every ready sweep.
pub const READY: &[Ready] =
    &[depth_activation::SWEEP, heavy_ball::SWEEP, edge_of_chaos::SWEEP, jump_threshold::SWEEP, forget_delay::SWEEP];

/// Their descriptions.
pub const ITEMS: &[Item] = &{
    let mut items = [Item::BASE; READY.len()];
    let mut k = 0;
    while k < READY.len() {
        items[k] = READY[k].item.for_build();
        k += 1;
    }
    items
};

/// The family of ready sweeps.
pub fn family() -> Family {
    Family { id: "sweeps", key: "", items: ITEMS }
}

/// The ready sweep called `id`.
pub fn find(id: &str) -> Option<&'static Ready> {
    READY.iter().find(|ready| ready.item.id == id)
}

impl Ready {
    /// Its plan.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it; none of [`READY`] has an error.
    pub fn plan(&self) -> Result<Plan, String> {
        let axes = self.over.iter().map(|text| Axis::read(text)).collect::<Result<_, _>>()?;
        Plan::new(self.settings, axes, self.steps, self.seeds, self.until)
    }
}
