//! An objective in PyTorch's terms, for exported scripts.

use crate::networks::cells::AnyCell;
use crate::registry::Item;

/// What a script minimises.
#[derive(Clone, Debug)]
pub enum Blueprint {
    /// A sequence of modules on examples.
    Network {
        /// PyTorch expressions with placeholders for settings, first to last.
        modules: Vec<String>,
        /// Items whose definitions the expressions need.
        items: Vec<&'static Item>,
        /// The loss.
        loss: &'static Item,
        /// Weight of errors of the derivatives by the inputs.
        slope_weight: f64,
    },
    /// A recurrent network with a linear head on the last layer.
    Recurrent {
        /// The cell.
        cell: AnyCell,
        /// Features of a step.
        inputs: usize,
        /// Units of a layer.
        hidden: usize,
        /// Layers below the head.
        layers: usize,
        /// Number of outputs.
        outputs: usize,
        /// Number of last steps that the head reads.
        reads: usize,
        /// The number of steps after which states are detached; 0 for never.
        truncate: usize,
        /// The loss.
        loss: &'static Item,
    },
    /// A formula with the layout's tensors as parameters, fitted by mean squared error.
    Formula {
        /// Python code that defines `model`, from inputs to outputs, with the list `parameters`.
        define: String,
        /// Factor of the targets.
        target_factor: f64,
        /// Python code after each update; may be empty.
        after: String,
    },
    /// Cannot be exported.
    Unwritten {
        /// The reason, a sentence.
        why: crate::texts::Text,
    },
    /// A function of x and y.
    Function {
        /// The item with its expression in x and y.
        surface: &'static Item,
        /// The expression, if it is not fixed in the item.
        written: Option<String>,
    },
}

impl Blueprint {
    /// Whether the script draws noise, which differs from ours.
    pub fn is_noisy(&self) -> bool {
        matches!(self, Blueprint::Network { modules, .. } if modules.iter().any(|module| module.contains("nn.Dropout")))
    }

    /// The items that it uses.
    pub fn items(&self) -> Vec<&'static Item> {
        match self {
            Blueprint::Network { items, loss, .. } => items.iter().copied().chain([*loss]).collect(),
            Blueprint::Recurrent { cell, loss, .. } => vec![cell.item(), loss],
            Blueprint::Formula { .. } | Blueprint::Unwritten { .. } => Vec::new(),
            Blueprint::Function { surface, .. } => vec![surface],
        }
    }
}
