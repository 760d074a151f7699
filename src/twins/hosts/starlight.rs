//! Astro Starlight.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "starlight",
        label: "Astro Starlight",
        help: "The script stands in the head of all pages.",
        ..Item::BASE
    },
    once: &[("astro.config.mjs", "head: [{ tag: \"script\", attrs: { type: \"module\", src: \"{script}\" } }],")],
    page: "{tag}",
    script: ("public/gradscape/", "/gradscape/gradscape.js"),
    poster: ("public/", "/"),
};
