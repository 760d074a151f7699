//! Which clip threshold which jumps need.

use super::Ready;
use crate::registry::Item;
use crate::sweep::Quantity;

pub const SWEEP: Ready = Ready {
    item: Item {
        id: "jump-threshold",
        label: "Threshold and jump size",
        help: "A future with jumps. At a low threshold, the network hardly moves and keeps the loss of its start. At a high one, large jumps throw it off. Small jumps forgive any threshold above 0.3; large ones leave a narrow range.",
        ..Item::BASE
    },
    settings: "scenario=jump-futures&clip=norm&test_share=0.3&cell=rnn-relu",
    over: &["threshold=0.003..1000:12:log", "jump_size=1..1000:10:log"],
    steps: 400,
    seeds: 5,
    until: None,
    shows: Quantity::Loss,
};
