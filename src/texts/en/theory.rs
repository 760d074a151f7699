//! Why theory has no prediction.

use crate::texts::messages;

messages! { "theory";
    no_weights() = "Theory needs weights that are random draws with mean 0.";
    no_network() = "Theory here is for fully connected networks on examples.";
}
