//! What an objective is, as a PyTorch script has to know it.

use crate::networks::cells::AnyCell;
use crate::registry::Item;

/// What is minimised, in PyTorch's terms.
#[derive(Clone, Debug)]
pub enum Blueprint {
    /// A sequence of modules on examples.
    Network {
        /// Expressions with gaps for settings, first to last.
        modules: Vec<String>,
        /// The activations and whatever else has to be defined for them.
        items: Vec<&'static Item>,
        /// The loss.
        loss: &'static Item,
        /// What errors of the slopes by the inputs count beside it.
        slope_weight: f64,
    },
    /// Layers of a recurrent cell with a linear head that reads the last layer's states.
    Recurrent {
        /// The cell.
        cell: AnyCell,
        /// Features of a step.
        inputs: usize,
        /// Units of a layer.
        hidden: usize,
        /// Layers below the head.
        layers: usize,
        /// Features that come out.
        outputs: usize,
        /// How many of the last steps the head reads.
        reads: usize,
        /// After how many steps states are detached; 0 for never.
        truncate: usize,
        /// The loss.
        loss: &'static Item,
    },
    /// A formula with the tensors of the layout for its parameters, by mean squared error.
    Formula {
        /// Defines `model`, from inputs to outputs, which uses the list `parameters`.
        define: String,
        /// What targets are multiplied by.
        target_factor: f64,
        /// What follows an update; may be empty.
        after: String,
    },
    /// Nothing that a script could do.
    Unwritten {
        /// Why, in a sentence.
        why: crate::texts::Text,
    },
    /// A function of x and y.
    Function {
        /// Its expression is in x and y.
        surface: &'static Item,
        /// The expression, where the item has none of its own.
        written: Option<String>,
    },
}

impl Blueprint {
    /// Whether it draws noise of its own, other than ours.
    pub fn is_noisy(&self) -> bool {
        matches!(self, Blueprint::Network { modules, .. } if modules.iter().any(|module| module.contains("nn.Dropout")))
    }

    /// The items that it is made of.
    pub fn items(&self) -> Vec<&'static Item> {
        match self {
            Blueprint::Network { items, loss, .. } => items.iter().copied().chain([*loss]).collect(),
            Blueprint::Recurrent { cell, loss, .. } => vec![cell.item(), loss],
            Blueprint::Formula { .. } | Blueprint::Unwritten { .. } => Vec::new(),
            Blueprint::Function { surface, .. } => vec![surface],
        }
    }
}
