//! VitePress.

use super::Host;
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "vitepress",
        label: "VitePress",
        help: "A script tag in a page would break the build; it stands in the head of all pages.",
        ..Item::BASE
    },
    once: &[(
        ".vitepress/config.mjs",
        "head: [[\"script\", { type: \"module\", src: \"{script}\" }]],\nvue: { template: { compilerOptions: { isCustomElement: (tag) => tag === \"gradscape-lab\" } } },",
    )],
    page: "{tag}",
    script: ("public/gradscape/", "/gradscape/gradscape.js"),
    poster: ("public/", "/"),
};
