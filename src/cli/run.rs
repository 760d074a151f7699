//! `gradscape run`: a JSON line for every step.

use super::arguments::Arguments;
use super::output::Output;
use super::{Failure, start::start};
use gradscape::run::{AnyRun, Names, Overrides, Status};
use gradscape::tensors::Tensors;

/// Prints steps 0 to N; stops early if the run diverges or the reader closes the pipe.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let options = ["--steps", "--csv", "--weights", "--data", "--save"];
    let arguments = Arguments::read("run", arguments, &options, (1, "settings string"))?;
    let steps = arguments.steps()?;
    let overrides = Overrides { weights: tensors(&arguments, "--weights")?, data: tensors(&arguments, "--data")? };
    let mut run = start(arguments.word(0).unwrap_or_default(), arguments.option("--csv"), &overrides)?;
    let mut output = Output::new();
    for step in 0..=steps {
        if step > 0 {
            run.step(1);
        }
        let row = run.frame().to_json(Names::Snake, run.is_single(), run.layer_names(), step == steps);
        if !output.line(row)? {
            return Ok(());
        }
        if run.frame().status != Status::Running {
            break;
        }
    }
    output.finish()?;
    match arguments.option("--save") {
        Some(file) => save(&run, file),
        None => Ok(()),
    }
}

/// Reads the file named by an option.
fn tensors(arguments: &Arguments, option: &str) -> Result<Option<(String, Tensors)>, Failure> {
    let Some(file) = arguments.option(option) else { return Ok(None) };
    if file.is_empty() {
        return Err(arguments.usage(&format!("{option} needs a file.")));
    }
    let bytes = std::fs::read(file).map_err(|error| Failure::Other(format!("{file} cannot be read: {error}")))?;
    let tensors = Tensors::read(&bytes).map_err(|error| Failure::Other(format!("{file} {error}")))?;
    Ok(Some((file.to_string(), tensors)))
}

/// Saves the current parameters of the run.
fn save(run: &AnyRun, file: &str) -> Result<(), Failure> {
    let bytes = run.weights();
    std::fs::write(file, bytes).map_err(|error| Failure::Other(format!("{file} cannot be written: {error}")))
}
