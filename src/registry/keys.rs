//! Keys that several rooms read and that belong to no item. Every other key is defined next to the code that it
//! controls.

use super::{Default, Key, Param, Range};

/// Largest seed: whole numbers up to here are exact in JavaScript.
pub const MAX_SEED: u64 = (1 << 53) - 1;
/// Largest number of hidden layers.
pub const MAX_HIDDEN_LAYERS: u64 = 64;
/// Largest width of a hidden layer.
pub const MAX_WIDTH: u64 = 256;

/// The scenario of an empty settings string.
pub const FIRST_SCENARIO: &str = "spiral";

/// What to learn or minimise: a data set, a sequence task, a function of two variables, ….
pub const SCENARIO: Key<String> = Key::new(Param {
    key: "scenario",
    label: "Scenario",
    help: "What the network learns, or the function that is minimised.",
    default: Default::Text(FIRST_SCENARIO),
    range: Range::Text,
    ..Param::BASE
});

/// Hidden layers of a network.
pub const HIDDEN_LAYERS: Key<u64> = Key::new(Param {
    key: "hidden_layers",
    label: "Hidden layers",
    help: "Layers between input and output. The output layer comes on top: 12 hidden layers make 13 layers with weights. In the backward pass, each one multiplies the gradient once more.",
    default: Default::Value(12.0),
    range: Range::Integer(0, MAX_HIDDEN_LAYERS),
    ..Param::BASE
});

/// Units in a hidden layer; [`Settings::widths`](super::Settings::widths) reads the list.
pub const WIDTH: Key<String> = Key::new(Param {
    key: "width",
    label: "Width",
    help: "Units per hidden layer. A list such as 16,8,4 gives each layer its own width.",
    default: Default::Text("16"),
    range: Range::Text,
    ..Param::BASE
});

/// The seed of data, weights and batches.
pub const SEED: Key<u64> = Key::new(Param {
    key: "seed",
    label: "Seed",
    help: "The same seed gives the same data, weights and batches, bit for bit.",
    default: Default::Value(1.0),
    range: Range::Integer(0, MAX_SEED),
    ..Param::BASE
});

/// Rows in a batch; none for all of them.
pub const BATCH: Key<Option<usize>> = Key::new(Param {
    key: "batch",
    label: "Batch",
    help: "Examples per gradient: a number, or full.",
    default: Default::Text("full"),
    range: Range::Text,
    ..Param::BASE
});

/// The other runs of a race, each with its own settings; `schema` parses them.
pub const RACE: Key<String> = Key::new(Param {
    key: "race",
    label: "Racers",
    help: "Other runs to compare with. They start from the same point and see the same batches, each with its own settings.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});
