//! Where learning stops as networks get deeper.

use super::Ready;
use crate::registry::Item;
use crate::sweep::Quantity;

pub const SWEEP: Ready = Ready {
    item: Item {
        id: "depth-activation",
        label: "Depth and activation",
        help: "A network of each depth with each activation, all with Xavier weights. With sigmoid, the gradient of the first layer vanishes after a few layers, and nothing is learned. Tanh and ReLU reach further.",
        ..Item::BASE
    },
    settings: "scenario=moons&points=128&width=16&init=xavier-normal&optimizer=sgd&lr=0.3&batch=32",
    over: &["hidden_layers=1,2,3,4,6,8,12,16,24,32,48", "activation=sigmoid,softsign,tanh,relu,elu,selu,gelu,silu"],
    steps: 600,
    seeds: 5,
    until: None,
    shows: Quantity::Loss,
};
