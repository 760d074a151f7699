//! Runs side by side: the ghost of the first in the charts of the others.

use crate::texts::messages;

messages! { "columns";
    times(quantity, name) = "{quantity}, times {name}";
    less(quantity, name) = "{quantity}, less {name}";
    by_ends(name) = "{name}, layers counted from both ends";
    by_depth(name) = "{name}, layers by relative depth";
}
