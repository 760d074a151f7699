//! Every verdict, the most serious first. The last one always holds.

mod clip_bound;
mod converged;
mod dead;
mod diverged;
mod exploding;
mod frozen;
mod learning;
mod noisy;
mod overfitting;
mod saturated;
mod slow;
mod stalled;
mod starting;
mod stifled;
mod thrown;
mod truncated;
mod unbounded;
mod undecided;
mod underflow;
mod unstable;
mod vanishing;

use super::{Entry, entry};

pub(super) const ALL: &[Entry] = &[
    entry::<diverged::Diverged>(),
    entry::<underflow::Underflow>(),
    entry::<thrown::Thrown>(),
    entry::<frozen::Frozen>(),
    entry::<unbounded::Unbounded>(),
    entry::<dead::Dead>(),
    entry::<saturated::Saturated>(),
    entry::<stifled::Stifled>(),
    entry::<clip_bound::ClipBound>(),
    entry::<exploding::Exploding>(),
    entry::<truncated::Truncated>(),
    entry::<vanishing::Vanishing>(),
    entry::<unstable::Unstable>(),
    entry::<overfitting::Overfitting>(),
    entry::<stalled::Stalled>(),
    entry::<noisy::Noisy>(),
    entry::<slow::Slow>(),
    entry::<converged::Converged>(),
    entry::<learning::Learning>(),
    entry::<starting::Starting>(),
    entry::<undecided::Undecided>(),
];
