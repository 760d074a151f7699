//! Residual connections with a scale: fixed (C. Szegedy, S. Ioffe, V. Vanhoucke, A. Alemi 2017, section 3.3) or learned
//! (T. Bachlechner et al., "ReZero is all you need", 2021, which starts at 0).

use super::{Factor, Residual, torch};
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings};

/// y = x + s · body(x)
#[derive(Clone, Copy, Debug)]
pub struct Scaled {
    /// The initial s.
    pub scale: f64,
    /// Whether s is a parameter of each block.
    pub learned: bool,
}

const RESIDUAL_SCALE: Key<f64> = Key::new(Param {
    key: "residual_scale",
    label: "Block scale",
    help: "Multiplies the output of a block before it is added to the block's input.",
    default: Default::Value(0.5),
    range: Range::Linear(0.0, 2.0),
    ..Param::BASE
});

const RESIDUAL_LEARNED: Key<bool> = Key::new(Param {
    key: "residual_learned",
    seldom: true,
    label: "Learned scale",
    help: "Each block learns its own scale, starting from this value.",
    range: Range::Switch,
    ..Param::BASE
});

impl Described for Scaled {
    const ITEM: Item = Item {
        id: "scaled",
        label: "Scaled",
        formula: "y = x + s · body(x)",
        help: "A scale below 1 keeps the sums of a deep network from growing with every block. With s = 0, learned, the network starts as if it had no blocks.",
        params: &[RESIDUAL_SCALE.param, RESIDUAL_LEARNED.param],
        torch: || torch("Residual(BODY, scale={residual_scale}, learned={residual_learned})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { scale: settings.get(&RESIDUAL_SCALE), learned: settings.get(&RESIDUAL_LEARNED) }
    }
}

impl Residual for Scaled {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "Residual(BODY, scale=0.5, learned=0)",
            factor: Some(Factor::Fixed(0.5)),
        },
        super::Example {
            settings: "residual_scale=0.25&residual_learned=1",
            torch: "Residual(BODY, scale=0.25, learned=1)",
            factor: Some(Factor::Learned(0.25)),
        },
    ];

    fn factor(&self) -> Option<Factor> {
        Some(if self.learned { Factor::Learned(self.scale) } else { Factor::Fixed(self.scale) })
    }
}
