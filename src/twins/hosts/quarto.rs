//! Quarto.

use super::{Host, ONE_FILE};
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "quarto",
        label: "Quarto",
        help: "The extension integrations/quarto brings the shortcode; PDF and EPUB get the poster.",
        ..Item::BASE
    },
    once: &[],
    page: r#"{{< gradscape "{settings}"{words} >}}"#,
    script: ("_extensions/gradscape/", ONE_FILE),
    poster: ("", ""),
};
