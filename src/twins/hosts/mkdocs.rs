//! MkDocs Material and Zensical.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "mkdocs",
        label: "MkDocs Material and Zensical",
        help: "Instant navigation does not run scripts again; the element does not need it.",
        ..Item::BASE
    },
    once: &[("mkdocs.yml", "extra_javascript: [{ path: {script}, type: module }]")],
    page: "{tag}",
    script: ("docs/gradscape/", "gradscape/gradscape.js"),
    // A page is a folder: docs/lab.md is served as lab/.
    poster: ("docs/", "../"),
};
