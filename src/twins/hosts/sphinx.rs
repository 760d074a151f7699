//! Sphinx and MyST.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "sphinx",
        label: "Sphinx and MyST",
        help: "The extension integrations/sphinx brings the directive; LaTeX and EPUB get the poster.",
        ..Item::BASE
    },
    once: &[("conf.py", "extensions = [\"myst_parser\", \"sphinx_gradscape\"]")],
    page: "```{gradscape} {settings}{options}\n```",
    script: ("_static/gradscape/", "gradscape/gradscape.js"),
    poster: ("", ""),
};
