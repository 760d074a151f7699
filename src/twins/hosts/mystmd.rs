//! mystmd.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "mystmd",
        label: "mystmd",
        help: "Tags are stripped and a module is copied alone, so the widget integrations/mystmd loads the script from its own address.",
        ..Item::BASE
    },
    once: &[],
    page: r#":::{anywidget} gradscape.mjs
{json}
:::"#,
    script: ("public/gradscape/", "/gradscape/gradscape.js"),
    poster: ("public/", "/"),
};
