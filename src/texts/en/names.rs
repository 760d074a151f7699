//! What a message says of the names that would have been right.

use crate::texts::messages;

messages! { "names";
    only(known) = "there is only {known}";
    all(known) = "there are {known}";
    nearest(known, list, count) = "the nearest are {known}; {list} shows all {count}";
    nearest_of(known, count) = "the nearest of {count} are {known}";
}
