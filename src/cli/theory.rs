//! `gradscape theory`: what mean-field theory says of a network at its start, and what this run has.

use super::Failure;
use super::arguments::Arguments;
use super::output::{Output, remark};
use super::start::start;
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::theory::{self, Summary};
use serde_json::{Map, Value, json};

/// Prints the quantities of the network, then a line for each layer.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("theory", arguments, &["--csv"], (1, "settings string"))?;
    let text = arguments.word(0).unwrap_or_default();
    let run = start(text, arguments.option("--csv"), &Overrides::default())?;
    let (settings, _) = Settings::parse(text);
    let mut output = Output::new();
    if !output.line(line(&Summary::of(&settings)))? {
        return Ok(());
    }
    let predicted = theory::layers(&settings, run.problem(), &run.batch_rows(0));
    let norms: Vec<f64> = run.frame().layers.iter().map(|layer| layer.grad_norm).collect();
    let unit = theory::last_matrix(run.problem().layout()).map_or(f64::NAN, |last| norms[last]);
    for (k, name) in run.layer_names().iter().enumerate() {
        let band = predicted.as_ref().ok().and_then(|layers| layers[k]);
        let row = json!({
            "layer": name, "predicted": band.map(|band| band.median), "low": band.map(|band| band.low),
            "high": band.map(|band| band.high), "measured": norms[k] / unit,
        });
        if !output.line(row.to_string())? {
            return Ok(());
        }
    }
    output.finish()?;
    if let Err(unknown) = predicted {
        remark(format!("gradscape: note: {}", unknown.why()));
    }
    Ok(())
}

/// The quantities as JSON. Those of recurrent networks are there only for them.
fn line(summary: &Summary) -> String {
    let mut row: Map<String, Value> = Map::new();
    for (name, value) in [
        ("chi", summary.chi),
        ("sigma_w2", summary.sigma_w2),
        ("sigma_b2", summary.sigma_b2),
        ("q_star", summary.q_star),
        ("xi_gradient", summary.xi_gradient),
        ("xi_correlation", summary.xi_correlation),
        ("critical_sigma_w2", summary.critical_sigma_w2),
    ] {
        row.insert(name.into(), json!(value));
    }
    for (name, value) in [("time_scale", summary.time_scale), ("spectral_radius", summary.spectral_radius)] {
        if value.is_some() {
            row.insert(name.into(), json!(value));
        }
    }
    Value::Object(row).to_string()
}
