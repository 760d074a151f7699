//! The setting that chooses what the connections of a drawn network show.

use crate::registry::{Item, Key, Param, Range, default_choice};

/// What connections can show.
pub const EDGES_ITEMS: &[Item] = &Item::all_for_build([
    Item {
        id: "gradient",
        label: "Gradient",
        formula: "|∂L/∂w|",
        help: "The darker a connection, the larger its gradient. The scale is logarithmic.",
        ..Item::BASE
    },
    Item {
        id: "weight",
        label: "Weight",
        formula: "w",
        help: "Positive weights are solid and blue, negative ones dashed and orange. Wider lines are larger weights.",
        ..Item::BASE
    },
    Item {
        id: "update",
        label: "Update",
        formula: "w_{s+1} − w_s",
        help: "How this step changes each weight, with its sign. The scale is logarithmic.",
        ..Item::BASE
    },
]);

/// The setting that chooses what connections show.
pub const EDGES: Key<&'static Item> = Key::new(Param {
    key: "edges",
    label: "Connections show",
    help: "What colour and width of the network's connections show.",
    default: default_choice(EDGES_ITEMS, "gradient"),
    range: Range::Choice(EDGES_ITEMS),
    ..Param::BASE
});
