//! The loss surface and its contour map.

use crate::texts::messages;

messages! { "surface";
    pending() = "The surface is being computed.";
    not_finite_here() = "The loss is nowhere finite here.";
    above(value) = "above {value}";
    not_finite() = "not finite";
    path() = "path";
    start() = "start";
    present() = "present";
    log_scale() = "log scale";
    constant() = "constant";
    nowhere_finite() = "nowhere finite";
    cut_off(value) = "cut off at {value}";
    map_summary(heights, x, y, low, high) = "{heights} over {x} and {y}: {low} to {high}.";
    map_path(from, to) = "The path goes from {from} to {to}.";
}
