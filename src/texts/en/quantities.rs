//! What was first not finite when a run diverged.

use crate::texts::messages;

messages! { "quantities";
    weight() = "weight";
    recurrent_weight() = "recurrent weight";
    bias() = "bias";
    scale() = "scale";
    position() = "position";
    activation() = "activation";
    loss() = "loss";
    gradient() = "gradient";
}
