//! Plain HTML.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "html",
        label: "Plain HTML",
        help: "The script tag stands once in each page that has labs.",
        ..Item::BASE
    },
    once: &[],
    page: r#"<script type="module" src="{script}"></script>
{tag}"#,
    script: ("gradscape/", "gradscape/gradscape.js"),
    poster: ("", ""),
};
