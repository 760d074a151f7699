//! `gradscape diagnose`: what is wrong with a run after N steps, and what helps.

use super::Failure;
use super::arguments::Arguments;
use super::output;
use super::start::start;
use gradscape::diagnosis;
use gradscape::registry::Settings;
use gradscape::run::Overrides;

/// Prints the diagnosis at step N as one JSON object.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("diagnose", arguments, &["--steps", "--csv"], (1, "settings string"))?;
    let steps = arguments.steps()?;
    let text = arguments.word(0).unwrap_or_default();
    let mut run = start(text, arguments.option("--csv"), &Overrides::default())?;
    run.step(steps);
    let (settings, _) = Settings::parse(text);
    let diagnosis = diagnosis::diagnose(&settings, run.view());
    output::print(&gradscape::json::text(&diagnosis))
}
