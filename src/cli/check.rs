//! `gradscape check`: compares backpropagation with finite differences of the loss, layer by layer.

use super::Failure;
use super::arguments::Arguments;
use super::output::{Output, remark};
use super::start::{own, start};
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::scenarios;
use serde_json::json;

/// Prints a JSON line for each layer at step N (0 by default); fails if a layer disagrees.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("check", arguments, &["--steps", "--csv"], (1, "settings string"))?;
    let text = arguments.word(0).unwrap_or_default();
    let mut run = start(text, arguments.option("--csv"), &Overrides::default())?;
    if arguments.option("--steps").is_some() {
        run.step(arguments.steps()?);
    }
    let (settings, _) = Settings::parse(text);
    let own = own(&settings, arguments.option("--csv"), &Overrides::default())?;
    let file = own.as_deref().or(scenarios::data_file(&settings).map(|file| file.bytes));
    let mut check = run.gradient_check(&settings, file).map_err(Failure::Other)?;
    while check.advance(usize::MAX / 2) {}
    let mut output = Output::new();
    for layer in check.layers() {
        let line = json!({
            "layer": layer.name, "parameters": layer.parameters, "compared": layer.compared,
            "resolved": layer.resolved, "kinks": layer.kinks, "small": layer.small, "error": layer.error, "agrees": layer.agrees(),
        });
        if !output.line(line.to_string())? {
            return Ok(());
        }
    }
    output.finish()?;
    if check.is_truncated() {
        remark("the gradient is truncated by design (tbptt): it is not that of the loss, and need not agree");
        return Ok(());
    }
    match check.layers().iter().find(|layer| !layer.agrees()) {
        Some(layer) => Err(Failure::Other(format!("the gradient of {} is off by {:e}", layer.name, layer.error))),
        None => Ok(()),
    }
}
