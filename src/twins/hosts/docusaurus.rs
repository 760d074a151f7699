//! Docusaurus.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "docusaurus",
        label: "Docusaurus",
        help: "The client module integrations/docusaurus loads the script in the browser alone, under any base address.",
        ..Item::BASE
    },
    once: &[("docusaurus.config.js", "clientModules: [\"./gradscape.js\"],")],
    page: "{tag}",
    script: ("static/gradscape/", "gradscape/gradscape.js"),
    poster: ("static/", "/"),
};
