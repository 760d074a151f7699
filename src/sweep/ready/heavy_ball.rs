//! The largest learning rate of gradient descent with momentum.

use super::Ready;
use crate::registry::Item;
use crate::sweep::Quantity;

pub const SWEEP: Ready = Ready {
    item: Item {
        id: "heavy-ball",
        label: "Learning rate and momentum",
        help: "Gradient descent with momentum on a bowl with the curvatures 25 and 1. It converges below lr = 2 (1 + β)/25 and diverges above, exactly where theory says. The fastest rates lie just below the limit.",
        ..Item::BASE
    },
    settings: "scenario=bowl&optimizer=momentum&precision=f64",
    over: &["lr=0.005..0.165:33", "momentum=0..0.95:20"],
    steps: 2000,
    seeds: 1,
    until: Some(1e-6),
    shows: Quantity::Reached,
};
