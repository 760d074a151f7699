//! Bundles the page's modules into one file for each of its four entries, with esbuild (`xtask/bundle/bundle.mjs`).

use crate::node;
use crate::shell::{Result, root, run, target};
use crate::tools::on_path;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files of the bundle. Its `index.html` names the others with their version.
pub const FILES: [&str; 9] = [
    "index.html",
    "gradscape.js",
    "gradscape.js.map",
    "define.js",
    "define.js.map",
    "worker.js",
    "worker.js.map",
    "de.js",
    "de.js.map",
];

/// The modules at the top level that only bundles include, as they do all modules in folders.
const INSIDE: [&str; 2] = ["beside.js", "inside.js"];

/// Bundles the page in this folder. Returns the folder of the [`FILES`]; `None` without Node or esbuild.
pub fn bundle(modules: &Path) -> Result<Option<PathBuf>> {
    let tools = root().join("xtask/bundle");
    let skipped = |why: &str| {
        println!("the page is not bundled, so it opens more slowly: {why}");
        Ok(None)
    };
    if on_path("node").is_none() || on_path("npm").is_none() {
        return skipped("there is no Node with npm");
    }
    if let Err(error) = node::packages(&tools) {
        return skipped(&error);
    }
    let folder = target()?.join("web/bundle");
    run(Command::new("node").arg(tools.join("bundle.mjs")).arg(modules).arg(&folder))?;
    Ok(Some(folder))
}

/// Whether a file of the page is still needed beside the bundle.
pub fn stays(file: &Path) -> bool {
    let is_at_top = file.parent().is_some_and(|folder| folder.as_os_str().is_empty());
    if is_at_top { !INSIDE.iter().chain(&FILES).any(|name| file == Path::new(name)) } else { file.starts_with("data") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engine_data_and_what_the_page_names_stay_beside_a_bundle() {
        for name in ["page.css", "unloaded.js", "engine.js", "rest.js", "engine_bg.wasm", "data/a.csv"] {
            assert!(stays(Path::new(name)), "{name}");
        }
        for name in [
            "index.html",
            "gradscape.js",
            "define.js",
            "worker.js",
            "de.js",
            "beside.js",
            "inside.js",
            "page/lab.js",
            "styles/base.css",
        ] {
            assert!(!stays(Path::new(name)), "{name}");
        }
    }
}
