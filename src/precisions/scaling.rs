//! Loss scaling: the backward pass starts from the loss times a factor, and the gradient is divided by it.
//!
//! The dynamic scale is that of `torch.amp.GradScaler`: a step whose gradient overflows is skipped and halves the
//! scale; a number of steps in a row without overflow doubles it.

use super::{GROWTH_INTERVAL, LOSS_SCALE, LOSS_SCALING};
use crate::registry::{Item, Settings};
use serde::{Deserialize, Serialize};

/// How the scale is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scaling {
    /// 1.
    None,
    /// Always this.
    Static(f64),
    /// Dynamic.
    Dynamic {
        /// Initial scale.
        first: f64,
        /// Steps in a row without overflow after which it grows.
        interval: u64,
    },
}

/// The choices in the settings.
pub(super) const CHOICES: &[Item] = &Item::all_for_build([
    Item { id: "none", label: "None", help: "The loss is not scaled.", ..Item::BASE },
    Item { id: "static", label: "Static", help: "One factor for the whole run.", ..Item::BASE },
    Item {
        id: "dynamic",
        label: "Dynamic",
        help: "PyTorch's GradScaler: if a gradient overflows, the step is skipped and the factor halved. A growth interval without overflow doubles it.",
        ..Item::BASE
    },
]);

/// Factor of the scale after an overflow.
const BACKOFF: f64 = 0.5;
/// Growth factor.
const GROWTH: f64 = 2.0;
/// Below this scale (2⁻²⁰), overflows have other causes than the scale.
const LEAST: f64 = 1.0 / 1_048_576.0;

impl Scaling {
    /// What the settings describe.
    pub fn of(settings: &Settings) -> Self {
        let scale = settings.get(&LOSS_SCALE);
        match settings.get(&LOSS_SCALING).id {
            "static" => Self::Static(scale),
            "dynamic" => Self::Dynamic { first: scale, interval: settings.get(&GROWTH_INTERVAL) },
            _ => Self::None,
        }
    }
}

/// The loss scale of a step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// The factor of the loss.
    pub factor: f64,
    /// Steps in a row without overflow since the scale changed (`_growth_tracker` in PyTorch).
    pub growth_tracker: u64,
    /// Number of skipped steps.
    pub skipped: u64,
}

impl Scale {
    /// The initial scale of a run.
    pub fn first(scaling: Scaling) -> Self {
        let factor = match scaling {
            Scaling::None => 1.0,
            Scaling::Static(factor) | Scaling::Dynamic { first: factor, .. } => factor,
        };
        Self { factor, growth_tracker: 0, skipped: 0 }
    }

    /// Whether a step with overflow is skipped; otherwise it ends the run.
    pub fn skips(&self, scaling: Scaling) -> bool {
        matches!(scaling, Scaling::Dynamic { .. }) && self.factor >= LEAST
    }

    /// Updates the scale for the next step.
    pub fn update(&mut self, scaling: Scaling, overflowed: bool) {
        let Scaling::Dynamic { interval, .. } = scaling else { return };
        if overflowed {
            *self = Self { factor: self.factor * BACKOFF, growth_tracker: 0, skipped: self.skipped + 1 };
            return;
        }
        self.growth_tracker += 1;
        if self.growth_tracker == interval {
            self.growth_tracker = 0;
            let grown = self.factor * GROWTH;
            // PyTorch stores the scale in single precision and does not let it become infinite.
            self.factor = if grown <= f64::from(f32::MAX) { grown } else { self.factor };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dynamic_scale_is_that_of_gradscaler() {
        // torch._amp_update_scale_(scale, tracker, found_inf, 2.0, 0.5, 3) from a scale of 8, PyTorch 2.9.
        let overflows = [false, false, true, false, false, false, false, true, true, false, false, false];
        let pytorch = [
            (8.0, 1),
            (8.0, 2),
            (4.0, 0),
            (4.0, 1),
            (4.0, 2),
            (8.0, 0),
            (8.0, 1),
            (4.0, 0),
            (2.0, 0),
            (2.0, 1),
            (2.0, 2),
            (4.0, 0),
        ];
        let scaling = Scaling::Dynamic { first: 8.0, interval: 3 };
        let mut scale = Scale::first(scaling);
        for (overflowed, (factor, growth_tracker)) in overflows.into_iter().zip(pytorch) {
            scale.update(scaling, overflowed);
            assert_eq!((scale.factor, scale.growth_tracker), (factor, growth_tracker));
        }
        assert_eq!(scale.skipped, 3);
    }

    #[test]
    fn a_scale_grows_no_further_than_single_precision_and_gives_up_far_below_one() {
        let scaling = Scaling::Dynamic { first: 1.0, interval: 1 };
        let mut scale = Scale::first(scaling);
        (0..1000).for_each(|_| scale.update(scaling, false));
        assert_eq!(scale.factor, f64::from(f32::from_bits(0x7F00_0000)));
        let mut scale = Scale::first(scaling);
        while scale.skips(scaling) {
            scale.update(scaling, true);
        }
        assert_eq!(scale.skipped, 21);
    }
}
