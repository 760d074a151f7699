//! reveal.js.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "reveal",
        label: "reveal.js",
        help: "The plugin integrations/reveal loads the script, plays a lab while its slide is shown, and keeps its keys from the slides.",
        ..Item::BASE
    },
    once: &[(
        "index.html",
        "<script src=\"gradscape-reveal.js\"></script>\nReveal.initialize({ plugins: [GradscapeReveal] });",
    )],
    page: "{tag}",
    script: ("gradscape/", "gradscape/gradscape.js"),
    poster: ("", ""),
};
