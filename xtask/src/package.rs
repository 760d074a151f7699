//! `cargo xtask package npm` and `cargo xtask offline`: the page as an npm package, and in one file.

use crate::dist::{build, dist, modules};
use crate::module::Optimise;
use crate::node;
use crate::shell::{Result, heading, output, root, run, target};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What is one file: a module, a classic script and a page.
const IN_ONE_FILE: [&str; 2] = ["gradscape.one.js", "gradscape-offline.html"];

/// `cargo xtask package npm`.
pub fn command(options: &[&str]) -> Result {
    match options {
        ["npm"] => {
            build(Optimise::WasmOpt)?;
            println!("{}", npm()?.display());
            Ok(())
        }
        _ => Err(format!("`package` takes `npm`, not `{}`", options.join(" "))),
    }
}

/// `cargo xtask offline`: puts the page in one file, and the classic script, into `dist/`.
pub fn offline() -> Result {
    build(Optimise::WasmOpt)?;
    in_one_file()?;
    for name in IN_ONE_FILE {
        println!("{}", dist().join(name).display());
    }
    Ok(())
}

/// Makes the page in one file, in `dist/`. The page has to be built.
pub fn in_one_file() -> Result<PathBuf> {
    heading("the page in one file");
    node::packages(&root().join("xtask/bundle"))?;
    let folder = target()?.join("web/one");
    run(script("one.mjs")?.arg(root()).arg(modules()?).arg(&folder))?;
    for name in IN_ONE_FILE {
        let goal = dist().join(name);
        fs::copy(folder.join(name), &goal).map_err(|error| format!("{} cannot be written: {error}", goal.display()))?;
    }
    Ok(folder)
}

/// Packs the built page as `target/package/gradscape-VERSION.tgz`. Returns the path of that file.
pub fn npm() -> Result<PathBuf> {
    let one = in_one_file()?;
    heading("the npm package");
    let version = version()?;
    let packages = target()?.join("package");
    let folder = packages.join("npm");
    run(script("package.mjs")?.arg(root()).arg(dist()).arg(one).arg(&folder).arg(&version))?;
    let name = output(
        Command::new("npm")
            .args(["pack", "--silent", "--ignore-scripts", "--pack-destination"])
            .arg(&packages)
            .current_dir(&folder),
    )?;
    let packed = packages.join(name.trim());
    if !packed.is_file() {
        return Err(format!("npm has not written {}", packed.display()));
    }
    Ok(packed)
}

/// The version in `Cargo.toml`, which all packages have.
fn version() -> Result<String> {
    let text =
        fs::read_to_string(root().join("Cargo.toml")).map_err(|error| format!("Cargo.toml cannot be read: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("version = \""));
    line.and_then(|line| line.strip_suffix('"')).map(Into::into).ok_or_else(|| "Cargo.toml has no version".into())
}

fn script(name: &str) -> Result<Command> {
    let mut node = node::command()?;
    node.arg(root().join("xtask/bundle").join(name));
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packages_have_the_version_of_the_crate() {
        assert_eq!(version().unwrap(), env!("CARGO_PKG_VERSION"));
    }
}
