//! `cargo xtask gallery`: accepts the present pictures of all charts, and writes `docs/gallery.md`.

use crate::shell::{Result, cargo, run};

/// Runs the test of the pictures in a mode that writes them instead of comparing them.
pub fn command() -> Result {
    run(cargo().args(["test", "--locked", "--test", "pictures", "--", "--nocapture"]).env("GRADSCAPE_ACCEPT", "1"))?;
    println!("The pictures are in tests/snapshots and on docs/gallery.md. Look at those that `git status` names.");
    Ok(())
}
