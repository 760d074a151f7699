//! `gradscape run`: a JSON line for every step.

use super::arguments::Arguments;
use super::output::Output;
use super::{Failure, start::start};
use gradscape::run::{Names, Status};

/// Prints steps 0 to N, fewer if the run diverges or nobody reads any more.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("run", arguments, &["--steps"], (1, "settings string"))?;
    let steps = arguments.steps()?;
    let mut run = start(arguments.word(0).unwrap_or_default())?;
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
    output.finish()
}
