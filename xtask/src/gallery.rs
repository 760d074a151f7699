//! `cargo xtask gallery`: accepts the pictures of all charts as they are drawn now, and writes `docs/gallery.md`.

use crate::shell::{Result, cargo, run};

/// Runs the test of the pictures, which writes them in place of comparing them.
pub fn command() -> Result {
    run(cargo().args(["test", "--locked", "--test", "pictures", "--", "--nocapture"]).env("GRADSCAPE_ACCEPT", "1"))?;
    println!("The pictures are in tests/snapshots and on docs/gallery.md. Look at those that `git status` names.");
    Ok(())
}
