//! Node: packages pinned by a folder's lock file, and the scripts that use them.

use crate::shell::{Result, heading, root, run};
use crate::tools::{node, on_path};
use std::path::Path;
use std::process::Command;

/// Installs the packages of a folder's lock file if they are missing. Node must be installed.
pub fn packages(folder: &Path) -> Result {
    let installed = folder.join("node_modules/.package-lock.json").metadata().and_then(|file| file.modified());
    let wanted = folder.join("package-lock.json").metadata().and_then(|file| file.modified());
    if matches!((installed, wanted), (Ok(installed), Ok(wanted)) if installed >= wanted) {
        return Ok(());
    }
    let npm = on_path("npm").ok_or("npm is missing: install Node and npm, then run this again")?;
    heading(&format!("npm ci in {}", folder.strip_prefix(root()).unwrap_or(folder).display()));
    run(Command::new(npm).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder))
}

/// Node, started in the repository's root; installed if need be.
pub fn command() -> Result<Command> {
    node()?;
    let mut command = Command::new("node");
    command.current_dir(root());
    Ok(command)
}
