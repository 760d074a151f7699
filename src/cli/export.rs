//! `gradscape export pytorch`: the same experiment as a PyTorch script.

use super::arguments::Arguments;
use super::{Failure, USAGE, output, start::start};
use gradscape::export::pytorch;
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::texts::names::unlabelled;
use std::path::Path;

/// Writes the script, and beside it the data file that it reads.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("export", arguments, &["--steps", "--csv", "-o"], (2, "settings string"))?;
    match arguments.word(0) {
        Some("pytorch") => {}
        Some(other) => return Err(arguments.unknown("target", other, &unlabelled(["pytorch"]), None)),
        None => return Err(arguments.usage(&format!("what for? There is pytorch.\n{USAGE}"))),
    }
    let text = arguments.word(1).unwrap_or_default();
    let steps = if arguments.option("--steps").is_some() { arguments.steps()? } else { 100 };
    let mut run = start(text, arguments.option("--csv"), &Overrides::default())?;
    // For a script on standard output, the data file is named after the project.
    let script = arguments.option("-o").map(Path::new);
    let tensors = script.unwrap_or(Path::new("gradscape.py")).with_extension("safetensors");
    let name = tensors.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let export = pytorch::export(run.control(), &Settings::parse(text).0, steps, &name).map_err(Failure::Other)?;
    write(&tensors, &export.tensors)?;
    match script {
        Some(script) => write(script, export.script.as_bytes()),
        None => output::print(export.script.trim_end()),
    }
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes)
        .map_err(|error| Failure::Other(format!("{} cannot be written: {error}", file.display())))
}
