//! Jupyter.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "jupyter",
        label: "Jupyter",
        help: "A Markdown cell strips the tag, so it stands in the output of a code cell.",
        ..Item::BASE
    },
    once: &[],
    page: r#"from IPython.display import HTML
HTML("""<script type="module" src="{script}"></script>{tag}""")"#,
    script: ("", "https://your.host/gradscape/gradscape.js"),
    poster: ("", "https://your.host/"),
};
