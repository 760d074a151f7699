//! mdBook.

use super::{Host, ONE_FILE};
use crate::registry::Item;

pub const HOST: Host = Host {
    item: Item {
        id: "mdbook",
        label: "mdBook",
        help: "Scripts named in book.toml are classic ones, so the book takes the build in one file.",
        ..Item::BASE
    },
    once: &[("book.toml", "[output.html]\nadditional-js = [\"gradscape.one.js\"]")],
    page: "{tag}",
    script: ("the folder of book.toml", ONE_FILE),
    poster: ("src/", ""),
};
