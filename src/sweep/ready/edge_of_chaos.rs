//! How deep a network can be and still be trained, by the size of its weights.

use super::Ready;
use crate::registry::Item;
use crate::sweep::Quantity;

pub const SWEEP: Ready = Ready {
    item: Item {
        id: "edge-of-chaos",
        label: "Weights and depth",
        help: "Tanh networks of 32 units: with which weights can how many layers be trained? Theory says about six correlation lengths, which are longest at the edge of chaos. Left of it, signals and gradients die out; right of it, they explode.",
        ..Item::BASE
    },
    settings: "scenario=digits&test_share=0.5&width=32&activation=tanh&init=normal&bias_std=0.224&optimizer=sgd&lr=0.01&batch=32",
    over: &["init_std=0.106..0.53:13", "hidden_layers=4..64:13"],
    steps: 400,
    seeds: 1,
    until: None,
    shows: Quantity::Loss,
};
