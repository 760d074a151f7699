//! `gradscape describe`: what the page is told of settings and views; `cargo xtask build` keeps it as `description.json`.

use super::{Failure, USAGE, output::print};

/// Prints it on one line.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [] => print(&gradscape::description::describe().to_string()),
        _ => Err(Failure::Usage(format!("describe: takes no arguments.\n{USAGE}"))),
    }
}
