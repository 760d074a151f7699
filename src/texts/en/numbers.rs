//! Numbers in words.

use crate::texts::messages;

messages! { "numbers";
    not_finite() = "not finite";
}
