//! `gradscape describe`: the description of settings and views for the page. `cargo xtask build` saves it as
//! `description.json`.

use super::{Failure, USAGE, output::print};

/// Prints the description on one line.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [] => print(&gradscape::description::describe().to_string()),
        _ => Err(Failure::Usage(format!("describe: takes no arguments.\n{USAGE}"))),
    }
}
