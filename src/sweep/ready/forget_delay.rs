//! How long an LSTM remembers, by the bias of its forget gate.

use super::Ready;
use crate::registry::Item;
use crate::sweep::Quantity;

pub const SWEEP: Ready = Ready {
    item: Item {
        id: "forget-delay",
        label: "Forget bias and delay",
        help: "An LSTM has to recall a cue after a delay. A forget gate with bias b keeps its state for about 1/(1 − σ(b)) steps. With a short memory, the gradient at the cue is next to nothing, and so is what is learned. A long memory is not enough by itself: no bias learns a delay of 32 within these steps.",
        ..Item::BASE
    },
    settings: "scenario=recall&cell=lstm&width=8&optimizer=sgd&lr=1&clip=norm&threshold=1&noise=0.1&points=64",
    over: &["forget_bias=-2..6:9", "delay=2,4,8,16,32,64,128"],
    steps: 400,
    seeds: 3,
    until: None,
    shows: Quantity::Loss,
};
